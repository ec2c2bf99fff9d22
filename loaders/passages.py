"""What the steps of reading hand to one another: a source's raw text and blocks, the repaired text, and passages of it."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from loaders.mapped_text import MappedText
from loaders.records import Evidence, Repair, Supports


@dataclass(frozen=True)
class Cell:
    """A table cell: text[start:end]. row, column: from 0, after merged cells were filled (a filled copy has filled=True)."""

    start: int
    end: int
    row: int
    column: int
    place: str
    filled: bool = False


@dataclass(frozen=True)
class Table:
    """Cells in reading order; rows may differ in length where the file is broken. place: sheet or page."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    place: str

    def cell_at(self, at: int) -> Cell | None:
        """The first cell in reading order that holds the character at `at`."""
        starts, cells = self._by_start
        index = bisect_right(starts, at) - 1
        return cells[index] if index >= 0 and at < cells[index].end else None

    @cached_property
    def _by_start(self) -> tuple[list[int], list[Cell]]:
        first: dict[int, Cell] = {}
        for cell in self.cells:
            if cell.end > cell.start:
                first.setdefault(cell.start, cell)
        starts = sorted(first)
        return starts, [first[start] for start in starts]


@dataclass(frozen=True)
class Paragraph:
    """A block of running text. heading: the level a format states (h1, a Word style), else None. place: page, or None."""

    start: int
    end: int
    heading: int | None = None
    place: str | None = None


Block = Paragraph | Table


@dataclass(frozen=True)
class Source:
    """A decoded file. text: all of it, blocks apart by line breaks, cells by tabs; metadata: what the format itself states."""

    name: str
    sha256: str
    media_type: str
    encoding: str | None
    text: str
    blocks: tuple[Block, ...]
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RepairedText:
    """The text that everything after it reads, with the way back. blocks: moved to the repaired offsets."""

    source: Source
    mapped: MappedText
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...]

    @property
    def text(self) -> str:
        return self.mapped.text

    @cached_property
    def block_starts(self) -> list[int]:
        """Where each block begins, in order."""
        return [block.start for block in self.blocks]

    @classmethod
    def unrepaired(cls, text: str, name: str = "text") -> "RepairedText":
        """A text that needs no repair, as one paragraph: for rules tried on their own."""
        whole = (Paragraph(0, len(text)),)
        return cls(Source(name, "", "text/plain", "utf-8", text, whole), MappedText.identity(text), whole, ())


@dataclass(frozen=True)
class Passage:
    """A stretch of a repaired text: what a rule looks at. Offsets are those of the whole document."""

    document: RepairedText
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    def part(self, start: int, end: int) -> "Passage":
        """A passage within the same document, by offsets of the document."""
        return Passage(self.document, start, end)

    def evidence(self, start: int, end: int, supports: Supports) -> Evidence:
        """The evidence for text[start:end] of the document (not of the passage); ValueError when it is empty."""
        raw_start, raw_end = self.document.mapped.raw_span(start, end)
        return Evidence(
            quote=self.document.text[start:end],
            start=start,
            end=end,
            raw_start=raw_start,
            raw_end=raw_end,
            place=self._place(start),
            supports=supports,
        )

    def _place(self, at: int) -> str | None:
        blocks = self.document.blocks
        index = bisect_right(self.document.block_starts, at) - 1
        if index < 0 or at >= blocks[index].end:
            return None
        block = blocks[index]
        if isinstance(block, Table):
            cell = block.cell_at(at)
            return cell.place if cell else block.place
        return block.place
