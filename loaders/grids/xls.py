"""Legacy workbooks .xls (and the .et of WPS), through calamine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.grids.grid import CELL_LIMIT, Grid, as_rows, has_lost_digits, lost_digits, notice_hidden, spread
from loaders.grids.legacy import Dress, dress_of
from loaders.grids.rendering import text_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

__all__ = ["is_encrypted", "read_xls"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = Both("请打开后另存为 .xlsx", "open it and save it as .xlsx")


def is_encrypted(path: Path) -> bool:
    """Whether a compound file is a workbook or document behind a password."""
    with path.open("rb") as stream:
        last = b""
        while piece := stream.read(1 << 20):
            if _ENCRYPTED in last + piece:
                return True
            last = piece[-len(_ENCRYPTED) :]
    return False


def read_xls(path: Path, file: str) -> list[Grid]:
    """Every sheet of a legacy workbook, its numbers as they are shown.

    Raises:
        InputError: it cannot be read, or only with a password.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if is_encrypted(path):
        raise InputError([_locked(file)])
    dress = dress_of(path)
    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:  # whatever its suffix
            return [_grid(book, about, file, dress) for about in book.sheets_metadata]
    except PasswordError as error:
        raise InputError([_locked(file)]) from error
    except (CalamineError, OSError, ValueError) as error:
        got = Both(f"读不开的工作簿（{error}）", f"a workbook that cannot be read: {error}")
        raise InputError([Problem(file, got, Both("工作簿（.xls）", "a workbook (.xls)"), _SAVE_AS)]) from error


def _grid(book: CalamineWorkbook, about: SheetMetadata, file: str, dress: Mapping[str, Dress] | None) -> Grid:
    from python_calamine import SheetVisibleEnum

    sheet = book.get_sheet_by_name(about.name)
    grid = Grid(file, about.name, ())
    shown = (dress or {}).get(about.name, Dress({}))
    cells = _cells(grid, sheet, shown)
    spans = [(t + 1, a + 1, b + 1, z + 1) for (t, a), (b, z) in sheet.merged_cell_ranges or ()]
    grid.over = spread(cells, spans)
    grid.rows = as_rows(cells)
    if dress is None:
        grid.notices.append(_undressed(grid))
    notice_hidden(grid, shown.rows, shown.columns, cells)
    if about.visible != SheetVisibleEnum.Visible:
        got = Both("隐藏的工作表", "a hidden sheet")
        grid.notices.append(Problem(grid.name, got, Both("可见", "visible"), Both("已照读", "it was read")))
    return grid


def _cells(grid: Grid, sheet: CalamineSheet, dress: Dress) -> dict[int, dict[int, str]]:
    """The texts of a sheet; numbers that lost digits are among the problems of its grid."""
    result: dict[int, dict[int, str]] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        for column, value in enumerate(values, 1):
            text = text_of(value, dress.formats.get((row, column), "General")).strip()
            if text:
                result.setdefault(row, {})[column] = text
            if has_lost_digits(value):
                grid.problems.append(lost_digits(grid, row, column, text))
    count = sum(map(len, result.values()))
    if count > CELL_LIMIT:
        raise InputError(
            [
                Problem(
                    grid.file,
                    Both(f"{count:,} 格", f"{count:,} cells"),
                    Both(f"至多 {CELL_LIMIT:,}", f"at most {CELL_LIMIT:,}"),
                    _SAVE_AS,
                )
            ]
        )
    return result


def _undressed(grid: Grid) -> Problem:
    got = Both("读不到显示格式", "number formats and hidden rows cannot be read")
    expected = Both("编码的零、隐藏的行列", "leading zeros of codes, hidden rows and columns")
    advice = (
        Both("隐藏的行列无从得知，编码可能少了开头的零；", "codes may lack zeros, and hidden rows are not known; ")
        + _SAVE_AS
    )
    return Problem(grid.name, got, expected, advice)


def _locked(file: str) -> Problem:
    advice = Both("请在电子表格程序中去掉密码后再装", "take the password off in your spreadsheet program")
    return Problem(file, Both("加密的文件", "a file behind a password"), Both("未加密", "no password"), advice)
