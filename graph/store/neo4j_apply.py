"""Batches on two connections at once, none of which waits for a lock of the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Condition
from typing import NamedTuple

from graph.errors import ConflictError
from graph.schema import Kind
from graph.store.neo4j_batches import Batch, Phase, Planned
from graph.store.neo4j_layout import BATCH, HEAD
from graph.store.neo4j_places import Places
from graph.store.neo4j_server import Rows, Server
from graph.terms import Label

__all__ = ["Applying", "write_batches"]

_CONNECTIONS = 2


class Applying(NamedTuple):
    """What is being applied, in which epoch of the store; ``marked``: each batch leaves a mark that it was written."""

    number: int
    epoch: int
    marked: bool


def write_batches(server: Server, batches: Iterable[Planned], applying: Applying) -> None:
    """Write what is not there yet, phase by phase.

    Raises:
        ConflictError: somebody else took over after the lock was lost.
        StoreError: the server went away, or the database is not as the log says.
    """
    numbered = list(enumerate(batches))
    done = server.read(lambda run: _marks(run, applying.number)) if applying.marked else frozenset()
    places = Places(server)
    for phase in Phase:
        todo = [(number, batch) for number, batch in numbered if batch.phase is phase and number not in done]
        if todo:
            _Turns(server, applying, places, todo).run()


class _Turns:
    """The batches of one phase, handed out so that two at work lock no kind of node in common."""

    def __init__(self, server: Server, applying: Applying, places: Places, todo: list[tuple[int, Planned]]) -> None:
        self._server = server
        self._applying = applying
        self._places = places
        self._todo: dict[frozenset[Kind], deque[tuple[int, Planned]]] = {}
        for number, batch in todo:
            self._todo.setdefault(batch.kinds, deque()).append((number, batch))
        self._busy: list[frozenset[Kind]] = []
        self._changed = Condition()
        self._failed = False

    def run(self) -> None:
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            for future in [pool.submit(self._work) for _ in range(_CONNECTIONS)]:
                future.result()

    def _work(self) -> None:
        while (found := self._next()) is not None:
            number, planned = found
            try:
                self._write(number, planned.make())
            except BaseException:
                self._failed = True
                raise
            finally:
                with self._changed:
                    self._busy.remove(planned.kinds)
                    self._changed.notify_all()

    def _next(self) -> tuple[int, Planned] | None:
        with self._changed:
            while not self._failed:
                free = [(len(held), kinds) for kinds, held in self._todo.items() if held and self._is_free(kinds)]
                if free:
                    kinds = max(free, key=lambda item: item[0])[1]
                    self._busy.append(kinds)
                    return self._todo[kinds].popleft()
                if not any(self._todo.values()):
                    return None
                self._changed.wait()
            return None

    def _is_free(self, kinds: frozenset[Kind]) -> bool:
        return all(kinds.isdisjoint(busy) for busy in self._busy)

    def _write(self, number: int, batch: Batch) -> None:
        placed = self._places.placed(batch)

        def work(run: Rows) -> list[list[object]]:
            if self._applying.marked:
                run(f"CREATE (:{BATCH} {{revision: $of, number: $n}})", of=self._applying.number, n=number)
            if run(f"MATCH (s:{HEAD}) RETURN s.epoch") != [[self._applying.epoch]]:
                raise ConflictError(
                    Label("另有进程接手写入；请重试", "another process took over the writing; try again")
                )
            return placed.write(run)

        try:
            self._places.keep(batch, self._server.write(work))
        except ConflictError:
            if number not in self._server.read(lambda run: _marks(run, self._applying.number)):
                raise  # else a mark was there: the batch got through when its answer did not


def _marks(run: Rows, number: int) -> frozenset[int]:
    return frozenset(row[0] for row in run(f"MATCH (b:{BATCH}) WHERE b.revision = $of RETURN b.number", of=number))
