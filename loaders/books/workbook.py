"""Pages as workbooks for print: a title over all columns, a frozen header, widths, print titles, signature rows."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.books.pages import Page
from loaders.books.rows import rows_xml
from loaders.books.safe import CELL_LENGTH, safe_text
from loaders.grids.grid import letters
from loaders.grids.xlsx import TOLD
from loaders.tables.layouts import RISKS, SIGNATURES

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = ["settled", "write_workbook"]

_THEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no time zone, and the same graph makes the same bytes
_STAMP = (2000, 1, 1, 0, 0, 0)
_BELOW = 3
"""The first row below title and headers."""
_FIRST_SHEET, _END = "xl/worksheets/sheet1.xml", b"</sheetData>"
_TICK = 1_000
_NARROW, _WIDE, _SAMPLED = 6, 42, 200


def _unheard(_: int) -> None:
    """Nobody asked how far it is."""


def write_workbook(page: Page, path: Path, told: Mapping[str, str], tick: Callable[[int], None] = _unheard) -> None:
    """Write one page as one workbook; the same page makes the same bytes.

    Args:
        page: the table.
        path: of the workbook.
        told: what loading the workbook again is to know, such as the revision; kept among its properties.
        tick: told of the rows that are written.

    Raises:
        InputError: a text is longer than a cell may be.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    _check_lengths(page, path)
    book = Workbook(write_only=True)
    book.properties.creator = "quangang"
    book.properties.created = _THEN
    for name, value in told.items():
        book.custom_doc_props.append(StringProperty(name=TOLD + name, value=value))  # type: ignore[attr-defined]
    sheet = book.create_sheet(page.table.title[:31])
    _lay_out(sheet, page)
    style = _write_head(sheet, page)
    stream = BytesIO()
    book.save(stream)
    path.write_bytes(settled(stream, _rows(page, style, tick)))


def _lay_out(sheet: Any, page: Page) -> None:  # noqa: ANN401 - the stubs know little of a write-only sheet
    """What must be said before the first row is written."""
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    for at, width in enumerate(_widths(page), 1):
        sheet.column_dimensions[letters(at)].width = width
    if len(page.headers) > 1:
        sheet.merged_cells.add(f"A1:{letters(len(page.headers))}1")


def _write_head(sheet: WriteOnlyWorksheet, page: Page) -> int:
    """Write title and headers, which openpyxl does; returns the number of the style of the cells below."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin", color="FF999999")
    border = Border(left=side, right=side, top=side, bottom=side)
    body = Alignment(vertical="top", wrap_text=True)

    def cell(text: str, **style: object) -> Any:  # noqa: ANN401 - openpyxl's own cell
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"  # never a formula
        for name, value in style.items():
            setattr(made, name, value)
        return made

    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.append([cell(page.table.title, font=Font(bold=True, size=16), alignment=middle)])
    fill = PatternFill("solid", fgColor="FFE8EEF4")
    sheet.append(
        [cell(text, font=Font(bold=True), alignment=middle, border=border, fill=fill) for text in page.headers]
    )
    return int(cell("x", alignment=body, border=border, number_format="@").style_id)


def _rows(page: Page, style: int, tick: Callable[[int], None]) -> Iterator[str]:
    """What stands below the headers."""
    safe = ([safe_text(text) if text else "" for text in row] for row in page.rows)
    for done, row in enumerate(rows_xml(safe, _BELOW, style)):
        if done % _TICK == 0:
            tick(done)
        yield row
    if page.table is RISKS:
        signed = "　".join(f"{text}　　　　　　" for text in SIGNATURES)
        yield from rows_xml([[], [signed]], _BELOW + len(page.rows))


def _widths(page: Page) -> list[int]:
    columns: Iterable[Sequence[str]] = zip(page.headers, *islice(page.rows, _SAMPLED), strict=True)
    return [min(_WIDE, max(_NARROW, *(_width(text) + 2 for text in column), 0)) for column in columns]


def _width(text: str) -> int:
    line = max(text.split("\n"), key=len)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line[:_WIDE])


def _check_lengths(page: Page, path: Path) -> None:
    problems = [
        Problem(
            path.name,
            Both(f"{len(text):,} 个字", f"{len(text):,} characters"),
            Both(f"至多 {CELL_LENGTH:,}", f"at most {CELL_LENGTH:,}"),
            Both("请导出为 CSV：--csv", "export it as CSV: --csv"),
            number,
            header,
        )
        for number, row in enumerate(page.rows, _BELOW)
        for header, text in zip(page.headers, row, strict=True)
        if len(text) >= CELL_LENGTH
    ]
    if problems:
        raise InputError(problems)


def settled(stream: BytesIO, rows: Iterable[str] = ()) -> bytes:
    """An Office file (.xlsx, .docx) with one time in it, whenever it was written: the same content, the same bytes.

    ``rows`` are put below those of its first sheet, as they come.
    """
    result = BytesIO()
    with zipfile.ZipFile(stream) as written, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in written.infolist():
            content = written.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _without_time(content)
            made = zipfile.ZipInfo(entry.filename, _STAMP)
            made.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(made, "w") as part:
                end = content.rfind(_END) if entry.filename == _FIRST_SHEET else 0
                part.write(content[:end])
                part.writelines(row.encode() for row in (rows if end else ()))
                part.write(content[end:])
    return result.getvalue()


def _without_time(core: bytes) -> bytes:
    head, mark, rest = core.partition(b"<dcterms:modified")
    start, end = rest.find(b">") + 1, rest.find(b"<")
    return head + mark + rest[:start] + f"{_THEN.isoformat()}Z".encode() + rest[end:] if mark else core
