"""What scraping broke, mended step by step; each repair is listed with the stretch of the raw text behind it."""

from array import array
from bisect import bisect_left

from pydantic import TypeAdapter

from loaders.mapped_text import MappedText, Replacement
from loaders.passages import Block, Cell, Paragraph, RepairedText, Source, Table
from loaders.records import Repair
from loaders.repair.boilerplate import after_the_document, before_the_document, page_numbers
from loaders.repair.byte_shift import byte_shift
from loaders.repair.characters import entities, invisible, markup, plain_forms, punctuation, script
from loaders.repair.lines import hard_breaks, joined_lines, letters_run_on, stray_spaces, titles_run_on
from loaders.repair.pinyin import pinyin

__all__ = ["repair"]

# All at once: a document may have a thousand, and each constructor's call costs more than its validation.
_REPAIRS = TypeAdapter(tuple[Repair, ...])


def repair(source: Source) -> RepairedText:
    """The text that can be read, with its map to the source's text and the list of what was repaired."""
    log = _Log()
    text = MappedText.identity(source.text)
    for kind, step in (
        ("entity", entities),
        ("markup", markup),
        ("plain-form", plain_forms),
        ("invisible", invisible),
        ("pinyin", pinyin),
    ):
        text = log.note(kind, text, *step(text))
    restored, changes, damages = byte_shift(text)
    text = log.note("byte-shift", text, restored, changes)
    for damage in damages:
        log.mark("lost-byte", text, damage.start, damage.end)
    for kind, step in (
        ("script", script),
        ("punctuation", punctuation),
    ):
        text = log.note(kind, text, *step(text))
    text = log.note("page-number", text, *page_numbers(text))
    text = log.note("joined-lines", text, *joined_lines(text, _tables(source, text)))
    text = log.note("joined-lines", text, *letters_run_on(text))
    text = log.note("joined-lines", text, *titles_run_on(text))
    text = log.note("line-break", text, *hard_breaks(text, _tables(source, text)))
    text = log.note("navigation", text, *before_the_document(text))
    text = log.note("space", text, *stray_spaces(text))
    text = log.note("after-the-document", text, *after_the_document(text))
    return RepairedText(source, text, _moved(source.blocks, text), log.repairs(text))


class _Log:
    """Repairs as they are made; offsets in the final text are known only at the end."""

    def __init__(self) -> None:
        self._made: list[tuple[str, str, str | None, int, int]] = []

    def note(self, kind: str, before: MappedText, after: MappedText, changes: list[Replacement]) -> MappedText:
        for change in changes:
            raw_start, raw_end = _behind(before, change)
            self._made.append((kind, before.text[change.start : change.end], change.text, raw_start, raw_end))
        return after

    def mark(self, kind: str, text: MappedText, start: int, end: int) -> None:
        """Note a stretch that cannot be restored for certain, and is left as printed."""
        self._made.append((kind, text.text[start:end], None, *text.raw_span(start, end)))

    def repairs(self, text: MappedText) -> tuple[Repair, ...]:
        """All repairs in the order of the text."""
        return _REPAIRS.validate_python(
            [
                {
                    "kind": kind,
                    "printed": printed,
                    "restored": restored,
                    "start": (start := bisect_left(text.starts, raw_start)),
                    "end": max(start, bisect_left(text.starts, raw_end)) if restored != "" else start,
                    "raw_start": raw_start,
                    "raw_end": raw_end,
                    "certain": restored is not None,
                }
                for kind, printed, restored, raw_start, raw_end in sorted(self._made, key=lambda made: made[3:])
            ]
        )


def _behind(text: MappedText, change: Replacement) -> tuple[int, int]:
    if change.start < change.end:
        return text.raw_span(change.start, change.end)
    edge = text.ends[change.start - 1] if change.start else 0
    return edge, edge


def _tables(source: Source, text: MappedText) -> list[tuple[int, int]]:
    """Where the tables of the source lie in the text as it is now."""
    return [
        (_moved_offset(text.starts, block.start), _moved_offset(text.starts, block.end))
        for block in source.blocks
        if isinstance(block, Table)
    ]


def _moved(blocks: tuple[Block, ...], text: MappedText) -> tuple[Block, ...]:
    moved: list[Block] = []
    for block in blocks:
        start, end = _moved_offset(text.starts, block.start), _moved_offset(text.starts, block.end)
        if start == end:
            continue
        if isinstance(block, Paragraph):
            moved.append(Paragraph(start, end, block.heading, block.place))
        else:
            cells = []
            for cell in block.cells:
                at = _moved_offset(text.starts, cell.start)
                stop = max(at, _moved_offset(text.starts, cell.end))
                cells.append(Cell(at, stop, cell.row, cell.column, cell.place, cell.filled))
            moved.append(Table(start, end, tuple(cells), block.place))
    return tuple(moved)


def _moved_offset(starts: "array[int]", raw: int) -> int:
    return bisect_left(starts, raw)
