"""Builds the text of a source and its blocks together, for formats that are not plain text."""

import hashlib
from dataclasses import dataclass, field

from loaders.passages import Block, Cell, Paragraph, Source, Table


@dataclass(frozen=True)
class GridCell:
    """A cell before it has a place in the text. filled: a copy of a merged cell's text, which stands where it began."""

    text: str
    place: str
    filled: bool = False


@dataclass
class SourceBuilder:
    """Collects paragraphs and tables in reading order. Blocks are set apart by line breaks, cells by tabs."""

    blocks: list[Block] = field(default_factory=list)
    metadata: list[tuple[str, str]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _at: int = 0

    def paragraph(self, text: str, heading: int | None = None, place: str | None = None) -> None:
        """Add a paragraph; every line of it becomes one block. Blank ones are dropped."""
        for line in text.splitlines():
            stripped = line.strip(" \t\r\n\v\f\xa0\u3000")
            if stripped:
                start = self._write(stripped)
                self._write("\n")
                self.blocks.append(Paragraph(start, start + len(stripped), heading, place))

    def table(self, rows: list[list[GridCell]], place: str) -> None:
        """Add a table. Merged cells come as copies marked `filled`; they point at the text of the cell they copy."""
        cells: list[Cell] = []
        written: dict[tuple[int, int], Cell] = {}
        begin = self._at
        for row, grid in enumerate(rows):
            for column, cell in enumerate(grid):
                if column:
                    self._write("\t")
                origin = self._origin(written, row, column, cell) if cell.filled else None
                if origin:
                    cells.append(Cell(origin.start, origin.end, row, column, cell.place, filled=True))
                else:
                    text = cell.text.strip().replace("\t", " ")
                    start = self._write(text)
                    cells.append(Cell(start, start + len(text), row, column, cell.place))
                written[row, column] = cells[-1]
            self._write("\n")
        if any(cell.end > cell.start for cell in cells):
            self.blocks.append(Table(begin, self._at, tuple(cells), place))

    def source(self, name: str, data: bytes, media_type: str, encoding: str | None) -> Source:
        """The finished source."""
        return Source(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            encoding=encoding,
            text="".join(self._pieces),
            blocks=tuple(self.blocks),
            metadata=tuple(self.metadata),
        )

    def _write(self, text: str) -> int:
        start = self._at
        self._pieces.append(text)
        self._at += len(text)
        return start

    @staticmethod
    def _origin(written: dict[tuple[int, int], Cell], row: int, column: int, cell: GridCell) -> Cell | None:
        """The cell above or to the left, already written, of which this one is a filled copy."""
        near = (written.get((row - 1, column)), written.get((row, column - 1)))
        return next((c for c in near if c and c.place == cell.place), None)
