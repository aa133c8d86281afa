"""What relations in cells take over from their row, and of which of them a cell therefore says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.model import NodeId, Properties, RelationId
from loaders.elements import Element, Source
from loaders.holdings import Held, Identity, now
from loaders.tables.build import CARRIED
from loaders.tables.layout import Table

__all__ = ["keeping_their_own", "not_the_rows", "row_of"]


def row_of(element: Element, table: Table | None) -> NodeId | RelationId:
    """What an element's row is about: its own node, or the relation that it states."""
    if table is None or table.kind is None or isinstance(element.identity, NodeId):
        return element.identity
    into = any(column.into for column in table.columns if column.link is element.identity.link)
    return element.identity.ends[into]


def not_the_rows(relation: Properties, row: Properties) -> frozenset[str]:
    """What a relation would take over from its row, where it has something else: a cell does not say that."""
    return frozenset(name for name in CARRIED if relation.get(name) != row.get(name))


def keeping_their_own(source: Source, held: Held, day: date) -> Sequence[Element]:
    """The elements of a source, whose cells leave alone the provenance that a relation has and its row has not.

    A table has one column for the provenance of its row, and nothing to say that a relation in it came from elsewhere.
    So where the store has them apart the relation keeps its own, whatever the row says; where they are the same it
    goes with its row. Tables that say of which revision they are have been compared with that (`loaders.merging`).

    Args:
        source: as it was read and, where it was exported, merged.
        held: every version that the store holds.
        day: on which the store is compared.
    """
    if not held or all(name in source.told for name in source.tables):
        return source.elements
    return [_less(element, source, held, day) for element in source.elements]


def _less(element: Element, source: Source, held: Held, day: date) -> Element:
    row = row_of(element, source.tables.get(element.place.file))
    if row == element.identity or element.told is None or element.place.file in source.told:
        return element
    relation, node = _on(held, element.identity, day), _on(held, row, day)
    own = not_the_rows(relation, node) if relation is not None and node is not None else frozenset()
    return element._replace(told=element.told - own) if own else element


def _on(held: Held, identity: Identity, day: date) -> Properties | None:
    version = now(held, identity, day)
    return None if version is None else version.properties
