"""A snapshot written to Neo4j as the store lays it out, for tests of what people and Cypher see there.

Only the visible part is written: kinds, relation types and the manifest. What is there is deleted first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    import neo4j

__all__ = ["write_layout"]

_BATCH = 5000
_STATUS = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}

Row = Mapping[str, object]


def write_layout(driver: neo4j.Driver, snapshot: Snapshot) -> None:
    """Replace the whole database by a snapshot."""
    run(driver, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    for kind in Kind:
        run(driver, f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{kind.value}) REQUIRE n.code IS UNIQUE")
        for rows in _batches(_nodes(snapshot, kind)):
            run(driver, f"UNWIND $rows AS row CREATE (n:{kind.value}) SET n = row", rows=rows)
    for link in LINKS:
        ends = f"(a:{link.from_kind.value} {{code: row.a}}), (b:{link.to_kind.value} {{code: row.b}})"
        for rows in _batches(
            {"a": a, "b": b, "p": {**_plain(properties), **({"key": key} if key else {})}}
            for a, b, key, properties in snapshot.relations(link)
        ):
            run(
                driver,
                f"UNWIND $rows AS row MATCH {ends} CREATE (a)-[r:{link.rel.value}]->(b) SET r = row.p",
                rows=rows,
            )
    run(driver, "CREATE (:Manifest {levels: $levels})", levels=list(snapshot.manifest.levels))


def run(driver: neo4j.Driver, text: str, **parameters: object) -> None:
    with driver.session() as session:
        session.run(text, parameters).consume()


def _nodes(snapshot: Snapshot, kind: Kind) -> Iterator[Row]:
    for code, properties in snapshot.nodes(kind):
        status = {"status": _STATUS[kind]} if kind in _STATUS else {}
        yield {**status, **_plain(properties), "code": code}


def _plain(properties: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        yield batch
