"""Plain text: each line a paragraph; runs of lines cut by tabs or pipes are tables."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

from loaders.passages import Block, Cell, Paragraph, Source, Table

_ENDS = r"\r\n\v\f\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_ENDS}]*[^\s\u3000][^{_ENDS}]*")
_SEPARATOR = re.compile(r"[|｜\t]")
_RULE = re.compile(r"[\s|｜:：+=-]*")
_BLANK = " \t\xa0\u3000"


def read_plain(text: str, data: bytes, name: str, encoding: str) -> Source:
    """A source whose text is the decoded text itself."""
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        encoding=encoding,
        text=text,
        blocks=tuple(_blocks(text)),
    )


def _blocks(text: str) -> Iterator[Block]:
    waiting: list[tuple[int, list[tuple[int, int]]]] = []
    for line in _LINE.finditer(text):
        fields = _fields(text, line.start(), line.end()) if _SEPARATOR.search(line.group()) else []
        filled = sum(end > start for start, end in fields)
        if filled >= 2 or (waiting and fields and not filled and _RULE.fullmatch(line.group())):
            waiting.append((line.start(), fields))
            continue
        yield from _flush(text, waiting)
        waiting = []
        if _RULE.fullmatch(line.group()):
            continue
        span = fields[next(i for i, (a, b) in enumerate(fields) if b > a)] if filled == 1 else _trim(text, *line.span())
        if span[1] > span[0]:
            yield Paragraph(*span)
    yield from _flush(text, waiting)


def _flush(text: str, lines: list[tuple[int, list[tuple[int, int]]]]) -> Iterator[Block]:
    """A table of at least two rows; a single line with separators stays a paragraph."""
    rows = [(at, fields) for at, fields in lines if not _RULE.fullmatch("".join(text[a:b] for a, b in fields) or "|")]
    if len(rows) == 1:
        _, fields = rows[0]
        yield Paragraph(fields[0][0], fields[-1][1])
    elif rows:
        cells = tuple(
            Cell(start, end, row, column, f"第 {row + 1} 行")
            for row, (_, fields) in enumerate(rows)
            for column, (start, end) in enumerate(fields)
        )
        yield Table(cells[0].start, max(cell.end for cell in cells), cells, "text")


def _fields(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between separators, trimmed; an outer pipe at either end bounds no field."""
    edges = [start - 1, *(start + m.start() for m in _SEPARATOR.finditer(text[start:end])), end]
    spans = [_trim(text, before + 1, after) for before, after in pairwise(edges)]
    if spans and spans[0][0] == spans[0][1]:
        spans = spans[1:]
    while spans and spans[-1][0] == spans[-1][1]:
        spans.pop()
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end
