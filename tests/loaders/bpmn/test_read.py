"""Flowcharts from other programs, and ours after somebody changed them."""

from __future__ import annotations

import pytest

from api.ui.pictures import flow_picture
from graph.errors import InputError
from graph.model import NodeId, RelationId
from graph.schema import HAS_STEP, NEXT, PERFORMED_BY, Kind, Link
from loaders.bpmn.read import read_flow
from loaders.elements import Source
from tests.builders import graph

VIEW = graph(
    """
    Power/W name=减免税审核
    Power/W EXERCISED_BY Unit/U
    Power/W HAS_STEP Step/W-1
    Power/W HAS_STEP Step/W-2
    Step/W-1 name=受理 seq=1
    Step/W-2 name=审核 seq=2 act=审核
    Step/W-1 NEXT Step/W-2
    Step/W-1 PERFORMED_BY Post/P
    Step/W-2 PERFORMED_BY Post/Q
    Post/P name=甲关受理岗 role=受理岗
    Post/Q name=甲关审核岗 role=审核岗
    Post/X role=审核岗
    Post/X IN_UNIT Unit/V
    Post/P IN_UNIT Unit/U
    Post/Q IN_UNIT Unit/U
    Unit/V level=regional
    Unit/U level=regional
    Step/W-2 EXPOSES RiskPoint/R
    RiskPoint/R name=把关不严 grade=1
    RiskPoint/R MITIGATED_BY Control/K
    """
)

FOREIGN = """\
<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
 <b:process id="p" name="减免税审核">
  <b:laneSet id="l">
   <b:lane id="l1" name="甲关受理岗"><b:flowNodeRef>a</b:flowNodeRef></b:lane>
   <b:lane id="l2" name="审核岗"><b:flowNodeRef>b</b:flowNodeRef><b:flowNodeRef>c</b:flowNodeRef></b:lane>
  </b:laneSet>
  <b:startEvent id="s"/>
  <b:userTask id="a" name="受理"/>
  <b:userTask id="b" name="审核"/>
  <b:task id="c" name="补正"/>
  <b:exclusiveGateway id="g"/><b:exclusiveGateway id="h"/>
  <b:sequenceFlow id="f0" sourceRef="s" targetRef="a"/>
  <b:sequenceFlow id="f1" sourceRef="a" targetRef="g"/>
  <b:sequenceFlow id="f2" sourceRef="g" targetRef="b"/>
  <b:sequenceFlow id="f3" sourceRef="g" targetRef="h"/>
  <b:sequenceFlow id="f4" sourceRef="h" targetRef="c"/>
  <b:sequenceFlow id="f5" sourceRef="h" targetRef="g"/>
  <b:sequenceFlow id="f6" sourceRef="c" targetRef="a"/>
 </b:process>
</b:definitions>
"""


def read(text: str) -> Source:
    return read_flow(text.encode(), "x.bpmn", VIEW)


def pairs(source: Source, link: Link) -> set[tuple[str, str]]:
    found = (item.identity for item in source.elements)
    return {(one.source, one.target) for one in found if isinstance(one, RelationId) and one.link is link}


def test_a_foreign_chart_is_matched_by_names_and_a_new_task_gets_a_code() -> None:
    source = read(FOREIGN)
    assert source.problems == ()
    assert pairs(source, HAS_STEP) == {("W", "W-1"), ("W", "W-2"), ("W", "W-3")}
    assert ["W-3" in notice.expected for notice in source.notices] == [True]


def test_gateways_are_passed_through_even_in_circles() -> None:
    assert pairs(read(FOREIGN), NEXT) == {("W-1", "W-2"), ("W-1", "W-3"), ("W-3", "W-1")}


def test_a_lane_is_a_post_by_its_name_or_the_posts_of_a_role_in_the_offices_of_the_power() -> None:
    assert pairs(read(FOREIGN), PERFORMED_BY) == {("W-1", "P"), ("W-2", "Q"), ("W-3", "Q")}


@pytest.mark.parametrize(
    ("before", "after", "got", "line"),
    [
        ('name="减免税审核"', 'name="减免税"', "减免税", 3),
        ('<b:lane id="l2" name="审核岗">', '<b:lane id="l2" name="审核">', "审核", 6),
        ('targetRef="h"', 'targetRef="z"', "'z'", 16),
        ('<b:task id="c"', '<b:task id="b"', "'b'", 11),
        ('<b:task id="c" name="补正"/>', '<b:subProcess id="c" name="补正"/>', "子流程", 11),
        ('name="补正"', 'name="审核"', "W-2", 11),
    ],
    ids=["power", "lane", "arrow", "id", "sub-process", "step twice"],
)
def test_what_cannot_be_read_is_named_with_its_id_and_line(before: str, after: str, got: str, line: int) -> None:
    assert before in FOREIGN
    problem = read(FOREIGN.replace(before, after)).problems[0]
    assert got in problem.got
    assert problem.row == line
    assert problem.column


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b"<a>" * 500,
    ],
    ids=["empty", "no BPMN", "cut off", "entity", "external document type", "deep"],
)
def test_a_file_that_is_no_flowchart_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.bpmn"):
        read_flow(content, "x.bpmn", VIEW)


def test_a_task_drawn_into_another_lane_is_performed_by_its_posts_and_that_is_said() -> None:
    text = flow_picture(VIEW, "W").bpmn()
    first, second = "<flowNodeRef>Step_1</flowNodeRef>\n", "<flowNodeRef>Step_2</flowNodeRef>\n"
    assert first in text
    moved = text.replace(second, "").replace(first, first + second)
    source = read(moved)
    assert ("W-2", "P") in pairs(source, PERFORMED_BY)
    assert ("W-2", "Q") not in pairs(source, PERFORMED_BY)
    assert len(source.notices) == 1


def test_an_attribute_that_is_not_there_says_nothing_and_an_empty_one_clears() -> None:
    text = flow_picture(VIEW, "W").bpmn()
    step = NodeId(Kind.STEP, "W-2")
    told = [
        next(e for e in read(each).elements if e.identity == step)
        for each in (text.replace(' act="审核"', ""), text.replace(' act="审核"', ' act=""'))
    ]
    assert [("act" in (e.told or ()), "act" in e.properties) for e in told] == [(False, False), (True, False)]


@pytest.mark.parametrize(
    ("before", "after"), [('grade="1"', 'grade="9"'), ('grade="1"', 'grade="甲"'), ('seq="2"', 'seq="x"')]
)
def test_a_value_that_the_schema_does_not_take_is_a_problem(before: str, after: str) -> None:
    text = flow_picture(VIEW, "W").bpmn()
    assert before in text
    assert len(read(text.replace(before, after)).problems) == 1


def test_one_code_with_two_names_is_a_problem() -> None:
    text = flow_picture(VIEW, "W").bpmn()
    risk = '<qg:risk code="R" name="把关不严" grade="1">'
    assert risk in text
    assert len(read(text.replace(risk, f'<qg:risk code="R" name="别的"/>\n{risk}')).problems) == 1


def test_what_is_missing_is_looked_for_in_this_flow_only() -> None:
    public, internal = (read(flow_picture(VIEW, "W", public=public).bpmn()) for public in (True, False))
    assert internal.within == frozenset({NodeId(Kind.POWER, "W"), NodeId(Kind.STEP, "W-1"), NodeId(Kind.STEP, "W-2")})
    assert internal.scope - public.scope != frozenset()
    assert NEXT in public.scope
