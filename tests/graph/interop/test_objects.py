"""py2neo: objects that read a real server, and what is changed on them as edits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.edits import Action, edit_to_json
from graph.errors import ConflictError, InputError, ReformRefused, StoreError
from graph.interop.changes import edits_of, reform_of
from graph.interop.objects import attribute_of, object_classes, to_py2neo
from graph.model import NodeId
from graph.overlay import Overlay
from graph.part import part_among
from graph.schema import KINDS, LINKS_FROM, LINKS_INTO, Kind
from graph.store import Commit, open_store
from queries.impact import impact_of, materialised
from tests.builders import graph
from tests.graph.interop.laid import edits_from_nothing, lay_out, py2neo_graph
from tests.neo4j_server import Neo4jServer
from tests.tools.wheel import ROOT

GRAPH = graph("""
    Power/w name=职权 category=enforcement
    Power/x status=suspended
    Power/w HAS_STEP Step/s1
    Power/w HAS_STEP Step/s2
    Step/s2 seq=2
    Step/s1 NEXT Step/s2
    Step/s1 PERFORMED_BY Post/p
    Step/s1 PERFORMED_BY Post/p key=entrusted on_behalf_of=U
    Step/s1 PERFORMED_BY Post/q note=x
    Step/s1 EXPOSES RiskPoint/r
    RiskPoint/r class=integrity grade=1
    Step/s1 REGULATED_BY Article/a
    Control/c REGULATED_BY Article/a
    Power/w DEPENDS_ON Power/x
    Unit/U level=regional
    Unit/V level=local
    Unit/V PART_OF Unit/U
