"""The rows of a list that is a workbook or a document: every sheet or table with headers that the mapping knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from graph.errors import Problem
from graph.terms import Both
from loaders.elements import Sheet, shown
from loaders.grids import SUFFIXES, Grid, grids_of
from loaders.grids.grid import HEAD, letters
from loaders.grids.records import line_of
from loaders.tables.cells import plain
from loaders.tables.finding import closing
from loaders.tables.headers import fold

__all__ = ["GRIDS", "GridRow", "GridRows", "grid_rows"]

GRIDS = SUFFIXES - {".csv"}
"""Ends of the names of files that are read so, whatever format a mapping states."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row below the header: the name of its sheet, its number, its cells by header, and its text."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    text: str


@dataclass(slots=True)
class GridRows:
    """The rows of all sheets that have the mapping's columns, and what is to be told of the file."""

    headers: list[str] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)
    rows: list[GridRow] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def grid_rows(path: Path, spelt: Mapping[str, str]) -> GridRows:
    """Read them; the header of a sheet is the one of its first rows with the most columns that the mapping names.

    Args:
        path: of the file.
        spelt: the mapping's name of each column by its folded spelling.

    Raises:
        InputError: the file cannot be read, or is not to be trusted.
    """
    result = GridRows()
    unread: list[Grid] = []
    for grid in grids_of(path, path.name, lambda _position: None):
        rows = iter(grid.rows)
        head = list(islice(rows, HEAD))
        scores = [len({spelt[fold(cell)] for cell in cells if fold(cell) in spelt}) for _, cells in head]
        if not any(scores):
            unread.append(grid)
            continue
        at = scores.index(max(scores))
        _take(result, grid, head[at], chain(head[at + 1 :], rows))
    for grid in unread:
        got = Both(
            f"没有映射里的列：{grid.title or path.name}", f"none of the mapping's columns: {grid.title or path.name}"
        )
        told = Problem(grid.name, got, "、".join(dict.fromkeys(spelt.values())), Both("这个表未读", "it was not read"))
        (result.notices if result.sheets else result.problems).append(told)
    return result


def _take(result: GridRows, grid: Grid, header: tuple[int, list[str]], rows: chain[tuple[int, list[str]]]) -> None:
    first, cells = header
    names = [cell.strip() or f"#{at}" for at, cell in enumerate(cells, 1)]
    result.headers += [name for name in names if name not in result.headers and not name.startswith("#")]
    result.header[grid.name] = line_of(cells)
    columns = {name: letters(at) for at, name in reversed(list(enumerate(names, 1)))}
    result.sheets[grid.name] = Sheet(grid.file, grid.title, columns)
    result.notices += grid.notices
    result.problems += [problem for problem in grid.problems if (problem.row or 0) > first]
    for number, texts in rows:
        if not any(text.strip() for text in texts):
            continue
        if closing(texts):
            got = shown("；".join(text for text in texts if text.strip()))
            advice = Both("未读：合计或落款", "not read: a total, or a signature")
            result.notices.append(Problem(grid.name, got, Both("数据行", "a row of data"), advice, number))
            continue
        held = dict(zip(names, [plain(text) for text in texts], strict=False))
        result.rows.append(GridRow(grid.name, number, held, line_of(texts)))
