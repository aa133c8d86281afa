"""Cells that list codes, merged three ways: what such a cell named when it was exported, here and in the store."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from graph.model import NodeId, RelationId
from graph.schema import AUTHORIZED_BY, Link
from graph.view import View
from loaders.books.pages import named_in_cells
from loaders.elements import Source
from loaders.tables.cells import CellError, codes_cell
from loaders.tables.layout import Column, Table

__all__ = ["Cell", "Clash", "Named", "clash_in", "header_of", "named_in", "stated_in"]

Named = frozenset[RelationId]
"""The relations that a cell names."""

_LISTED = 8
"""Codes that a message lists; of longer lists it tells those that not all sides have."""


class Cell(NamedTuple):
    """A cell that names other things, and so relations of one link: its row is about ``node``."""

    node: NodeId
    link: Link
    into: bool

    def relation(self, other: str) -> RelationId:
        """The relation that a code in the cell stands for."""
        ends = (other, self.node.code) if self.into else (self.node.code, other)
        return RelationId(self.link, *ends)

    def other(self, identity: RelationId) -> str:
        """The code that stands in the cell for a relation."""
        return identity.source if self.into else identity.target

    def held(self, view: View) -> Named:
        """The relations of its link that its row has in a graph, whether or not a cell can say them."""
        others = view.into(self.link, self.node.code) if self.into else view.out(self.link, self.node.code)
        found = map(self.relation, others)
        return frozenset(item for item in found if "" in view.pair(item.link, item.source, item.target))


class Clash(NamedTuple):
    """What the three sides of a cell name, where merging them makes a list that neither side wrote."""

    before: Named
    here: Named
    store: Named

    def told(self, cell: Cell) -> tuple[str, str, str]:
        """The three lists as a message shows them."""
        every = [frozenset(map(cell.other, side)) for side in self]
        common = frozenset.intersection(*every) if max(map(len, every)) > _LISTED else frozenset()
        dots = ["…"] if common else []
        before, here, store = ("；".join([*dots, *sorted(side - common)]) or "（空 empty）" for side in every)
        return before, here, store


def named_in(table: Table, columns: Collection[str], view: View) -> dict[Cell, Named]:
    """The relations that the cells of a sheet name when a graph is exported; empty cells are left out.

    Args:
        table: an instrument of nodes.
        columns: the headers that the sheet has.
        view: the graph.
    """
    result: dict[Cell, Named] = {}
    for code, column, text in named_in_cells(view, table):
        cell = _cell(table, column, code)
        if cell is None or header_of(cell, table, columns) is None:
            continue
        try:
            items = codes_cell(text)
        except CellError:
            continue
        others = (item.partition("@")[0] if cell.link is AUTHORIZED_BY else item for item in items)
        result[cell] = frozenset(map(cell.relation, others)) & cell.held(view)
    return result


def stated_in(source: Source) -> dict[Cell, Named]:
    """The relations that the cells of all sheets name as they are read."""
    result: dict[Cell, set[RelationId]] = {}
    for element in (*source.elements, *source.echoes):
        table, identity = source.tables.get(element.place.file), element.identity
        if table is None or not isinstance(identity, RelationId):
            continue
        for column in table.columns:
            if column.link is identity.link:
                cell = _cell(table, column, identity.ends[column.into].code)
                if cell is not None:
                    result.setdefault(cell, set()).add(identity)
    return {cell: frozenset(named) for cell, named in result.items()}


def header_of(cell: Cell, table: Table, columns: Collection[str]) -> str | None:
    """The header that a sheet has over a cell; None where it has no such column."""
    for column in table.columns:
        if column.link is cell.link and not column.by_role:
            return next((header for header in (column.header, *column.others) if header in columns), None)
    return None


def _cell(table: Table, column: Column, code: str) -> Cell | None:
    if table.kind is None or column.link is None:
        return None
    return Cell(NodeId(table.kind, code), column.link, column.into)


def clash_in(cell: Cell, before: Named, here: Named, base: View, now: View) -> Clash | None:
    """Where both sides changed a cell, and merging makes a list that neither of them wrote.

    Two lists can be merged where two values could not: what one side added is added, what one took out is taken out.
    Where that makes what one of the sides wrote, nobody is surprised; else it is measures for a risk, or offices for
    a power, that no person ever listed together, and a person has to say so.

    Args:
        cell: which.
        before: what it named when it was exported.
        here: what it names as it is read.
        base: the graph that was exported.
        now: what the store holds.
    """
    store = cell.held(now) - (cell.held(base) - before)  # what only a row of its own says is no matter of the cell
    merged = (store - (before - here)) | (here - before)
    return None if merged in (here, store) else Clash(before, here, store)
