"""Workbooks for tests: the same table in as many dresses as officers give it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlwt
from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Cell", "repacked", "write_csv", "write_docx", "write_xls", "write_xlsx"]

Cell = str | int | float | bool | None


def write_xlsx(
    path: Path,
    rows: Sequence[Sequence[Cell]],
    *,
    title: str = "Sheet1",
    merged: Sequence[str] = (),
    hidden: Sequence[int] = (),
    formats: Mapping[str, str] | None = None,
    dress: Callable[[Worksheet], None] | None = None,
) -> Path:
    """A workbook with one sheet; ``formats`` are number formats of cells."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for span in merged:
        sheet.merge_cells(span)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for address, pattern in (formats or {}).items():
        sheet[address].number_format = pattern
    if dress is not None:
        dress(sheet)
    book.save(path)
    return path


def write_xls(
    path: Path,
    rows: Sequence[Sequence[Cell]],
    title: str = "Sheet1",
    *,
    pattern: str = "General",
    hidden: tuple[int, int] | None = None,
) -> Path:
    """A legacy workbook; ``pattern`` is the format of its numbers, ``hidden`` a row and a column from 1."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(title)
    style = xlwt.easyxf(num_format_str=pattern)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, "" if cell is None else cell, style)
    if hidden is not None:
        sheet.row(hidden[0] - 1).hidden = True
        sheet.col(hidden[1] - 1).hidden = True
    book.save(str(path))
    return path


def write_docx(path: Path, rows: Sequence[Sequence[Cell]], title: str = "", *, merged: bool = False) -> Path:
    """A document with a table under a title; ``merged`` joins the first column of the last two rows."""
    document = Document()
    document.add_paragraph(title)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = "" if cell is None else str(cell)
    if merged:
        table.cell(len(rows) - 2, 0).merge(table.cell(len(rows) - 1, 0)).text = str(rows[-2][0])
    document.save(str(path))
    return path


def write_csv(path: Path, rows: Sequence[Sequence[Cell]], encoding: str = "utf-8") -> Path:
    """A CSV file."""
    stream = io.StringIO()
    csv.writer(stream).writerows([["" if cell is None else cell for cell in row] for row in rows])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def repacked(source: Path, target: Path, changes: Mapping[str, Callable[[bytes], bytes]], **added: bytes) -> Path:
    """An Office file with some of its parts changed and others added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            change = changes.get(entry.filename, bytes)
            new.writestr(entry.filename, change(old.read(entry)))
        for name, content in added.items():
            new.writestr(name, content)
    return target
