"""Workbooks of the kind .xlsx, through openpyxl: merged cells and hidden rows are to be known."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.grids.archive import check_archive
from loaders.grids.grid import Grid, as_rows, letters, lost_digits, notice_hidden, spread

if TYPE_CHECKING:
    from loaders.grids.sheets import Flaw, Sheet

__all__ = ["TOLD", "read_xlsx"]

TOLD = "quangang."
"""What the names of the properties begin with that the program itself writes into a workbook."""


def read_xlsx(path: Path, file: str, tick: Callable[[int], None]) -> list[Grid]:
    """Every sheet of a workbook that is safe to read; see `check_archive`.

    Args:
        path: of the workbook.
        file: its name in messages.
        tick: told of bytes read: the half of them when the cells are read, the rest with the rows.

    Raises:
        InputError: it is no workbook, or not one to be trusted.
    """
    check_archive(path, file)
    half = path.stat().st_size / 2
    sheets, properties = _read(path, file, lambda share: tick(int(half * share)))
    told = {name.removeprefix(TOLD): value for name, value in properties.items() if name.startswith(TOLD)}
    return [_grid(sheet, file, told, lambda share: tick(int(half + half * share))) for sheet in sheets]


def _read(path: Path, file: str, share: Callable[[float], None]) -> tuple[list[Sheet], dict[str, str]]:
    from loaders.grids.sheets import read_sheets  # openpyxl is slow to import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out
            return read_sheets(path, share)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        cause = error.__cause__ or error  # openpyxl wraps it into more words
        got = Both(
            f"读不开的工作簿（{type(cause).__name__}: {cause}）",
            f"a workbook that cannot be read: {type(cause).__name__}: {cause}",
        )
        advice = Both("请打开后另存为 .xlsx", "open it and save it again as .xlsx")
        raise InputError([Problem(file, got, Both("工作簿（.xlsx）", "a workbook (.xlsx)"), advice)]) from error


def _grid(sheet: Sheet, file: str, told: Mapping[str, str], share: Callable[[float], None]) -> Grid:
    grid = Grid(file, sheet.title, (), told=told)
    for (row, column), flaw in sheet.flaws.items():
        grid.problems.append(_lost(grid, row, column, sheet.cells.get(row, {}).get(column, ""), flaw))
    grid.over = spread(sheet.cells, sheet.spans)
    grid.rows = as_rows(sheet.cells, share)
    _notice_hidden(grid, sheet)
    return grid


def _lost(grid: Grid, row: int, column: int, text: str, flaw: Flaw) -> Problem:
    from loaders.grids.sheets import Flaw

    if flaw is Flaw.INEXACT:
        return lost_digits(grid, row, column, text)
    got, expected, advice = {
        Flaw.ERROR: (text, Both("一个值", "a value"), Both("请更正公式", "correct the formula")),
        Flaw.UNWORKED: (
            Both("没有算出结果的公式", "a formula without a result"),
            Both("一个值", "a value"),
            Both("请用电子表格程序打开并保存一次", "open it in a spreadsheet program and save it once"),
        ),
    }[flaw]
    return Problem(grid.name, got, expected, advice, row, cell=f"{letters(column)}{row}")


def _notice_hidden(grid: Grid, sheet: Sheet) -> None:
    if not sheet.visible:
        grid.notices.append(
            Problem(
                grid.name,
                Both("隐藏的工作表", "a hidden sheet"),
                Both("可见", "visible"),
                Both("已照读", "it was read"),
            )
        )
    notice_hidden(grid, sheet.hidden_rows, sheet.hidden_columns, sheet.cells)
