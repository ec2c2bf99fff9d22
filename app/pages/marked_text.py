"""A text cut where quotes and repairs begin and end: what the document page draws, line by line."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from loaders.records import Repair

_PARTS = ("value", "due", "role", "name", "region", "cite", "title")


@dataclass(frozen=True)
class Quote:
    """A span of the text. supports: names of the evidence properties that lead to it. facts: numbers of the facts."""

    start: int
    end: int
    supports: frozenset[str]
    facts: tuple[int, ...]

    @property
    def part(self) -> str:
        """What the quote says, for its colour: value, due, role, name …, `fact`, or `text` for a task's whole text."""
        named = {support.removesuffix("Evidence") for support in self.supports}
        return next((part for part in _PARTS if part in named), "text" if "text" in named else "fact")


@dataclass(frozen=True)
class Piece:
    """A stretch within a line. anchors: quotes that begin here. begins: numbers of the repairs that begin here, those that only
    removed something included. facts: of the quotes that cover it, the narrowest quote's first. repair: number of the one that
    covers it, or None."""

    text: str
    anchors: tuple[tuple[int, int], ...]
    begins: tuple[int, ...]
    part: str | None
    facts: tuple[int, ...]
    repair: int | None


@dataclass(frozen=True)
class Line:
    pieces: tuple[Piece, ...]


def lines(text: str, quotes: list[Quote], repairs: list[Repair]) -> list[Line]:
    """The text as lines of pieces. Joined again, the pieces are the text; a quote outside the text is left out.

    A task's whole text is anchored but not coloured: the statements within it would drown.
    """
    valid = [quote for quote in quotes if 0 <= quote.start < quote.end <= len(text)]
    edges = {0, len(text)} | {edge for quote in valid for edge in (quote.start, quote.end)}
    edges |= {edge for repair in repairs for edge in (repair.start, repair.end) if 0 <= edge <= len(text)}
    ordered = sorted(edges)
    covering = _covering([quote for quote in valid if quote.part != "text"], ordered)
    anchors: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for quote in valid:
        anchors[quote.start].append((quote.start, quote.end))
    repaired = _repaired(repairs, ordered)
    begins: dict[int, list[int]] = defaultdict(list)
    for number, repair in enumerate(repairs, 1):
        begins[repair.start].append(number)
    found: list[list[Piece]] = [[]]
    for start, end in pairwise(ordered):
        quotes_here = sorted(covering.get(start, []), key=lambda quote: (quote.end - quote.start, quote.start))
        narrowest = quotes_here[0] if quotes_here else None
        facts = tuple(dict.fromkeys(fact for quote in quotes_here for fact in quote.facts))
        for at, part in enumerate(text[start:end].split("\n")):
            if at:
                found.append([])
            first = at == 0
            if part or (first and (start in anchors or start in begins)):
                here = (tuple(anchors.get(start, ())), tuple(begins.get(start, ()))) if first else ((), ())
                found[-1].append(Piece(part, *here, narrowest.part if narrowest else None, facts, repaired.get(start)))
    if len(text) in begins:
        found[-1].append(Piece("", (), tuple(begins[len(text)]), None, (), None))
    return [Line(tuple(pieces)) for pieces in found]


def _covering(quotes: list[Quote], edges: list[int]) -> dict[int, list[Quote]]:
    """Start of a stretch between two edges → the quotes that cover it."""
    covering: dict[int, list[Quote]] = defaultdict(list)
    for quote in quotes:
        for at in range(bisect_left(edges, quote.start), bisect_left(edges, quote.end)):
            covering[edges[at]].append(quote)
    return covering


def _repaired(repairs: list[Repair], edges: list[int]) -> dict[int, int]:
    """Start of a stretch → number of the repair that made it (from 1)."""
    found: dict[int, int] = {}
    for number, repair in enumerate(repairs, 1):
        first, last = bisect_left(edges, repair.start), bisect_left(edges, repair.end)
        for edge in edges[first:last]:
            found[edge] = number
    return found
