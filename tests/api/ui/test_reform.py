"""Reforms before and after: things keep their places, and every change has its mark."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from api.ui.layout.model import Box
from api.ui.pictures import DrawnLanes, Side, impact_picture
from api.ui.words import Lang, drawn_in
from graph.reform import Reform
from graph.schema import PERFORMED_BY, Kind
from loaders.reforms import read_reform
from queries.impact import impact_of
from queries.impact.model import Impact
from tests.bench.sample import SAMPLE, reference_snapshot
from tests.builders import graph

OFFICES = """
    Unit/R level=regional
    Unit/L level=local
    Unit/L PART_OF Unit/R
    Post/P role=审核岗
    Post/P IN_UNIT Unit/R
    Post/PL role=审核岗
    Post/PL IN_UNIT Unit/L
    Post/Q role=监控岗
    Post/Q IN_UNIT Unit/R
    Power/W level=regional type=07
    Power/W AUTHORIZED_BY Article/A
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/r
    RiskPoint/r grade=1 class=integrity
    RiskPoint/r MITIGATED_BY Control/K
    Control/K line=1
    Control/K OWNED_BY Post/Q
    Step/S EXPOSES RiskPoint/x
    RiskPoint/x grade=2 class=external
"""
EMPTY_OFFICES = """
    Power/W EXERCISED_BY Unit/R
    Unit/M level=local
    Unit/M PART_OF Unit/R
    Unit/N level=local
    Unit/N PART_OF Unit/R
