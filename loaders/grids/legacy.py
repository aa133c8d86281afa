"""What calamine does not tell of a legacy workbook, through xlrd: number formats, hidden rows and columns."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Dress", "dress_of"]

_NOTHING: frozenset[int] = frozenset()
_GENERAL = "General"


@dataclass(frozen=True, slots=True)
class Dress:
    """How a sheet is shown: formats of cells by row and column, hidden rows and columns, all from 1."""

    formats: dict[tuple[int, int], str]
    rows: frozenset[int] = _NOTHING
    columns: frozenset[int] = _NOTHING


def dress_of(path: Path) -> dict[str, Dress] | None:
    """The dress of each sheet by its title; None where it cannot be read, as in files of other programs."""
    import xlrd

    try:
        with path.open("rb") as stream, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(file_contents=stream.read(), formatting_info=True, logfile=nowhere)
        return {sheet.name: _dress(book, sheet) for sheet in book.sheets()}
    except Exception:  # noqa: BLE001 - xlrd lets through whatever goes wrong inside it, and calamine has read the values
        return None


def _dress(book: Any, sheet: Any) -> Dress:  # noqa: ANN401 - xlrd has no types
    import xlrd

    formats: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_NUMBER:
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                text = book.format_map[style.format_key].format_str
                if text != _GENERAL:
                    formats[row + 1, column + 1] = text
    return Dress(
        formats,
        frozenset(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden),
        frozenset(column + 1 for column, about in sheet.colinfo_map.items() if about.hidden),
    )
