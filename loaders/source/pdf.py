"""PDF with a text layer to blocks: lines joined into paragraphs, running heads left out, ruled tables as tables."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.source.assemble import GridCell, SourceBuilder
from loaders.source.pdf_tables import Glyph, RuledTable, ruled_tables

_PAGE_NUMBER = re.compile(
    r"[\s\-—–―·．.~]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?|[，,\s]*共\s*\d{1,4}\s*页)?[\s\-—–―·．.~]*"
)
_STARTS_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|第.{1,4}[章节条]|——|[●■◆▪])"
)
_HEADS_PART = re.compile(
    r"[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|[（(][一二三四五六七八九十]{1,3}[）)]|第.{1,4}[章节][ \u3000]|——"
)
_ENDS_SENTENCE = "。；：！？）"
_EDGE_SHARE = 0.13
_MIN_PATHS = 6
_NO_EXTENT = 0.01
_MAX_PAGES = 5000


@dataclass
class _Line:
    """A line of a page. y grows downwards; size: the height of its characters."""

    text: str
    left: float
    right: float
    y: float
    size: float
    page: int


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF; UnreadableSource when it is damaged, locked, or holds pictures instead of text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableSource(
            "PDF 加了密码 The PDF is protected by a password."
            if locked
            else "PDF 已损坏，打不开 The PDF is damaged and cannot be opened.",
            name,
        ) from error
    builder = SourceBuilder()
    try:
        pages = [_page(document, number, data) for number in range(min(len(document), _MAX_PAGES))]
    finally:
        document.close()
    if not any(page.lines or page.tables for page in pages):
        raise UnreadableSource(
            "PDF 里没有文字层，可能是扫描件 The PDF has no text layer; it seems to be scanned.",
            name,
            hint="请先用文字识别（OCR）软件处理。Recognise its text (OCR) first.",
        )
    _without_running_heads(pages)
    for item in _flow(pages):
        if isinstance(item, RuledTable):
            builder.table(_grid(item), f"第 {item.page + 1} 页")
        else:
            builder.paragraph(item.text, place=f"第 {item.page + 1} 页")
    return builder.source(name, data, "application/pdf", None)


@dataclass
class _Page:
    lines: list[_Line]
    tables: list[RuledTable]
    height: float


def _page(document: pypdfium2.PdfDocument, number: int, data: bytes) -> _Page:
    page = document[number]
    height = page.get_height()
    textpage = page.get_textpage()
    glyphs, lines = _drawn_glyphs(data, number) if _leaves_out(page) else _glyphs(textpage, height)
    paths = sum(1 for _ in zip(range(_MIN_PATHS), page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]), strict=False))
    tables: list[RuledTable] = []
    if paths >= _MIN_PATHS and glyphs:
        with pdfplumber.open(io.BytesIO(data), pages=[number + 1]) as plumbed:
            tables = ruled_tables(plumbed.pages[0], glyphs, number)
    outside = [line for line in (_line(line, number) for line in _cut(lines, tables)) if line]
    textpage.close()
    page.close()
    return _Page(outside, tables, height)


def _leaves_out(page: pypdfium2.PdfPage) -> bool:
    """Whether pdfium passes over characters: one alone in its text object has no extent where its font is not in the file."""
    for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        left, _, right, _ = text.get_bounds()
        if right - left < _NO_EXTENT and not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(text.raw)):
            return True
    return False


def _drawn_glyphs(data: bytes, number: int) -> tuple[list[Glyph], list[list[Glyph]]]:
    """The characters of a page, and as lines, by the slower library, which keeps every one."""
    with pdfplumber.open(io.BytesIO(data), pages=[number + 1]) as plumbed:
        drawn = [
            Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])
            for char in plumbed.pages[0].chars
            if not char["text"].startswith("(cid:")
        ]
    lines: list[list[Glyph]] = []
    for glyph in sorted(drawn, key=lambda glyph: glyph.middle):
        if lines and glyph.middle - lines[-1][0].middle < (glyph.bottom - glyph.top) / 2:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    lines = [sorted(line, key=lambda glyph: glyph.left) for line in lines]
    return [glyph for line in lines for glyph in line], lines


def _glyphs(textpage: pypdfium2.PdfTextPage, height: float) -> tuple[list[Glyph], list[list[Glyph]]]:
    """The characters of a page with their boxes, and as lines."""
    lines: list[list[Glyph]] = [[]]
    for at in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, at)
        if code in (0x0A, 0x0D):
            if lines[-1]:
                lines.append([])
            continue
        if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        left, bottom, right, top = textpage.get_charbox(at, loose=True)
        lines[-1].append(Glyph(chr(code), left, height - top, right, height - bottom))
    lines = [line for line in lines if line]
    return [glyph for line in lines for glyph in line], lines


def _cut(lines: list[list[Glyph]], tables: list[RuledTable]) -> Iterator[list[Glyph]]:
    for line in lines:
        outside = [glyph for glyph in line if not any(table.holds(glyph) for table in tables)]
        if outside:
            yield outside


def _line(glyphs: list[Glyph], page: int) -> _Line | None:
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not printed:
        return None
    return _Line(
        text="".join(glyph.text for glyph in glyphs).strip(),
        left=printed[0].left,
        right=max(glyph.right for glyph in printed),
        y=median(glyph.middle for glyph in printed),
        size=max(1.0, median(glyph.bottom - glyph.top for glyph in printed)),
        page=page,
    )


def _without_running_heads(pages: list[_Page]) -> None:
    """Take out page numbers, and lines that stand at the top or bottom of many pages alike but for digits."""

    def at_edge(page: _Page, line: _Line) -> bool:
        return line.y < page.height * _EDGE_SHARE or line.y > page.height * (1 - _EDGE_SHARE)

    def shape(line: _Line) -> str:
        return re.sub(r"[\d\s]+", "#", line.text)

    times = Counter(shape(line) for page in pages for line in page.lines if at_edge(page, line))
    often = max(2, len(pages) // 3)
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (at_edge(page, line) and (_PAGE_NUMBER.fullmatch(line.text) or times[shape(line)] >= often))
        ]


def _flow(pages: list[_Page]) -> Iterator[_Line | RuledTable]:
    """Paragraphs and tables in reading order, across pages."""
    lines = [line for page in pages for line in page.lines]
    left, right = _margins(lines)
    indented = _indents(lines, left)
    waiting: _Line | None = None
    table: RuledTable | None = None
    for page in pages:
        items: list[_Line | RuledTable] = sorted([*page.lines, *page.tables], key=lambda item: item.y)
        for item in items:
            if isinstance(item, RuledTable):
                if waiting is not None:
                    yield waiting
                    waiting = None
                if table is not None and table.continued_by(item):
                    table = table.joined(item)
                    continue
                if table is not None:
                    yield table
                table = item
                continue
            if table is not None:
                yield table
                table = None
            if waiting is not None and _continues(waiting, item, left, right, indented=indented):
                space = " " if waiting.text[-1].isascii() and waiting.text[-1].isalpha() and item.text[0].isascii() else ""
                waiting = _Line(waiting.text + space + item.text, waiting.left, item.right, item.y, item.size, waiting.page)
            else:
                if waiting is not None:
                    yield waiting
                waiting = item
    yield from (item for item in (table, waiting) if item is not None)


def _margins(lines: list[_Line]) -> tuple[float, float]:
    """Where the lines of running text begin and end: the commonest left edge, and the right edge that most long lines reach."""
    if not lines:
        return 0.0, 0.0
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.9)] if len(rights) >= 10 else rights[-1]
    full = [line for line in lines if line.right >= right - 1.5 * line.size] or lines
    lefts = Counter(round(line.left / 2) * 2 for line in full)
    return min(edge for edge, times in lefts.items() if times >= max(1, lefts.most_common(1)[0][1] // 4)), right


def _indents(lines: list[_Line], left: float) -> bool:
    """Whether paragraphs begin two characters in."""
    return sum(1.5 < (line.left - left) / line.size < 2.6 for line in lines) * 10 >= len(lines)


def _continues(line: _Line, following: _Line, left: float, right: float, *, indented: bool) -> bool:
    """Whether a line runs on in the next: it reaches the right margin, and the next does not begin like a new paragraph."""
    if not indented and _HEADS_PART.match(following.text):
        return False
    if line.right < right - 1.6 * line.size or following.left > left + 1.0 * following.size:
        return False
    if abs(line.size - following.size) > 0.25 * line.size:
        return False
    return not (line.text[-1] in _ENDS_SENTENCE and _STARTS_ITEM.match(following.text))


def _grid(table: RuledTable) -> list[list[GridCell]]:
    return [
        [
            GridCell(cell.text, f"第 {cell.page + 1} 页表格第 {cell.row + 1} 行第 {cell.column + 1} 列", filled=cell.filled)
            for cell in row
        ]
        for row in table.rows
    ]
