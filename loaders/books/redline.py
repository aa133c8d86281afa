"""Workbooks that are not instruments: tables under headings, with what is new in red and what is gone struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from loaders.books.revised import Change, RevisedPage, RevisedRow
from loaders.books.safe import CELL_LENGTH, safe_text
from loaders.books.workbook import settled
from loaders.grids.grid import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Section", "redlined", "sheet_of"]

_THEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zone, and the same content makes the same bytes
_RED = "FFC00000"
_SEPARATOR = "；"
_WIDEST, _NARROWEST = 32, 6
_LINE, _TALLEST = 15, 400
_A3, _A4, _A4_ROOM = 8, 9, 150


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a heading; one without rows says ``empty``."""

    heading: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "无"


def sheet_of(title: str, sections: Sequence[Section], about: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet: a title, lines about it, and tables one below the other.

    The header of the only table is frozen and repeated on every printed page.
    """
    book, sheet = _new(title)
    width = max((len(section.headers) for section in sections), default=1)
    _title(sheet, title, width)
    for line in about:
        sheet.append([None])
        _put(sheet, sheet.max_row, 1, line)
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=max(width, 1))
    alone = len(sections) == 1
    row = sheet.max_row + 1
    for section in sections:
        row = _section(sheet, section, row, headed=not alone) + (0 if alone else 1)
    if alone:
        first = 2 + len(about)
        sheet.freeze_panes = f"A{first + 1}"
        sheet.print_title_rows = f"1:{first}"
    _sized(sheet)
    return _saved(book)


def redlined(page: RevisedPage, notes: Sequence[str], note_header: str) -> bytes:
    """A page of an instrument with its changes: new in red, gone in red and struck out, what stays as it is.

    Args:
        page: the page.
        notes: one for each row, in a last column of its own; "" for none.
        note_header: the header of that column.
    """
    title = f"{page.table.title}（修订页）"
    book, sheet = _new(page.table.title)
    headers = ("变动", *page.headers, note_header)
    _title(sheet, title, len(headers))
    _header(sheet, 2, headers)
    for number, (row, note) in enumerate(zip(page.rows, notes, strict=True), 3):
        _revised_row(sheet, number, row, note)
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    _sized(sheet)
    return _saved(book)


# -- rows ------------------------------------------------------------------------------------------------------


def _revised_row(sheet: Worksheet, number: int, row: RevisedRow, note: str) -> None:
    new = row.change is Change.NEW
    gone = row.change is Change.GONE
    _put(sheet, number, 1, row.change.value, red=row.change is not Change.SAME)
    cells = row.before if gone else row.after
    changed = set(row.differing) if row.change is Change.CHANGED else set()
    for at, text in enumerate(cells):
        if at in changed:
            _put_both(sheet, number, at + 2, row.before[at], text)
        else:
            _put(sheet, number, at + 2, text, red=new or gone, struck=gone)
    _put(sheet, number, len(cells) + 2, note, red=bool(note))


def _put(sheet: Worksheet, row: int, column: int, text: str, *, red: bool = False, struck: bool = False) -> None:
    from openpyxl.styles import Font

    cell: Any = sheet.cell(row, column)
    if text:
        cell.value = _cut(safe_text(text))
        cell.data_type = "s"  # never a formula
    _framed(cell)
    if red:
        cell.font = Font(color=_RED, strike=struck or None)


def _put_both(sheet: Worksheet, row: int, column: int, old: str, new: str) -> None:
    """One cell with what was and what is: of a list, item by item."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles.colors import Color

    pieces: list[Any] = []
    for text, state in _pieces(old, new):
        lead = _SEPARATOR if pieces else ""
        safe = safe_text(text) if not pieces else text
        if state is Change.SAME:
            pieces.append(f"{lead}{safe}")
        else:
            font = InlineFont(rFont="Calibri", sz=11, color=Color(_RED), strike=True if state is Change.GONE else None)
            pieces.append(TextBlock(font, f"{lead}{safe}"))
    cell: Any = sheet.cell(row, column)
    cell.value = CellRichText(*pieces)
    _framed(cell)


def _pieces(old: str, new: str) -> list[tuple[str, Change]]:
    """The items of a list that stay, then those that go, then those that come; a text as a whole."""
    before = [item for item in old.split(_SEPARATOR) if item]
    after = [item for item in new.split(_SEPARATOR) if item]
    return [
        *((item, Change.SAME) for item in before if item in after),
        *((item, Change.GONE) for item in before if item not in after),
        *((item, Change.NEW) for item in after if item not in before),
    ]


def _cut(text: str) -> str:
    return text if len(text) < CELL_LENGTH else f"{text[: CELL_LENGTH - 2]}…"


# -- the sheet -------------------------------------------------------------------------------------------------


def _new(title: str) -> tuple[Any, Any]:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "quangang"
    book.properties.created = _THEN
    sheet: Any = book.worksheets[0]  # the stubs think that any part of it may be missing
    sheet.title = "".join("_" if mark in "[]:*?/\\" else mark for mark in title)[:31]
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    return book, sheet


def _title(sheet: Worksheet, title: str, width: int) -> None:
    from openpyxl.styles import Alignment, Font

    cell: Any = sheet.cell(1, 1, safe_text(title))
    cell.font = Font(bold=True, size=16)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if width > 1:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)


