"""A document: its text with every extracted statement marked in place, its repairs, and the way from fact to quote and back."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request, Response

from app.pages.errors import page_router
from app.pages.layout import KINDS, page
from app.pages.links import thing
from app.pages.marked_text import Line, Quote, lines
from app.pages.reading import Read, iri
from app.pages.things import Thing
from app.problems import NotFound
from app.store import Row
from loaders.records import Repair

router = page_router()
# Kinds of repair that leave every word as it was: shown, but not so that they drown what was truly broken.
QUIET = {"script", "punctuation", "space", "plain-form", "markup"}


@dataclass(frozen=True)
class Statement:
    """A fact as the list beside the text shows it. number: its place in the list, from 1. spans: its quotes, in order."""

    number: int
    iri: str
    kind: str
    label: str
    shown_at: str
    spans: tuple[tuple[int, int], ...]


@router.get("/{language:language}/document/{key}")
async def document(request: Request, read: Read, key: str) -> Response:
    address = thing(read.base, "document", key)
    graph, facts, quote_rows = await asyncio.gather(
        read.graph("document", document=iri(address)),
        read.rows("document-facts", document=iri(address)),
        read.rows("document-quotes", document=iri(address)),
    )
    found = graph.thing(address)
    if address not in found.graph:
        raise NotFound(f"没有文件 {key}。There is no document {key}.")
    statements = statements_of(facts, quote_rows)
    text, repairs = source_of(read.settings.data, found)
    quotes = quotes_of(quote_rows, {statement.iri: statement.number for statement in statements})
    marked: list[Line] = lines(text, quotes, repairs) if text is not None else []
    return page(
        request,
        "document.html",
        document=found,
        citing=found.graph.things_with("cites", address),
        lines=marked,
        statements=statements,
        repairs=repairs,
        quiet=QUIET,
    )


def source_of(data: Path, found: Thing) -> tuple[str | None, list[Repair]]:
    """The repaired text and the repairs, from data/sources/; None where this machine does not hold them."""
    digest = found.text("sourceDigest") or ""
    folder = data / "sources" / digest
    if not digest.isalnum() or not (folder / "text.txt").is_file():
        return None, []
    # Offsets are code points of the text as written: no newline may be translated.
    text = (folder / "text.txt").read_bytes().decode("utf-8")
    noted = folder / "repairs.json"
    repairs = [Repair(**one) for one in json.loads(noted.read_text("utf-8"))] if noted.is_file() else []
    return text, repairs


def span_of(row: Row) -> tuple[int, int]:
    """Start and end of a quote: the ends of `evidence/{digest}-{start}-{end}`."""
    _, start, end = row["evidence"].value.rsplit("-", 2)
    return int(start), int(end)


def kind_of(fact: str) -> str:
    """The kind that a fact's IRI says, as a class's name: Task, Responsibility …"""
    return fact.rsplit("/", 2)[-2].capitalize()


def statements_of(facts: list[Row], quotes: list[Row]) -> list[Statement]:
    """The facts in the order of their first quote; a fact of two kinds counts once."""
    spans: dict[str, set[tuple[int, int]]] = {}
    for row in quotes:
        spans.setdefault(row["fact"].value, set()).add(span_of(row))
    unique = {row["fact"].value: row for row in facts if row["fact"].value in spans and kind_of(row["fact"].value) in KINDS}
    ordered = sorted(unique, key=lambda fact: (min(spans[fact]), fact))
    return [
        Statement(
            number,
            fact,
            kind_of(fact),
            unique[fact]["label"].value,
            unique[fact]["task"].value if "task" in unique[fact] else fact,
            tuple(sorted(spans[fact])),
        )
        for number, fact in enumerate(ordered, 1)
    ]


def quotes_of(rows: list[Row], numbers: dict[str, int]) -> list[Quote]:
    """One a span, with the facts it supports and the sharpest thing it says of them."""
    found: dict[tuple[int, int], tuple[set[str], set[int]]] = {}
    for row in rows:
        if row["fact"].value in numbers:
            supports, facts = found.setdefault(span_of(row), (set(), set()))
            supports.add(row["supports"].value.rpartition("#")[2])
            facts.add(numbers[row["fact"].value])
    return [Quote(*span, frozenset(supports), tuple(sorted(facts))) for span, (supports, facts) in sorted(found.items())]
