"""Flows as BPMN and as Mermaid: nothing is lost on the way out and back, and a modeller can draw it."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.ui.pictures import flow_picture
from graph.edits import Action, Edit
from graph.errors import InputError
from graph.model import NodeId, Properties, RelationId
from graph.schema import (
    CARRIED_OUT_IN,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    IN_UNIT,
    LINKS,
    MITIGATED_BY,
    NEXT,
    PERFORMED_BY,
    Kind,
    Link,
)
from graph.snapshot import Snapshot
from graph.store.base import Commit
from loaders.bpmn.names import BPMN, BPMNDI, DC
from loaders.bpmn.read import read_flow
from loaders.load import plan_load
from tests.api.ui.test_flow import BRANCHING, reference
from tests.builders import graph
from tests.loaders.memory import MemoryStore
from tests.loaders.strategies import codes, texts
from tests.tools.wheel import ROOT

DAY = date(2014, 1, 1)
SCHEMA = Path(os.environ.get("QUANGANG_BPMN_XSD", ROOT / "node_modules" / "bpmn-moddle" / "resources" / "bpmn" / "xsd"))


def stored(view: Snapshot) -> MemoryStore:
    """A store that holds a snapshot."""
    store = MemoryStore()
    edits = [Edit(Action.ADD_NODE, NodeId(kind, code), dict(held)) for kind in Kind for code, held in view.nodes(kind)]
    edits += [
        Edit(Action.ADD_RELATION, RelationId(link, source, target, key), dict(held))
        for link in LINKS
        for source, target, key, held in view.relations(link)
    ]
    store.commit(Commit(edits=tuple(edits), author="甲", reason=""))
    return store


@st.composite
def flows(draw: st.DrawFn) -> Snapshot:
    """A power W with steps in any order, returns and loops among them, and everything that may hang on a step."""
    steps, posts = (
        draw(st.lists(codes, min_size=1, max_size=5, unique=True)),
        draw(st.lists(codes, max_size=4, unique=True)),
    )
    others = {kind: draw(st.lists(codes, max_size=3, unique=True)) for kind in (Kind.RISK, Kind.CONTROL, Kind.STANDARD)}
    numbers = st.fixed_dictionaries({}, optional={"seq": st.integers(0, 9), "limit_days": st.integers(0, 9)})
    words = st.fixed_dictionaries({}, optional={"name": texts, "act": texts})
    nodes: list[tuple[Kind, str, Properties]] = [(Kind.POWER, "W", {}), (Kind.UNIT, "U", {"level": "local"})]
    nodes += [(Kind.STEP, code, {**draw(numbers), **draw(words)}) for code in steps]
    roles = st.fixed_dictionaries({}, optional={"name": texts, "role": texts})
    nodes += [(Kind.POST, code, draw(roles)) for code in posts]
    nodes += [
        (kind, code, draw(st.fixed_dictionaries({}, optional={"name": texts})))
        for kind in others
        for code in others[kind]
    ]
    relations: list[tuple[Link, str, str, str, Properties]] = [(HAS_STEP, "W", code, "", {}) for code in steps]
    relations += [(IN_UNIT, code, "U", "", {}) for code in posts]
    for link, sources, targets in (
        (NEXT, steps, steps),
        (PERFORMED_BY, steps, posts),
        (EXPOSES, steps, others[Kind.RISK]),
        (MITIGATED_BY, others[Kind.RISK], others[Kind.CONTROL]),
        (CARRIED_OUT_IN, others[Kind.CONTROL], steps),
        (GOVERNED_BY, steps, others[Kind.STANDARD]),
    ):
        if sources and targets:
            ends = st.tuples(st.sampled_from(sources), st.sampled_from(targets), st.sampled_from(("", "", "k")))
            extra: Properties = {"on_behalf_of": "U"} if link is PERFORMED_BY and draw(st.booleans()) else {}
            relations += [(link, *each, extra) for each in sorted(draw(st.sets(ends, max_size=6)))]
    return Snapshot.of(nodes, relations)


@settings(max_examples=40)
@given(flows(), st.booleans())
def test_what_goes_out_comes_back_with_nothing_to_write(view: Snapshot, public: bool) -> None:
    try:
        text = flow_picture(view, "W", public=public).bpmn()
    except InputError:
        assume(False)  # a code that XML cannot hold
        raise
    source = read_flow(text.encode(), "W.bpmn", view)
    plan = plan_load(source, stored(view), DAY)
    assert (plan.problems, source.notices, plan.report.missing) == ((), (), ())
    assert plan.is_empty


def test_the_reference_powers_come_back_as_they_went_out() -> None:
    view = reference()
    for power in view.codes(Kind.POWER)[::5]:  # all 316 do, in half a minute
        source = read_flow(flow_picture(view, power).bpmn().encode(), power, view)
        assert (source.problems, source.notices) == ((), ()), power
        for element in source.elements:
            identity = element.identity
            held = (
                view.node(*identity)
                if isinstance(identity, NodeId)
                else view.pair(identity.link, identity.source, identity.target).get(identity.key)
            )
            assert held is not None, identity
            assert {n: element.properties.get(n) for n in element.told or ()} == {
                n: held.get(n) for n in element.told or ()
            }, identity


def test_an_arrow_taken_out_and_a_step_put_in_are_the_only_edits() -> None:
    view = graph(BRANCHING)
    store = stored(view)
    text = flow_picture(view, "W").bpmn()
    arrow = re.search(r'<sequenceFlow id="\w+" sourceRef="Step_5" targetRef="Event_end"/>', text)
    assert arrow is not None
    new = '<task id="New" name="归档"/><sequenceFlow id="New_f" sourceRef="Step_5" targetRef="New"/>'
    gone = re.search(r'<sequenceFlow id="\w+" name="退回" [^>]*/>', text)
    assert gone is not None
    changed = text.replace(arrow[0], arrow[0] + new).replace(gone[0], "")
    plan = plan_load(read_flow(changed.encode(), "W.bpmn", view), store, DAY, complete=True)
    assert sorted(f"{edit.action} {edit.identity}" for edit in plan.edits) == [
        "add_node Step/W-1",
        "add_relation Power/W HAS_STEP Step/W-1",
        "add_relation Step/5 NEXT Step/W-1",
        "retire_relation Step/4 NEXT Step/1",
    ]


def test_the_public_rendering_names_no_risk_and_no_control() -> None:
    drawn = flow_picture(graph(BRANCHING), "W", public=True)
    assert "秘密" not in drawn.bpmn()
    assert "秘密" not in drawn.mermaid()
    assert "秘密措施" in flow_picture(graph(BRANCHING), "W").bpmn()


def test_a_step_that_leads_several_ways_has_a_gateway_behind_it() -> None:
    root = fromstring(flow_picture(graph(BRANCHING), "W").bpmn())
    flows_ = [(x.get("sourceRef"), x.get("targetRef")) for x in root.iter(f"{{{BPMN}}}sequenceFlow")]
    gateways = {x.get("id") for x in root.iter(f"{{{BPMN}}}exclusiveGateway")}
    leaving = [source for source, _ in flows_]
    assert {source for source in leaving if leaving.count(source) > 1} == gateways
    assert len(gateways) == 2


def test_every_node_and_arrow_has_its_place_and_tasks_lie_in_the_pool() -> None:
    root = fromstring(flow_picture(graph(BRANCHING), "W").bpmn())
    process = next(root.iter(f"{{{BPMN}}}process"))
    wanted = {x.get("id") for x in process.iter() if x.get("id") and not x.tag.endswith(("laneSet", "process"))}
    drawn = {x.get("bpmnElement") for name in ("BPMNShape", "BPMNEdge") for x in root.iter(f"{{{BPMNDI}}}{name}")}
    assert drawn == wanted | {"Participant_1"}
    boxes = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = next(shape.iter(f"{{{DC}}}Bounds"))
        x, y, width, height = (float(bounds.get(name) or "nan") for name in ("x", "y", "width", "height"))
        boxes[shape.get("bpmnElement")] = x, y, x + width, y + height
    pool = boxes["Participant_1"]
    for box in boxes.values():
        assert pool[0] - 0.2 <= box[0] < box[2] <= pool[2] + 0.2
        assert pool[1] - 0.2 <= box[1] < box[3] <= pool[3] + 0.2


@pytest.mark.skipif(not (SCHEMA / "BPMN20.xsd").exists(), reason=f"no BPMN20.xsd in {SCHEMA}: npm install bpmn-moddle")
@pytest.mark.parametrize("public", [True, False])
def test_the_schema_of_bpmn_2_accepts_it(public: bool) -> None:
    etree = pytest.importorskip("lxml.etree", reason="no lxml")
    schema = etree.XMLSchema(etree.parse(SCHEMA / "BPMN20.xsd"))
    schema.assertValid(etree.fromstring(flow_picture(graph(BRANCHING), "W", public=public).bpmn().encode()))


@given(st.text(min_size=1))
def test_no_name_breaks_out_of_a_mermaid_label(name: str) -> None:
    view = Snapshot.of([(Kind.POWER, "W", {}), (Kind.STEP, "S", {"name": name})], [(HAS_STEP, "W", "S", "", {})])
    (line,) = [line for line in flow_picture(view, "W").mermaid().splitlines() if line.startswith("    s1")]
    assert re.fullmatch(r'    s1\["[^"\[\]{}()<>`]*"\]', line)


def test_mermaid_draws_lanes_ways_and_returns() -> None:
    lines = flow_picture(graph(BRANCHING), "W").mermaid().splitlines()
    assert sum(line.startswith("  subgraph") for line in lines) == 4
    assert "  s1 --> s2" in lines
    assert [line for line in lines if "退回" in line] == ['  s4 -. "退回" .-> s1']
