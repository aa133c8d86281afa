from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.neo4j_server import Neo4jServer, Unavailable, find_server

settings.register_profile("untimed", deadline=None)  # machines are shared and noisy: no test is timed
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def neo4j_server() -> Neo4jServer:
    """A real server, started once for a run. QUANGANG_REQUIRE_NEO4J=1 makes its absence a failure, not a skip."""
    try:
        return find_server()
    except Unavailable as error:
        if os.environ.get("QUANGANG_REQUIRE_NEO4J"):
            pytest.fail(f"QUANGANG_REQUIRE_NEO4J is set: {error}")
        pytest.skip(str(error))


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server with nothing in its database."""
    neo4j_server.wipe()
    return neo4j_server
