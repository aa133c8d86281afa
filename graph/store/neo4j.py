"""The store on a Neo4j server: what is in force lies there as a graph for people and Cypher (decision 5)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from threading import RLock
from typing import TypeVar

from graph.edits import Edit
from graph.errors import ConflictError, StoreError
from graph.model import Manifest
from graph.schema import Kind
from graph.snapshot import Origin, Snapshot
from graph.store import neo4j_layout as layout
from graph.store import neo4j_log as log
from graph.store import neo4j_rows as rows
from graph.store.appending import Maker, making, taking, without_collecting
from graph.store.audit import audit
from graph.store.base import Commit, Revision, Version
from graph.store.columns import snapshot_of
from graph.store.neo4j_rows import Known, State
from graph.store.neo4j_server import Rows, Server
from graph.store.neo4j_strangers import strangers
from graph.store.neo4j_writer import Limits, Writer
from graph.store.open import Clock
from graph.store.records import revision_from_body
from graph.terms import Label

__all__ = ["Neo4jStore"]

_T = TypeVar("_T")
_PAUSE = 0.05
_LOG_TOGETHER = 20


class Neo4jStore:
    """A `graph.store.base.Store` in one database of a server; every read sees one revision whole.

    Safe for threads. A reader that a writer came between reads again.
    """

    def __init__(self, server: Server, clock: Clock, limits: Limits, *, create: bool) -> None:
        self._server = server
        self._clock = clock
        self._limits = limits
        self._writer = Writer(server, clock, limits)
        self._lock = RLock()
        self._closed = False
        self._day = date.min
        try:
            if create:
                layout.create(server, clock().date().isoformat())
            layout.check(server)
            with suppress(StoreError):  # the log can be read all the same; whoever reads the graph is told
                self._tidy()
        except BaseException:
            server.close()
            raise

    def head(self) -> int:
        return self._read(rows.state).number

    def commit(self, commit: Commit) -> Revision:
        return self._append(making(commit, self._clock), commit.edits)

    def append(self, revision: Revision) -> None:
        self._append(taking(revision), revision.edits)

    def snapshot(self, on: date | None = None, as_of: int | None = None) -> Snapshot:
        day = on if on is not None else self._clock().date()

        def read(run: Rows, held: State) -> Snapshot:
            revision = rows.revision_of(held, as_of)
            known = Known(revision, day.isoformat())
            whole = revision == held.number and not held.turns(held.day, known.on)
            manifest = log.manifest_at(run, held, revision)
            nodes = rows.nodes_in_force(run, known, whole=whole)
            relations = rows.relations_in_force(run, known, whole=whole)
            later = rows.later(run, known, held)
            origin = Origin(revision, day, self._server.address.name)
            return snapshot_of(nodes, relations, Snapshot.of((), (), manifest, origin, later))

        return self._read_whole(read)

    def run_cypher(self, text: str, parameters: Mapping[str, object]) -> Sequence[Sequence[object]]:
        """The rows of one reading statement, over the graph in force today (`graph.store.cypher_reader`)."""
        return self._read_whole(lambda run, _: run(text, **parameters))

    def manifest(self, as_of: int | None = None) -> Manifest:
        def read(run: Rows) -> Manifest:
            held = rows.state(run)
            return log.manifest_at(run, held, rows.revision_of(held, as_of))

        return self._read(read)

    def versions(self, as_of: int | None = None) -> Iterator[Version]:
        self._read(lambda run: rows.revision_of(rows.state(run), as_of))
        return self._versions(as_of)

    def node_versions(
        self, as_of: int | None = None, *, kinds: Collection[Kind] = tuple(Kind), code: str | None = None
    ) -> Iterator[Version]:
        return self._read_whole(
            lambda run, held: rows.node_versions(run, Known(rows.revision_of(held, as_of)), kinds, code)
        )

    def days(self, after: date) -> Sequence[date]:
        days = self._read(rows.state).days
        return sorted(found for found in map(date.fromisoformat, days) if found > after)

    def history(self, newest_first: bool = False) -> Iterator[Revision]:  # noqa: FBT001, FBT002 - the protocol's
        self._check_open()
        return self._history(newest_first=newest_first)

    def verify(self) -> Sequence[str]:
        def read(run: Rows, held: State) -> Sequence[str]:
            numbers = log.numbers(run)
            entries = (entry for number in numbers if (entry := log.entry(run, number)) is not None)
            found = audit(entries, rows.entries(run), log.manifests(run))
            return (*found, *strangers(run, held, log.manifest_at(run, held, held.number)))

        try:
            return self._read_whole(read)
        except StoreError as error:  # a revision that cannot be finished is told of, with what else there is
            return (str(error), *self._read_whole(read, torn=True))

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._server.close()

    def _append(self, make: Maker, edits: tuple[Edit, ...]) -> Revision:
        with self._lock, without_collecting(edits):
            self._check_open()
            return self._writer.append(make, edits)

    def _versions(self, as_of: int | None) -> Iterator[Version]:
        yield from self._read_whole(lambda run, held: list(rows.versions(run, Known(rows.revision_of(held, as_of)))))

    def _history(self, *, newest_first: bool) -> Iterator[Revision]:
        head = self._read(rows.state).number
        numbers = range(head, 0, -1) if newest_first else range(1, head + 1)
        for number in numbers:
            entry = self._read(lambda run, number=number: log.entry(run, number))  # type: ignore[misc]  # bound now
            if entry is None:
                raise StoreError(
                    Label(
                        f"{self._server.address}：修订 {number} 的记录不见了；应为 1 – {head}；运行 `quangang "
                        "verify`，或恢复备份",
                        f"{self._server.address}: the record of revision {number} is gone; expected 1 – {head}; "
                        "run `quangang verify`, or restore a backup",
                    )
                )
            yield revision_from_body(entry[2], entry[1])

    def _read(self, work: Callable[[Rows], _T]) -> _T:
        self._check_open()
        return self._server.read(work)

    def _read_whole(self, work: Callable[[Rows, State], _T], *, torn: bool = False) -> _T:
        """Read one revision whole: again where a writer came between, later where one is being applied."""
        self._check_open()
        if self._clock().date() != self._day:
            with suppress(StoreError):  # who may only read gets the same answers from the versions
                self._tidy()

        def once(run: Rows) -> tuple[_T] | None:
            before = rows.state(run)
            if before.applying is not None and not torn:
                return None
            found = work(run, before)
            return (found,) if rows.state(run) == before else None

        while (found := self._explained(once)) is None:
            time.sleep(_PAUSE)
            self._tidy()
        return found[0]

    def _explained(self, once: Callable[[Rows], _T]) -> _T:
        try:
            return self._server.read(once)
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(
                Label(
                    f"{self._server.address}：无法读取：{error}；应与日志相符；有人从外部改动；运行 `quangang verify`",
                    f"{self._server.address}: cannot be read: {error}; expected what the log gives; "
                    "somebody changed the database from outside; run `quangang verify`",
                )
            ) from error

    def _tidy(self) -> None:
        """Finish what an interrupted writer left, and bring the projection to today; not where a writer is at it."""
        with self._lock:
            self._day = self._clock().date()
            if self._writer.untidy():
                with suppress(ConflictError), self._writer.locked():
                    self._writer.tidy()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(
                Label(
                    f"{self._server.address}: 图谱库已关闭；请重新打开",
                    f"{self._server.address}: the store is closed; open it again",
                )
            )
