"""CSV for neo4j-admin: what its real importer makes of it, and what it cannot take in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import InputError, StoreError
from graph.model import DEFAULT_MANIFEST, Value
from graph.schema import DEPENDS_ON, PERFORMED_BY, Kind
from graph.snapshot import Snapshot
from graph.store import Login, open_store
from loaders.neo4jcsv import csv_files
from tests.builders import graph
from tests.loaders.strategies import graphs
from tests.neo4j_server import Neo4jServer
from tests.neo4j_server.maven import MavenServer

LAW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def one(**properties: Value) -> Snapshot:
    return Snapshot.of([(Kind.POWER, "c", properties)], [])


def test_headers_have_identities_and_types() -> None:
    files = csv_files(graph("Power/w public=true name=x", "Step/s seq=1", "Power/w HAS_STEP Step/s note=n"))

    assert files["nodes-Power-header.csv"] == '"code:ID(Power)","name:string","public:boolean","status:string"\n'
    assert files["nodes-Power.csv"] == '"w","x",true,"active"\n'
    assert files["nodes-Step-header.csv"] == '"code:ID(Step)","seq:long"\n'
    assert files["relations-HAS_STEP-Power-Step-header.csv"] == ('":START_ID(Power)",":END_ID(Step)","note:string"\n')


def test_an_empty_text_is_quoted_and_an_absent_value_is_not() -> None:
    held = Snapshot.of([(Kind.STEP, "a", {"name": ""}), (Kind.STEP, "b", {})], [])

    assert csv_files(held)["nodes-Step.csv"] == '"a",""\n"b",\n'


def test_a_name_with_values_of_several_types_has_a_file_for_each() -> None:
    held = Snapshot.of([(Kind.STEP, "a", {"own": 1}), (Kind.STEP, "b", {"own": "x"}), (Kind.STEP, "c", {"own": 2})], [])
    files = csv_files(held)

    assert (files["nodes-Step.csv"], files["nodes-Step-2.csv"]) == ('"a",1\n"c",2\n', '"b","x"\n')
    assert "--nodes=Step=nodes-Step-2-header.csv,nodes-Step-2.csv\n" in files["import.args"]


def test_a_list_is_joined_by_what_no_text_has() -> None:
    files = csv_files(one(tags=("a;b", "c\x1fd")))

    assert "--array-delimiter=U+001E\n" in files["import.args"]
    assert "a;b\x1ec\x1fd" in files["nodes-Power.csv"]


def test_the_manifest_is_written_out() -> None:
    files = csv_files(one())

    assert files["nodes-Manifest.csv"] == '"hq\x1fregional\x1flocal"\n'
    assert files["nodes-IncompatibleSet.csv"].count("\n") == len(DEFAULT_MANIFEST.incompatible)


@pytest.mark.parametrize("value", [(), ("",)])
def test_a_list_that_the_importer_takes_for_none_is_refused(value: Value) -> None:
    with pytest.raises(InputError, match="Power/c"):
        csv_files(one(tags=value))


@pytest.mark.parametrize("name", ["a:b", "a{b}", "a (b)"])
def test_a_name_that_a_header_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="Power/c"):
        csv_files(one(**{name: "x"}))


@LAW
@given(graphs())
def test_every_file_is_csv_with_a_cell_for_each_column(snapshot: Snapshot) -> None:
    try:
        files = csv_files(snapshot)
    except InputError:
        return
    for name in files:
        if name.endswith("-header.csv"):
            (header,) = csv.reader([files[name]])
            rows = csv.reader(io.StringIO(files[name.replace("-header", "")], newline=""), strict=True)
            assert {len(row) for row in rows} == {len(header)}


# ------------------------------------------------------------------------------------------ the real importer

AWKWARD: tuple[Value, ...] = (
    *("职权 😀", "", " a ", "a;b,c", 'say "x"', "line\nline\r\nline", "back\\slash \\n", "tab\t", "it's", "\x00"),
    *(0, -(2**63), 2**63 - 1, 1e-7, 1e300, -2.5, True, False),
    *(("a",), ("a;b", 'c"d', "e\nf", ""), ("", "")),
)


def awkward() -> Snapshot:
    """Every awkward value on a node and on a relation, parallel relations, awkward codes."""
    nodes: list[tuple[Kind, str, dict[str, Value]]] = [
        (Kind.POWER, f"w{place}", {"own": value}) for place, value in enumerate(AWKWARD)
    ]
    nodes += [(Kind.POWER, 'a,"b";c', {"status": "suspended"}), (Kind.ARTICLE, "a", {}), (Kind.INSTRUMENT, "i", {})]
    nodes += [(Kind.STEP, "a", {}), (Kind.POST, "a", {}), (Kind.UNIT, "a", {"level": "hq"})]
    relations = [(DEPENDS_ON, "w0", 'a,"b";c', f"k{place}", {"own": value}) for place, value in enumerate(AWKWARD)]
    plain: dict[str, Value] = {}
    return Snapshot.of(nodes, [*relations, (DEPENDS_ON, "w0", "w0", "", plain), (PERFORMED_BY, "a", "a", "", plain)])


def held(value: object) -> object:
    """A value as the driver gives it."""
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_real_importer_fills_an_empty_database(
    empty_neo4j: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(empty_neo4j, MavenServer):
        pytest.skip("the importer is run on the home of a server from Maven artifacts only")
    snapshot = awkward()
    for name, text in csv_files(snapshot).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    empty_neo4j.shut_down()
    try:
        empty_neo4j.admin("database", "import", "full", "neo4j", "@import.args", "--overwrite-destination")
    finally:
        empty_neo4j.start()

    with empty_neo4j.driver() as driver:
        for statement in (tmp_path / "after-import.cypher").read_text(encoding="utf-8").splitlines():
            driver.execute_query(statement)
        nodes = driver.execute_query(
            "MATCH (n) WHERE n.code IS NOT NULL RETURN labels(n)[0] AS kind, properties(n) AS p"
        )
        relations = driver.execute_query(
            "MATCH (a)-[r]->(b) RETURN a.code AS a, type(r) AS t, b.code AS b, properties(r) AS p"
        )
        active = driver.execute_query("MATCH (p:Power {status: 'active'}) RETURN count(p) AS n").records[0]["n"]
        (levels,) = driver.execute_query("MATCH (m:Manifest) RETURN m.levels AS levels").records
        sets = driver.execute_query(
            "MATCH (s:IncompatibleSet) RETURN s.set AS code, s.acts AS acts ORDER BY s.position"
        ).records
    login = Login(empty_neo4j.username, empty_neo4j.password)
    for create in (False, True):  # the graph has no log: what opens a store must not take it for one
        with pytest.raises(StoreError, match=r"not ours.*bulk importer.*quangang copy"):
            open_store(empty_neo4j.uri, create=create, login=login)
    empty_neo4j.drop_schema()

    status = {"Power": {"status": "active"}, "Article": {"status": "live"}, "Instrument": {"status": "live"}}
    expected = {
        (kind.value, code): {
            **status.get(kind.value, {}),
            **{name: held(x) for name, x in properties.items()},
            "code": code,
        }
        for kind in Kind
        for code, properties in snapshot.nodes(kind)
    }
    assert {(row["kind"], row["p"]["code"]): row["p"] for row in nodes.records} == expected
    assert sorted(
        (row["a"], row["t"], row["b"], repr(sorted(row["p"].items()))) for row in relations.records
    ) == sorted(
        (
            source,
            link.rel.value,
            target,
            repr(sorted({name: held(x) for name, x in {**own, **({"key": key} if key else {})}.items()}.items())),
        )
        for link in (DEPENDS_ON, PERFORMED_BY)
        for source, target, key, own in snapshot.relations(link)
    )
    assert active == len(AWKWARD)
    assert levels["levels"] == ["hq", "regional", "local"]
    assert [(row["code"], tuple(row["acts"])) for row in sets] == [
        (x.id, x.acts) for x in DEFAULT_MANIFEST.incompatible
    ]
