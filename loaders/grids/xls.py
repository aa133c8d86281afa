"""Legacy workbooks .xls (and the .et of WPS), through calamine."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InputError, Problem
from loaders.grids.grid import CELL_LIMIT, Grid, as_rows, spread
from loaders.grids.rendering import text_of

__all__ = ["is_encrypted", "read_xls"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请打开后另存为 .xlsx open it and save it as .xlsx"


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
    """Every sheet of a legacy workbook; its number formats are not kept, so that codes may lack leading zeros.

    Raises:
        InputError: it cannot be read, or only with a password.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    if is_encrypted(path):
        raise InputError([_locked(file)])
    result = []
    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:  # whatever its suffix
            for about in book.sheets_metadata:
                sheet = book.get_sheet_by_name(about.name)
                grid = Grid(file, about.name, ())
                cells: dict[int, dict[int, str]] = {}
                count = 0
                for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
                    texts = {column: text for column, value in enumerate(values, 1) if (text := text_of(value).strip())}
                    count += len(texts)
                    if texts:
                        cells[row] = texts
                if count > CELL_LIMIT:
                    expected = f"至多 at most {CELL_LIMIT:,}"
                    raise InputError([Problem(file, f"{count:,} 格 cells", expected, _SAVE_AS)])
                spans = [(t + 1, a + 1, b + 1, z + 1) for (t, a), (b, z) in sheet.merged_cell_ranges or ()]
                grid.over = spread(cells, spans)
                grid.rows = as_rows(cells)
                if about.visible != SheetVisibleEnum.Visible:
                    got = "隐藏的工作表 a hidden sheet"
                    grid.notices.append(Problem(grid.name, got, "可见 visible", "已照读 it was read"))
                result.append(grid)
    except PasswordError as error:
        raise InputError([_locked(file)]) from error
    except (CalamineError, OSError, ValueError) as error:
        got = f"读不开的工作簿 a workbook that cannot be read: {error}"
        raise InputError([Problem(file, got, "工作簿 a workbook (.xls)", _SAVE_AS)]) from error
    return result


def _locked(file: str) -> Problem:
    advice = "请在电子表格程序中去掉密码后再装 take the password off in your spreadsheet program"
    return Problem(file, "加密的文件 a file behind a password", "未加密 no password", advice)
