"""Tables as files: CSV, or a workbook whose cells are text and numbers and never formulas."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from api.render.csvtext import csv_text

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["TABLE_TYPES", "Cover", "Sheet", "TableForm", "table_bytes"]


class TableForm(StrEnum):
    """Files that hold a table."""

    CSV = "csv"
    XLSX = "xlsx"


TABLE_TYPES = {
    TableForm.CSV: "text/csv",
    TableForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_CUT = "……（截断 cut；全文见 CSV the whole is in the CSV）"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAVED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_WIDEST = 60
_NO_SHEET = re.compile(r"[\[\]:*?/\\]")
_SHEET_AT_MOST = 31
_KEY_WIDTH, _TEXT_WIDTH = 16, 100


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet of a workbook: what the table behind it is about, in pairs of a name and a text.

    ``title`` names the sheet, ``table`` that of the table.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    table: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, its header and its rows."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]


def table_bytes(
    form: TableForm,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    cover: Cover | None = None,
    behind: Sequence[Sheet] = (),
) -> bytes:
    """A table as a file; same table, same bytes. A CSV has neither a cover nor the sheets ``behind`` the table."""
    if form is TableForm.CSV:
        return csv_text(header, rows).encode()
    return _workbook(Sheet("quangang" if cover is None else cover.table, header, rows), cover, behind)


def _workbook(table: Sheet, cover: Cover | None, behind: Sequence[Sheet]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    if cover is not None:
        _put_cover(book, cover)
    for each in (table, *behind):
        _put_sheet(book, each)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _put_sheet(book: Workbook, told: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    header, held = told.header, [[_value(cell) for cell in row] for row in told.rows]
    sheet = book.create_sheet(_sheet_name(told.title))
    sheet.freeze_panes = "A2"
    for at, name in enumerate(header):
        longest = max((len(str(row[at])) for row in held[:200] if at < len(row)), default=0)
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(max(2 * len(name), 2 * longest, 8), _WIDEST)
    heading, lines = Font(bold=True), [[_value(name) for name in header], *held]
    for at, values in enumerate(lines):
        cells = [WriteOnlyCell(sheet, value) for value in values]
        for cell, value in zip(cells, values, strict=True):
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with "=" would be taken for a formula
            if not at:
                cell.font = heading
        sheet.append(cells)


def _put_cover(book: Workbook, cover: Cover) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(_sheet_name(cover.title))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _KEY_WIDTH, _TEXT_WIDTH
    for fact in cover.facts:
        name, text = (WriteOnlyCell(sheet, _value(part)) for part in fact)
        name.font, text.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        for cell in (name, text):
            if cell.value is not None:
                cell.data_type = "s"
        sheet.append([name, text])


def _sheet_name(text: str) -> str:
    return _NO_SHEET.sub(" ", text)[:_SHEET_AT_MOST]


def _value(cell: object) -> str | int | float | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = _NOT_XML.sub("\ufffd", str(cell))
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def _timeless(saved: io.BytesIO) -> bytes:
    """The same workbook without the moment at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):
            body = _SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", before.read(name))
            after.writestr(zipfile.ZipInfo(name, _NO_TIME), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
