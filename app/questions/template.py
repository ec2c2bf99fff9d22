"""The text of a question's query, cut at its marks. The marks are comments, so that the file is legal SPARQL as it stands.

# which … # /which          what selects and orders the things of a list: made into a list of ids once, left out of pages
# [name] … # [/name]        only where the parameter is given;  [!name] where not, [name=value] where it has this value
# many leads … # /many      an OPTIONAL { … } whose rows do not multiply with those of others: a branch of a UNION in pages
# whole … # /whole          only where the query runs as it stands (its ORDER BY)
VALUES ?_name { … }         the terms of a parameter take the place of the example's (`?id` for the id in a path)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_MARK = re.compile(
    r"^[ \t]*# (?:(?P<open>which|whole|many [a-z_]+)|/(?P<close>which|whole|many)"
    r"|\[(?P<slash>/?)(?P<no>!?)(?P<name>[a-z0-9_]+)(?:=(?P<value>[a-z0-9_-]+))?\])[ \t]*$",
    re.MULTILINE,
)
_SLOT = re.compile(r"(VALUES \?_?([a-z][a-z0-9_]*) \{)[^{}]*(\})")
_SORT = re.compile(r"\?sort_[a-z0-9_]+\b")
_SELECT = re.compile(r"^(?P<prologue>.*?)\bSELECT\b(?P<head>.*?)\bWHERE \{(?P<body>.*)\}(?P<tail>[^{}]*)$", re.DOTALL)
_OPTIONAL = re.compile(r"^\s*OPTIONAL \{(?P<inside>.*)\}\s*$", re.DOTALL)


class TemplateError(ValueError):
    """Marks that do not pair, or stand where they cannot."""


@dataclass(frozen=True)
class Slot:
    """Where a parameter's terms go."""

    name: str


@dataclass(frozen=True)
class Block:
    """A marked stretch. kind: which, whole, many or if. name, value, no: of the condition."""

    kind: str
    name: str
    value: str | None
    no: bool
    parts: "Parts"


Part: TypeAlias = str | Slot | Block
Parts: TypeAlias = tuple[Part, ...]
Terms: TypeAlias = Mapping[str, Sequence[str]]


class Template:
    """A query with its marks read. Raises TemplateError.

    terms: of each parameter given, as SPARQL text. facts: what the conditions ask for, name → value as printed.
    """

    def __init__(self, text: str, parameters: frozenset[str], columns: Sequence[str]):
        shape = _SELECT.match(text)
        if shape is None:
            raise TemplateError("the query is not SELECT … WHERE { … }")
        self.prologue = shape["prologue"].strip()
        self.head = shape["head"].strip()
        self.body = _parse(shape["body"], parameters)
        self.tail = _parse(shape["tail"], parameters)
        self.names = frozenset(_names(self.body)) | frozenset(_names(self.tail))
        unknown = self.names - parameters
        if unknown:
            raise TemplateError(f"the query has marks for {', '.join(sorted(unknown))}, which is no parameter")
        self._columns = " ".join(f"?{column}" for column in columns)
        self._which = next((part for part in self.body if isinstance(part, Block) and part.kind == "which"), None)
        self._many = [part for part in self.body if isinstance(part, Block) and part.kind == "many"]
        self._core = tuple(part for part in self.body if part is not self._which and part not in self._many)

    @property
    def has_which(self) -> bool:
        return self._which is not None

    def whole(self, terms: Terms, facts: Mapping[str, str]) -> str:
        """The query as it stands, with the parameters given."""
        inside = _render(self.body, terms, facts, whole=True)
        return f"{self.prologue}\nSELECT {self.head} WHERE {{{inside}}}{_render(self.tail, terms, facts, whole=True)}"

    def ids(self, terms: Terms, facts: Mapping[str, str], *, ordered: bool = True) -> str:
        """The query for the ids of a list, each with what it is sorted by; without that where they need not be ordered."""
        assert self._which is not None  # noqa: S101
        if not ordered:
            inside = _render(self._which.parts, terms, {name: value for name, value in facts.items() if name != "sort"})
            return f"{self.prologue}\nSELECT ?id WHERE {{{inside}}}"
        inside = _render(self._which.parts, terms, facts)
        sorts = " ".join(sorted(set(_SORT.findall(inside))))
        return f"{self.prologue}\nSELECT ?id {sorts} WHERE {{{inside}}}"

    def page(self, ids: Sequence[str], terms: Terms, facts: Mapping[str, str]) -> str:
        """The query for what is said of the things with these ids (IRIs in angle brackets)."""
        chosen = f"VALUES ?id {{ {' '.join(ids)} }}"
        return self._branches(chosen, _render(self._core, terms, facts), terms, facts)

    def one(self, terms: Terms, facts: Mapping[str, str]) -> str:
        """The query for a single thing: its core with the first VALUES, repeated in every branch."""
        core = _render(self._core, terms, facts)
        chosen = f"VALUES ?id {{ {' '.join(terms['id'])} }}"
        return self._branches("", core, terms, facts, chosen)

    def _branches(self, chosen: str, core: str, terms: Terms, facts: Mapping[str, str], again: str = "") -> str:
        branches = [f"{{ {chosen} {core} }}"]
        for block in self._many:
            inside = _OPTIONAL.match(_render(block.parts, terms, facts))
            if inside is not None:
                branches.append(f"{{ {chosen or again} {inside['inside']} }}")
        return f"{self.prologue}\nSELECT {self._columns} WHERE {{ {' UNION '.join(branches)} }}"


