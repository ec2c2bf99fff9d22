"""Tables of tasks and of indicators: which rows are headers, which columns hold what, which cells group others."""

import re
from dataclasses import dataclass
from itertools import groupby

from loaders.outline.tree import Column, Span
from loaders.passages import Cell, Table
from loaders.registers.columns import Meaning, meaning, year

_SEARCH = 6
_SUBTOTAL = re.compile(r"(?:合计|总计|小计|注[:：])")


@dataclass(frozen=True)
class Row:
    """One line of a table below its header. groups: the cells that group it, outermost first; title: the cell it is named by."""

    columns: tuple[Column, ...]
    groups: tuple[Span, ...]
    title: Span | None
    whole: Span

    def first(self, wanted: Meaning) -> Column | None:
        """The first column of a meaning that is not empty."""
        return next((c for c in self.columns if c.meaning == wanted and c.cell.end > c.cell.start), None)


@dataclass(frozen=True)
class TableReading:
    """kind: rows are tasks, or indicators of the plan, or neither. unknown: headers that the register does not know."""

    kind: str
    rows: tuple[Row, ...]
    headers: tuple[str, ...]
    unknown: tuple[str, ...]


def read_table(table: Table, text: str) -> TableReading:
    """What a table says; kind `other` where its header names neither tasks nor indicators."""
    rows = [list(cells) for _, cells in groupby(table.cells, key=lambda cell: cell.row)]
    header, below = _header(rows, text)
    names = {column: _words(text, cell) for column, cell in header.items()}
    known = {column: meaning(name) for column, name in names.items()}
    meanings = set(known.values())
    headers = tuple(dict.fromkeys(name for name in names.values() if name))
    unknown = tuple(dict.fromkeys(name for column, name in names.items() if name and known[column] is None))
    if "task" not in meanings and "detail" in meanings and ("responsible" in meanings or "due" in meanings):
        known = {column: "task" if what == "detail" else what for column, what in known.items()}
        meanings.add("task")
    if "task" not in meanings and "goal" in meanings and "responsible" in meanings:
        known = {column: "task" if what == "goal" else what for column, what in known.items()}
        meanings.add("task")
    if "task" in meanings and len(meanings - {None}) >= 2:
        kind = "tasks"
    elif "indicator" in meanings and meanings & {"value", "year", "unit", "baseline", "goal"}:
        kind = "indicators"
    else:
        return TableReading("other", (), headers, unknown)
    body = [row for row in rows[below:] if not _repeats(row, header, text)]
    return TableReading(kind, tuple(_rows(body, header, known, text)), headers, unknown)


def _header(rows: list[list[Cell]], text: str) -> tuple[dict[int, Cell], int]:
    """The header cell of each column and the number of the first row below; a second header row under merged cells counts."""
    scores = [len({known for cell in row if (known := meaning(_words(text, cell)))}) for row in rows[:_SEARCH]]
    if not scores:
        return {}, 0
    top = scores.index(max(scores))
    header = {cell.column: cell for cell in rows[top]}
    below = top + 1
    if below < len(rows):
        second = {cell.column: cell for cell in rows[below]}
        spread = {cell.column for cell in rows[top] if cell.filled or _next_is_copy(rows[top], cell)}
        deeper = {
            c for c, cell in second.items() if c in spread and meaning(_words(text, cell)) and not _same(cell, header.get(c))
        }
        if deeper and all(c in deeper or _same(cell, header.get(c)) or cell.start == cell.end for c, cell in second.items()):
            header.update({c: second[c] for c in deeper})
            below += 1
    return header, below


def _next_is_copy(row: list[Cell], cell: Cell) -> bool:
    return any(other.filled and other.start == cell.start and other.column == cell.column + 1 for other in row)


def _same(a: Cell, b: Cell | None) -> bool:
    return b is not None and (a.start, a.end) == (b.start, b.end)


def _repeats(row: list[Cell], header: dict[int, Cell], text: str) -> bool:
    """Whether a row is the header again, as at the top of a page."""
    return all(_words(text, cell) == _words(text, header[cell.column]) for cell in row if cell.column in header)


