"""What a reform changes on the pages of the instruments: rows that are new, gone or changed, with their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model import NodeId
from graph.schema import KINDS, Kind
from graph.view import View
from loaders.books.pages import Page, pages_of
from loaders.tables.layout import Table
from loaders.tables.layouts import DUTIES, FREE, INCOMPATIBLE, POWER_TYPES, RELATIONS, TABLES

__all__ = ["Change", "RevisedPage", "RevisedRow", "revised_pages"]

_KEYS: Mapping[str, tuple[str, ...]] = {
    DUTIES.title: ("step", "post", "on_behalf_of"),
    RELATIONS.title: ("rel", "kind", "from", "to", "key"),
}
_KIND_OF = {KINDS[kind].label.zh: kind for kind in Kind}
_NEIGHBOURS = 1
"""Unchanged rows that are shown before and behind one that changed."""


class Change(StrEnum):
    """What became of a row."""

    NEW = "新增"
    GONE = "删除"
    CHANGED = "修改"
    SAME = ""


@dataclass(frozen=True, slots=True)
class RevisedRow:
    """One row on both sides; an empty tuple where it is not there. ``node`` is what it is about."""

    change: Change
    node: NodeId
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def differing(self) -> tuple[int, ...]:
        """Positions of the cells that changed, where the row is on both sides."""
        pairs = zip(self.before, self.after, strict=False)
        return tuple(at for at, (old, new) in enumerate(pairs) if old != new)


@dataclass(frozen=True, slots=True)
class RevisedPage:
    """One instrument: its rows that changed and, between them, their neighbours."""

    table: Table
    headers: tuple[str, ...]
    rows: tuple[RevisedRow, ...]

    @property
    def changed(self) -> tuple[RevisedRow, ...]:
        """The rows that are not the same."""
        return tuple(row for row in self.rows if row.change is not Change.SAME)


def revised_pages(
    before: View, after: View, shown_too: Callable[[NodeId], bool] = lambda _node: False
) -> tuple[RevisedPage, ...]:
    """Every page with a row that changed, in the order of the instruments.

    Args:
        before: the graph without the reform.
        after: the graph with it.
        shown_too: whether the row of a node is shown although it did not change.
    """
    tables = tuple(table for table in TABLES if table not in (INCOMPATIBLE, POWER_TYPES))
    old, new = ({page.table.title: page for page in pages_of(view)} for view in (before, after))
    found = (_revised(table, old.get(table.title), new.get(table.title), shown_too) for table in tables)
    return tuple(page for page in found if page.rows)


def _revised(table: Table, before: Page | None, after: Page | None, shown_too: Callable[[NodeId], bool]) -> RevisedPage:
    headers = _headers(table, before, after)
    old, new = _rows(before, headers), _rows(after, headers)
    rows = [_row(table, key, old.get(key, ()), new.get(key, ())) for key in sorted(old.keys() | new.keys())]
    keep = {at for at, row in enumerate(rows) if row.change is not Change.SAME or shown_too(row.node)}
    near = {at + step for at in keep for step in range(-_NEIGHBOURS, _NEIGHBOURS + 1)}
    return _filled(RevisedPage(table, headers, tuple(row for at, row in enumerate(rows) if at in near)))


def _filled(page: RevisedPage) -> RevisedPage:
    """The page without the columns that none of its rows fills."""
    used = sorted({at for row in page.rows for side in (row.before, row.after) for at, text in enumerate(side) if text})

    def kept(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cells[at] for at in used) if cells else ()

    rows = tuple(RevisedRow(row.change, row.node, kept(row.before), kept(row.after)) for row in page.rows)
    return RevisedPage(page.table, kept(page.headers), rows)


def _row(table: Table, key: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]) -> RevisedRow:
    change = Change.CHANGED
    if before == after:
        change = Change.SAME
    elif not before:
        change = Change.NEW
    elif not after:
        change = Change.GONE
    return RevisedRow(change, _node(table, key), before, after)


def _node(table: Table, key: tuple[str, ...]) -> NodeId:
    """What a row is about: its own node, the step of a duty, the node that a relation runs from."""
    if table is DUTIES:
        return NodeId(Kind.STEP, key[0])
    if table.kind is not None:
        return NodeId(table.kind, key[0])
    return NodeId(_KIND_OF[key[1]], key[2])


def _headers(table: Table, *pages: Page | None) -> tuple[str, ...]:
    """The headers of both sides in the order of the instrument, free columns last."""
    present = {header for page in pages if page is not None for header in page.headers}
    official = [column.header for column in table.columns if column.header in present]
    return (*official, *sorted(header for header in present if header.startswith(FREE)))


def _rows(page: Page | None, headers: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    if page is None:
        return {}
    names = {column.name: column.header for column in page.table.columns}
    key_headers = [names[name] for name in _KEYS.get(page.table.title, ("code",))]
    return dict(_keyed(page, headers, key_headers))


def _keyed(
    page: Page, headers: Sequence[str], key_headers: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for cells in page.rows:
        held = dict(zip(page.headers, cells, strict=True))
        key = tuple(held.get(header, "") for header in key_headers)
        yield key, tuple(held.get(header, "") for header in headers)
