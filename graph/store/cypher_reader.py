"""Asking a store in Cypher: what a store on a server offers beyond `graph.store.base.Store`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

__all__ = ["CypherReader"]


@runtime_checkable
class CypherReader(Protocol):
    """A store whose graph in force today can be asked in Cypher.

    The rows are those of the statement, in the order in which the server gives them, as plain Python values (lists
    for lists). The statement is run in a read-only session with the store's timeout; a statement that writes is
    refused with a `graph.errors.StoreError`. Costs one round trip.
    """

    def run_cypher(self, text: str, parameters: Mapping[str, object]) -> Sequence[Sequence[object]]:
        """The rows of one reading statement."""
