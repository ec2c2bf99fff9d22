"""What the protocol and the store must know of an update's text: which graphs it can write, and where USING goes.

Works on terminals, after the policy has let the text through. What cannot be told is None, never a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.sparql.tokens import Token, tokens
from app.store.changes import DEFAULT_GRAPH

_OPEN, _CLOSE = frozenset(["(", "[", "{", "<<"]), frozenset([")", "]", "}", ">>"])


def using(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with `using-graph-uri` and `using-named-graph-uri` written before every WHERE (SPARQL 1.1 Protocol, 2.2.3).

    `DELETE WHERE { … }` takes no USING, so it is written out as `DELETE { … } USING … WHERE { … }`.
    """
    if not default_graphs and not named_graphs:
        return text
    clauses = "".join(f"USING <{graph}> " for graph in default_graphs)
    clauses += "".join(f"USING NAMED <{graph}> " for graph in named_graphs)
    found = list(_with_depth(text))
    pieces, done = [], 0
    for index, (token, depth) in enumerate(found):
        if depth or token.kind != "word" or token.text.upper() != "WHERE":
            continue
        pieces.append(text[done : token.start])
        if index and found[index - 1][0].text.upper() == "DELETE":
            start, end = _block(found, index + 1)
            pieces.append(f"{text[start:end]} ")
        pieces.append(clauses)
        done = token.start
    return "".join([*pieces, text[done:]])


def written_graphs(text: str) -> tuple[str, ...] | None:
    """The graphs that the update can write, as IRIs or `default`; None where the text does not show them."""
    survey = _Survey()
    found = list(_with_depth(text))
    index = 0
    while index < len(found):
        index = survey.take(found, index)
        if survey.unknown:
            return None
    return tuple(dict.fromkeys(survey.graphs))


def _with_depth(text: str) -> list[tuple[Token, int]]:
    """Each terminal with the number of brackets around it; an opening bracket counts as outside itself."""
    found, depth = [], 0
    for token in tokens(text):
        if token.kind == "mark" and token.text in _CLOSE:
            depth = max(0, depth - 1)
        found.append((token, depth))
        if token.kind == "mark" and token.text in _OPEN:
            depth += 1
    return found


def _block(found: Sequence[tuple[Token, int]], index: int) -> tuple[int, int]:
    """Start and end offset of the bracketed block whose opening bracket is found[index]; empty where there is none."""
    if index >= len(found) or found[index][0].text != "{":
        return 0, 0
    opening, depth = found[index]
    for token, at in found[index + 1 :]:
        if at == depth and token.text == "}":
            return opening.start, token.start + 1
    return 0, 0


_TARGETS = frozenset(["WITH", "TO", "INTO", "CREATE", "CLEAR", "DROP", "MOVE"])
_READ_ONLY = frozenset(["ADD", "COPY", "USING", "LOAD"])


@dataclass
class _Survey:
    """Walks over an update and notes the graphs that its operations name for writing.

    The engine reads words that are glued together (`INSERTDATA`, `WITHex:g`): what is not exactly understood makes it unknown.
    """

    graphs: list[str] = field(default_factory=list)
    prefixes: dict[str, str] = field(default_factory=dict)
    unknown: bool = False

    def take(self, found: Sequence[tuple[Token, int]], index: int) -> int:
        """Take one clause; returns the index of the next."""
        token = found[index][0]
        word = token.text.upper() if token.kind == "word" else ""
        if word == "PREFIX" and index + 2 < len(found):
            self.prefixes[found[index + 1][0].text] = found[index + 2][0].text[1:-1]
            return index + 3
        if word in ("INSERT", "DELETE"):
            return self._template(found, index + 1)
        if word in _TARGETS or word in _READ_ONLY:
            return self._target(found, index + 1, noted=word in _TARGETS)
        if word == "WHERE":
            return self._after_block(found, index + 1)
        self.unknown |= token.text != ";"
        return index + 1

    def _template(self, found: Sequence[tuple[Token, int]], index: int) -> int:
        """The quads after INSERT or DELETE [DATA | WHERE]: every GRAPH in them is written."""
        if index < len(found) and found[index][0].text.upper() in ("DATA", "WHERE"):
            index += 1
        end = self._after_block(found, index)
        for at in range(index + 1, end - 1):
            token, before = found[at][0], found[at - 1][0]
            if token.kind == "word" and token.text.upper() == "GRAPH" and at + 1 < end:
                self._note(found[at + 1][0])
            elif token.text == "{" and not (before.kind in ("iri", "pname") and found[at - 2][0].text.upper() == "GRAPH"):
                self.unknown = True
        return end

    def _after_block(self, found: Sequence[tuple[Token, int]], index: int) -> int:
        """The index behind the block in braces that starts at `index`."""
        if index >= len(found) or found[index][0].text != "{":
            self.unknown = True
            return index + 1
        depth = found[index][1]
        index += 1
        while index < len(found) and not (found[index][1] == depth and found[index][0].text == "}"):
            index += 1
        self.unknown |= index == len(found)
        return min(index + 1, len(found))

    def _target(self, found: Sequence[tuple[Token, int]], index: int, *, noted: bool) -> int:
        """The graph after a keyword: SILENT? (GRAPH? iri | NAMED? iri | DEFAULT | NAMED | ALL)."""
        while index < len(found) and found[index][0].text.upper() in ("SILENT", "GRAPH"):
            index += 1
        if not noted and index < len(found) and found[index][0].text.upper() == "NAMED":
            index += 1
        if noted and index < len(found):
            self._note(found[index][0])
        return index + 1

    def _note(self, token: Token) -> None:
        iri = None
        if token.kind == "iri":
            iri = token.text[1:-1]
        elif token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            namespace = self.prefixes.get(f"{prefix}:")
            iri = None if namespace is None or "\\" in local else namespace + local
        elif token.text.upper() == "DEFAULT":
            self.graphs.append(DEFAULT_GRAPH)
            return
        if iri is None or "\\" in iri or ":" not in iri:
            self.unknown = True
        else:
            self.graphs.append(iri)
