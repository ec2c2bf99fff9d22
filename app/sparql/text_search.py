"""Full text inside SPARQL: the magic property `zt:search` over the release's text index.

    ?task zt:search "普惠托育" .                      every thing whose title or text holds the word
    ?task zt:search ("普惠 托育" ?score) .            several words, all must stand there; with the rank's score
    ?task zt:search ("普惠托育" ?score 100) .         the best hundred

A word may be any run of two or more characters. Before the query runs, the triple is written as VALUES with the best hits, at
most CAP of them; whether there were more is told by the headers X-Search-Hits and X-Search-Cut. The subject must be a variable
and the words a plain string, both in the text of the query.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.problems import BadRequest
from app.sparql.policy import problem_at
from app.sparql.tokens import Token, tokens
from app.store.text_index import Hit

CAP = 2000
"""Hits in a VALUES: 10,000 cost the engine a second."""

NAMESPACE = "https://w3id.org/zhengtu/ont#"
Search = Callable[[str, int], Sequence[Hit]]
"""(words, most hits) → hits, best first."""


@dataclass(frozen=True)
class Searched:
    """A query after searching. hits: how many were found in all searches; cut: whether one had more than it may give."""

    text: str
    hits: int
    cut: bool


def mentions(text: str) -> bool:
    """Whether it is worth looking closer."""
    return "search" in text


def uses(text: str) -> bool:
    """Whether the query has the magic property."""
    return mentions(text) and any(_is_search(token, _prefixes(found)) for found in [list(tokens(text))] for token in found)


def searched(text: str, search: Search) -> Searched:
    """The query with each search replaced by its hits. Raises BadRequest with the place of what is not as the module says."""
    found = list(tokens(text))
    prefixes = _prefixes(found)
    pieces: list[str] = []
    done = hits = 0
    was_cut = False
    for index, token in enumerate(found):
        if not _is_search(token, prefixes):
            continue
        subject, after_semicolon = _subject(text, found, index)
        words, score, most, end = _object(text, found, index + 1)
        best = search(words, most + 1)
        was_cut |= len(best) > most
        hits += min(most, len(best))
        values = _values(subject.text, score, best[:most])
        start = found[index - 1].start if not after_semicolon else _end(found[index - 2])
        pieces.append(text[done:start])
        # A subject that goes on to further properties is named again.
        goes_on = end < len(found) and found[end].text == ";"
        pieces.append(f"{' . ' if after_semicolon else ''}{values}{f' . {subject.text}' if goes_on else ''}")
        done = _end(found[end]) if goes_on else _end(found[end - 1])
    return Searched("".join([*pieces, text[done:]]), hits, was_cut)


def _end(token: Token) -> int:
    return token.start + len(token.text)


def _prefixes(found: Sequence[Token]) -> frozenset[str]:
    """The prefixed names that mean zt:search."""
    return frozenset(
        f"{found[index + 1].text}search"
        for index, token in enumerate(found[:-2])
        if token.text.upper() == "PREFIX" and found[index + 2].text == f"<{NAMESPACE}>"
    )


def _is_search(token: Token, prefixed: frozenset[str]) -> bool:
    return (token.kind == "iri" and token.text == f"<{NAMESPACE}search>") or (token.kind == "pname" and token.text in prefixed)


def _subject(text: str, found: Sequence[Token], index: int) -> tuple[Token, bool]:
    """The subject of the triple whose property is found[index], and whether a semicolon stands between them."""
    after_semicolon = index > 0 and found[index - 1].text == ";"
    at, depth = index - 1, 0
    while after_semicolon and at > 0:
        mark = found[at - 1].text if found[at - 1].kind == "mark" else ""
        depth += (mark in ("]", ")")) - (mark in ("[", "("))
        if mark in (".", "{", "}") and depth == 0:
            break
        at -= 1
    if index == 0 or found[at].kind != "variable":
        raise _misused(text, found[index], "主语须为变量。 The subject must be a variable.")
    return found[at], after_semicolon


def _object(text: str, found: Sequence[Token], index: int) -> tuple[str, str | None, int, int]:
    """(words, variable of the score, most hits, index behind the object)."""
    listed = index < len(found) and found[index].text == "("
    at = index + listed
    if at >= len(found) or found[at].kind != "string":
        raise _misused(text, found[index - 1], "后面须为字符串。 A plain string must follow.")
    words, score, most = _plain(found[at].text), None, CAP
    at += 1
    while listed and at < len(found) and found[at].text != ")":
        if found[at].kind == "variable" and score is None:
            score = found[at].text
        elif found[at].kind == "number" and found[at].text.isdigit():
            most = min(CAP, int(found[at].text))
        else:
            raise _misused(text, found[at], "括号里是字词、分数变量和条数。 In the brackets: words, a variable, a number.")
        at += 1
    if not any(len(word) > 1 for word in words.split()):
        raise _misused(text, found[index - 1], "字词至少两个字符。 A word has at least two characters.")
    return words, score, most, at + listed


def _plain(string: str) -> str:
    long = string.startswith(('"""', "'''"))
    inside = string[3:-3] if long else string[1:-1]
    for escaped, plain in (("\\n", " "), ("\\t", " "), ("\\r", " "), ('\\"', '"'), ("\\'", "'"), ("\\\\", "\\")):
        inside = inside.replace(escaped, plain)
    return inside


def _values(subject: str, score: str | None, hits: Sequence[Hit]) -> str:
    things = [hit for hit in hits if not set(hit.id) & set('<>"{}|^`\\ ')]
    if score is None:
        return f"VALUES {subject} {{ {' '.join(f'<{hit.id}>' for hit in things)} }}"
    return f"VALUES ({subject} {score}) {{ {' '.join(f'(<{hit.id}> {hit.score:.4f})' for hit in things)} }}"


def _misused(text: str, token: Token, detail: str) -> BadRequest:
    problem = problem_at(BadRequest, text, token, f"zt:search {detail}", '?x zt:search ("字词" ?score 100)')
    assert isinstance(problem, BadRequest)  # noqa: S101
    return problem
