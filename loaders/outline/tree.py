"""The outline of a document: a covering letter, then plans, each a tree of numbered items. Offsets are of the repaired text."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True)
class Column:
    """A cell of a table row with its header. meaning: see loaders.registers.columns; year: of a header such as 2025年目标."""

    meaning: str
    header: Span
    cell: Span
    year: str | None = None


@dataclass(frozen=True)
class Node:
    """One numbered or dashed item, or one row of a table of tasks.

    number: as printed (`二、`, `（一）`, `1.`, `第三条`), None for a dash. style: the name of its numbering style.
    heading: the heading sentence without number and final stop. body: from the end of the heading to the first child, or
    to the end of the item. whole: number, heading, body and children. rows: the table rows that make up the item.
    """

    number: str | None
    style: str
    heading: Span
    body: Span
    whole: Span
    children: tuple["Node", ...] = ()
    rows: tuple[tuple[Column, ...], ...] = ()

    def leaves(self, above: tuple["Node", ...] = ()) -> Iterator[tuple[tuple["Node", ...], "Node"]]:
        """Every leaf below (or this node) with the headings above it, outermost first."""
        if not self.children:
            yield above, self
        for child in self.children:
            yield from child.leaves((*above, self))


@dataclass(frozen=True)
class PlanOutline:
    """One plan. title: its title line. preamble: what stands before the first item. nodes: the top of the tree."""

    title: Span
    preamble: Span
    whole: Span
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class DocumentOutline:
    """letter: the covering letter (title line, addressees, signature), or None; plans in the order they stand."""

    title: Span
    letter: Span | None
    plans: tuple[PlanOutline, ...]