def _parse(text: str, parameters: frozenset[str]) -> Parts:
    stack: list[tuple[re.Match[str] | None, list[Part]]] = [(None, [])]
    at = 0
    for mark in _MARK.finditer(text):
        stack[-1][1].extend(_slots(text[at : mark.start()], parameters))
        at = mark.end()
        if mark["open"] or (mark["name"] and not mark["slash"]):
            stack.append((mark, []))
            continue
        opened, parts = stack.pop()
        if opened is None or not _pairs(opened, mark):
            raise TemplateError(f"the mark {mark[0].strip()} closes nothing that is open")
        stack[-1][1].append(_block(opened, tuple(parts)))
    if len(stack) > 1:
        raise TemplateError(f"the mark {stack[-1][0][0].strip() if stack[-1][0] else ''} is never closed")
    return (*stack[0][1], *_slots(text[at:], parameters))


def _pairs(opened: re.Match[str], closing: re.Match[str]) -> bool:
    if closing["close"]:
        return bool(opened["open"]) and opened["open"].split()[0] == closing["close"]
    return (opened["no"], opened["name"], opened["value"]) == (closing["no"], closing["name"], closing["value"])


def _block(opened: re.Match[str], parts: Parts) -> Block:
    if opened["open"]:
        kind, _, name = opened["open"].partition(" ")
        if kind == "many" and not _OPTIONAL.match("".join(p for p in parts if isinstance(p, str)) or ""):
            raise TemplateError(f"between '# many {name}' and '# /many' stands one OPTIONAL {{ … }}")
        return Block(kind, name, None, False, parts)
    return Block("if", opened["name"], opened["value"], bool(opened["no"]), parts)


def _slots(text: str, parameters: frozenset[str]) -> Iterator[Part]:
    at = 0
    for found in _SLOT.finditer(text):
        if found[2] in parameters:
            yield text[at : found.end(1)] + " "
            yield Slot(found[2])
            at = found.start(3)
    yield text[at:]


def _names(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Slot):
            yield part.name
        elif isinstance(part, Block):
            if part.kind == "if":
                yield part.name
            yield from _names(part.parts)


def _render(parts: Parts, terms: Terms, facts: Mapping[str, str], *, whole: bool = False) -> str:
    out: list[str] = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Slot):
            out.append(" ".join(terms.get(part.name, ())) + " ")
        elif _stays(part, facts, whole):
            out.append(_render(part.parts, terms, facts, whole=whole))
    return "".join(out)


def _stays(block: Block, facts: Mapping[str, str], whole: bool) -> bool:
    if block.kind == "whole":
        return whole
    if block.kind != "if":
        return True
    given = facts.get(block.name)
    holds = given is not None and given != "false" if block.value is None else given == block.value
    return holds is not block.no
