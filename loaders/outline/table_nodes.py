"""The rows of a table of tasks as nodes: rows are leaves, the cells that group them are the headings above."""

import re
from dataclasses import dataclass, field

from loaders.outline.markers import line_markers
from loaders.outline.tables import Row, TableReading
from loaders.outline.tree import Node, Span
from loaders.outline.tree_building import heading_span

_WHOLE_TITLE = 60


@dataclass
class _Item:
    """Rows of one title. together: how many of them follow one another; the rest stand further below, between others."""

    rows: list[Row] = field(default_factory=list)
    together: int = 0

    def add(self, row: Row, *, follows: bool) -> None:
        """follows: no row of another item stands before it."""
        if self.together == len(self.rows) and (follows or not self.rows):
            self.together += 1
        self.rows.append(row)


@dataclass
class _Group:
    """Rows and groups under one grouping cell. span: the cell, None for the table itself."""

    span: Span | None
    below: dict[str, "_Group"] = field(default_factory=dict)
    items: dict[str, _Item] = field(default_factory=dict)
    order: list[tuple[str, str]] = field(default_factory=list)


def row_nodes(reading: TableReading, text: str) -> tuple[Node, ...]:
    """The nodes of a table's rows. Rows of the same title under the same groups are one item with several rows."""
    top = _Group(None)
    last: _Item | None = None
    for row in reading.rows:
        if row.title is None:
            continue
        group = top
        for span in row.groups:
            key = _folded(text, span)
            if key not in group.below:
                group.below[key] = _Group(span)
                group.order.append(("group", key))
            group = group.below[key]
        key = _folded(text, row.title)
        if row.first("indicator") is None and key in group.items:
            key += f"#{len(group.items)}"
        if key not in group.items:
            group.items[key] = _Item()
            group.order.append(("row", key))
        group.items[key].add(row, follows=last is group.items[key])
        last = group.items[key]
    return _nodes(top, text)


def _nodes(group: _Group, text: str) -> tuple[Node, ...]:
    return tuple(_leaf(group.items[key], text) if kind == "row" else _parent(group.below[key], text) for kind, key in group.order)


def _leaf(item: _Item, text: str) -> Node:
    rows = item.rows
    title = rows[0].title or rows[0].whole
    number, start = _number(title, text)
    if number is None and (column := rows[0].first("number")):
        number = text[column.cell.start : column.cell.end].strip()
    words = text[start : title.end]
    if len(words) <= _WHOLE_TITLE and "。" not in words.rstrip("。；;\n "):
        heading, body = Span(start, start + max(1, len(words.rstrip("。；;：: \n")))), title.end
    else:
        heading, body = heading_span(text, start, title.end)
    near = rows[: item.together]
    whole = Span(min(row.whole.start for row in near), max(row.whole.end for row in near))
    return Node(number, "table-row", heading, Span(body, max(body, title.end)), whole, (), tuple(row.columns for row in rows))


def _parent(group: _Group, text: str) -> Node:
    children = _nodes(group, text)
    span = group.span or children[0].whole
    number, start = _number(span, text)
    words = text[start : span.end]
    heading = Span(start, start + max(1, len(words.rstrip("。；;：: \n"))))
    end = max(span.end, *(child.whole.end for child in children))
    return Node(number, "table-group", heading, Span(span.end, span.end), Span(span.start, end), children)


def _number(span: Span, text: str) -> tuple[str | None, int]:
    """The number printed at the start of a cell, and where the words after it begin."""
    marker = next(line_markers(text[span.start : span.end]), None)
    if marker is None or marker.start != 0 or marker.style == "dash":
        return None, span.start
    start = span.start + marker.end
    while start < span.end - 1 and text[start] in " \n":
        start += 1
    return marker.printed, start


def _folded(text: str, span: Span) -> str:
    return re.sub(r"\s+", "", text[span.start : span.end])
