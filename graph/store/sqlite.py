"""The embedded store: one SQLite file that holds every version and the log (architecture decision 2)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from threading import RLock

from graph.edits import Edit
from graph.errors import StoreError
from graph.model import Manifest
from graph.schema import Kind
from graph.snapshot import Origin, Snapshot
from graph.store import sqlite_rows as rows
from graph.store.appending import Head, Maker, making, taking, without_collecting
from graph.store.audit import audit
from graph.store.base import Commit, Revision, Version
from graph.store.columns import snapshot_of
from graph.store.open import Clock
from graph.store.records import revision_from_body
from graph.store.sqlite_file import StoreFile
from graph.terms import Label

__all__ = ["SqliteStore"]


class SqliteStore:
    """A `graph.store.base.Store` in one file; every read sees one revision whole, whoever writes meanwhile.

    Safe for threads. Each read has its own connection, commits share one.
    """

    def __init__(self, file: StoreFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._lock = RLock()
        self._writer: sqlite3.Connection | None = None
        self._closed = False

    def head(self) -> int:
        self._check_open()
        with self._file.reading() as connection:
            return rows.head(connection)[0]

    def commit(self, commit: Commit) -> Revision:
        return self._append(making(commit, self._clock), commit.edits)

    def append(self, revision: Revision) -> None:
        self._append(taking(revision), revision.edits)

    def snapshot(self, on: date | None = None, as_of: int | None = None) -> Snapshot:
        self._check_open()
        day = on if on is not None else self._clock().date()
        with self._file.reading() as connection:
            revision = rows.revision_of(connection, as_of)
            known = rows.known(as_of)
            manifest = rows.manifest(connection, revision)
            nodes = rows.nodes_in_force(connection, known, day)
            relations = rows.relations_in_force(connection, known, day)
            later = rows.later(connection, known, day)
        empty = Snapshot.of((), (), manifest, Origin(revision, day, self._file.path.stem), later)
        try:
            return snapshot_of(nodes, relations, empty)
        except (TypeError, ValueError) as error:
            raise StoreError(
                Label(
                    f"{self._file.path}：属性无法读取：{error}；应为 JSON 对象；运行 `quangang verify`，或恢复备份",
                    f"{self._file.path}: properties cannot be read: {error}; expected JSON objects; "
                    "run `quangang verify`, or restore a backup",
                )
            ) from error

    def manifest(self, as_of: int | None = None) -> Manifest:
        self._check_open()
        with self._file.reading() as connection:
            return rows.manifest(connection, rows.revision_of(connection, as_of))

    def versions(self, as_of: int | None = None) -> Iterator[Version]:
        self._check_open()
        with self._file.reading() as connection:
            rows.revision_of(connection, as_of)
        return self._versions(as_of)

    def node_versions(
        self, as_of: int | None = None, *, kinds: Collection[Kind] = tuple(Kind), code: str | None = None
    ) -> Iterator[Version]:
        self._check_open()
        with self._file.reading() as connection:
            rows.revision_of(connection, as_of)
            return iter(list(rows.node_versions(connection, rows.known(as_of), kinds, code)))

    def days(self, after: date) -> Sequence[date]:
        self._check_open()
        with self._file.reading() as connection:
            return rows.days(connection, after)

    def history(self, newest_first: bool = False) -> Iterator[Revision]:  # noqa: FBT001, FBT002 - the protocol's
        self._check_open()
        return self._history(newest_first=newest_first)

    def verify(self) -> Sequence[str]:
        self._check_open()
        with self._file.reading() as connection:
            damage = self._file.damage(connection)
            if damage:
                return damage
            found = audit(rows.log(connection), rows.entries(connection), rows.manifests(connection))
            return (*self._file.layout_changes(connection), *found)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _append(self, make: Maker, edits: tuple[Edit, ...]) -> Revision:
        with self._lock, without_collecting(edits):
            self._check_open()
            if self._writer is None:
                self._writer = self._file.open_to_write()
            connection = self._writer
            with self._file.writing(connection):
                number, found = rows.head(connection)
                held = rows.Held(connection, empty=number == 0)
                made = make(Head(str(self._file.path), number, found, rows.manifest(connection, number), held))
                sealed = made.seal()
                rows.write(connection, *sealed, made.outcome)
            return sealed.revision

    def _versions(self, as_of: int | None) -> Iterator[Version]:
        with self._file.reading() as connection:
            yield from rows.versions(connection, rows.known(as_of))

    def _history(self, *, newest_first: bool) -> Iterator[Revision]:
        with self._file.reading() as connection:
            for _, found, body in rows.log(connection, newest_first=newest_first):
                yield revision_from_body(body, found)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(
                Label(
                    f"{self._file.path}: 图谱库已关闭；请重新打开",
                    f"{self._file.path}: the store is closed; open it again",
                )
            )
