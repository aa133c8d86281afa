from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.neo4j_server import Neo4jServer
from tests.neo4j_server.named import NamedServer
from tests.neo4j_server.server import MARK

pytestmark = pytest.mark.neo4j


@pytest.fixture
def marked(empty_neo4j: Neo4jServer) -> Iterator[Neo4jServer]:
    yield empty_neo4j
    empty_neo4j.wipe()
    if empty_neo4j.mortal:
        _write(empty_neo4j, f"DROP INDEX {MARK} IF EXISTS")


def _write(server: Neo4jServer, text: str) -> None:
    with server.driver() as driver:
        driver.execute_query(text)


def _nodes(server: Neo4jServer) -> int:
    with server.driver() as driver:
        return int(driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"])


def test_the_server_answers(empty_neo4j: Neo4jServer) -> None:
    assert _nodes(empty_neo4j) == 0


def test_a_named_server_with_somebodys_data_is_left_alone(marked: Neo4jServer) -> None:
    if not marked.mortal:
        pytest.skip("the named server is marked already")
    _write(marked, "CREATE (:Theirs)")

    with pytest.raises(LookupError, match="1 nodes"):
        NamedServer(marked.uri, marked.username, marked.password)
    assert _nodes(marked) == 1


def test_a_named_server_that_the_tests_filled_is_used_again(marked: Neo4jServer) -> None:
    NamedServer(marked.uri, marked.username, marked.password)
    _write(marked, "CREATE (:Left)")

    NamedServer(marked.uri, marked.username, marked.password).stop()
    assert _nodes(marked) == 0


def test_a_killed_server_comes_back_with_its_data(empty_neo4j: Neo4jServer) -> None:
    if not empty_neo4j.mortal:
        pytest.skip("a server that somebody named is not killed")
    _write(empty_neo4j, "CREATE (:Kept)")

    empty_neo4j.kill()
    empty_neo4j.start()
    assert _nodes(empty_neo4j) == 1
