from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from api.cli import main
from tests.neo4j_server import Neo4jServer, Unavailable, find_server

settings.register_profile("untimed", deadline=None)  # machines are shared and noisy: no test is timed
settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What several processes share out: a file as a whole, the longest first, and all that needs a server to two.

    Starting a server and planning the catalogue on it costs a minute of a processor, so a third never starts one;
    and a file that is torn apart makes what its tests share twice.
    """
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.get_closest_marker("neo4j") is None, item.path not in long))


def _group(item: pytest.Item) -> str:
    if item.get_closest_marker("neo4j") is None:
        return item.nodeid.partition("::")[0]
    return "neo4j-questions" if item.path.parent.name == "queries" else "neo4j"


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
