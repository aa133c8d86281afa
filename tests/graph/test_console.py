"""The console on a real server: what it answers, what it refuses, and that nothing is changed by what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver
from neo4j.exceptions import Neo4jError

from graph.errors import InputError, QuangangError, StoreError
from graph.store.console import Answer, ask
from graph.store.gates import refused_plan, refused_words
from graph.store.neo4j_address import Login
from graph.store.neo4j_server import Server
from graph.store.open import connected
from graph.store.values import FoundNode, FoundPath, FoundRelation, to_json
from tests.graph.test_gates import CALLS, ESCAPED, HARMLESS, LOADS
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j

WRITES = (
    "CREATE (:A)",
    "MERGE (:A {x: 1})",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) SET n:B",
    "MATCH (n) REMOVE n.code",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n UNION CREATE (n) RETURN n",
    "FOREACH (x IN [1] | CREATE (:A))",
    "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS",
    "MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "CREATE INDEX a FOR (n:A) ON (n.x)",
    "CREATE CONSTRAINT a FOR (n:A) REQUIRE n.x IS UNIQUE",
    "DROP CONSTRAINT a IF EXISTS",
    "EXPLAIN CREATE (:A)",
    "INSERT (:A)",
)
ADMINISTRATION = (
    "SHOW DATABASES",
    "SHOW USERS",
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS",
    "SHOW PROCEDURES YIELD name RETURN name",
    "SHOW INDEXES",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'bbbbbbbb'",
    "CREATE USER a SET PASSWORD 'bbbbbbbb'",
    "DROP DATABASE neo4j",
    "STOP DATABASE neo4j",
    "GRANT ROLE admin TO neo4j",
    "DRYRUN REALLOCATE DATABASES",
)


@pytest.fixture(scope="module")
def server(neo4j_server: Neo4jServer) -> Iterator[Server]:
    neo4j_server.wipe()
    with neo4j_server.driver() as driver:
        driver.execute_query(
            "CREATE (p:Power {code: 'E39', name: '减免税审核确认', _since: 1})-[:HAS_STEP {source: '表'}]->"
            "(:Step {code: 'E39-1'})"
        )
    with closing(connected(neo4j_server.uri, Login(neo4j_server.username, neo4j_server.password))) as found:
        yield found
    neo4j_server.wipe()


@pytest.fixture
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    with neo4j_server.driver() as found:
        yield found


def run(server: Server, text: str, limit: int = 10, timeout: float = 30, **parameters: object) -> Answer:
    return ask(server, text, parameters, limit=limit, timeout=timeout)


# --------------------------------------------------------------------------------------- what it answers


def test_columns_and_rows_come_in_their_order(server: Server) -> None:
    found = run(server, "UNWIND [2, 1] AS x RETURN x AS b, 'v' AS a")

    assert (found.columns, found.rows, found.cut) == (("b", "a"), ((2, "v"), (1, "v")), False)


def test_parameters_are_values(server: Server) -> None:
    assert run(server, "MATCH (p:Power {code: $code}) RETURN p.name", code="E39").rows == (("减免税审核确认",),)


def test_a_node_hides_what_is_the_stores_own(server: Server) -> None:
    ((node,),) = run(server, "MATCH (p:Power) RETURN p").rows

    assert node == FoundNode(("Power",), {"code": "E39", "name": "减免税审核确认"})
    assert str(node) == "Power/E39 减免税审核确认"


def test_a_path_reads_in_walking_order_with_its_arrows(server: Server) -> None:
    ((path, relation),) = run(server, "MATCH p = (:Step)<-[r]-(:Power) RETURN p, r").rows

    assert isinstance(path, FoundPath)
    assert isinstance(relation, FoundRelation)
    assert str(path) == "Step/E39-1 ←HAS_STEP- Power/E39 减免税审核确认"
    assert relation.properties == {"source": "表"}


def test_every_value_of_cypher_has_a_form_in_json(server: Server) -> None:
    text = (
        "RETURN date('2013-12-01') AS a, duration('P1D') AS b, 1.0 / 0 AS c, [1, {x: null}] AS d, point({x: 1, y: 2})"
    )

    (row,) = run(server, text).rows
    assert to_json(list(row))[:4] == ["2013-12-01", "P1D", "inf", [1, {"x": None}]]


def test_more_rows_than_the_limit_are_cut_and_it_says_so(server: Server) -> None:
    found = run(server, "UNWIND range(1, 100000000) AS x RETURN x", limit=3)

    assert ([x for (x,) in found.rows], found.cut) == ([1, 2, 3], True)


@pytest.mark.parametrize("text", [text for text in HARMLESS if "LIMIT 1.5" not in text])
def test_reading_the_graph_is_answered(text: str, server: Server) -> None:
    assert run(server, text).columns


# --------------------------------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("text", [*LOADS, *ESCAPED, *CALLS, *WRITES, *ADMINISTRATION])
def test_what_does_not_read_the_graph_never_runs(text: str, server: Server, driver: Driver) -> None:
    before = state(driver)

    with pytest.raises(InputError):
        run(server, text)

    assert state(driver) == before


@pytest.mark.parametrize("text", [*WRITES, *ADMINISTRATION])
def test_the_plan_alone_refuses_writes_and_administration(text: str, driver: Driver) -> None:
    assert refused_words(text) is None
    assert planned(driver, text)


@pytest.mark.parametrize("text", ["RETURN 1; RETURN 2", "RETURN 1; MATCH (n) DETACH DELETE n", ";", "/*"])
def test_one_statement_at_a_time(text: str, server: Server) -> None:
    with pytest.raises(InputError):
        run(server, text)


def test_a_mistake_is_shown_with_its_place(server: Server) -> None:
    with pytest.raises(InputError, match=r"第 2 行第 7 列.* line 2, column 7"):
        run(server, "MATCH (n)\nWHERE ) RETURN n")


def test_a_missing_parameter_is_named(server: Server) -> None:
    with pytest.raises(InputError, match="code"):
        run(server, "RETURN $code")


def test_a_statement_that_never_ends_is_ended(server: Server) -> None:
    with pytest.raises(StoreError, match="--timeout"):
        run(server, "UNWIND range(1, 10000000000) AS x WITH x WHERE x < 0 RETURN x", timeout=1)


@pytest.mark.parametrize("value", [2**63, "\ud800", object()])
def test_a_value_that_cannot_be_sent_is_an_input_error(value: object, server: Server) -> None:
    with pytest.raises(InputError, match="不能送达"):
        run(server, "RETURN $x", x=value)


PIECES = (
    "LOAD",
    "CSV",
    " ",
    "\n",
    "\r",
    "'",
    '"',
    "`",
    "\\",
    "/*",
    "*/",
    "//",
    "FROM 'x' AS l RETURN l",
    "RETURN 1 AS l",
    " UNION ",
    "\u00a0",
    "'a'",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_words_alone_find_every_load_that_the_server_would_run(driver: Driver, text: str) -> None:
    try:
        loads = any("LoadCSV" in name for name in operators(driver, text))
    except Neo4jError:
        return  # it is no Cypher
    assert not loads or refused_words(text)


def state(driver: Driver) -> tuple[int, int, int]:
    (row,) = driver.execute_query("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n) AS n, count(r) AS r").records
    schema = driver.execute_query("SHOW INDEXES").records
    return row["n"], row["r"], len(schema)


def planned(driver: Driver, text: str) -> bool:
    """Whether the plan of a statement is refused; True too where the server itself does not know the statement."""
    try:
        with driver.session() as session:
            found = session.run(f"EXPLAIN {text}").consume()
    except Neo4jError:
        return True
    return refused_plan(found.query_type, found.plan) is not None


def operators(driver: Driver, text: str) -> list[str]:
    with driver.session() as session:
        plan = session.run(f"EXPLAIN {text}").consume().plan

    def walk(node: dict[str, object]) -> Iterator[str]:
        yield str(node["operatorType"])
        for child in cast(list[dict[str, object]], node.get("children", [])):
            yield from walk(child)

    return list(walk(cast(dict[str, object], plan))) if plan else []


def test_no_error_of_the_driver_comes_through(server: Server) -> None:
    for text in ("RETURN", "RETURN 1 / 0", "USE nowhere RETURN 1", "MATCH (n) RETURN n.x.y.z(1)"):
        with pytest.raises(QuangangError):
            run(server, text)
