"""Excel: one sheet a class and one of links, for people. Every text is a text, so no cell can be a formula."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from app.exports.property_graph import Edge, Node
from app.exports.vocabulary import NODE_TYPES, NodeType
from app.problems import TooLarge

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_MOST = 1_048_575
_CELL_AT_MOST = 32_767
_CUT = "……〔此处截断，全文见其他格式 cut here; other formats hold the whole text〕"
_NOT_EXCEL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PIECE = 1 << 16


async def write(nodes: AsyncIterator[Node], edges: AsyncIterator[Edge], evidence: bool) -> AsyncIterator[bytes]:  # noqa: ARG001
    """The workbook. It is finished before its first byte goes out; a class with more rows than Excel holds is refused."""
    book = Workbook(write_only=True)
    sheets: dict[str, Any] = {}
    kinds = {kind.name: kind for kind in NODE_TYPES}
    rows: dict[str, int] = {}
    async for node in nodes:
        kind = kinds.get(node.type, NodeType("Resource", "其他", ()))
        sheet = sheets.get(kind.name) or _sheet(book, sheets, kind.name, kind.chinese, ["label", *_names(kind), "id"])
        _count(rows, kind.chinese)
        sheet.append(
            [_text(sheet, node.label), *(_cell(sheet, node.attributes.get(n)) for n in _names(kind)), _text(sheet, node.id)]
        )
    links = _sheet(book, sheets, "Edges", "关系", ["source", "type", "label", "target", "weight"])
    async for edge in edges:
        _count(rows, "关系")
        links.append([_text(links, edge.source), edge.type, edge.label, _text(links, edge.target), edge.weight])
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(book.save, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _names(kind: NodeType) -> list[str]:
    return [each.name for each in kind.attributes]


def _sheet(book: Workbook, sheets: dict[str, Any], key: str, title: str, header: list[str]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 48
    cells = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
    sheets[key] = sheet
    return sheet


def _count(rows: dict[str, int], title: str) -> None:
    rows[title] = rows.get(title, 0) + 1
    if rows[title] > ROWS_AT_MOST:
        raise TooLarge(
            f"工作表“{title}”超过 Excel 的 {ROWS_AT_MOST} 行 more rows than Excel holds", hint="请导出 CSV take the CSV"
        )


def _cell(sheet: Any, value: object) -> Any:
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, value: str) -> Any:
    shown = _NOT_EXCEL.sub("\ufffd", value)
    cell = WriteOnlyCell(sheet, value=shown if len(shown) <= _CELL_AT_MOST else shown[: _CELL_AT_MOST - len(_CUT)] + _CUT)
    cell.data_type = "s"
    return cell
