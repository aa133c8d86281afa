"""Where the server of the tests comes from."""

from __future__ import annotations

import atexit
import os
from functools import cache

from tests.neo4j_server import docker, maven
from tests.neo4j_server.named import NamedServer
from tests.neo4j_server.server import Neo4jServer

__all__ = ["Unavailable", "find_server"]


class Unavailable(Exception):
    """No server can be had here; the message says why, way by way."""


def find_server() -> Neo4jServer:
    """The one server of this run: the first call finds or starts it, the end of the process stops it.

    Raises:
        Unavailable: there is none.
    """
    found = _found()
    if isinstance(found, str):
        raise Unavailable(found)
    return found


@cache
def _found() -> Neo4jServer | str:
    reasons = []
    for way in (_named, _docker, _maven):
        try:
            found = way()
        except LookupError as error:
            reasons.append(str(error))
            if way is _named and os.environ.get("NEO4J_URI"):
                break  # whoever names a server means that one
            continue
        atexit.register(found.stop)
        return found
    return "no Neo4j server: " + "; ".join(reasons)


def _named() -> Neo4jServer:
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        raise LookupError("NEO4J_URI is not set")
    return NamedServer(uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))


def _docker() -> Neo4jServer:
    missing = docker.whats_missing()
    if missing:
        raise LookupError(missing)
    return docker.DockerServer()


def _maven() -> Neo4jServer:
    missing = maven.whats_missing()
    if missing:
        raise LookupError(missing)
    return maven.MavenServer(maven.class_path(), options=maven.BRIEF)