def _section(sheet: Worksheet, section: Section, row: int, *, headed: bool) -> int:
    """Write a table from a row on; the row behind it."""
    from openpyxl.styles import Font

    if headed:
        heading: Any = sheet.cell(row, 1, safe_text(section.heading))
        heading.font = Font(bold=True, size=12)
        row += 1
    if not section.rows:
        sheet.cell(row, 1, safe_text(section.empty))
        return row + 1
    _header(sheet, row, section.headers)
    for cells in section.rows:
        row += 1
        for at, text in enumerate(cells, 1):
            _put(sheet, row, at, text)
    return row + 1


def _header(sheet: Worksheet, row: int, headers: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, text in enumerate(headers, 1):
        cell: Any = sheet.cell(row, at, safe_text(text))
        _framed(cell)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF4")


def _framed(cell: Any) -> None:  # noqa: ANN401 - openpyxl's own cell
    cell.border, cell.alignment = _frame()


@cache
def _frame() -> tuple[Any, Any]:
    """A thin border and texts that wrap: made once, since there are many cells."""
    from openpyxl.styles import Alignment, Border, Side

    side = Side(style="thin", color="FF999999")
    return Border(left=side, right=side, top=side, bottom=side), Alignment(vertical="top", wrap_text=True)


def _sized(sheet: Worksheet) -> None:
    """Widths by the longest text, heights by how often it wraps: not every reader works heights out by itself."""
    joined = {(span.min_row, span.min_col): span for span in sheet.merged_cells.ranges}
    widths: list[int] = []
    for at, column in enumerate(sheet.iter_cols(), 1):
        texts = [str(cell.value) for cell in column if cell.value and (cell.row, cell.column) not in joined]
        widths.append(min(_WIDEST, max(_NARROWEST, *(_width(text) + 2 for text in texts), 0)))
        sheet.column_dimensions[letters(at)].width = widths[-1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        lines = 1
        for at, cell in enumerate(row, 1):
            span = joined.get((number, at))
            room = sum(widths[at - 1 : span.max_col]) if span else widths[at - 1]
            lines = max(lines, ceil(_width(str(cell.value or "")) / max(room - 2, 1)))
        sheet.row_dimensions[number].height = min(_TALLEST, lines * _LINE + 3) if number > 1 else None
    if sum(widths) > _A4_ROOM:
        sheet.page_setup.paperSize = _A3


def _width(text: str) -> int:
    """The width of a text in characters of the Latin alphabet; of its longest line."""
    return max(sum(2 if east_asian_width(mark) in "WF" else 1 for mark in line) for line in text.split("\n"))


def _saved(book: Any) -> bytes:  # noqa: ANN401 - openpyxl's own workbook
    stream = BytesIO()
    book.save(stream)
    return settled(stream)