""")
CLASSES = object_classes()


@pytest.fixture(scope="module")
def connection(neo4j_server: Neo4jServer) -> Iterator[Any]:
    neo4j_server.wipe()
    lay_out(neo4j_server, GRAPH)
    with py2neo_graph(neo4j_server) as found:
        yield found
    neo4j_server.wipe()


Get = Callable[[str], Any]


@pytest.fixture
def get(connection: Any) -> Get:  # noqa: ANN401 - a py2neo graph
    """Read an object anew: ``Kind/CODE``."""

    def read(name: str) -> Any:  # noqa: ANN401 - attributes come from the schema
        kind, _, code = name.partition("/")
        return CLASSES[Kind(kind)].match(connection, code).first()

    return read


def new(kind: Kind, code: str, **properties: Any) -> Any:  # noqa: ANN401 - attributes come from the schema
    return CLASSES[kind](code, **properties)


def told(edits: tuple[Any, ...]) -> list[str]:
    """Edits in short: action, identity and what is set."""
    return [f"{edit.action.value} {edit.identity} {json.dumps(dict(edit.properties))}" for edit in edits]


# ---------------------------------------------------------------------------------------- without a server


def test_a_subgraph_has_every_node_and_relation() -> None:
    made = to_py2neo(GRAPH)

    assert len(made.nodes) == sum(len(GRAPH.codes(kind)) for kind in Kind)
    assert {(node["code"], *node.labels) for node in made.nodes} >= {("w", "Power"), ("p", "Post")}
    found = [(type(item).__name__, item.start_node["code"], dict(item)) for item in made.relationships]
    assert ("PERFORMED_BY", "s1", {"key": "entrusted", "on_behalf_of": "U"}) in found
    assert ("PERFORMED_BY", "s1", {}) in found


def test_the_part_of_an_answer_is_a_subgraph_too() -> None:
    made = to_py2neo(part_among(GRAPH, [NodeId(Kind.POWER, "w"), NodeId(Kind.POWER, "x")]))

    assert (len(made.nodes), made.types()) == (2, {"DEPENDS_ON"})


@pytest.mark.parametrize("kind", Kind)
def test_a_class_has_what_the_schema_declares(kind: Kind) -> None:
    expected = {"code", *(attribute_of(name) for name in KINDS[kind].properties)}
    expected |= {link.rel.lower() for link in LINKS_FROM[kind]} | {f"{x.rel.lower()}_from" for x in LINKS_INTO[kind]}

    made: Any = CLASSES[kind]

    assert {name for name in vars(made) if not name.startswith("_")} == expected
    assert (made.__primarylabel__, made.__primarykey__) == (kind.value, "code")


def test_an_attribute_that_the_schema_lacks_is_refused() -> None:
    power = new(Kind.POWER, "n")

    with pytest.raises(AttributeError, match=r"nmae.*name"):
        power.nmae = "x"


def test_new_objects_become_nodes_and_relations_without_being_named_apart() -> None:
    power, step = new(Kind.POWER, "n", name="新"), new(Kind.STEP, "n-1", seq=1)
    power.has_step.add(step)

    assert told(edits_of(GRAPH, [power])) == [
        'add_node Power/n {"name": "\\u65b0"}',
        'add_node Step/n-1 {"seq": 1}',
        "add_relation Power/n HAS_STEP Step/n-1 {}",
    ]


def run_python(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_networkx_alone_does_not_need_py2neo() -> None:
    assert run_python("import graph.interop, sys; sys.exit('py2neo' in sys.modules)").returncode == 0


def test_without_py2neo_the_extra_is_named() -> None:
    ran = run_python("import sys; sys.modules['py2neo'] = None; import graph.interop.objects")

    assert "quangang[py2neo]" in ran.stderr


# ------------------------------------------------------------------------------------------------- reading


@pytest.mark.neo4j
def test_an_object_has_the_properties_of_its_node(get: Get) -> None:
    assert (get("Power/w").name, get("Power/w").status, get("RiskPoint/r").class_) == ("职权", "active", "integrity")


@pytest.mark.neo4j
def test_neighbours_come_by_code_and_of_their_own_class(get: Get) -> None:
    assert [(type(found).__name__, found.code) for found in get("Power/w").has_step] == [("Step", "s1"), ("Step", "s2")]
    assert [found.code for found in get("Post/p").performed_by_from] == ["s1", "s1"]


@pytest.mark.neo4j
def test_one_relation_from_two_kinds_is_kept_apart_by_class(get: Get) -> None:
    found = [(type(item).__name__, item.code) for item in get("Article/a").regulated_by_from]

    assert found == [("Control", "c"), ("Step", "s1")]


@pytest.mark.neo4j
def test_parallel_relations_are_all_there(get: Get) -> None:
    found = [(item.code, dict(held)) for _, (_, held), item in get("Step/s1").performed_by.triples()]

    assert found == [("p", {}), ("p", {"key": "entrusted", "on_behalf_of": "U"}), ("q", {"note": "x"})]


@pytest.mark.neo4j
@pytest.mark.parametrize("write", ["push", "create", "merge", "delete"])
def test_objects_do_not_write(write: str, get: Get, connection: Any) -> None:  # noqa: ANN401 - a py2neo graph
    power = get("Power/w")
    power.name = "other"

    with pytest.raises(StoreError, match="edits_of"):
        getattr(connection, write)(power)
    assert get("Power/w").name == "职权"


# ------------------------------------------------------------------------------------------------- changes


@pytest.mark.neo4j
def test_nothing_changed_is_no_edit(get: Get) -> None:
    step = get("Step/s1")
    list(step.performed_by)

    assert edits_of(GRAPH, [step, get("Power/w")]) == ()


@pytest.mark.neo4j
def test_what_is_set_and_cleared_is_one_edit_with_what_was_there(get: Get) -> None:
    power = get("Power/w")
    power.name, power.category, power.public = "新名", None, True

    (edit,) = edits_of(GRAPH, [power])

    assert edit_to_json(edit) == {
        "edit": "set_node",
        "kind": "Power",
        "code": "w",
        "properties": {"category": None, "name": "新名", "public": True},
        "before": {"category": "enforcement", "name": "职权", "public": None},
    }


@pytest.mark.neo4j
def test_a_status_that_the_server_only_writes_out_may_be_changed(get: Get) -> None:
    power = get("Power/w")
    power.status = "suspended"

    assert told(edits_of(GRAPH, [power])) == ['set_node Power/w {"status": "suspended"}']


@pytest.mark.neo4j
def test_a_list_is_a_list_of_texts(get: Get) -> None:
    power = get("Power/w")
    power.__node__["tags"] = ["a", "b"]

    (edit,) = edits_of(GRAPH, [power])

    assert dict(edit.properties) == {"tags": ("a", "b")}


@pytest.mark.neo4j
def test_relations_are_added_and_retired_from_either_end(get: Get) -> None:
    step, post, other = get("Step/s2"), get("Post/q"), get("Post/p")
    step.performed_by.add(other, on_behalf_of="U")
    post.performed_by_from.remove(get("Step/s1"))

    assert told(edits_of(GRAPH, [step, post])) == [
        "retire_relation Step/s1 PERFORMED_BY Post/q {}",
        'add_relation Step/s2 PERFORMED_BY Post/p {"on_behalf_of": "U"}',
    ]


@pytest.mark.neo4j
def test_the_marks_of_the_store_are_not_handed_on(get: Get) -> None:
    first, second = get("Step/s1"), get("Step/s2")
    for _, (_, held), post in first.performed_by.triples():
        second.performed_by.add(post, held)

    assert told(edits_of(GRAPH, [second])) == [
        "add_relation Step/s2 PERFORMED_BY Post/p {}",
        'add_relation Step/s2 PERFORMED_BY Post/p [entrusted] {"on_behalf_of": "U"}',
        'add_relation Step/s2 PERFORMED_BY Post/q {"note": "x"}',
    ]


@pytest.mark.neo4j
def test_one_of_parallel_relations_is_changed_by_its_key(get: Get) -> None:
    step = get("Step/s1")
    step.performed_by.add(get("Post/p"), key="entrusted", note="n")
    step.performed_by.add(get("Post/p"), key="third")

    assert told(edits_of(GRAPH, [step])) == [
        "add_relation Step/s1 PERFORMED_BY Post/p [third] {}",
        'set_relation Step/s1 PERFORMED_BY Post/p [entrusted] {"note": "n"}',
    ]


@pytest.mark.neo4j
def test_a_retired_object_goes_with_its_relations(get: Get) -> None:
    edits = edits_of(GRAPH, [], retired=[get("Step/s2")])

    assert [edit.action for edit in edits] == [*[Action.RETIRE_RELATION] * 2, Action.RETIRE_NODE]


@pytest.mark.neo4j
def test_a_post_may_move_to_another_unit(get: Get) -> None:
    post = get("Post/p")
    post.in_unit.clear()
    post.in_unit.add(get("Unit/V"))

    assert told(edits_of(GRAPH, [post])) == [
        "retire_relation Post/p IN_UNIT Unit/U {}",
        "add_relation Post/p IN_UNIT Unit/V {}",
    ]


@pytest.mark.neo4j
def test_the_impact_can_be_asked_first(get: Get) -> None:
    step = get("Step/s1")
    step.performed_by.remove(get("Post/q"))

    impact = impact_of(GRAPH, reform_of(GRAPH, [step], name="试算"))

    assert impact.duties_lost == (("s1", "q"),)


@pytest.mark.neo4j
def test_what_was_changed_meanwhile_is_a_conflict(get: Get) -> None:
    meanwhile = Overlay(GRAPH)
    meanwhile.set_node(Kind.POWER, "w", {"name": "别人改的"})
    power = get("Power/w")
    power.name = "我改的"

    with pytest.raises(ConflictError, match="别人改的"):
        edits_of(materialised(meanwhile), [power])


@pytest.mark.neo4j
def test_what_others_changed_beside_it_stays(get: Get) -> None:
    meanwhile = Overlay(GRAPH)
    meanwhile.set_node(Kind.POWER, "w", {"category": "management"})
    power = get("Power/w")
    power.name = "我改的"

    assert told(edits_of(materialised(meanwhile), [power])) == ['set_node Power/w {"name": "\\u6211\\u6539\\u7684"}']


@pytest.mark.neo4j
def test_a_relation_that_came_or_went_meanwhile_is_a_conflict(get: Get) -> None:
    meanwhile = graph("Step/s1 PERFORMED_BY Post/p", "Step/s2 PERFORMED_BY Post/q", "Step/s1 EXPOSES RiskPoint/r")
    gone, there = get("Step/s1"), get("Step/s2")
    gone.performed_by.remove(get("Post/q"))
    there.performed_by.add(get("Post/q"))

    for step in (gone, there):
        with pytest.raises(ConflictError, match="snapshot"):
            edits_of(meanwhile, [step])


@pytest.mark.neo4j
def test_two_objects_that_say_different_things_are_refused(get: Get) -> None:
    first, second = get("Power/w"), get("Power/w")
    first.name, second.name = "甲", "乙"

    with pytest.raises(InputError, match="甲"):
        edits_of(GRAPH, [first, second])


@pytest.mark.neo4j
def test_what_two_objects_say_alike_is_one_edit(get: Get) -> None:
    first, second = get("Power/w"), get("Power/w")
    first.name = second.name = "甲"

    assert len(edits_of(GRAPH, [first, second])) == 1


@pytest.mark.neo4j
def test_a_code_is_not_changed(get: Get) -> None:
    power = get("Power/w")
    power.code = "v"

    with pytest.raises(InputError, match="'w' → 'v'"):
        edits_of(GRAPH, [power])


@pytest.mark.neo4j
@pytest.mark.parametrize(("name", "value"), [("status", "gone"), ("type", 3), ("public", "yes")])
def test_a_wrong_value_is_refused(name: str, value: object, get: Get) -> None:
    power = get("Power/w")
    setattr(power, name, value)

    with pytest.raises(ReformRefused, match=name):
        edits_of(GRAPH, [power])


@pytest.mark.neo4j
def test_a_relation_that_the_schema_lacks_is_refused(get: Get) -> None:
    step = get("Step/s1")
    step.performed_by.add(get("Unit/U"))

    with pytest.raises(InputError, match="Step/s1 PERFORMED_BY Unit/U"):
        edits_of(GRAPH, [step])


@pytest.mark.neo4j
def test_a_broken_rule_is_refused(get: Get) -> None:
    post = get("Post/p")
    post.in_unit.clear()

    with pytest.raises(ReformRefused, match="post p"):
        edits_of(GRAPH, [post])


@pytest.mark.neo4j
def test_what_a_notebook_changes_is_committed(get: Get, tmp_path: Path) -> None:
    power, step = get("Power/w"), get("Step/s1")
    power.name = "新名"
    step.performed_by.remove(get("Post/q"))
    store = open_store(str(tmp_path / "s.db"), create=True)
    store.commit(Commit(edits_from_nothing(GRAPH), "a", "载入"))
    snapshot = store.snapshot()

    store.commit(Commit(edits_of(snapshot, [power, step]), "a", "笔记本", effective=date(2014, 1, 1), parent=1))

    after = store.snapshot(on=date(2014, 1, 1))
    assert after.node(Kind.POWER, "w") == {"name": "新名", "category": "enforcement"}
    assert told(edits_of(after, [])) == []
    store.close()
