"""One grid of cells: a sheet, a Word table, or a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.errors import Problem
from graph.terms import Both
from loaders.grids.records import Encoding
from loaders.grids.rendering import EXACT_LIMIT

__all__ = [
    "CELL_LIMIT",
    "HEAD",
    "Cells",
    "Grid",
    "Span",
    "as_rows",
    "has_lost_digits",
    "letters",
    "lost_digits",
    "notice_hidden",
    "spread",
]

CELL_LIMIT = 5_000_000
"""Filled cells that one file may have."""

HEAD = 30
"""Rows within which the header stands."""

_TICK = 1_000
"""Rows between two words about how far it is."""

Cells = Mapping[int, Mapping[int, str]]
"""Texts of filled cells by row and column, both from 1."""

Span = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column."""


@dataclass(slots=True)
class Grid:
    """The texts of a grid, row by row.

    Args:
        file: as messages name it.
        title: of the sheet, or the line above a Word table; "" for a CSV file.
        rows: with their numbers from 1; merged cells are filled down.
        over: in the first rows, what merged cells say in every column that they cover.
        encoding: how a CSV file is written; None for what has cells with addresses.
        notices: such as hidden rows, which are read.
        problems: such as cells whose content is lost.
        told: what the program itself wrote into the file, such as the revision that it was exported from.
    """

    file: str
    title: str
    rows: Iterable[tuple[int, list[str]]]
    over: Cells = field(default_factory=dict)
    encoding: Encoding | None = None
    notices: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """File and sheet."""
        return f"{self.file} › {self.title}" if self.title else self.file


_NAMED = 10


def has_lost_digits(value: object) -> bool:
    """Whether a cell holds a number that a spreadsheet could not keep whole, such as a long code."""
    return isinstance(value, int | float) and abs(value) >= EXACT_LIMIT


def lost_digits(grid: Grid, row: int, column: int, text: str) -> Problem:
    """The problem of such a cell."""
    got = Both(f"{text}：超过 15 位的数字，末位已失", f"{text}: a number of more than 15 digits has lost its last ones")
    advice = Both("请把该列设为文本后重新填写", "make the column text and fill it in again")
    return Problem(grid.name, got, Both("文本", "a text"), advice, row, cell=f"{letters(column)}{row}")


def notice_hidden(grid: Grid, rows: Iterable[int], columns: Iterable[int], cells: Cells) -> None:
    """Say which filled rows and columns are hidden: they are read all the same."""
    hidden = sorted(row for row in rows if row in cells)
    if hidden:
        got = Both(
            f"{len(hidden)} 个隐藏行：{_some(map(str, hidden))}",
            f"{len(hidden)} hidden rows: {_some(map(str, hidden))}",
        )
        grid.notices.append(
            Problem(grid.name, got, Both("可见", "visible"), Both("已照读", "they were read"), hidden[0])
        )
    filled = {column for held in cells.values() for column in held} if columns else set()
    unseen = [letters(column) for column in sorted(filled & set(columns))]
    if unseen:
        got = Both(f"{len(unseen)} 个隐藏列：{_some(unseen)}", f"{len(unseen)} hidden columns: {_some(unseen)}")
        grid.notices.append(Problem(grid.name, got, Both("可见", "visible"), Both("已照读", "they were read")))


def _some(names: Iterable[str]) -> str:
    named = list(names)
    return "、".join(named[:_NAMED]) + ("…" if len(named) > _NAMED else "")


def letters(column: int) -> str:
    """The letters of a column as a spreadsheet names it, from 1."""
    result = ""
    while column:
        column, rest = divmod(column - 1, 26)
        result = chr(ord("A") + rest) + result
    return result


def spread(cells: dict[int, dict[int, str]], spans: Iterable[Span]) -> dict[int, dict[int, str]]:
    """Fill merged cells down, and tell what they say in every column where a header may stand."""
    over: dict[int, dict[int, str]] = {}
    last = max(cells, default=0)
    for top, left, bottom, right in spans:
        text = cells.get(top, {}).get(left, "")
        for row in range(top, min(bottom, last) + 1) if text else ():
            cells.setdefault(row, {})[left] = text
            if row <= HEAD + 1:
                over.setdefault(row, {}).update(dict.fromkeys(range(left, min(right, left + HEAD) + 1), text))
    return over


def as_rows(
    cells: dict[int, dict[int, str]], share: Callable[[float], None] = lambda _: None
) -> Iterable[tuple[int, list[str]]]:
    """Sparse cells as rows of texts; ``share`` is told how many of them were taken, up to 1."""
    rows = sorted(cells)
    for at, row in enumerate(rows):
        if at % _TICK == 0:
            share(at / len(rows))
        held = cells.pop(row)  # no one asks for it again: memory
        width = max(held, default=0)
        yield row, [held.get(column, "") for column in range(1, width + 1)]
