"""Where the server put the nodes of a load: relations find their ends by that, not by asking an index for codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from graph.schema import Kind, Link
from graph.store import neo4j_statements as statements
from graph.store.neo4j_batches import Batch, Part
from graph.store.neo4j_lines import FIELD, texts_of
from graph.store.neo4j_server import Row, Server

__all__ = ["Places"]

_FEW = 2_000
"""Rows for which it does not pay to know the places of all nodes of a kind."""


class Places:
    """The places of the nodes that this load made, and of all nodes of a kind where it did not make them.

    They hold for as long as nobody else deletes nodes: while the lock of the store is held.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._of: dict[Kind, dict[str, int]] = {}
        self._whole: set[Kind] = set()
        self._lock = Lock()

    def keep(self, batch: Batch, answers: Sequence[Row]) -> None:
        """Remember where new nodes are."""
        if batch.kind is not None and answers:
            with self._lock:
                self._of.setdefault(batch.kind, {}).update(zip(*answers[0][1:], strict=True))

    def placed(self, batch: Batch) -> Batch:
        """New relations by the places of their ends; any other batch as it is."""
        part, *more = batch.parts
        if batch.link is None or part.size < _FEW:
            return batch
        froms, tos = (self._places(kind, part.rows, column) for column, kind in enumerate(_ends(batch.link)))
        try:
            lines = [f"{froms[source]}{FIELD}{tos[target]}{FIELD}{said}" for source, target, said in part.rows]
        except KeyError:
            return batch  # its check says what is missing
        statement = statements.by_place(batch.link, batch.parameters["held"])
        return replace(batch, parts=(Part(statement, texts_of(lines), part.size), *more))

    def _places(self, kind: Kind, rows: Sequence[Sequence[str]], column: int) -> dict[str, int]:
        with self._lock:
            held = self._of.setdefault(kind, {})
            if kind not in self._whole and any(row[column] not in held for row in rows):
                rows_ = self._server.read(lambda run: run(statements.places(kind)))
                held.update((code, place) for code, place in rows_)
                self._whole.add(kind)
            return held


def _ends(link: Link) -> tuple[Kind, Kind]:
    return link.from_kind, link.to_kind
