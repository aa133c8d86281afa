"""A snapshot laid out on a server as a person sees it there: what is in force, under its own labels and types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import py2neo

from graph.model import Properties
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from tests.neo4j_server import Neo4jServer

__all__ = ["lay_out", "py2neo_graph"]

_STATUS = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}


def lay_out(server: Neo4jServer, snapshot: Snapshot) -> None:
    with server.driver() as driver:
        for kind in Kind:
            status = {"status": _STATUS[kind]} if kind in _STATUS else {}
            rows = [{**status, **_plain(held), "code": code} for code, held in snapshot.nodes(kind)]
            driver.execute_query(f"CREATE INDEX laid_{kind.value} IF NOT EXISTS FOR (n:{kind.value}) ON (n.code)")
            driver.execute_query(f"UNWIND $rows AS row CREATE (n:{kind.value}) SET n = row", rows=rows)
        driver.execute_query("CALL db.awaitIndexes()")
        for link in LINKS:
            relations = [
                {"from": source, "to": target, "held": {**_plain(held), **({"key": key} if key else {})}}
                for source, target, key, held in snapshot.relations(link)
            ]
            driver.execute_query(
                f"UNWIND $rows AS row MATCH (a:{link.from_kind.value} {{code: row.from}}) "
                f"MATCH (b:{link.to_kind.value} {{code: row.to}}) "
                f"CREATE (a)-[r:{link.rel.value}]->(b) SET r = row.held",
                rows=relations,
            )


@contextmanager
def py2neo_graph(server: Neo4jServer) -> Iterator[Any]:
    """A py2neo connection that is closed again; py2neo itself leaves that to the garbage collector."""
    found = py2neo.Graph(server.uri, auth=(server.username, server.password))
    try:
        yield found
    finally:
        found.service.connector.close()


def _plain(properties: Properties) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}
