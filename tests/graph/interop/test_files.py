"""GraphML and GEXF: the same graph when networkx reads them again, and the same bytes each time."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import networkx
import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import InputError
from graph.interop import graph_text, to_networkx
from graph.interop.files import GraphForm
from graph.schema import Kind
from graph.snapshot import Snapshot
from tests.builders import graph
from tests.loaders.strategies import graphs

FORMS = tuple(GraphForm)
GRAPH = graph("""
    Power/w name=职权 type=01 public=true
    Post/p seats=2
    Power/w HAS_STEP Step/s
    Step/s PERFORMED_BY Post/p
    Step/s PERFORMED_BY Post/p key=entrusted on_behalf_of=U
""")
LAW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def read_again(text: str, form: GraphForm) -> networkx.MultiDiGraph[str]:
    stream = io.BytesIO(text.encode())
    read = (
        networkx.read_graphml(stream, force_multigraph=True)
        if form is GraphForm.GRAPHML
        else networkx.read_gexf(stream)
    )
    return networkx.MultiDiGraph(read)


def one(kind: Kind, **properties: object) -> Snapshot:
    return Snapshot.of([(kind, "c", properties)], [])  # type: ignore[list-item]  # values as the case has them


def read_node(form: GraphForm, **properties: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_again(graph_text(one(Kind.POWER, **properties), form), form).nodes["Power/c"]
    return found


@pytest.mark.parametrize("form", FORMS)
@LAW
@given(snapshot=graphs())
def test_read_again_it_has_the_same_nodes_and_edges(form: GraphForm, snapshot: Snapshot) -> None:
    try:
        text = graph_text(snapshot, form)
    except InputError as refused:
        assert "XML" in str(refused)  # noqa: PT017 - the texts that are drawn may hold any character
        return

    read, whole = read_again(text, form), to_networkx(snapshot)

    assert set(read.nodes) == set(whole.nodes)
    assert sorted((a, b, held["rel"], held.get("key_", "")) for a, b, held in read.edges(data=True)) == sorted(
        (a, b, *key) for a, b, key in whole.edges(keys=True)
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "value", ["职权", "", " a ", "a\nb", "a\r\nb\tc", "<&\">'", 2**63 - 1, -5, 1.5, 1e-7, 1e300, True, False]
)
def test_a_value_keeps_its_type(form: GraphForm, value: object) -> None:
    assert read_node(form, own=value)["own"] == value
    assert type(read_node(form, own=value)["own"]) is type(value)


@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_texts_is_json(form: GraphForm) -> None:
    assert json.loads(read_node(form, own=("a;b", '"c"'))["own"]) == ["a;b", '"c"']


@pytest.mark.parametrize("form", FORMS)
def test_a_property_of_several_types_is_text(form: GraphForm) -> None:
    mixed = Snapshot.of([(Kind.POWER, "a", {"own": 3}), (Kind.POWER, "b", {"own": "x"})], [])

    read = read_again(graph_text(mixed, form), form)

    assert [held["own"] for _, held in read.nodes(data=True)] == ["3", "x"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["id", "label", "key_", "weight", "start", "end", "pid", "viz", "parents", "spells"])
def test_a_name_that_a_format_keeps_for_itself_gives_way(form: GraphForm, name: str) -> None:
    assert read_node(form, **{name: "own", f"{name}_": "other"})[f"{name}_"] == "own"
    assert read_node(form, **{name: "own", f"{name}_": "other"})[f"{name}__"] == "other"


@pytest.mark.parametrize("form", FORMS)
def test_nodes_and_edges_have_labels_for_people(form: GraphForm) -> None:
    read = read_again(graph_text(GRAPH, form), form)

    assert (read.nodes["Power/w"]["label"], read.nodes["Post/p"]["label"]) == ("职权", "p")
    assert {held["label"] for _, _, held in read.edges(data=True)} == {"IN_UNIT", "HAS_STEP", "PERFORMED_BY"}


@pytest.mark.parametrize("form", FORMS)
def test_parallel_relations_stay_apart(form: GraphForm) -> None:
    read = read_again(graph_text(GRAPH, form), form)

    found = [held for _, _, held in read.edges("Step/s", data=True)]
    assert [(held.get("key_"), held.get("on_behalf_of")) for held in found] == [(None, None), ("entrusted", "U")]


def test_graphml_has_the_manifest() -> None:
    read = read_again(graph_text(GRAPH, GraphForm.GRAPHML), GraphForm.GRAPHML)

    assert json.loads(read.graph["manifest"]) == GRAPH.manifest.to_json()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_is_the_same_bytes(form: GraphForm, monkeypatch: pytest.MonkeyPatch) -> None:
    first = graph_text(GRAPH, form)
    monkeypatch.setattr("time.strftime", lambda *_: "2099-01-01")
    monkeypatch.setattr("networkx.__version__", "99")

    assert graph_text(GRAPH, form) == first


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", ["a\x00b", "\x1f", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_refused(form: GraphForm, value: str) -> None:
    with pytest.raises(InputError, match="Power/c"):
        graph_text(one(Kind.POWER, own=value), form)


@pytest.mark.parametrize("form", FORMS)
def test_in_a_list_json_has_a_way_to_write_it(form: GraphForm) -> None:
    assert json.loads(read_node(form, own=("x", "\x08"))["own"]) == ["x", "\x08"]
