"""Flowcharts: order, branches and returns, several performers, and a public rendering that keeps what is internal."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from api.ui.layout.flow import FlowPicture
from api.ui.layout.gutters import Arrow
from api.ui.layout.model import Box
from api.ui.pictures import DrawnFlow, flow_picture
from api.ui.scene.flow import flow_of
from api.ui.words import Lang, drawn_in
from graph.errors import MissingError
from graph.schema import Kind
from graph.snapshot import Snapshot
from tests.bench.sample import reference_snapshot
from tests.builders import graph

BRANCHING = """
    Power/W HAS_STEP Step/1
    Power/W HAS_STEP Step/2
    Power/W HAS_STEP Step/3
    Power/W HAS_STEP Step/4
    Power/W HAS_STEP Step/5
    Step/1 seq=1 name=受理 act=受理 limit_days=1
    Step/2 seq=2 name=查验 min_posts=2
    Step/3 seq=3 name=复核
    Step/4 seq=4 name=审批
    Step/5 seq=5 name=送达
    Step/1 NEXT Step/2
    Step/1 NEXT Step/3
    Step/2 NEXT Step/4
    Step/3 NEXT Step/4
    Step/4 NEXT Step/5
    Step/4 NEXT Step/1
    Step/1 NEXT Step/5
    Step/1 PERFORMED_BY Post/A
    Step/2 PERFORMED_BY Post/B
    Step/3 PERFORMED_BY Post/C
    Step/4 PERFORMED_BY Post/C
    Step/4 PERFORMED_BY Post/A
    Post/A role=受理岗
    Post/B role=查验岗
    Post/C role=科长岗
    Step/2 EXPOSES RiskPoint/R
    RiskPoint/R name=秘密风险 grade=1
    RiskPoint/R MITIGATED_BY Control/K
    Control/K name=秘密措施 line=2
