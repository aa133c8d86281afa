"""The sheet of a node: what hangs on it, in lanes, with paths, folded posts, cover and findings."""

from __future__ import annotations

import json

import pytest

from graph.errors import MissingError
from graph.model import NodeId
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.find import role_named
from queries.show import Lane, Row, Sheet, show_node, show_role
from tests.builders import graph

VIEW = """
    Unit/R level=regional
    Unit/L level=local
    Unit/X level=section
    Unit/L PART_OF Unit/R
    Unit/X PART_OF Unit/L
    Power/W name=减免税 status=active
    Power/W AUTHORIZED_BY Article/A lowest_level=local
    Article/A PART_OF Instrument/I
    Instrument/I rank=law
    Power/W EXERCISED_BY Unit/R
    Power/W HAS_STEP Step/S2
    Power/W HAS_STEP Step/S1
    Step/S1 seq=1
    Step/S2 seq=2
    Step/S2 NEXT Step/S1
    Step/S1 PERFORMED_BY Post/P1
    Step/S1 PERFORMED_BY Post/P2
    Step/S2 PERFORMED_BY Post/Q
    Post/P1 role=审核岗 origin=synthetic
    Post/P2 role=审核岗
    Post/Q role=审批岗
    Post/P1 IN_UNIT Unit/X
    Post/P2 IN_UNIT Unit/R
    Post/Q IN_UNIT Unit/R
    Step/S1 EXPOSES RiskPoint/K
    RiskPoint/K grade=2 class=integrity
    RiskPoint/K MITIGATED_BY Control/C
    Control/C line=1
    Control/C OWNED_BY Post/Q
    Control/C SPECIFIED_BY Standard/D
    Control/C REGULATED_BY Article/N
    Standard/D RUNS_IN System/H
    Power/W DEPENDS_ON Power/V
    Power/T DEPENDS_ON Power/W
    Power/W SUPERVISED_BY Post/Q
"""


@pytest.fixture(scope="module")
def view() -> Snapshot:
    return graph(VIEW)


def sheet(view: Snapshot, kind: Kind, code: str) -> Sheet:
    return show_node(view, NodeId(kind, code))


def codes(lane: Lane) -> list[str]:
    return [row.code for row in lane.rows]


def one(lane: Lane) -> Row:
    (row,) = lane.rows
    return row


def test_a_power_has_the_lanes_of_its_instruments(view: Snapshot) -> None:
    lanes = {lane.id: codes(lane) for lane in sheet(view, Kind.POWER, "W").lanes}
    assert lanes == {
        "basis": ["A"],
        "offices": ["R"],
        "steps": ["S2", "S1"],
        "risks": ["K"],
        "controls": ["C"],
        "standards": ["D"],
        "rules": ["N"],
        "depends-on": ["V"],
        "depended-by": ["T"],
        "supervision": ["Q"],
        "derived-from": [],
        "became": [],
        "findings": ["PG005"],
    }


def test_steps_stand_in_the_order_of_the_flow_before_their_numbers(view: Snapshot) -> None:
    assert codes(sheet(view, Kind.POWER, "W").lane("steps")) == ["S2", "S1"]


def test_steps_without_an_order_stand_by_their_numbers() -> None:
    view = graph("Power/W HAS_STEP Step/A", "Power/W HAS_STEP Step/B", "Step/A seq=2", "Step/B seq=1")
    assert codes(sheet(view, Kind.POWER, "W").lane("steps")) == ["B", "A"]


def test_a_circle_of_steps_is_still_shown() -> None:
    view = graph("Power/W HAS_STEP Step/A", "Power/W HAS_STEP Step/B", "Step/A NEXT Step/B", "Step/B NEXT Step/A")
    assert codes(sheet(view, Kind.POWER, "W").lane("steps")) == ["A", "B"]


def test_performers_stand_under_their_step_folded_by_standard_post(view: Snapshot) -> None:
    second = sheet(view, Kind.POWER, "W").lane("steps").rows[1]
    (folded,) = second.children
    assert (folded.name, folded.members, folded.offices, folded.synthetic) == ("审核岗", ("P1", "P2"), 2, 1)
    assert folded.label.en == "审核岗 ×2 in 2 offices"


def test_a_risk_tells_how_many_of_its_bearings_are_covered(view: Snapshot) -> None:
    assert one(sheet(view, Kind.POWER, "W").lane("risks")).facts["covered"] == "1/2"


def test_a_control_tells_how_many_bearings_it_covers_here(view: Snapshot) -> None:
    facts = one(sheet(view, Kind.POWER, "W").lane("controls")).facts
    assert (facts["line"], facts["works"], facts["covers"]) == (1, True, "1/2")


def test_a_legal_basis_tells_its_rank_and_the_lowest_level(view: Snapshot) -> None:
    facts = one(sheet(view, Kind.POWER, "W").lane("basis")).facts
    assert dict(facts) == {"lowest_level": "local", "rank": "law", "live": True}


def test_rows_keep_the_path_that_reached_them(view: Snapshot) -> None:
    assert one(sheet(view, Kind.POWER, "W").lane("controls")).path == (
        ("HAS_STEP", "Power/W", "Step/S1"),
        ("EXPOSES", "Step/S1", "RiskPoint/K"),
        ("MITIGATED_BY", "RiskPoint/K", "Control/C"),
    )


