"""What stands in the tables of the embedded store, read and written through one connection."""
# ruff: noqa: S608 - queries are put together from constants of this module; every value is a parameter

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from graph.errors import MissingError
from graph.model import DEFAULT_MANIFEST, Manifest, NodeId, RelationId, canonical_json
from graph.schema import LINK_OF, LINKS, LINKS_FROM, LINKS_INTO, Kind, Link, Rel
from graph.store.audit import Entry, LogEntry, identity_key
from graph.store.base import Revision, Version
from graph.store.columns import NodeRow, RelationRow
from graph.store.fitting import Identity
from graph.store.ledger import Outcome
from graph.store.records import manifest_from_json, properties_from_text, properties_text
from graph.terms import Label

__all__ = [
    "Held",
    "Known",
    "days",
    "entries",
    "head",
    "known",
    "later",
    "log",
    "manifest",
    "manifests",
    "node_versions",
    "nodes_in_force",
    "relations_in_force",
    "revision_of",
    "versions",
    "write",
]

Known = tuple[str, dict[str, object]]
"""A condition on rows with its values: what is known at a revision."""

_DATED = "valid_from, valid_to, properties, revision"
_RELATION = "source, target, key"
_IN_FORCE = "valid_from <= :on AND (valid_to IS NULL OR valid_to > :on)"


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the newest revision; 0 and "" for an empty store."""
    found: tuple[int, str] | None = connection.execute(
        "SELECT number, hash FROM revision ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return found or (0, "")


def revision_of(connection: sqlite3.Connection, as_of: int | None) -> int:
    """The revision asked for, the newest for None; MissingError where the log has no such one."""
    newest, _ = head(connection)
    if as_of is None:
        return newest
    if not 0 <= as_of <= newest:
        raise MissingError(
            Label(
                f"没有修订 {as_of}；应为 0 – {newest}；用 `quangang history` 查看",
                f"no revision {as_of}; expected 0 – {newest}; `quangang history` lists the revisions",
            )
        )
    return as_of


def known(as_of: int | None) -> Known:
    """The rows that say what is known at a revision; None: now."""
    if as_of is None:
        return "until IS NULL", {}
    return "since <= :as_of AND (until IS NULL OR until > :as_of)", {"as_of": as_of}


def manifest(connection: sqlite3.Connection, revision: int) -> Manifest:
    """The manifest in force at a revision; the default where none was given."""
    found = connection.execute(
        "SELECT body FROM manifest WHERE revision <= ? ORDER BY revision DESC LIMIT 1", (revision,)
    ).fetchone()
    return DEFAULT_MANIFEST if found is None else manifest_from_json(json.loads(found[0]))


def nodes_in_force(connection: sqlite3.Connection, condition: Known, on: date) -> list[tuple[Kind, list[NodeRow]]]:
    """Nodes of each kind on a date, by code."""
    where, values = condition
    query = f"SELECT code, properties FROM node_version WHERE kind = :kind AND {where} AND {_IN_FORCE} ORDER BY code"
    given = {**values, "on": on.isoformat()}
    return [(kind, connection.execute(query, {**given, "kind": kind.value}).fetchall()) for kind in Kind]


def relations_in_force(
    connection: sqlite3.Connection, condition: Known, on: date
) -> list[tuple[Link, list[RelationRow]]]:
    """Relations of each link on a date, by from, to and key.

    SQLite compares the bytes of UTF-8, which is the order of code points.
    """
    where, values = condition
    query = (
        f"SELECT {_RELATION}, properties FROM relation_version"
        f" WHERE rel = :rel AND from_kind = :kind AND {where} AND {_IN_FORCE} ORDER BY {_RELATION}"
    )
    given = {**values, "on": on.isoformat()}
    return [(link, connection.execute(query, {**given, **_of(link)}).fetchall()) for link in LINKS]


def later(connection: sqlite3.Connection, condition: Known, on: date) -> dict[Identity, int | None]:
    """Identities with a version that starts after a date, with the revision that opened the first such one."""
    where, values = condition
    given = {**values, "on": on.isoformat()}
    after = f"valid_from > '' AND valid_from > :on AND {where} ORDER BY valid_from"
    found: dict[Identity, int | None] = {}
    for kind, code, revision in connection.execute(
        f"SELECT kind, code, revision FROM node_version WHERE {after}", given
    ):
        found.setdefault(NodeId(Kind(kind), code), revision)
    for rel, kind, source, target, key, revision in connection.execute(
        f"SELECT rel, from_kind, {_RELATION}, revision FROM relation_version WHERE {after}", given
    ):
        found.setdefault(RelationId(LINK_OF[Rel(rel), Kind(kind)], source, target, key), revision)
    return found


def days(connection: sqlite3.Connection, after: date) -> list[date]:
    """The days after a date on which some version known now begins or ends."""
    found: set[str] = set()
    for table in ("node_version", "relation_version"):
        for column in ("valid_from", "valid_to"):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} > '' AND {column} > ? AND until IS NULL"
            found.update(day for (day,) in connection.execute(query, (after.isoformat(),)))
    return sorted(map(date.fromisoformat, found))


def versions(connection: sqlite3.Connection, condition: Known) -> Iterator[Version]:
    """Every version, by identity (nodes first) and then by date."""
    yield from node_versions(connection, condition, Kind)
    where, values = condition
    relations = (
        f"SELECT {_RELATION}, {_DATED} FROM relation_version"
        f" WHERE rel = :rel AND from_kind = :kind AND {where} ORDER BY {_RELATION}, valid_from"
    )
    for link in sorted(LINKS, key=lambda link: (link.rel, link.from_kind)):
        for source, target, key, *dated in connection.execute(relations, {**values, **_of(link)}):
            yield _version(RelationId(link, source, target, key), *dated)


def node_versions(
    connection: sqlite3.Connection, condition: Known, kinds: Iterable[Kind], of: str | None = None
) -> Iterator[Version]:
    """Every version of the nodes of some kinds, or of those of one code among them."""
    where, values = condition
    only = "" if of is None else " AND code = :code"
    query = f"SELECT code, {_DATED} FROM node_version WHERE kind = :kind{only} AND {where} ORDER BY code, valid_from"
    for kind in sorted(kinds):
        for code, *dated in connection.execute(query, {**values, "kind": kind.value, "code": of}):
            yield _version(NodeId(kind, code), *dated)


def log(connection: sqlite3.Connection, *, newest_first: bool = False) -> Iterator[LogEntry]:
    """The log as it was written, from the first revision on or from the newest back."""
    order = "DESC" if newest_first else "ASC"
    return iter(connection.execute(f"SELECT number, hash, body FROM revision ORDER BY number {order}"))


def manifests(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Every manifest that was ever given, with its revision."""
    return iter(connection.execute("SELECT revision, body FROM manifest ORDER BY revision"))


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Every row of the versions, current or not, as it stands."""
    tail = f"{_DATED}, since, until"
    for kind, code, *rest in connection.execute(f"SELECT kind, code, {tail} FROM node_version"):
        yield Entry((kind, code), *rest)
    for rel, kind, source, target, key, *rest in connection.execute(
        f"SELECT rel, from_kind, {_RELATION}, {tail} FROM relation_version"
    ):
        yield Entry((rel, kind, source, target, key), *rest)


def write(connection: sqlite3.Connection, revision: Revision, body: str, outcome: Outcome) -> None:
    """Write a sealed revision down, inside the transaction of its commit."""
    number = revision.revision
    connection.execute("INSERT INTO revision VALUES (?, ?, ?)", (number, revision.hash, body))
    if revision.manifest_after is not None:
        text = canonical_json(revision.manifest_after.to_json())
        connection.execute("INSERT INTO manifest VALUES (?, ?)", (number, text))
    for name, columns, kept in (
        ("node_version", ("kind", "code"), NodeId),
        ("relation_version", ("rel", "from_kind", "source", "target", "key"), RelationId),
    ):
        closed = [version for version in outcome.closed if isinstance(version.identity, kept)]
        opened = [version for version in outcome.opened if isinstance(version.identity, kept)]
        same = " AND ".join(f"{column} = ?" for column in columns)
        connection.executemany(
            f"UPDATE {name} SET until = ? WHERE {same} AND valid_from = ? AND until IS NULL",
            ((number, *identity_key(version.identity), _text(version.valid_from)) for version in closed),
        )
        connection.executemany(
            f"INSERT INTO {name} VALUES ({', '.join('?' * (len(columns) + 6))})",
            ((*identity_key(version.identity), *_dated(version), number, None) for version in opened),
        )


class Held:
    """The current versions, as `graph.store.ledger` asks for them: one query for each identity."""

    def __init__(self, connection: sqlite3.Connection, *, empty: bool) -> None:
        self._connection = connection
        self._empty = empty

    def versions_of(self, identity: Identity) -> Sequence[Version]:
        if self._empty:
            return ()
        if isinstance(identity, NodeId):
            table = "node_version WHERE kind = ? AND code = ?"
        else:
            table = "relation_version WHERE rel = ? AND from_kind = ? AND source = ? AND target = ? AND key = ?"
        query = f"SELECT {_DATED} FROM {table} AND until IS NULL ORDER BY valid_from"
        found = self._connection.execute(query, identity_key(identity))
        return tuple(_version(identity, *dated) for dated in found)

    def relations_of(self, node: NodeId) -> Iterable[Version]:
        for links, here in ((LINKS_FROM, "source"), (LINKS_INTO, "target")):
            query = (
                f"SELECT {_RELATION}, {_DATED} FROM relation_version"
                f" WHERE rel = :rel AND from_kind = :kind AND {here} = :code AND until IS NULL"
            )
            for link in links[node.kind]:
                for source, target, key, *dated in self._connection.execute(query, {**_of(link), "code": node.code}):
                    yield _version(RelationId(link, source, target, key), *dated)


def _of(link: Link) -> dict[str, object]:
    return {"rel": link.rel.value, "kind": link.from_kind.value}


def _version(identity: Identity, start: str, end: str | None, text: str, revision: int) -> Version:
    return Version(identity, _date(start), _date(end), properties_from_text(text), revision)


def _dated(version: Version) -> tuple[str, str | None, str, int]:
    return (
        _text(version.valid_from),
        None if version.valid_to is None else version.valid_to.isoformat(),
        properties_text(version.properties),
        version.revision,
    )


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
