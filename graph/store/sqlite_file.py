"""The file of the embedded store: how it is made, told from other files, opened and locked."""
# ruff: noqa: S608 - statements are put together from constants of this module

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graph.errors import ConflictError, MissingError, StoreError
from graph.terms import Both, Label

__all__ = ["StoreFile"]

_APPLICATION = int.from_bytes(b"QGTP", "big")  # 权岗图谱, told by `file` and by SQLite itself
_LAYOUT = 1
_PROTECTED = "RAISE(ABORT, 'append-only: the log and the versions of a quangang store are never changed')"

# Tables without rowid lie on disk in the order of their key: a snapshot reads each kind in one sweep, sorted.
# valid_from '' is since ever; valid_to and until NULL are open. `revision` opened the version; `since` and
# `until` say during which revisions this row was what is known.
_TABLES = f"""
CREATE TABLE revision (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE manifest (revision INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE node_version (
    kind TEXT NOT NULL, code TEXT NOT NULL,
    valid_from TEXT NOT NULL, valid_to TEXT, properties TEXT NOT NULL,
    revision INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    PRIMARY KEY (kind, code, since, valid_from)
) WITHOUT ROWID;
CREATE TABLE relation_version (
    rel TEXT NOT NULL, from_kind TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, key TEXT NOT NULL,
    valid_from TEXT NOT NULL, valid_to TEXT, properties TEXT NOT NULL,
    revision INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
    PRIMARY KEY (rel, from_kind, source, target, key, since, valid_from)
) WITHOUT ROWID;
CREATE INDEX node_later ON node_version (valid_from) WHERE valid_from > '';
CREATE INDEX relation_later ON relation_version (valid_from) WHERE valid_from > '';
CREATE INDEX relation_into ON relation_version (rel, from_kind, target) WHERE until IS NULL;
CREATE TRIGGER revision_next BEFORE INSERT ON revision
    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM revision) BEGIN SELECT {_PROTECTED}; END;
CREATE TRIGGER manifest_next BEFORE INSERT ON manifest
    WHEN NEW.revision <= (SELECT coalesce(max(revision), 0) FROM manifest) BEGIN SELECT {_PROTECTED}; END;
"""
_FIXED = {
    "revision": "number, hash, body",
    "manifest": "revision, body",
    "node_version": "kind, code, valid_from, valid_to, properties, revision, since",
    "relation_version": "rel, from_kind, source, target, key, valid_from, valid_to, properties, revision, since",
}
_TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN SELECT {_PROTECTED}; END;\n"
    f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON {table} BEGIN SELECT {_PROTECTED}; END;\n"
    for table, columns in _FIXED.items()
) + "".join(
    f"CREATE TRIGGER {table}_closed BEFORE UPDATE OF until ON {table}"
    f" WHEN OLD.until IS NOT NULL BEGIN SELECT {_PROTECTED}; END;\n"
    for table in ("node_version", "relation_version")
)
_SCHEMA = _TABLES + _TRIGGERS


