"""The peer of a load: plain batched UNWIND on one connection, as the driver's manual shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from neo4j import ManagedTransaction, Session

from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

__all__ = ["load_plainly"]

_BATCH = 20_000
Row = dict[str, object]


def load_plainly(session: Session, snapshot: Snapshot) -> None:
    """Write nodes and relations, the ends of a relation found by their indexed codes."""
    for kind in Kind:
        session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{kind.value}) REQUIRE n.code IS UNIQUE").consume()
    session.run("CALL db.awaitIndexes()").consume()
    for kind in Kind:
        rows: Iterator[Row] = ({**properties, "code": code} for code, properties in snapshot.nodes(kind))
        _write(session, f"UNWIND $rows AS row CREATE (n:{kind.value}) SET n = row", rows)
    for link in LINKS:
        text = (
            f"UNWIND $rows AS row MATCH (a:{link.from_kind.value} {{code: row.from}})"
            f" MATCH (b:{link.to_kind.value} {{code: row.to}})"
            f" CREATE (a)-[r:{link.rel.value}]->(b) SET r = row.properties"
        )
        rows = (
            {"from": source, "to": target, "properties": {**properties, **({"key": key} if key else {})}}
            for source, target, key, properties in snapshot.relations(link)
        )
        _write(session, text, rows)


def _write(session: Session, text: str, rows: Iterator[Row]) -> None:
    def work(transaction: ManagedTransaction) -> None:
        transaction.run(text, rows=batch).consume()

    while batch := list(islice(rows, _BATCH)):
        session.execute_write(work)
