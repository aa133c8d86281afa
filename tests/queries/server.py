"""A graph written to a real server as a store lays it out there, and asked in Cypher: what the catalogue stands on.

One transaction wipes and writes a small graph, so that hundreds of drawn graphs take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString, cast

import neo4j

from graph.model import Properties
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

__all__ = ["PLAN_ANEW", "PLAN_ONCE", "Server"]

PLAN_ANEW, PLAN_ONCE = "CYPHER replan=force ", "CYPHER replan=skip "

_STATUS = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}
_DEFAULTS = {kind: {"status": status} for kind, status in _STATUS.items()}


class Server:
    """One session on a server: writes snapshots, runs reading statements.

    ``plan`` is put before every statement: `PLAN_ANEW` for a graph of another size than the one before, since plans
    are kept by text; `PLAN_ONCE` for a row of small ones, where planning would take most of the time.
    """

    def __init__(self, session: neo4j.Session, *, plan: str = "") -> None:
        self.session = session
        self.plan = plan

    def write(self, snapshot: Snapshot) -> None:
        """Replace whatever the server holds by a snapshot."""
        self.session.execute_write(lambda tx: _write(tx, snapshot, self.plan))

    def run_cypher(self, text: str, parameters: Mapping[str, object]) -> Sequence[Sequence[object]]:
        return self.session.execute_read(lambda tx: tx.run(_trusted(self.plan + text), dict(parameters)).values())

    def nodes_of(self, text: str, parameters: Mapping[str, object]) -> set[str]:
        """The element ids of all nodes in what a statement returns."""
        return self.session.execute_read(
            lambda tx: {node.element_id for node in tx.run(_trusted(text), dict(parameters)).graph().nodes}
        )

    def constrain(self) -> None:
        """One code per kind, as the store declares it; indexes come with it."""
        for kind in Kind:
            self.session.run(
                _trusted(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{kind.value}) REQUIRE n.code IS UNIQUE")
            ).consume()


def _trusted(text: str) -> LiteralString:
    """Text from our own files, which the driver wants to be sure of."""
    return cast("LiteralString", text)


def _write(tx: neo4j.ManagedTransaction, snapshot: Snapshot, plan: str) -> None:
    tx.run("MATCH (n) DETACH DELETE n").consume()
    for text, rows in _statements(snapshot):
        if rows:
            tx.run(_trusted(plan + text), rows=rows)


def _statements(snapshot: Snapshot) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for kind in Kind:
        rows = [{"p": _DEFAULTS.get(kind, {}) | _plain(held) | {"code": code}} for code, held in snapshot.nodes(kind)]
        yield f"UNWIND $rows AS row CREATE (n:{kind.value}) SET n = row.p", rows
    for link in LINKS:
        rows = [
            {"a": source, "b": target, "p": _plain(held) | ({"key": key} if key else {})}
            for source, target, key, held in snapshot.relations(link)
        ]
        yield (
            f"UNWIND $rows AS row MATCH (a:{link.from_kind.value} {{code: row.a}}), "
            f"(b:{link.to_kind.value} {{code: row.b}}) CREATE (a)-[r:{link.rel.value}]->(b) SET r = row.p",
            rows,
        )
    manifest = snapshot.manifest
    sets = [
        {"p": {"set": item.id, "acts": list(item.acts), "scope": item.scope, "basis": item.basis, "position": at}}
        for at, item in enumerate(manifest.incompatible)
    ]
    yield "UNWIND $rows AS row CREATE (n:Manifest) SET n = row.p", [{"p": {"levels": list(manifest.levels)}}]
    yield "UNWIND $rows AS row CREATE (n:IncompatibleSet) SET n = row.p", sets


def _plain(held: Properties) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}
