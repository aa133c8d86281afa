"""The same commits to both stores give the same snapshots, versions and hashes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import ConflictError
from graph.schema import LINKS
from graph.snapshot import Snapshot
from graph.store import Commit, Login, Store, open_store
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_address import parse_address
from graph.store.neo4j_server import Server
from graph.store.neo4j_writer import Limits
from tests.contract.backends import NOON, noon
from tests.contract.builders import content
from tests.contract.test_undo import BETWEEN, FIRST_LOAD, REFORMS, Reforms, edits_for
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


@pytest.fixture(params=[5_000, 0], ids=["in one transaction", "sealed, then applied"])
def together(request: pytest.FixtureRequest) -> int:
    """How many edits go into one transaction: both ways must come to the same."""
    found: int = request.param
    return found


def open_neo4j(server: Neo4jServer, together: int) -> Store:
    connection = Server(parse_address(server.uri), Login(server.username, server.password))
    return Neo4jStore(connection, noon, Limits(together=together), create=True)


def pair(server: Neo4jServer, together: int) -> Iterator[tuple[Store, Store]]:
    server.wipe()
    with (
        TemporaryDirectory() as folder,
        closing(open_store(str(Path(folder, "quangang.db")), create=True, clock=noon)) as first,
        closing(open_neo4j(server, together)) as second,
    ):
        yield first, second


def columns(snapshot: Snapshot) -> list[object]:
    """Everything in its order, the order of the keys of properties included."""
    return [
        content(snapshot),
        [[(code, [*held]) for code, held in snapshot.nodes(kind)] for kind in snapshot.kinds],
        [[(*row, [*held]) for *row, held in snapshot.relations(link)] for link in LINKS],
        [snapshot.links[link].sources.tolist() for link in LINKS],
        sorted(snapshot.later.items(), key=str),
        snapshot.manifest,
        snapshot.origin,
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(reforms=REFORMS)
def test_random_reforms(neo4j_server: Neo4jServer, together: int, reforms: Reforms) -> None:
    for first, second in pair(neo4j_server, together):
        for store in (first, second):
            store.commit(Commit(FIRST_LOAD, "张三", "首载"))
        for day, moves in reforms:
            commit = Commit(edits_for(first, day, moves), "张三", "试", effective=day)
            outcomes = []
            for store in (first, second):
                try:
                    outcomes.append(store.commit(commit).hash)
                except ConflictError as error:
                    outcomes.append(f"{error.revision} {error}")
            assert outcomes[0] == outcomes[1]

        head = first.head()
        assert second.head() == head
        for day in BETWEEN:
            for as_of in {0, 1, head}:
                assert columns(first.snapshot(day, as_of)) == columns(second.snapshot(day, as_of))
        assert list(first.versions()) == list(second.versions())
        assert list(first.history()) == list(second.history())
        assert second.verify() == ()


def test_the_clock_moves_the_projection(neo4j_server: Neo4jServer, together: int) -> None:
    from tests.contract.builders import add, commit, retire, set_

    later = date(2021, 1, 1)
    for first, second in pair(neo4j_server, together):
        for store in (first, second):
            commit(
                store,
                add("Power/E1", name="甲"),
                add("Power/E2"),
                add("Step/s"),
                add("Power/E1 HAS_STEP Step/s", None, later),
            )
            commit(
                store,
                set_("Power/E1", {"name": "甲"}, {"name": "乙"}),
                retire("Power/E2"),
                add("Power/E3"),
                add("Power/E3 DEPENDS_ON Power/E1", note="新"),
                effective=later,
            )
        query = (
            "MATCH (n:Power) OPTIONAL MATCH (n)-[r]->(m)"
            " RETURN n.code, n.name, n.status, type(r), m.code ORDER BY n.code"
        )
        with neo4j_server.driver() as driver:
            before = [row.values() for row in driver.execute_query(query).records]
            tomorrow = Neo4jStore(
                Server(parse_address(neo4j_server.uri), Login(neo4j_server.username, neo4j_server.password)),
                lambda: NOON.replace(year=2021),
                Limits(together=together),
                create=False,
            )
            with closing(tomorrow):
                after = [row.values() for row in driver.execute_query(query).records]
                assert columns(tomorrow.snapshot(date(2020, 6, 15))) == columns(second.snapshot())
                assert tomorrow.verify() == ()
            assert before == [
                ["E1", "甲", "active", "HAS_STEP", "s"],
                ["E2", None, "active", None, None],
            ]
            assert after == [
                ["E1", "乙", "active", None, None],
                ["E3", None, "active", "DEPENDS_ON", "E1"],
            ]
        assert columns(first.snapshot(later)) == columns(second.snapshot(later))
        assert second.verify() == ()
        assert list(first.versions()) == list(second.versions())
