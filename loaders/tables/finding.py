"""Where the header of a grid stands: under title rows and merged cells, over one line or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from loaders.grids.grid import HEAD, Grid
from loaders.tables.headers import columns_by_header, fits, fold, known, recognise
from loaders.tables.layout import Column, Table
from loaders.tables.layouts import FREE, TABLES

__all__ = ["Header", "closing", "find_header"]

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "total"})
_SIGNED = re.compile(
    r"(?![(:：])(填表人|填报人|制表人|制表单位|填报单位|填表单位|审核人|经办人|联系人|联系电话|负责人|单位负责人|部门负责人|"
    r"责任领导|分管领导|领导小组组长|主要负责人|备案机关|单位|部门|(填表|填报|制表|审核|备案|报送)?日期|注|说明|备注|填表说明)?"
    r"(签字|签名|签章|盖章)?(\(.{1,12}?\))?[:：].*"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a grid and the rows below it; ``table`` is None where no table is recognised."""

    table: Table | None
    row: int
    texts: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    table: Table
    score: int
    at: int
    lines: int
    texts: tuple[str, ...]


def find_header(grid: Grid, stem: str) -> Header | None:
    """The header within the first rows of a grid; None where nothing is filled.

    A title in the name of the sheet, in a row above, or else in the file's name says which table it is; where none
    does, the headers must.
    """
    rows = iter(grid.rows)
    head = [item for item in islice(rows, HEAD + 1) if any(cell.strip() for cell in item[1])]
    while not head:
        more = next(rows, None)
        if more is None:
            return None
        head = [more] if any(cell.strip() for cell in more[1]) else []
    table = _titled(grid, head, stem)
    best = _best(grid, head, (table,) if table is not None else TABLES, strict=table is None)
    if best is None:
        number, cells = head[0]
        return Header(table, number, tuple(cells), chain(head[1:], rows))
    last = best.at + best.lines
    return Header(best.table, head[last - 1][0], best.texts, chain(head[last:], rows))


def closing(cells: Sequence[str]) -> bool:
    """Whether a row is no row of data but a total, or what is signed below a table."""
    first = next((fold(cell) for cell in cells if cell.strip()), "")
    return first in _TOTALS or _SIGNED.fullmatch(first) is not None


def _titled(grid: Grid, head: Sequence[tuple[int, list[str]]], stem: str) -> Table | None:
    """By the sheet's name, by a row with little but a title in it, by the file's name."""
    found = recognise(grid.title, ()) if grid.title else None
    if found is not None:
        return found
    for _, cells in head:
        texts = {cell.strip() for cell in cells if cell.strip()}
        if len(texts) > 2:
            break
        found = next((table for text in sorted(texts) if (table := recognise(text, ())) is not None), None)
        if found is not None:
            return found
    return recognise(stem, ())


def _best(
    grid: Grid, head: Sequence[tuple[int, list[str]]], tables: Sequence[Table], *, strict: bool
) -> _Candidate | None:
    found: list[_Candidate] = []
    lines = [_texts(grid, number, cells) for number, cells in head]
    for table in tables:
        names = columns_by_header(table)
        for at, line in enumerate(lines[:HEAD]):
            found.append(_Candidate(table, _score(names, line), at, 1, tuple(line)))
            if at + 1 < len(lines):
                both = _joined(names, line, lines[at + 1])
                found.append(_Candidate(table, _score(names, both), at, 2, tuple(both)))
    fitting = [item for item in found if item.score and (not strict or fits(item.table, item.texts))]
    top = max((item.score for item in fitting), default=0)
    best = [item for item in fitting if item.score == top]
    if not best or (strict and len({item.table.title for item in best}) > 1):
        return None
    first = min(best, key=lambda item: (item.at, item.lines))
    again = next((item for item in best if item.at == first.at and item.lines == 2), None)
    continued = again is not None and _continued(columns_by_header(first.table), lines, first.at)
    return again if again is not None and continued else first


def _continued(names: Mapping[str, Column], lines: Sequence[Sequence[str]], at: int) -> bool:
    """Whether the line below repeats a header, as a cell that is merged over both lines does."""
    pairs = zip(lines[at], lines[at + 1], strict=False)
    return any(above and above == below and known(names, above) is not None for above, below in pairs)


def _texts(grid: Grid, number: int, cells: Sequence[str]) -> list[str]:
    """A line as a header would say it: a merged cell stands over every column that it covers."""
    over = grid.over.get(number, {})
    width = max(len(cells), *over, 0) if over else len(cells)
    texts = [*cells, *[""] * (width - len(cells))]
    return [text.strip() or over.get(column, "") for column, text in enumerate(texts, 1)]


def _joined(names: Mapping[str, Column], above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Two lines as one: both together where that is known, else the lower header, else the upper one."""
    result = []
    for column in range(max(len(above), len(below))):
        top = above[column] if column < len(above) else ""
        low = below[column] if column < len(below) else ""
        choices = [top] if top.startswith(FREE) else [text for text in (top + low, low, top) if text]
        result.append(next((text for text in choices if known(names, text) is not None), low or top))
    return result


def _score(names: Mapping[str, Column], line: Sequence[str]) -> int:
    return len({column.name for text in line if (column := known(names, text)) is not None})
