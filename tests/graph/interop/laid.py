"""A snapshot on a server as the store itself lays it out there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import py2neo

from graph.edits import Edit
from graph.overlay import Overlay
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.store import Commit, Login, open_store
from tests.neo4j_server import Neo4jServer

__all__ = ["edits_from_nothing", "lay_out", "py2neo_graph"]


def lay_out(server: Neo4jServer, snapshot: Snapshot) -> None:
    """Commit a snapshot to an empty database, as a store: with the log and the marks that are the store's own."""
    login = Login(server.username, server.password)
    with closing(open_store(server.uri, create=True, login=login)) as store:
        store.commit(Commit(edits_from_nothing(snapshot), "a", "载入", manifest=snapshot.manifest))


def edits_from_nothing(snapshot: Snapshot) -> tuple[Edit, ...]:
    whole = Overlay(Snapshot.of([], []))
    for kind in Kind:
        for code, held in snapshot.nodes(kind):
            whole.add_node(kind, code, held)
    for link in LINKS:
        for source, target, key, held in snapshot.relations(link):
            whole.add_relation(link, source, target, held, key)
    return whole.edits


@contextmanager
def py2neo_graph(server: Neo4jServer) -> Iterator[Any]:
    """A py2neo connection that is closed again; py2neo itself leaves that to the garbage collector."""
    found = py2neo.Graph(server.uri, auth=(server.username, server.password))
    try:
        yield found
    finally:
        found.service.connector.close()