"""
DELEGATE: dict[str, Any] = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}
CANCEL: dict[str, Any] = {"op": "cancel", "power": "W"}


def drawn(*changes: dict[str, Any]) -> DrawnLanes:
    return impact_picture(impact_of(graph(OFFICES), Reform(name="试", changes=changes)))


@cache
def impact_of_2013() -> Impact:
    return impact_of(reference_snapshot(), read_reform(SAMPLE / "reforms" / "2013.yaml"))


@cache
def of_2013() -> DrawnLanes:
    return impact_picture(impact_of_2013())


def marks(found: DrawnLanes) -> dict[str, str]:
    return {f"{item.kind.value}/{code}": item.mark for item in found.scene.items for code in item.codes}


def test_a_risk_that_remains_without_a_control_is_not_one_that_ends() -> None:
    moved, gone = marks(drawn(DELEGATE)), marks(drawn(CANCEL))

    assert moved["RiskPoint/r"] == "uncovered"
    assert gone["RiskPoint/r"] == "risk-ended"


def test_a_danger_outside_waits_for_a_successor() -> None:
    assert marks(drawn(CANCEL))["RiskPoint/x"] == "risk-unattended"


def test_posts_are_marked_by_their_status() -> None:
    found = marks(drawn(DELEGATE))

    assert found["Post/P"].startswith("post-")
    assert found["Post/PL"] == "post-burdened"


def test_a_cancelled_power_and_its_steps_end() -> None:
    found = marks(drawn(CANCEL))

    assert (found["Power/W"], found["Step/S"]) == ("ended", "ended")


def test_colour_never_stands_alone() -> None:
    for item in of_2013().scene.items:
        assert bool(item.mark) == bool(item.lead)


def boxes(found: DrawnLanes, side: Side) -> dict[str, str]:
    """Where the shape of every drawn node begins, as the file says it."""
    places = {}
    for line in found.svg(side=side).splitlines():
        if line.startswith('<g class="node k-'):
            name = line.split('data-id="')[1].partition('"')[0]
            places[name] = line.split('class="shape" d="')[1].partition('"')[0]
    return places


def test_what_is_drawn_on_two_sides_has_the_same_place_on_both() -> None:
    before, both, after = (boxes(of_2013(), side) for side in (Side.BEFORE, Side.BOTH, Side.AFTER))

    assert {each: both[each] for each in before} == before
    assert {each: both[each] for each in after} == after
    assert set(both) == set(before) | set(after)
    assert set(before) != set(both) != set(after)


def test_a_side_shows_what_is_there_then() -> None:
    scene = drawn(DELEGATE).scene
    ties = {(tie.source, tie.target): (tie.before, tie.after) for tie in scene.ties if tie.rel.value == "PERFORMED_BY"}

    assert ties == {("Step/S", "Post/P"): (True, False), ("Step/S", "Post/PL"): (False, True)}


def test_before_the_reform_nothing_is_marked() -> None:
    svg = drawn(CANCEL).svg(side=Side.BEFORE)

    assert "data-mark" not in svg
    assert "changing" not in svg


def test_a_side_counts_what_it_shows() -> None:
    lanes = drawn(CANCEL)
    counts = {
        side: [int(found) for found in re.findall(r'class="count"[^>]*>(\d+)', lanes.svg(side=side))] for side in Side
    }
    shown = {side: len(re.findall(r'class="node ', lanes.svg(side=side))) for side in Side}

    ended = 1  # the power itself, which the graph keeps
    assert sum(counts[Side.AFTER]) == shown[Side.AFTER] - ended < shown[Side.BEFORE] == sum(counts[Side.BEFORE])


def test_a_cancelled_power_is_drawn_and_counted_as_ended_after_the_reform() -> None:
    svg = drawn(CANCEL).svg(side=Side.AFTER)

    assert 'class="node k-Power root t-lost ends gone"' in svg
    assert ">0（终止 1）<" in svg
    assert "另画出已终止的 1 项" in svg
    assert 'data-from="Power/W"' not in svg
    assert "gone" not in drawn(CANCEL).svg(side=Side.BOTH)


def test_offices_that_stop_exercising_are_told_as_staying() -> None:
    found = impact_picture(impact_of(graph(f"{OFFICES}\n{EMPTY_OFFICES}"), Reform(name="试", changes=(CANCEL,))))

    assert "1 个机关仍在，不再行使" in found.svg(side=Side.AFTER)


def test_a_lane_says_which_posts_stay_without_their_duties_in_a_cancelled_power() -> None:
    others = """
        Power/V HAS_STEP Step/T
        Step/T PERFORMED_BY Post/P
        Step/S PERFORMED_BY Post/Q
        Step/S PERFORMED_BY Post/PL
    """
    found = impact_picture(impact_of(graph(f"{OFFICES}\n{others}"), Reform(name="试", changes=(CANCEL,))))
    lane = next(group for column in found.scene.columns for group in column.groups if group.id == "Post")
    said = re.findall(r'class="(?:note|caption)"[^>]*>([^<]*)<', found.svg(side=Side.AFTER))

    assert lane.stay is not None
    assert [part.zh for part in lane.stay.parts] == ["1 个另有职责", "1 个只余防控、监管或风险", "1 个职责清空"]
    assert "1 个另有职责" in said
    assert any("3 个岗位仍在，在此不再有职责（1 个另有职责、" in line for line in said)
    assert not any("仍在" in found.svg(side=side) for side in (Side.BEFORE, Side.BOTH))


@pytest.mark.parametrize(
    ("articles", "said"),
    [
        (("A", "B"), ["1 项另有援用", "1 项不再援用：第二条"]),
        (("A", "B", "C", "D"), ["1 项另有援用", "3 项不再援用"]),
    ],
)
def test_articles_that_nothing_uses_any_more_are_named_where_they_are_few(
    articles: tuple[str, ...], said: list[str]
) -> None:
    bases = "\n".join(f"Power/W AUTHORIZED_BY Article/{code}" for code in articles)
    others = "Power/V AUTHORIZED_BY Article/A\nArticle/B name=第二条"
    found = impact_picture(impact_of(graph(OFFICES, bases, others), Reform(name="试", changes=(CANCEL,))))
    stays = [group.stay for column in found.scene.columns for group in column.groups if group.id == "Article"]

    assert [[part.zh for part in stay.parts] for stay in stays if stay] == [said]


def test_a_post_that_is_abolished_is_not_told_as_staying() -> None:
    abolish = {"op": "edit", "edits": [{"edit": "retire_node", "kind": "Post", "code": "P"}]}

    assert "仍在" not in drawn(CANCEL, abolish).svg(side=Side.AFTER).replace("项措施仍在", "").replace("项条款仍在", "")


def test_the_picture_of_2013_fits_the_stage() -> None:
    picture = of_2013().picture
    canvas = Box(0, 0, picture.width, picture.height)
    held = [*(place.box for place in picture.places), *(note.box for note in picture.notes)]

    assert picture.notes
    assert not any(one.meets(other) for at, one in enumerate(held) for other in held[at + 1 :])
    assert all(canvas.holds(box) for box in held)
    assert (picture.width, picture.height) <= (980 / 0.85, 900 / 0.85)
    assert len(held) <= 150


def test_every_changed_thing_of_2013_is_in_the_picture() -> None:
    found = marks(of_2013())
    impact = impact_of_2013()
    wanted = {Kind.POST: impact.posts, Kind.RISK: impact.risks, Kind.ARTICLE: impact.articles}

    assert [
        f"{kind.value}/{code}"
        for kind, held in wanted.items()
        for code in held
        if not found.get(f"{kind.value}/{code}")
    ] == []


def test_a_bundle_never_mixes_what_changes_with_what_does_not() -> None:
    impact = impact_of_2013()
    for item in of_2013().scene.items:
        if item.kind is Kind.RISK:
            assert {code in impact.risks for code in item.codes} in ({True}, {False})


@pytest.mark.parametrize("side", Side)
def test_the_headline_stands_above_every_side(side: Side) -> None:
    assert "取消 1 项职权" in drawn(CANCEL).svg(side=side)


def test_the_offices_that_receive_a_power_are_drawn_also_those_without_a_counterpart() -> None:
    found = marks(
        impact_picture(impact_of(graph(f"{OFFICES}\n{EMPTY_OFFICES}"), Reform(name="试", changes=(DELEGATE,))))
    )

    assert (found["Unit/R"], found["Unit/L"]) == ("office-lost", "office-gained")
    assert (found["Unit/M"], found["Unit/N"]) == ("office-unstaffed", "office-unstaffed")


def test_an_office_that_lacks_a_post_for_some_steps_only_is_not_one_without_posts() -> None:
    second = "Power/W HAS_STEP Step/S2\nStep/S2 PERFORMED_BY Post/P2\nPost/P2 role=复核岗\nPost/P2 IN_UNIT Unit/R"
    view = graph(f"{OFFICES}\n{EMPTY_OFFICES}\n{second}")
    found = marks(impact_picture(impact_of(view, Reform(name="试", changes=(DELEGATE,)))))

    assert (found["Unit/L"], found["Unit/M"]) == ("office-partly", "office-unstaffed")


def test_english_headings_of_lanes_agree_with_their_numbers() -> None:
    with drawn_in(Lang.EN):
        svg = drawn(DELEGATE).svg(side=Side.AFTER)
    said = re.findall(r'class="heading"[^>]*>([^<]*)<tspan[^>]*>(\d+)', svg)

    assert {("article", "1"), ("power", "1"), ("step", "1"), ("risk points", "2")} <= set(said)


def test_an_office_stands_on_the_sides_on_which_it_exercises_the_power() -> None:
    view = graph(f"{OFFICES}\nPower/W EXERCISED_BY Unit/R\nUnit/H level=hq\nPower/W EXERCISED_BY Unit/H")
    scene = impact_picture(impact_of(view, Reform(name="试", changes=(DELEGATE,)))).scene
    lanes = {group.id: group.items for column in scene.columns for group in column.groups if "Unit" in group.id}

    assert {
        lane: [(item.code, item.mark, item.before, item.after) for item in items] for lane, items in lanes.items()
    } == {
        "Unit:lost": [("R", "office-lost", True, False)],
        "Unit:kept": [("H", "office-kept", True, True)],
        "Unit:gained": [("L", "office-gained", False, True)],
    }
    ties = {tie.target: (tie.before, tie.after) for tie in scene.ties if tie.rel.value == "EXERCISED_BY"}
    assert ties == {"Unit/R": (True, False), "Unit/H": (True, True), "Unit/L": (False, True)}


def test_many_offices_are_one_bundle_by_level_that_unfolds() -> None:
    impact = impact_of(graph(f"{OFFICES}\n{EMPTY_OFFICES}"), Reform(name="试", changes=(DELEGATE,)))
    bundle = next(item for item in impact_picture(impact).scene.items if item.kind is Kind.UNIT and item.members)
    opened = [item.name for item in impact_picture(impact, [bundle.id]).scene.items if item.kind is Kind.UNIT]

    assert bundle.name == "隶属海关 ×2（M等）"
    assert "R所属 ×2" in opened  # offices under R, not R itself


def sides(found: DrawnLanes, kind: Kind) -> dict[str, tuple[bool, bool]]:
    return {code: (item.before, item.after) for item in found.scene.items if item.kind is kind for code in item.codes}


def test_a_post_stands_on_the_sides_on_which_it_has_a_duty_in_the_power() -> None:
    assert sides(drawn(DELEGATE), Kind.POST) == {"P": (True, False), "PL": (False, True)}


def test_a_suspended_power_has_nobody_after_the_reform() -> None:
    assert sides(drawn({"op": "suspend", "power": "W"}), Kind.POST) == {"P": (True, False)}


def test_a_danger_and_its_controls_stand_after_the_power_is_gone() -> None:
    held = f"{OFFICES}\nRiskPoint/x MITIGATED_BY Control/X\nControl/X line=3\nControl/X OWNED_BY Post/Q"
    found = impact_picture(impact_of(graph(held), Reform(name="试", changes=(CANCEL,))))

    assert sides(found, Kind.RISK) == {"r": (True, False), "x": (True, True)}
    assert sides(found, Kind.CONTROL)["X"] == (True, True)


def test_a_lane_of_offices_is_not_drawn_on_a_side_on_which_it_is_empty() -> None:
    found = impact_picture(impact_of(graph(f"{OFFICES}\n{EMPTY_OFFICES}"), Reform(name="试", changes=(CANCEL,))))

    assert "不再行使的机关" in found.svg(side=Side.BOTH)
    assert "不再行使的机关" not in found.svg(side=Side.AFTER)


def test_before_a_reform_an_office_that_will_give_the_power_up_still_exercises_it() -> None:
    found = impact_picture(impact_of(graph(f"{OFFICES}\n{EMPTY_OFFICES}"), Reform(name="试", changes=(CANCEL,))))
    said = re.findall(r'class="heading"[^>]*>([^<]+)<', found.svg(side=Side.BEFORE))

    assert "行使机关" in said
    assert not any("不再" in each for each in said)


def test_grades_are_drawn_before_a_reform_and_leave_the_colours_to_its_marks_after_it() -> None:
    found = drawn(CANCEL)

    assert 'class="node k-RiskPoint high"' in found.svg(side=Side.BEFORE)
    assert not any("k-RiskPoint high" in found.svg(side=side) for side in (Side.BOTH, Side.AFTER))


def test_an_office_that_has_the_power_and_lacks_a_post_for_a_new_step_is_not_one_that_receives_it() -> None:
    view = graph(f"{OFFICES}\n{EMPTY_OFFICES}\nPower/W EXERCISED_BY Unit/M")
    found = marks(impact_picture(impact_of(view, Reform(name="试", changes=(DELEGATE,)))))

    assert (found["Unit/M"], found["Unit/N"]) == ("office-kept-unstaffed", "office-unstaffed")


def test_every_post_of_2013_that_is_drawn_after_it_performs_a_step_that_is() -> None:
    scene, after = of_2013().scene, impact_of_2013().after
    posts = {code for item in scene.items if item.kind is Kind.POST and item.after for code in item.codes}
    steps = {code for item in scene.items if item.kind is Kind.STEP and item.after for code in item.codes}

    assert posts
    assert {post for post in posts if not steps & set(after.into(PERFORMED_BY, post))} == set()
