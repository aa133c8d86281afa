"""Which table a file is, and which column stands under which header."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.errors import Problem
from loaders.elements import shown
from loaders.tables.layout import Column, Table
from loaders.tables.layouts import TABLES

__all__ = ["Heading", "fold", "match", "recognise"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of one file: the layout's column at each position, None where it is ignored."""

    table: Table
    columns: tuple[Column | None, ...]
    headers: tuple[str, ...]

    @property
    def present(self) -> frozenset[str]:
        """Names of the columns that the file has."""
        return frozenset(column.name for column in self.columns if column is not None)

    def header_of(self, name: str) -> str:
        """The header as the file writes it; the official one where the file lacks the column."""
        for column, header in zip(self.columns, self.headers, strict=True):
            if column is not None and column.name == name:
                return header
        return next((column.header for column in self.table.columns if column.name == name), name)


def fold(text: str) -> str:
    """A header as it is compared: compatibility forms, spaces and case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def recognise(stem: str, headers: Sequence[str]) -> Table | None:
    """The table that a file is, by the title in its name or else by its headers; None where neither tells."""
    name = fold(stem)
    titled = [(len(title), table) for table in TABLES for title in _titles(table) if title in name]
    if titled:
        return max(titled, key=lambda item: item[0])[1]
    folded = {fold(header) for header in headers}
    fitting = []
    for table in TABLES:
        names = _names(table)
        found = {names[header].name for header in folded if header in names}
        if all(column.name in found for column in table.columns if column.required):
            fitting.append((len(found), table))
    best = max((count for count, _ in fitting), default=0)
    candidates = [table for count, table in fitting if count == best]
    return candidates[0] if len(candidates) == 1 else None


def match(table: Table, headers: Sequence[str], file: str, row: int) -> tuple[Heading, list[Problem], list[Problem]]:
    """The columns under a file's headers, with problems and, for what will be ignored, notices."""
    names = _names(table)
    columns: list[Column | None] = []
    problems: list[Problem] = []
    strange: list[str] = []
    for header in headers:
        column = names.get(fold(header))
        if column is not None and column in columns:
            got = f"表头 {header!r} 再次出现 column again"
            problems.append(Problem(file, got, "每列一次 each column once", row=row, column=header))
        elif column is None and header.strip():
            strange.append(header)
        columns.append(column)
    for column in table.columns:
        if column.required and column not in columns:
            near = get_close_matches(column.header, strange, n=1, cutoff=0.5)
            got = f"表头 header {near[0]!r}" if near else "没有这一列 no such column"
            others = "、".join(column.others)
            problems.append(
                Problem(
                    file,
                    got,
                    f"{column.header}（或 or {others}）",
                    f"这是{table.title} this is the table {table.title}",
                    row,
                    column.header,
                )
            )
    notices = [_unknown_header(table, header, file, row) for header in strange]
    return Heading(table, tuple(columns), tuple(headers)), problems, notices


def _unknown_header(table: Table, header: str, file: str, row: int) -> Problem:
    known = [column.header for column in table.columns]
    near = get_close_matches(header, known, n=1, cutoff=0.4)
    expected = f"{near[0]}？" if near else "、".join(known)
    return Problem(file, f"未知表头 unknown header {shown(header)}", expected, "此列未读 column not read", row, header)


def _names(table: Table) -> dict[str, Column]:
    """Every header that the table knows; the official ones win over the others."""
    result = {fold(other): column for column in table.columns for other in column.others}
    result.update({fold(column.header): column for column in table.columns})
    return result


def _titles(table: Table) -> tuple[str, ...]:
    return tuple(fold(title) for title in (table.title, *table.aliases))