class StoreFile:
    """One SQLite file in WAL mode: any number of readers beside one writer, in this process or others.

    Args:
        path: of the file; ``create`` makes it where it is missing or empty.
        timeout: seconds that a writer waits for another one.
    """

    def __init__(self, path: Path, *, create: bool, timeout: float) -> None:
        self.path = path
        self._timeout = timeout
        if not path.exists() and not create:
            raise MissingError(
                Label(
                    f"没有图谱库 {path}；新建用 `quangang init --store {path}`，或核对路径",
                    f"no store at {path}; expected a store file; make one with `quangang init --store {path}`, "
                    "or check the path",
                )
            )
        if path.is_dir():
            raise StoreError(
                Label(
                    f"{path} 是文件夹；应为图谱库文件；请写明其中的文件，如 {path / 'quangang.db'}",
                    f"{path} is a folder; expected a store file; give the path of a file, such as "
                    f"{path / 'quangang.db'}",
                )
            )
        if not create and path.stat().st_size == 0:
            raise StoreError(
                Label(
                    f"{path} 是空文件（0 字节）；应为图谱库文件；新建用 `quangang init --store {path}`，或恢复备份",
                    f"{path} is an empty file (0 bytes); expected a store file; make one with `quangang init "
                    f"--store {path}`, or restore a backup",
                )
            )
        if create and (not path.exists() or path.stat().st_size == 0):
            self._create()
        with self.reading() as connection:
            self._check(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one unchanging state of the store for as long as it is open."""
        with self._explained(), closing(self._open_to_read()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self, connection: sqlite3.Connection) -> Iterator[None]:
        """One transaction that nobody else writes in: all of it is on disk when it ends, or nothing of it."""
        with self._explained():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def open_to_write(self) -> sqlite3.Connection:
        """A connection for commits; each is on disk when it returns (``synchronous=FULL``)."""
        with self._explained():
            connection = self._connect("rw")
            connection.execute("PRAGMA synchronous=FULL")
            return connection

    def damage(self, connection: sqlite3.Connection) -> tuple[str, ...]:
        """What SQLite itself finds wrong with the pages of the file."""
        found = (text for (text,) in connection.execute("PRAGMA integrity_check"))
        return tuple(
            Both(f"文件损坏：{text}；请恢复备份", f"damaged file: {text}; restore a backup")
            for text in found
            if text != "ok"
        )

    def layout_changes(self, connection: sqlite3.Connection) -> tuple[str, ...]:
        """Tables, indexes and protections of the log that are not as this program made them."""
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        held = dict(connection.execute(query))
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.executescript(_SCHEMA)
            made = dict(fresh.execute(query))
        return tuple(
            Both(
                f"库结构被改动：{name} 为 {held.get(name)!r}，应为 {made.get(name)!r}",
                f"layout changed: {name}: got {held.get(name)!r}, expected {made.get(name)!r}",
            )
            for name in sorted(held.keys() | made.keys())
            if held.get(name) != made.get(name)
        )

    def _create(self) -> None:
        with self._explained(), closing(self._connect("rwc")) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            with self.writing(connection):
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                    return  # another process made it meanwhile
                for statement in _statements(_SCHEMA):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={_APPLICATION}")
                connection.execute(f"PRAGMA user_version={_LAYOUT}")

    def _open_to_read(self) -> sqlite3.Connection:
        """Read-only where possible; a file nobody here may write, beside no writer, is read as it lies there."""
        if not self.path.exists():
            raise StoreError(
                Label(
                    f"图谱库 {self.path} 已不在原处", f"the store {self.path} is gone; expected it where it was opened"
                )
            )
        try:
            return self._tried("mode=ro")
        except sqlite3.OperationalError:
            log = self.path.with_name(f"{self.path.name}-wal")
            if log.exists() and log.stat().st_size:
                raise
            return self._tried("mode=ro&immutable=1")

    def _tried(self, options: str) -> sqlite3.Connection:
        connection = self._connect(options.removeprefix("mode="))
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _connect(self, mode: str) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(address, uri=True, timeout=self._timeout, isolation_level=None, check_same_thread=False)

    def _check(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if application != _APPLICATION:
            raise StoreError(
                Label(
                    f"{self.path} 是别的程序的数据库：application id 为 {application}，应为 {_APPLICATION}；"
                    "另选路径，或用 `quangang init` 新建",
                    f"{self.path} is another program's database: got application id {application}, expected "
                    f"{_APPLICATION}; choose another path, or `quangang init` a new one",
                )
            )
        if layout != _LAYOUT:
            raise StoreError(
                Label(
                    f"{self.path}：库结构版本为 {layout}，应为 {_LAYOUT}；请用写入它的版本导出后再装载",
                    f"{self.path}: layout {layout}, expected {_LAYOUT}; export it with the quangang "
                    "that wrote it and load the export here",
                )
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell what an error of SQLite means for the user."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                raise ConflictError(
                    Label(
                        f"{self.path}：另有写入正在进行，已占用 {self._timeout:g} 秒；同时只能有一个；请稍后重试",
                        f"{self.path}: another writer has held the store for {self._timeout:g} s; expected "
                        "one writer at a time; try again in a moment",
                    )
                ) from error
            raise StoreError(
                Label(
                    f"{self.path}: 无法读写：{error}；请检查路径、权限与磁盘空间",
                    f"{self.path}: cannot be read or written: {error}; check the path, its permissions "
                    "and the free space on the disk",
                )
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                Label(
                    f"{self.path}：不是完好的图谱库：{error}；应为 `quangang init` 所建；请核对路径或恢复备份",
                    f"{self.path}: not a sound store: {error}; expected what `quangang init` makes; "
                    "check the path, or restore a backup",
                )
            ) from error


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _statements(script: str) -> Iterator[str]:
    held = ""
    for line in script.splitlines():
        held += f"{line}\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""
