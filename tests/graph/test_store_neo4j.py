"""The store on a server: who may open it, what Browser shows of it, what others write into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from ssl import SSLCertVerificationError
from typing import Any

import pytest
from neo4j.exceptions import ServiceUnavailable

from graph.errors import ConflictError, InputError, MissingError, StoreError
from graph.model import IncompatibleSet, Manifest
from graph.schema import Kind
from graph.store import Login, Store, open_store
from graph.store.neo4j_address import parse_address
from graph.store.neo4j_errors import explanation
from tests.contract.backends import noon
from tests.contract.builders import add, commit, content, retire, set_
from tests.neo4j_server import Neo4jServer

neo4j = pytest.mark.neo4j
SECRET = "geheim-7"


def opened(server: Neo4jServer, *, create: bool = True, uri: str = "", timeout: float = 10.0) -> Store:
    login = Login(server.username, server.password)
    return open_store(uri or server.uri, create=create, clock=noon, login=login, timeout=timeout)


@pytest.fixture
def store(empty_neo4j: Neo4jServer) -> Iterator[Store]:
    with closing(opened(empty_neo4j)) as found:
        yield found


def ask(server: Neo4jServer, text: str) -> list[list[Any]]:
    with server.driver() as driver:
        return [row.values() for row in driver.execute_query(text).records]


# ------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "uri", "database", "name"),
    [
        ("neo4j://localhost", "neo4j://localhost", "", "quangang"),
        ("neo4j+s://db.example:7687", "neo4j+s://db.example:7687", "", "quangang"),
        ("bolt://127.0.0.1:1/?database=reform", "bolt://127.0.0.1:1", "reform", "reform"),
        ("bolt+s://[::1]:7687?database=x", "bolt+s://[::1]:7687", "x", "x"),
    ],
)
def test_an_address_names_server_and_database(url: str, uri: str, database: str, name: str) -> None:
    found = parse_address(url)

    assert (found.uri, found.database, found.name) == (uri, database, name)


@pytest.mark.parametrize(
    "url",
    [
        f"neo4j://neo4j:{SECRET}@localhost",
        f"bolt://:{SECRET}@localhost:7687?database=x",
        f"bolt://neo4j:{SECRET}@localhost:port",
        f"bolt+ssc://neo4j:{SECRET}@localhost",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError) as caught:
        open_store(url)

    assert SECRET not in str(caught.value)


def test_a_login_does_not_show_its_password() -> None:
    assert SECRET not in repr(Login("neo4j", SECRET))


@pytest.mark.parametrize(
    "url", ["neo4j://", "bolt://h/path", "bolt://h?db=x", "bolt://h?database=a&database=b", "bolt://h:x", "bolt://h#x"]
)
def test_an_address_that_says_something_else_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="database=NAME"):
        open_store(url)


def test_without_the_driver_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("neo4j", "graph.store.neo4j"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "neo4j", None)

    with pytest.raises(StoreError, match=r"quangang\[neo4j\]"):
        open_store("bolt://localhost")


# --------------------------------------------------------------------------------------------- opening


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(StoreError, match="no answer"):
        open_store("bolt://127.0.0.1:1")


def test_a_certificate_that_is_not_trusted_is_told_behind_the_drivers_own_words() -> None:
    error = ServiceUnavailable("Unable to retrieve routing information")
    error.__cause__ = ExceptionGroup("all failed", [OSError(), SSLCertVerificationError("self-signed certificate")])
    assert "SSL_CERT_FILE" in str(explanation(error, "neo4j+s://h", "neo4j", ""))


@neo4j
def test_a_server_that_does_not_encrypt_is_told(empty_neo4j: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="expected TLS"):
        opened(empty_neo4j, uri=empty_neo4j.uri.replace("bolt://", "bolt+s://"))


@neo4j
def test_a_wrong_password_is_told(empty_neo4j: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="NEO4J_PASSWORD") as caught:
        open_store(empty_neo4j.uri, create=True, login=Login("neo4j", SECRET))
    assert SECRET not in str(caught.value)


@neo4j
def test_a_wrong_database_is_told(empty_neo4j: Neo4jServer) -> None:
    with pytest.raises(StoreError, match=r"nowhere.*SHOW DATABASES"):
        opened(empty_neo4j, uri=f"{empty_neo4j.uri}?database=nowhere")


@neo4j
def test_an_empty_database_is_missing_and_says_what_to_do(empty_neo4j: Neo4jServer) -> None:
    with pytest.raises(MissingError, match="quangang init"):
        opened(empty_neo4j, create=False)
    assert ask(empty_neo4j, "MATCH (n) RETURN count(n)") == [[0]]


@neo4j
@pytest.mark.parametrize("create", [False, True])
def test_a_database_that_is_not_ours_is_left_alone(empty_neo4j: Neo4jServer, create: bool) -> None:
    ask(empty_neo4j, "CREATE (:Movie {title: 'x'})")

    with pytest.raises(StoreError, match=r"not ours.*Movie"):
        opened(empty_neo4j, create=create)
    assert ask(empty_neo4j, "MATCH (n) RETURN count(n)") == [[1]]


@neo4j
@pytest.mark.parametrize("create", [False, True])
def test_a_graph_without_a_log_is_left_alone_and_the_right_way_told(empty_neo4j: Neo4jServer, create: bool) -> None:
    ask(empty_neo4j, "CREATE (:Power {code: 'E1'})-[:HAS_STEP]->(:Step {code: 's'})")

    with pytest.raises(StoreError, match=r"not ours: got Power、Step.*bulk importer.*quangang load.*quangang copy"):
        opened(empty_neo4j, create=create)
    assert ask(empty_neo4j, "MATCH (n) RETURN count(n)") == [[2]]


@neo4j
@pytest.mark.usefixtures("store")
def test_a_store_of_a_newer_layout_is_refused_with_advice(empty_neo4j: Neo4jServer) -> None:
    ask(empty_neo4j, "MATCH (s:QuangangStore) SET s.layout = 99")

    with pytest.raises(StoreError, match="layout 99, expected 1"):
        opened(empty_neo4j)


@neo4j
@pytest.mark.usefixtures("store")
def test_the_database_may_be_named_and_the_servers_asked_for_a_route(empty_neo4j: Neo4jServer) -> None:
    address = empty_neo4j.uri.replace("bolt://", "neo4j://") + "?database=neo4j"
    with closing(opened(empty_neo4j, uri=address, create=False)) as again:
        commit(again, add("Power/E1"))
        assert again.snapshot().origin.name == "neo4j"


# ------------------------------------------------------------------------------------------ in Browser


@neo4j
def test_only_what_is_in_force_is_met_by_a_plain_match(store: Store, empty_neo4j: Neo4jServer) -> None:
    commit(
        store,
        add("Power/E1", name="甲", limit=3, tags=("a", "b")),
        add("Power/old", status="suspended"),
        add("Article/a"),
        add("Step/s"),
        add("Power/E1 HAS_STEP Step/s k", note="注"),
        add("Power/old HAS_STEP Step/s"),
    )
    commit(
        store,
        set_("Power/E1", {"name": "甲"}, {"name": "乙"}),
        retire("Power/old HAS_STEP Step/s"),
        retire("Power/old", status="suspended"),
        effective=date(2020, 1, 1),
    )
    commit(store, add("Power/future"), effective=date(2030, 1, 1))
    query = "MATCH (x:Power|Article|Step) RETURN x.code, [name IN keys(x) WHERE NOT name STARTS WITH '_']"

    assert {str(code): sorted(map(str, names)) for code, names in ask(empty_neo4j, query)} == {
        "E1": ["code", "limit", "name", "status", "tags"],
        "a": ["code", "status"],
        "s": ["code"],
    }
    assert ask(empty_neo4j, "MATCH (p:Power {status: 'active'}) RETURN p.code, p.name, p.limit, p.tags") == [
        ["E1", "乙", 3, ["a", "b"]]
    ]
    assert ask(empty_neo4j, "MATCH (a:Power)-[r:HAS_STEP]->(b) RETURN a.code, r.key, r.note, b.code") == [
        ["E1", "k", "注", "s"]
    ]


@neo4j
def test_the_manifest_in_force_can_be_asked_for(store: Store, empty_neo4j: Neo4jServer) -> None:
    commit(store, manifest=Manifest(("总署", "直属"), (IncompatibleSet("x", ("审核", "复核"), "power", "海关法"),)))

    assert ask(empty_neo4j, "MATCH (m:Manifest) RETURN m.levels") == [[["总署", "直属"]]]
    assert ask(empty_neo4j, "MATCH (i:IncompatibleSet) RETURN i.set, i.acts, i.scope, i.basis, i.position") == [
        ["x", ["审核", "复核"], "power", "海关法", 0]
    ]


@neo4j
def test_names_that_the_database_cannot_have_come_back_all_the_same(store: Store) -> None:
    held: dict[str, Any] = {"code": "x", "_since": 7, "a\x00b": 1, "status": "live", "key": "k"}
    commit(store, add("Article/a", **held), add("Article/b"))

    assert {name: value for name, (_, value) in content(store.snapshot())["Article/a"].items()} == held
    assert store.verify() == ()


# -------------------------------------------------------------------------------------------- tampering


@neo4j
def test_a_long_load_keeps_texts_that_hold_breaks_and_separators(store: Store) -> None:
    names = ["两\n行 two lines", "a\x1fb", "", "`}) DELETE x //", "职权 'a' \"b\" \\n"]
    powers: dict[str, dict[str, Any]] = {f"P{number}": {"name": names[number % 5]} for number in range(3_000)}
    posts: dict[str, dict[str, Any]] = {
        f"岗{number}": {"name": f"岗位 {number}", "seats": number} for number in range(3_000)
    }

    commit(
        store,
        *(add(f"Power/{code}", **held) for code, held in powers.items()),
        *(add(f"Post/{code}", **held) for code, held in posts.items()),
    )

    snapshot = store.snapshot()
    assert {code: dict(held) for code, held in snapshot.nodes(Kind.POWER)} == powers
    assert {code: dict(held) for code, held in snapshot.nodes(Kind.POST)} == posts
    assert store.verify() == ()


@neo4j
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("MATCH (n:Power {code: 'E1'}) SET n.name = '丙'", ["Power/E1: name: got '丙'"]),
        ("MATCH (n:Power {code: 'E1'}) SET n.extra = 1", ["E1", "extra"]),
        ("MATCH (n:Power {code: 'E1'}) REMOVE n.status", ["Power/E1: status"]),
        ("MATCH (n:Power {code: 'E1'}) SET n._text = '{}'", ["Power E1"]),
        ("MATCH (n:Power {code: 'E1'}) SET n.code = 'E9'", ["Power E1", "Power E9"]),
        ("MATCH (n:Power {code: 'E1'}) SET n:Step", ["Power:Step E1"]),
        ("MATCH (n:Power {code: 'E2'}) DELETE n", ["Power E2", "missing"]),
        ("CREATE (:Power {code: 'E9'})", ["Power/E9", "not in the log"]),
        ("CREATE (:Power {code: 'E9', _since: 1})", ["Power E9", "not in the log"]),
        ("CREATE (:Movie {title: 'x'})", ["Movie"]),
        ("MATCH (:Power)-[r:HAS_STEP]->() DELETE r", ["HAS_STEP Power E1 s", "missing"]),
        ("MATCH (:Power)-[r:HAS_STEP]->() SET r.source = '表二'", ["HAS_STEP", "表二"]),
        ("MATCH (:Power)-[r:HAS_STEP]->() SET r.key = 'k'", ["HAS_STEP Power E1 s"]),
        ("MATCH (a:Power {code: 'E1'}), (b:Step) CREATE (a)-[:HAS_STEP]->(b)", ["Power/E1 HAS_STEP Step/s"]),
        (
            "MATCH (a:Power {code: 'E1'})-[r:HAS_STEP]->(b) CREATE (a)-[x:HAS_STEP]->(b) SET x = properties(r)",
            ["2 times"],
        ),
        ("MATCH (a:Power {code: 'E1'}), (b:Step) CREATE (b)-[:LIKES]->(a)", ["Step/s LIKES Power/E1"]),
        ("MATCH (v:QuangangNodeVersion) SET v.valid_to = '2031-01-01'", ["Power E1", "2031-01-01"]),
        ("MATCH (v:QuangangNodeVersion) DELETE v", ["Power E1", "missing"]),
        ("MATCH (m:Manifest) SET m.levels = ['x']", ["Manifest"]),
        ("MATCH (m:IncompatibleSet {set: 'review'}) DELETE m", ["IncompatibleSet"]),
        ("MATCH (r:QuangangRevision {number: 2}) SET r.hash = 'x'", ["revision 2", "head record"]),
        ("MATCH (r:QuangangRevision {number: 1}) DELETE r", ["revision 2", "expected 1"]),
        ("MATCH (r:QuangangRevision {number: 2}) SET r.body = replace(r.body, '张三', '李四')", ["revision 2"]),
        ("MATCH (s:QuangangStore) SET s.number = 1", ["head record"]),
    ],
)
def test_verify_names_what_was_written_from_outside(
    store: Store, empty_neo4j: Neo4jServer, statement: str, said: Sequence[str]
) -> None:
    commit(
        store,
        add("Power/E1", name="甲"),
        add("Power/E2"),
        add("Step/s"),
        add("Power/E1 HAS_STEP Step/s", source="表一"),
    )
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=date(2020, 1, 1))
    assert store.verify() == ()

    ask(empty_neo4j, statement)
    found = "\n".join(store.verify())
    assert all(text in found for text in said), found


@neo4j
def test_verify_names_a_constraint_that_is_gone(empty_neo4j: Neo4jServer) -> None:
    empty_neo4j.drop_schema()  # one of another name would do, and be left
    try:
        with closing(opened(empty_neo4j)) as store:
            commit(store, add("Power/E1"))
            assert store.verify() == ()

            ask(empty_neo4j, "DROP CONSTRAINT quangang_power")
            assert "quangang_power" in "\n".join(store.verify())
    finally:
        empty_neo4j.drop_schema()


@neo4j
def test_constraints_of_other_names_will_do(empty_neo4j: Neo4jServer) -> None:
    empty_neo4j.drop_schema()
    ask(empty_neo4j, "CREATE CONSTRAINT theirs FOR (n:Power) REQUIRE n.code IS UNIQUE")
    store = open_store(empty_neo4j.uri, create=True, login=Login(empty_neo4j.username, empty_neo4j.password))
    try:
        commit(store, add("Power/E1"))
        assert store.verify() == ()
    finally:
        store.close()
        empty_neo4j.drop_schema()


@neo4j
def test_a_commit_on_what_was_deleted_from_outside_is_refused_whole(store: Store, empty_neo4j: Neo4jServer) -> None:
    commit(store, add("Power/E1"), add("Step/s"))
    ask(empty_neo4j, "MATCH (n:Step) DELETE n")

    with pytest.raises((StoreError, InputError)):
        commit(store, add("Power/E2"), add("Power/E1 HAS_STEP Step/s"))
    assert store.head() == 1
    assert ask(empty_neo4j, "MATCH (n:Power) RETURN n.code") == [["E1"]]


@neo4j
def test_a_node_that_is_changed_and_retired_loses_its_relations_first(store: Store) -> None:
    day = date(2020, 1, 1)
    commit(store, add("Power/E1"), add("Step/s", act="审核"), add("Power/E1 HAS_STEP Step/s"))
    commit(
        store,
        set_("Step/s", {"act": "审核"}, {"act": "复核"}),
        retire("Power/E1 HAS_STEP Step/s"),
        retire("Step/s", act="复核"),
        effective=day,
    )

    assert set(content(store.snapshot())) == {"Power/E1"}
    assert store.verify() == ()


# ---------------------------------------------------------------------------------------------- writers


@neo4j
def test_a_writer_that_does_not_let_go_is_a_conflict(store: Store, empty_neo4j: Neo4jServer) -> None:
    with empty_neo4j.driver() as driver, driver.session() as session, session.begin_transaction() as other:
        other.run("MATCH (l:QuangangLock) SET l.taken = 1").consume()
        with (
            closing(opened(empty_neo4j, timeout=0.2)) as impatient,
            pytest.raises(ConflictError, match="another writer"),
        ):
            commit(impatient, add("Power/E1"))
        assert content(store.snapshot()) == {}
        other.rollback()

    assert commit(store, add("Power/E1")).revision == 1
