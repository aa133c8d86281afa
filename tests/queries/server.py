"""A graph on a real server, laid out as a store lays it out there, and asked in Cypher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import neo4j

from graph.model import Properties
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

__all__ = ["Asked", "constrain", "on_server"]

_STATUS = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}
_DEFAULTS = {kind: {"status": status} for kind, status in _STATUS.items()}


@dataclass(frozen=True)
class Asked:
    """What reads a graph inside one transaction; a `graph.store.cypher_reader.CypherReader`."""

    tx: neo4j.Transaction
    plan: str

    def run_cypher(self, text: str, parameters: Mapping[str, object]) -> Sequence[Sequence[object]]:
        return self.tx.run(_trusted(self.plan + text), dict(parameters)).values()

    def nodes_of(self, text: str, parameters: Mapping[str, object]) -> int:
        """How many nodes a statement returns, in paths or alone."""
        return len(self.tx.run(_trusted(self.plan + text), dict(parameters)).graph().nodes)


@contextmanager
def on_server(
    session: neo4j.Session, snapshot: Snapshot, *, small: bool = False, known: bool = False
) -> Iterator[Asked]:
    """A snapshot on the server for as long as the block lasts.

    A small one is only ever written inside a transaction that is rolled back, and its statements keep the plans they
    have: writing and planning would take most of the time of hundreds of drawn graphs. Where one of about the same size
    was there before, ``known``, its plans are as good: planning the whole catalogue takes a minute of a processor.
    """
    if small:
        with session.begin_transaction() as tx:
            _write(tx, snapshot, "CYPHER replan=skip ")
            yield Asked(tx, "CYPHER replan=skip ")
            tx.rollback()
        return
    with session.begin_transaction() as tx:
        tx.run("MATCH (n) DETACH DELETE n").consume()
        _write(tx, snapshot, "CYPHER replan=force ")
        tx.commit()
    if not known:
        session.run("CALL db.prepareForReplanning()").consume()
    with session.begin_transaction() as tx:
        yield Asked(tx, "")
    session.run("MATCH (n) DETACH DELETE n").consume()


def constrain(session: neo4j.Session) -> None:
    """One code per kind, as the store declares it; indexes come with it."""
    for kind in Kind:
        text = f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{kind.value}) REQUIRE n.code IS UNIQUE"
        session.run(_trusted(text)).consume()


def _trusted(text: str) -> LiteralString:
    """Text from our own files, which the driver wants to be sure of."""
    return text


def _write(tx: neo4j.Transaction, snapshot: Snapshot, plan: str) -> None:
    """In three statements: a drawn graph is small, and each statement is a round trip.

    The rows of each are one map: for lists as parameters of their own the server would plan these long statements anew
    wherever the number of digits of some length is another, which is most graphs.
    """
    for text, rows in (_nodes(snapshot), _relations(snapshot), _manifest(snapshot)):
        tx.run(_trusted(plan + text), rows=rows).consume()


def _nodes(snapshot: Snapshot) -> tuple[str, dict[str, Any]]:
    rows = {
        kind.value: [_DEFAULTS.get(kind, {}) | _plain(held) | {"code": code} for code, held in snapshot.nodes(kind)]
        for kind in Kind
    }
    return "\n".join(f"CALL () {{ UNWIND $rows.{name} AS row CREATE (n:{name}) SET n = row }}" for name in rows), rows


def _relations(snapshot: Snapshot) -> tuple[str, dict[str, Any]]:
    parts, rows = [], {}
    for link in LINKS:
        name = f"{link.from_kind.value}_{link.rel.value}"
        parts.append(
            f"CALL () {{ UNWIND $rows.{name} AS row MATCH (a:{link.from_kind.value} {{code: row.a}}), "
            f"(b:{link.to_kind.value} {{code: row.b}}) CREATE (a)-[r:{link.rel.value}]->(b) SET r = row.p }}"
        )
        rows[name] = [
            {"a": source, "b": target, "p": _plain(held) | ({"key": key} if key else {})}
            for source, target, key, held in snapshot.relations(link)
        ]
    return "\n".join(parts), rows


def _manifest(snapshot: Snapshot) -> tuple[str, dict[str, Any]]:
    sets = [
        {"set": item.id, "acts": list(item.acts), "scope": item.scope, "basis": item.basis, "position": at}
        for at, item in enumerate(snapshot.manifest.incompatible)
    ]
    text = (
        "CREATE (:Manifest {levels: $rows.levels}) WITH 1 AS one UNWIND $rows.sets AS row"
        " CREATE (n:IncompatibleSet) SET n = row"
    )
    return text, {"levels": list(snapshot.manifest.levels), "sets": sets}


def _plain(held: Properties) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}
