"""Word documents to blocks: paragraphs with their automatic numbers and heading levels, tables with merged cells filled."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError, _Element

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.source.assemble import GridCell, SourceBuilder
from loaders.source.numbering import Numbering

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAX_UNPACKED = 400_000_000
_DESCENDED = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo"))
_SKIPPED = frozenset(
    qn(f"w:{name}")
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "pPr",
        "rPr",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "drawing",
        "pict",
        "object",
        "txbxContent",
        "delText",
    )
)


def read_docx(data: bytes, name: str) -> Source:
    """The document's body; UnreadableSource when it is no Word document, or empty."""
    try:
        if sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist()) > _MAX_UNPACKED:
            raise UnreadableSource("文档展开后过大 The document is too large when unpacked.", name)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, PackageNotFoundError, XMLSyntaxError) as error:
        raise UnreadableSource(f"打不开这个 Word 文档 The Word document cannot be opened: {error}", name) from error
    builder = SourceBuilder()
    title = (document.core_properties.title or "").strip()
    if any("\u4e00" <= character <= "\u9fff" for character in title):
        builder.metadata.append(("title", title))
    _Walk(document, builder).run()
    if not builder.blocks:
        raise UnreadableSource(
            "文档里没有文字 The document holds no text.",
            name,
            hint="若内容是图片，请先识别文字。If it holds pictures, recognise their text first.",
        )
    return builder.source(name, data, _MEDIA_TYPE, None)


class _Walk:
    """Goes through the body once; list counters run with it."""

    def __init__(self, document: Document, builder: SourceBuilder) -> None:
        self.body = document.element.body
        self.builder = builder
        self.numbering = Numbering(document)
        self.levels = _style_levels(document)
        self.tables = 0

    def run(self) -> None:
        for element in _elements(self.body):
            if element.tag == qn("w:tbl"):
                self.tables += 1
                self.builder.table(self._rows(element), f"表 {self.tables}")
            else:
                self._paragraph(element)

    def _paragraph(self, element: _Element) -> None:
        level = self._level(element)
        number = self.numbering.of(element)
        words = _words(element)
        if words.strip() and level is not None:
            self.builder.paragraph(f"{number}{words.strip()}", level or None)

    def _level(self, element: _Element) -> int | None:
        """The heading level, 0 for running text, None for an entry of a table of contents."""
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        own = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None and own.get(qn("w:val"), "9").isdigit() and int(own.get(qn("w:val"), "9")) < 9:
            return int(own.get(qn("w:val"), "9")) + 1
        return self.levels.get(style.get(qn("w:val"), "") if style is not None else "", 0)

    def _rows(self, table: _Element) -> list[list[GridCell]]:
        rows: list[list[GridCell]] = []
        for number, row in enumerate(table.iter(qn("w:tr")), 1):
            if _nested(row, table):
                continue
            line: list[GridCell] = []
            before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
            line += [GridCell("", f"表 {self.tables} 第 {number} 行")] * (
                int(before.get(qn("w:val"), "0")) if before is not None else 0
            )
            for cell in _cells(row):
                line += self._cell(cell, number, len(line), rows)
            rows.append(line)
        return rows

    def _cell(self, cell: _Element, row: int, column: int, above: list[list[GridCell]]) -> list[GridCell]:
        properties = cell.find(qn("w:tcPr"))
        span = properties.find(qn("w:gridSpan")) if properties is not None else None
        merge = properties.find(qn("w:vMerge")) if properties is not None else None
        width = min(int(span.get(qn("w:val"), "1")), 100) if span is not None else 1
        if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and above and column < len(above[-1]):
            copied = above[-1][column]
            return [GridCell(copied.text, copied.place, filled=True)] * width
        lines = [self.numbering.of(p) + _words(p).strip() for p in cell.iter(qn("w:p"))]
        words = "\n".join(line for line in lines if line)
        first = GridCell(words, f"表 {self.tables} 第 {row} 行第 {column + 1} 列")
        return [first, *[GridCell(words, first.place, filled=True)] * (width - 1)]


def _elements(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _DESCENDED and child.find(f".//{qn('w:docPartGallery')}[@{qn('w:val')}='Table of Contents']") is None:
            yield from _elements(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _DESCENDED:
            yield from _cells(child)


def _nested(row: _Element, table: _Element) -> bool:
    above = row.getparent()
    while above is not None and above.tag != qn("w:tbl"):
        above = above.getparent()
    return above is not table


def _words(paragraph: _Element) -> str:
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _SKIPPED:
            continue
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:tab"):
            pieces.append(" ")
        elif element.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n" if element.get(qn("w:type")) != "page" else "")
        elif element.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif element.tag == "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback":
            continue
        else:
            stack.extend(reversed(element))
    return "".join(pieces)


def _style_levels(document: Document) -> dict[str, int | None]:
    """The heading level of each style; None for styles of a table of contents, 0 is running text."""
    levels: dict[str, int | None] = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        words = (name.get(qn("w:val"), "") if name is not None else "").lower()
        outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        identity = style.get(qn("w:styleId"), "")
        digits = "".join(character for character in words if character.isdigit())
        if words.startswith(("toc ", "目录")):
            levels[identity] = None
        elif words.startswith(("heading ", "标题")) and digits:
            levels[identity] = int(digits)
        elif outline is not None and outline.get(qn("w:val"), "9").isdigit() and int(outline.get(qn("w:val"), "9")) < 9:
            levels[identity] = int(outline.get(qn("w:val"), "9")) + 1
    return levels
