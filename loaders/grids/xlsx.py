"""Workbooks of the kind .xlsx, through openpyxl in full mode: merged cells and hidden rows are to be known."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, Problem
from loaders.grids.archive import check_archive
from loaders.grids.grid import Grid, Span, as_rows, letters, spread
from loaders.grids.rendering import EXACT_LIMIT, text_of

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["TOLD", "read_xlsx"]

TOLD = "quangang."
"""What the names of the properties begin with that the program itself writes into a workbook."""

_NAMED = 10
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def read_xlsx(path: Path, file: str) -> list[Grid]:
    """Every sheet of a workbook that is safe to read; see `check_archive`.

    Raises:
        InputError: it is no workbook, or not one to be trusted.
    """
    check_archive(path, file)
    book = _opened(path, file, values=True)
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]  # the stubs are older than it
    told = {item.name.removeprefix(TOLD): str(item.value) for item in properties if _ours(item.name)}
    lost = _formulas(path, file, book)
    result = []
    while book.worksheets:
        sheet = book.worksheets[0]
        result.append(_grid(sheet, file, told, lost.get(sheet.title, ())))
        book.remove(sheet)  # its cells are not needed any more: memory
    return result


def _opened(path: Path, file: str, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out
            return load_workbook(path, data_only=values)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        got = f"读不开的工作簿 a workbook that cannot be read: {type(error).__name__}: {error}"
        advice = "请打开后另存为 .xlsx open it and save it again as .xlsx"
        raise InputError([Problem(file, got, "工作簿 a workbook (.xlsx)", advice)]) from error


def _ours(name: str | None) -> bool:
    return name is not None and name.startswith(TOLD)


def _grid(sheet: Worksheet, file: str, told: dict[str, str], lost: tuple[str, ...] | list[str]) -> Grid:
    grid = Grid(file, sheet.title, (), told=told)
    cells: dict[int, dict[int, str]] = {}
    for row, column, cell in _filled(sheet):
        value = cell.value
        text = text_of(value, cell.number_format).strip()
        if text:
            cells.setdefault(row, {})[column] = text
        if cell.data_type == "e":
            grid.problems.append(_lost(grid, row, column, text, "一个值 a value", "请更正公式 correct the formula"))
        elif isinstance(value, int | float) and abs(value) >= EXACT_LIMIT:
            advice = "请把该列设为文本后重新填写 make the column text and fill it in again"
            got = f"{text}：超过 15 位的数字，末位已失 a number of more than 15 digits has lost its last ones"
            grid.problems.append(_lost(grid, row, column, got, "文本 a text", advice))
    for address in lost:
        found = re.fullmatch(r"([A-Z]+)([0-9]+)", address)
        if found is not None:
            advice = "请用电子表格程序打开并保存一次 open it in a spreadsheet program and save it once"
            got = "没有算出结果的公式 a formula without a result"
            where = Problem(grid.name, got, "一个值 a value", advice, int(found.group(2)), cell=address)
            grid.problems.append(where)
    spans: list[Span] = [(x.min_row, x.min_col, x.max_row, x.max_col) for x in sheet.merged_cells.ranges]
    grid.over = spread(cells, spans)
    grid.rows = as_rows(cells)
    _notice_hidden(grid, sheet, cells)
    return grid


def _filled(sheet: Worksheet) -> Iterator[tuple[int, int, Any]]:
    """The cells that are there; a sheet with one cell in its last corner has no more than one."""
    held: dict[tuple[int, int], Any] = sheet._cells  # noqa: SLF001 - iter_rows() would make every cell up to there
    for (row, column), cell in held.items():
        if cell.value is not None:
            yield row, column, cell


def _lost(grid: Grid, row: int, column: int, got: str, expected: str, advice: str) -> Problem:
    return Problem(grid.name, got, expected, advice, row, cell=f"{letters(column)}{row}")


def _notice_hidden(grid: Grid, sheet: Worksheet, cells: dict[int, dict[int, str]]) -> None:
    if sheet.sheet_state != "visible":
        grid.notices.append(Problem(grid.name, "隐藏的工作表 a hidden sheet", "可见 visible", "已照读 it was read"))
    hidden = sorted(row for row, shape in sheet.row_dimensions.items() if shape.hidden and row in cells)
    if hidden:
        shown = "、".join(map(str, hidden[:_NAMED])) + ("…" if len(hidden) > _NAMED else "")
        got = f"{len(hidden)} 个隐藏行 hidden rows: {shown}"
        grid.notices.append(Problem(grid.name, got, "可见 visible", "已照读 they were read", hidden[0]))


def _formulas(path: Path, file: str, book: Workbook) -> dict[str, list[str]]:
    """Cells with formulas that nobody has worked out, by sheet: their values are not in the file."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(_has_formula(archive, name) for name in parts):
            return {}
    written = _opened(path, file, values=False)
    result: dict[str, list[str]] = {}
    for sheet in written.worksheets:
        values = book[sheet.title]
        for row, column, cell in _filled(sheet):
            if cell.data_type == "f" and values.cell(row, column).value is None:
                result.setdefault(sheet.title, []).append(f"{letters(column)}{row}")
    return result


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as stream:
        last = b""
        while piece := stream.read(1 << 20):
            if _FORMULA.search(last + piece):
                return True
            last = piece[-8:]
    return False
