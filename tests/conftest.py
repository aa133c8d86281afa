from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from api.cli import main
from tests.neo4j_server import Neo4jServer, Unavailable, find_server

settings.register_profile("untimed", deadline=None)  # machines are shared and noisy: no test is timed
settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a server comes first, so that of several processes one has it all and starts the only server.

    Others that have done theirs take from its end. There stand the tests that start a server of their own; planning
    the catalogue on a second one costs a minute of a processor, so it is asked first.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("neo4j") is None:
        return 3
    if not {"neo4j_server", "store_factory"} & set(getattr(item, "fixturenames", ())):
        return 2
    return 0 if item.path.parent.name == "queries" else 1


@pytest.fixture(scope="session")
def neo4j_server() -> Neo4jServer:
    """A real server, started once for a run. QUANGANG_REQUIRE_NEO4J=1 makes its absence a failure, not a skip."""
    try:
        return find_server()
    except Unavailable as error:
        if os.environ.get("QUANGANG_REQUIRE_NEO4J"):
            pytest.fail(f"QUANGANG_REQUIRE_NEO4J is set: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The customs sample as `quangang init` loads it, which takes seconds; a test that writes works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    assert main(["init", "--sample", "customs", "--store", str(path)]) == 0
    return path


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server with nothing in its database."""
    neo4j_server.wipe()
    return neo4j_server
