"""The outline of a document: covering letter, plans, numbered items."""

from functools import partial

from loaders.outline.plans import split
from loaders.outline.segments import segments
from loaders.outline.table_nodes import row_nodes
from loaders.outline.tables import read_table
from loaders.outline.titles import titles
from loaders.outline.tree import DocumentOutline, Node, PlanOutline, Span
from loaders.outline.tree_building import build
from loaders.passages import RepairedText, Table

__all__ = ["outline"]


def outline(document: RepairedText) -> DocumentOutline:
    """The outline of a repaired text; plans is empty when there are no numbered items and no table of tasks."""
    text = document.text
    found = segments(document)
    names = titles(found, text)
    head, parts = split(found, names, text)
    plans = []
    for part in parts:
        inside = found[part.begin : part.end]
        if not inside:
            continue
        nodes = build(inside, text, partial(_rows_of, text=text))
        first = nodes[0].whole.start if nodes else inside[-1].end
        plans.append(
            PlanOutline(
                title=part.title,
                preamble=Span(inside[0].start, max(first, inside[0].start)),
                whole=Span(inside[0].start, inside[-1].end),
                nodes=nodes,
            )
        )
    title = head.span if head else (plans[0].title if plans else Span(0, 0))
    letter_end = plans[0].title.start if plans else len(text)
    letter = Span(0, letter_end) if (head and (head.forwards or head.span.end <= letter_end)) or letter_end > 200 else None
    return DocumentOutline(title=title, letter=letter, plans=tuple(plans))


def _rows_of(table: Table, text: str) -> tuple[Node, ...]:
    reading = read_table(table, text)
    return row_nodes(reading, text) if reading.kind == "tasks" else ()