def _rows(body: list[list[Cell]], header: dict[int, Cell], known: dict[int, Meaning | None], text: str) -> list[Row]:
    titles = [column for column, what in sorted(known.items()) if what == "task"]
    grouping = [column for column, what in sorted(known.items()) if what == "group"]
    title_column, more_groups = _title_column(body, titles, known)
    grouping = sorted({*grouping, *more_groups})
    found: list[Row] = []
    band: Span | None = None
    above: dict[int, Span] = {}
    for row in body:
        cells = {cell.column: Span(cell.start, cell.end) for cell in row}
        distinct = {span for span in cells.values() if span.end > span.start}
        if len(distinct) == 1 and (len(row) > 1 or len(header) == 1):
            only = next(iter(distinct))
            words = text[only.start : only.end].strip()
            if len(header) > 1 and not _SUBTOTAL.match(words):
                band = only
            continue
        for column in (*grouping, *([title_column] if title_column is not None else []), *_carried(known)):
            span = cells.get(column)
            if span is not None and span.end > span.start:
                if column in grouping:
                    above = {c: s for c, s in above.items() if c not in grouping or c <= column}
                above[column] = span
            elif column in above and (column != title_column or _only_figures(cells, known)):
                cells[column] = above[column]
        columns = tuple(
            Column(
                what,
                Span(header[c].start, header[c].end),
                cells.get(c, Span(row[0].start, row[0].start)),
                year(_words(text, header[c])),
            )
            for c, what in sorted(known.items())
            if what is not None
        )
        groups = tuple(
            dict.fromkeys(
                [
                    *([band] if band else []),
                    *(cells[c] for c in grouping if c in cells and cells[c].end > cells[c].start and c != title_column),
                ]
            )
        )
        title = cells.get(title_column) if title_column is not None else None
        first_word = text[row[0].start : row[0].end].strip()
        if not distinct or _SUBTOTAL.match(first_word):
            continue
        real = [span for span in cells.values() if span.end > span.start]
        whole = Span(min(s.start for s in real), max(s.end for s in real))
        found.append(Row(columns, groups, title if title and title.end > title.start else None, whole))
    return found


def _column(what: Meaning, header: Cell, cell: Span, text: str) -> Column:
    return Column(what, Span(header.start, header.end), cell, year(_words(text, header)))


def _carried(known: dict[int, Meaning | None]) -> list[int]:
    return [column for column, what in known.items() if what in ("responsible", "plan")] if "indicator" in known.values() else []


def _only_figures(cells: dict[int, Span], known: dict[int, Meaning | None]) -> bool:
    """Whether a row without a title has an indicator of its own: another line of the task above."""
    return any(what in ("indicator", "value") and c in cells and cells[c].end > cells[c].start for c, what in known.items())


def _title_column(body: list[list[Cell]], titles: list[int], known: dict[int, Meaning | None]) -> tuple[int | None, list[int]]:
    """The column that names each row, and task columns that only group: those whose cells span several rows."""
    candidates = sorted({*titles, *(c for c, what in known.items() if what == "detail")})
    if not candidates:
        return next((c for c, what in sorted(known.items()) if what == "indicator"), None), []
    goals = [c for c, what in known.items() if what == "goal" and c < candidates[0]]
    spanning = [column for column in (*goals, *candidates[:-1]) if _spans_rows(body, column)]
    remaining = [column for column in candidates if column not in spanning]
    own = [column for column in remaining if known[column] == "task"]
    return (own[-1] if own and not spanning else remaining[0]), spanning


def _spans_rows(body: list[list[Cell]], column: int) -> bool:
    """Whether the cells of a column stand for several rows each; bands across the table and sums are no rows."""
    rows = [row for row in body if len({(cell.start, cell.end) for cell in row if cell.end > cell.start}) > 2]
    cells = [cell for row in rows for cell in row if cell.column == column]
    merged = sum(cell.filled or cell.start == cell.end for cell in cells)
    return bool(cells) and merged * 5 >= len(cells)


def _words(text: str, cell: Cell) -> str:
    return re.sub(r"\s+", " " if text[cell.start : cell.end].isascii() else "", text[cell.start : cell.end]).strip()
