"""Ruled tables of a PDF page: the grid from pdfplumber, the words from the characters that pdfium reads (it loses none)."""

from dataclasses import dataclass, replace

from pdfplumber.page import Page

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Glyph:
    """A character and its box; y grows downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2

    def within(self, box: Box) -> bool:
        """Whether its centre lies in a box (left, top, right, bottom)."""
        return box[0] <= (self.left + self.right) / 2 <= box[2] and box[1] <= self.middle <= box[3]


@dataclass(frozen=True)
class RuledCell:
    """A cell: where it begins (page, row, column, from 0). filled: a copy of the merged cell that covers this place."""

    text: str
    page: int
    row: int
    column: int
    filled: bool = False


@dataclass(frozen=True)
class RuledTable:
    """A table: rows of equal length. page, last_page: where it begins and ends; box: on the first."""

    rows: tuple[tuple[RuledCell, ...], ...]
    box: Box
    page: int
    last_page: int

    @property
    def y(self) -> float:
        """Where it begins on its page."""
        return self.box[1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character lies in it."""
        return glyph.within(self.box)

    def continued_by(self, other: "RuledTable") -> bool:
        """Whether another table, the next thing in reading order, goes on with this one on the next page."""
        return other.page == self.last_page + 1 and len(other.rows[0]) == len(self.rows[0])

    def joined(self, other: "RuledTable") -> "RuledTable":
        """Both as one table; cells that are empty at the top of the next page go on with those above."""
        return replace(self, rows=self.rows + other.rows, last_page=other.last_page, box=self.box)


def ruled_tables(page: Page, glyphs: list[Glyph], number: int) -> list[RuledTable]:
    """The tables of a page that have at least two rows and columns and some words."""
    found = []
    for table in page.find_tables():
        edges_x = sorted({round(x, 1) for cell in table.cells for x in (cell[0], cell[2])})
        edges_y = sorted({round(y, 1) for cell in table.cells for y in (cell[1], cell[3])})
        columns, lines = _merged(edges_x), _merged(edges_y)
        if len(columns) < 3 or len(lines) < 3:
            continue
        inside = [glyph for glyph in glyphs if glyph.within(table.bbox)]
        grid: list[list[RuledCell | None]] = [[None] * (len(columns) - 1) for _ in range(len(lines) - 1)]
        for box in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
            first_row, last_row = _index(lines, box[1]), _index(lines, box[3])
            first_column, last_column = _index(columns, box[0]), _index(columns, box[2])
            words = _words([glyph for glyph in inside if glyph.within(box)], box)
            for row in range(first_row, last_row):
                for column in range(first_column, last_column):
                    filled = (row, column) != (first_row, first_column)
                    grid[row][column] = RuledCell(words, number, first_row, first_column, filled)
        rows = tuple(
            tuple(cell or RuledCell("", number, row, column) for column, cell in enumerate(line)) for row, line in enumerate(grid)
        )
        if any(cell.text for row in rows for cell in row):
            found.append(RuledTable(rows, table.bbox, number, number))
    return found


def _merged(edges: list[float]) -> list[float]:
    """Edges closer than three points are one rule."""
    kept: list[float] = []
    for edge in edges:
        if not kept or edge - kept[-1] > 3:
            kept.append(edge)
    return kept


def _index(edges: list[float], at: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - at))


def _words(glyphs: list[Glyph], box: Box) -> str:
    """The words of a cell: lines that reach its right edge run on, others end."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and abs(glyph.middle - lines[-1][-1].middle) < 0.5 * max(1.0, glyph.bottom - glyph.top):
            lines[-1].append(glyph)
        elif not glyph.text.isspace():
            lines.append([glyph])
    pieces = []
    for at, line in enumerate(lines):
        size = max(1.0, line[0].bottom - line[0].top)
        runs_on = line[-1].right > box[2] - 2.0 * size
        pieces.append("".join(glyph.text for glyph in line).strip() + ("" if runs_on or at == len(lines) - 1 else "\n"))
    return "".join(pieces)
