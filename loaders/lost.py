"""Columns that an export wrote and the workbook that comes back lacks: taken out, or their headers written over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from graph.errors import Problem
from graph.terms import Both, Lack
from graph.view import View
from loaders.books.pages import pages_of
from loaders.elements import Source
from loaders.exported import Base
from loaders.tables.headers import columns_by_header, is_personal, known, listed
from loaders.tables.layout import Column, Form, Table
from loaders.tables.layouts import OPTIONAL

__all__ = ["lost_columns"]

_FOR_PEOPLE = frozenset({Form.NAME, Form.DATE})
"""Forms of columns that nobody misses: names beside codes, and dates that say nothing where they are untouched."""


def lost_columns(source: Source, sheets: Mapping[str, Base]) -> Iterator[Problem]:
    """A warning for each column that was filled when a table was exported and that the table no longer has.

    Its values stay as they are in the store. Where headers stand there that no table knows, one of them may be its
    new name, and what is below goes to the remarks: so they are named.
    """
    for name, base in sorted(sheets.items()):
        table, headers = source.tables.get(name), source.columns.get(name, {})
        if table is None:
            continue
        names = columns_by_header(table)
        present = {column.name for header in headers if (column := known(names, header)) is not None}
        missing = [x for x in table.columns if x.name not in present and x.form not in _FOR_PEOPLE and not x.by_role]
        strange = [x for x in headers if x.strip() and known(names, x) is None and not is_personal(x)]
        filled = _filled(base.view, table, missing)
        yield from (_lost(name, column, strange, headers) for column in missing if column.name in filled)


def _filled(view: View, table: Table, columns: Sequence[Column]) -> Collection[str]:
    """Which columns some row filled when the table was exported; that of tables without nodes takes a page."""
    if table.kind is not None:
        held = {name for code in view.codes(table.kind) for name in view.node(table.kind, code) or ()}
        return {x.name for x in columns if x.name in held or (x.link is not None and any(view.pairs(x.link)))}
    if all(column.name in OPTIONAL for column in columns):
        return ()
    page = next((page for page in pages_of(view, (table,)) if page.table is table), None)
    if page is None:
        return ()
    written = {header for header, *cells in zip(page.headers, *page.rows, strict=True) if any(cells)}
    return {column.name for column in columns if column.header in written}


def _lost(name: str, column: Column, strange: Sequence[str], headers: Mapping[str, str]) -> Problem:
    got = Lack(f"没有了“{column.header}”一列", f"the column “{column.header}” is gone")
    advice = Both(
        "各行此项不变；误删或改名的，请恢复表头再装", "its values stay as they are; if not meant, put the header back"
    )
    if strange:
        cells = "、".join(f"{headers[header]} 列“{listed([header])}”" for header in strange)
        advice = (
            Both(
                f"是否改名为{cells}？未知的列只记入备注；",
                f"was it renamed to {cells}? unknown columns go to the remarks; ",
            )
            + advice
        )
    return Problem(name, got, Both("导出时填有的各列", "every column that the export filled"), advice, warning=True)