"""


@cache
def reference() -> Snapshot:
    return reference_snapshot()


@pytest.mark.parametrize(("public", "total", "synthetic"), [(False, 10, 2), (True, 8, 1)])
def test_the_caption_counts_all_that_is_shown(public: bool, total: int, synthetic: int) -> None:
    found = flow_of(graph(BRANCHING, "Post/C origin=synthetic", "RiskPoint/R origin=synthetic"), "W", public=public)
    assert (found.caption.total, found.caption.synthetic) == (total, synthetic)


def drawn(*texts: str, public: bool = False) -> DrawnFlow:
    return flow_picture(graph(*texts), "W", public=public)


def runs_through(arrow: Arrow, box: Box) -> bool:
    """Some piece of the line is inside the box, not only on its edge."""
    points = [(float(x), float(y)) for _, x, y in arrow.stroke]
    inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    for (x, y), (to_x, to_y) in pairwise(points):
        piece = Box(min(x, to_x), min(y, to_y), max(abs(x - to_x), 0.01), max(abs(y - to_y), 0.01))
        if piece.meets(inner):
            return True
    return False


def faults(picture: FlowPicture) -> list[str]:
    boxes = {tile.step.item.id: tile.box for tile in picture.tiles} | {each.id: each.box for each in picture.terminals}
    names = sorted(boxes)
    found = [f"{a} meets {b}" for at, a in enumerate(names) for b in names[at + 1 :] if boxes[a].meets(boxes[b])]
    found += [
        f"{arrow.source}→{arrow.target} through {n}"
        for arrow in picture.arrows
        for n in names
        if runs_through(arrow, boxes[n])
    ]
    canvas = Box(0, 0, picture.width, picture.height)
    return found + [f"outside: {name}" for name in names if not canvas.holds(boxes[name])]


@pytest.mark.slow
@pytest.mark.parametrize("public", [False, True])
def test_no_arrow_of_a_reference_power_runs_through_a_box(public: bool) -> None:
    found = {code: flow_picture(reference(), code, public=public).picture for code in reference().codes(Kind.POWER)}

    assert {code: wrong for code, each in found.items() if (wrong := faults(each))} == {}
    assert max(each.width for each in found.values()) <= 980 / 0.85


def test_branches_and_returns_are_led_around_the_boxes() -> None:
    assert faults(drawn(BRANCHING).picture) == []


def test_a_return_is_told_from_a_step_ahead() -> None:
    flow = drawn(BRANCHING).flow

    assert flow.back == (("4", "1"),)
    assert ("1", "2") in flow.forward


def test_every_next_has_its_arrow_and_both_ends_have_one() -> None:
    found = {(arrow.source, arrow.target) for arrow in drawn(BRANCHING).picture.arrows}

    assert {("start", "Step/1"), ("Step/5", "end"), ("Step/4", "Step/1"), ("Step/1", "Step/3")} <= found
    assert len(found) == 9


def test_steps_of_a_branch_stand_side_by_side() -> None:
    boxes = {tile.step.item.code: tile.box for tile in drawn(BRANCHING).picture.tiles}

    assert boxes["2"].y == boxes["3"].y
    assert boxes["4"].y > boxes["3"].bottom


def test_a_step_of_several_posts_reaches_over_their_lanes() -> None:
    picture = drawn(BRANCHING).picture
    box = next(tile.box for tile in picture.tiles if tile.step.item.code == "4")
    covered = {band.lane.id for band in picture.bands if band.box.x < box.right and box.x < band.box.right}

    assert {"受理岗", "科长岗"} <= covered


def test_limit_and_crew_stand_on_the_step() -> None:
    tags = {step.item.code: step.tag for step in drawn(BRANCHING).flow.steps}

    assert tags["1"] == "受理 · 1 个工作日"
    assert tags["2"] == "2 人"


def test_the_act_of_a_step_is_said_in_the_language_of_the_picture() -> None:
    (step,) = drawn("Power/W HAS_STEP Step/S", "Step/S act=受理").flow.steps

    with drawn_in(Lang.EN):
        assert step.tag == "acceptance"


def test_a_step_that_nobody_performs_has_a_lane_that_says_so() -> None:
    assert "（未定岗位）" in {band.lane.label for band in drawn(BRANCHING).picture.bands}


def test_lanes_are_standard_posts_not_posts() -> None:
    found = flow_picture(reference(), "E04").picture

    assert [(band.lane.id, band.lane.posts) for band in found.bands][:2] == [("布控管理岗", 4), ("查验派单岗", 11)]


def test_the_internal_rendering_counts_risks_and_controls() -> None:
    svg = drawn(BRANCHING).svg()

    assert 'class="badge k-RiskPoint high" data-count="1"' in svg
    assert "秘密风险" in svg


@pytest.mark.parametrize("word", ["秘密风险", "秘密措施", "badge", "RiskPoint/", "风险点", "防控措施"])
def test_the_public_rendering_shows_no_risk_and_no_control(word: str) -> None:
    svg = drawn(BRANCHING, public=True).svg()

    assert word not in svg


def test_steps_without_order_go_by_number_and_the_picture_says_so() -> None:
    found = drawn("Power/W HAS_STEP Step/a", "Power/W HAS_STEP Step/b", "Step/a seq=2", "Step/b seq=1")

    assert found.flow.assumed
    assert [step.item.code for step in found.flow.steps] == ["b", "a"]
    assert "未登记流向" in found.svg()
    assert "data-rel" not in found.svg()


def test_a_circle_is_drawn_as_a_return() -> None:
    lines = "Power/W HAS_STEP Step/a", "Power/W HAS_STEP Step/b", "Step/a NEXT Step/b", "Step/b NEXT Step/a"
    found = drawn(*lines, "Step/a seq=1", "Step/b seq=2")

    assert found.flow.back == (("b", "a"),)
    assert faults(found.picture) == []


def test_a_power_without_steps_has_an_empty_chart() -> None:
    assert drawn("Power/W name=空").svg().startswith("<svg")


def test_an_unknown_power_is_refused() -> None:
    with pytest.raises(MissingError, match="by its name"):
        flow_picture(graph("Power/W"), "X")