@pytest.mark.parametrize(
    ("kind", "code", "lane", "expected"),
    [
        (Kind.POST, "P1", "powers", ["W"]),
        (Kind.POST, "P1", "risks", ["K"]),
        (Kind.POST, "Q", "controls", ["C"]),
        (Kind.POST, "Q", "supervises", ["W"]),
        (Kind.STEP, "S1", "previous", ["S2"]),
        (Kind.STEP, "S1", "power", ["W"]),
        (Kind.RISK, "K", "powers", ["W"]),
        (Kind.RISK, "K", "steps", ["S1"]),
        (Kind.CONTROL, "C", "risks", ["K"]),
        (Kind.CONTROL, "C", "powers", ["W"]),
        (Kind.STANDARD, "D", "powers", ["W"]),
        (Kind.STANDARD, "D", "systems", ["H"]),
        (Kind.SYSTEM, "H", "powers", ["W"]),
        (Kind.ARTICLE, "A", "powers", ["W"]),
        (Kind.ARTICLE, "N", "controls", ["C"]),
        (Kind.INSTRUMENT, "I", "powers", ["W"]),
        (Kind.UNIT, "R", "exercises", ["W"]),
        (Kind.UNIT, "R", "units", ["L"]),
    ],
)
def test_the_same_lanes_lead_back(view: Snapshot, kind: Kind, code: str, lane: str, expected: list[str]) -> None:
    assert codes(sheet(view, kind, code).lane(lane)) == expected


def test_an_office_shows_the_posts_of_its_sections_but_not_those_of_offices_below(view: Snapshot) -> None:
    assert codes(sheet(view, Kind.UNIT, "L").lane("posts")) == ["P1"]
    assert set(codes(sheet(view, Kind.UNIT, "R").lane("posts"))) == {"P2", "Q"}


def test_a_lane_counts_nodes_however_they_are_folded(view: Snapshot) -> None:
    lane = sheet(view, Kind.RISK, "K").lane("posts")
    assert (len(lane.rows), lane.total) == (1, 2)


def test_findings_of_a_power_include_those_of_its_risks(view: Snapshot) -> None:
    row = one(sheet(view, Kind.POWER, "W").lane("findings"))
    assert (row.code, row.facts["identity"]) == ("PG005", ("K", "P1"))


def test_findings_about_another_post_are_not_those_of_this_one(view: Snapshot) -> None:
    assert codes(sheet(view, Kind.POST, "P1").lane("findings")) == ["PG005"]
    assert codes(sheet(view, Kind.POST, "P2").lane("findings")) == []


def test_a_blocked_power_is_told_on_both_powers() -> None:
    view = graph("Power/A DEPENDS_ON Power/B", "Power/A AUTHORIZED_BY Article/X", "Power/B status=suspended")
    assert codes(sheet(view, Kind.POWER, "A").lane("findings")) == ["PG004"]
    assert codes(sheet(view, Kind.POWER, "B").lane("findings")) == ["PG004"]


def test_a_shared_risk_is_told_only_for_the_posts_of_this_power() -> None:
    view = graph(
        "Power/A AUTHORIZED_BY Article/X",
        "Power/A HAS_STEP Step/SA",
        "Power/B HAS_STEP Step/SB",
        "Step/SA PERFORMED_BY Post/P",
        "Step/SB PERFORMED_BY Post/Q",
        "Step/SA EXPOSES RiskPoint/R",
        "Step/SB EXPOSES RiskPoint/R",
    )
    rows = sheet(view, Kind.POWER, "A").lane("findings").rows
    assert [row.facts["identity"] for row in rows] == [("R", "P")]


def test_an_unknown_node_is_missing(view: Snapshot) -> None:
    with pytest.raises(MissingError, match="Power/NOPE"):
        sheet(view, Kind.POWER, "NOPE")


def test_every_kind_has_a_sheet_in_plain_json(view: Snapshot) -> None:
    for kind in Kind:
        for code in view.codes(kind):
            made = sheet(view, kind, code)
            assert made.lanes[-1].id == "findings"
            json.dumps(made.to_json())


# -------------------------------------------------------------------------------------------- standard posts


def test_a_standard_post_lists_its_posts_by_office(view: Snapshot) -> None:
    made = show_role(view, "审核岗")
    offices = {row.code: [child.code for child in row.children] for row in made.lane("posts").rows}
    assert offices == {"L": ["P1"], "R": ["P2"]}
    assert (made.posts, made.synthetic) == (2, 1)


def test_a_standard_post_tells_what_its_posts_do_and_how_many_of_them() -> None:
    made = show_role(graph(VIEW, "Step/S2 PERFORMED_BY Post/P1"), "审核岗")
    assert {row.code: row.facts["posts"] for row in made.lane("steps").rows} == {"S1": "2/2", "S2": "1/2"}


def test_what_is_true_of_one_post_is_not_told_of_all(view: Snapshot) -> None:
    assert "covered" not in one(show_role(view, "审核岗").lane("risks")).facts


def test_findings_of_its_posts_are_those_of_a_standard_post() -> None:
    made = show_role(graph("Post/A role=闲岗", "Post/B role=闲岗"), "闲岗")
    assert [(row.code, row.facts["posts"]) for row in made.lane("findings").rows] == [("PG012", "2/2")]


@pytest.mark.parametrize("text", ["审核岗", "Role/审核岗", "标准岗位/审核岗"])
def test_a_standard_post_is_named_by_itself_or_with_a_prefix(view: Snapshot, text: str) -> None:
    assert role_named(view, text) == "审核岗"


def test_a_code_goes_before_a_standard_post() -> None:
    held = graph("Post/审核岗 role=审核岗")
    assert (role_named(held, "审核岗"), role_named(held, "role/审核岗")) == (None, "审核岗")


def test_the_sheet_of_a_standard_post_is_plain_json(view: Snapshot) -> None:
    assert json.loads(json.dumps(show_role(view, "审核岗").to_json()))["role"] == "审核岗"
