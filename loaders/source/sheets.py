"""Tables as files: CSV and Excel workbooks. Lines above the header become paragraphs, the rest a table with its cells' places."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator

import openpyxl
import python_calamine
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from loaders.errors import UnreadableSource
from loaders.passages import Source
from loaders.registers.columns import meaning
from loaders.source.assemble import GridCell, SourceBuilder

_HEADER_SEARCH = 15
_MAX_UNPACKED = 400_000_000


def read_csv(text: str, data: bytes, name: str, encoding: str) -> Source:
    """A delimited text: comma, semicolon or tab, whichever cuts the first lines into most columns."""
    csv.field_size_limit(10_000_000)
    delimiter = max(",;\t，", key=lambda mark: sum(line.count(mark) for line in text.split("\n", 30)[:30]))
    rows = [
        [GridCell(value, f"{get_column_letter(column)}{number}") for column, value in enumerate(fields, 1)]
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    ]
    builder = SourceBuilder()
    _add(builder, rows, "")
    return builder.source(name, data, "text/csv", encoding)


def read_xlsx(data: bytes, name: str) -> Source:
    """An Excel workbook: each sheet that holds something is a table; numbers are written as Excel shows them."""
    try:
        if sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist()) > _MAX_UNPACKED:
            raise UnreadableSource("工作簿展开后过大 The workbook is too large when unpacked.", name)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableSource(f"打不开这个工作簿 The workbook cannot be opened: {error}", name) from error
    builder = SourceBuilder()
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            _add(builder, _sheet_rows(sheet), sheet.title)
    if not builder.blocks:
        raise UnreadableSource("工作簿里没有内容 The workbook holds nothing.", name)
    return builder.source(name, data, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None)


def read_xls(data: bytes, name: str) -> Source:
    """An Excel workbook of before 2007."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableSource(f"打不开这个工作簿 The workbook cannot be opened: {error}", name) from error
    builder = SourceBuilder()
    for sheet, rows in sheets:
        _add(
            builder,
            [
                [GridCell(_shown(value, "General"), f"{sheet}!{get_column_letter(c)}{r}") for c, value in enumerate(row, 1)]
                for r, row in enumerate(rows, 1)
            ],
            sheet,
        )
    return builder.source(name, data, "application/vnd.ms-excel", None)


def _add(builder: SourceBuilder, rows: list[list[GridCell]], place: str) -> None:
    """Rows above the header as paragraphs (`name：value` where two cells stand in a row), the rest as one table."""
    rows = [row for row in rows if any(cell.text.strip() for cell in row)]
    header = _header_row(rows)
    for row in rows[:header]:
        filled = list(dict.fromkeys(cell.text.strip() for cell in row if cell.text.strip() and not cell.filled))
        builder.paragraph(
            "：".join(filled) if len(filled) == 2 and len(filled[0]) <= 12 else " ".join(filled), place=row[0].place
        )
    if rows[header:]:
        width = max((i + 1 for row in rows[header:] for i, cell in enumerate(row) if cell.text.strip() or cell.filled), default=0)
        builder.table([row[:width] for row in rows[header:]], place)


def _header_row(rows: list[list[GridCell]]) -> int:
    """The row with most known column names among the first ones; 0 where none has two."""
    counts = [len({known for cell in row if (known := meaning(cell.text))}) for row in rows[:_HEADER_SEARCH]]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else 0


def _sheet_rows(sheet: Worksheet) -> list[list[GridCell]]:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merged[row, column] = (area.min_row, area.min_col)
    return [list(_row(sheet, cells, merged)) for cells in sheet.iter_rows()]


def _row(
    sheet: Worksheet, cells: tuple[SheetCell | MergedCell, ...], merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[GridCell]:
    for cell in cells:
        here = (cell.row or 0, cell.column or 0)
        origin = merged.get(here, here)
        source = sheet.cell(*origin)
        place = f"{sheet.title}!{source.coordinate}"
        yield GridCell(_shown(source.value, source.number_format or "General"), place, filled=origin != here)


def _shown(value: object, shape: str) -> str:
    """A cell's value as its reader sees it: percentages with their sign, dates in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float):
        if "%" in shape:
            return f"{round(value * 100, 6):g}%"
        if "yy" in shape.lower():
            return str(value)
        return f"{value:.10g}"
    return str(value)
