"""Exploring: nothing that is there moves, collapsing keeps places, undoing is exact."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.ui.pictures import Exploration, exploration_picture
from api.ui.scene.explore import explored, neighbours_of
from graph.errors import InputError
from graph.model import NodeId
from graph.schema import Kind
from graph.snapshot import Snapshot
from tests.bench.sample import reference_snapshot
from tests.builders import graph

ROOT = Exploration("Power/E39")


@cache
def reference() -> Snapshot:
    return reference_snapshot()


def places(state: Exploration) -> dict[str, tuple[float, float]]:
    picture = exploration_picture(reference(), state).picture
    return {place.item.id: (place.x, place.y) for place in picture.places}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_expanding_moves_nothing(choices: list[int]) -> None:
    state = ROOT
    before = places(state)
    for choice in choices:
        state = state.expand(sorted(before)[choice % len(before)])
        after = places(state)
        assert {each: after[each] for each in before} == before
        before = after


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4), st.integers(0, 3))
def test_undoing_and_collapsing_are_exact(choices: list[int], which: int) -> None:
    state = ROOT
    for choice in choices:
        shown = sorted(places(state))
        longer = state.expand(shown[choice % len(shown)])
        if longer != state:
            assert longer.undo() == state
        state = longer
    whole = places(state)
    what = state.add[which % len(state.add)]
    folded = state.collapse(what)

    assert {each: whole[each] for each in places(folded)} == places(folded)
    assert places(folded.expand(what)) == whole


def test_no_two_things_share_a_place() -> None:
    state = ROOT.expand("Power/E39").expand("Step/E39-2").expand("Step/E39-1").expand("Power/E39A")
    picture = exploration_picture(reference(), state).picture
    boxes = [place.box for place in picture.places]

    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def ends_at(command: tuple[str | float, ...]) -> tuple[float, float]:
    x, y = command[-2:]
    return float(x), float(y)


def test_a_line_passes_no_label_of_what_it_is_not_tied_to() -> None:
    state = ROOT.expand("Power/E39").expand("Step/E39-1").expand("Step/E39-2:Post").expand("Step/E39-2:RiskPoint")
    picture = exploration_picture(reference(), state).picture
    columns = {round(place.box.x) for place in picture.places}
    skipping = 0
    for wire in picture.wires:
        ends = {wire.tie.source, wire.tie.target}
        others = [place.box for place in picture.places if place.item.id not in ends]
        levels = [(ends_at(one), ends_at(two)) for one, two in pairwise(wire.stroke) if two[0] == "L"]
        for (x, y), (to_x, _) in levels:
            assert not any(box.x < to_x and x < box.right and box.y < y < box.bottom for box in others)
            skipping += any(x < column < to_x for column in columns)

    assert skipping


def test_a_bare_stage_leaves_its_legend_to_the_page_without_the_kinds_that_are_named_there() -> None:
    drawn = exploration_picture(reference(), ROOT.expand("Power/E39:Step").expand("Step/E39-2:RiskPoint"))

    assert not re.search('class="(title|legend|caption)"', drawn.svg(bare=True))
    assert [words for _, words in drawn.legend()] == [
        *("风险点：一级（粗）", "二级", "三级（空）"),
        *("环节→风险点", "职权→环节", "环节→环节"),
    ]


def test_one_kind_of_neighbours_can_be_expanded_alone() -> None:
    found = places(ROOT.expand("Power/E39:Step"))

    assert {each.partition("/")[0] for each in found} == {"Power", "Step"}


def test_many_neighbours_come_as_a_bundle_that_expands() -> None:
    first = places(Exploration("Post/GZ-ZFG", ("Post/GZ-ZFG",)))
    bundle = "Post/GZ-ZFG*Step"
    then = places(Exploration("Post/GZ-ZFG", ("Post/GZ-ZFG", bundle)))

    assert bundle in first
    assert len(then) == len(first) + 83


def test_what_hangs_on_something_collapsed_goes_with_it() -> None:
    state = ROOT.expand("Power/E39:Step").expand("Step/E39-2:RiskPoint").collapse("Power/E39:Step")

    assert set(places(state)) == {"Power/E39"}


def test_neighbours_are_counted_before_they_are_expanded() -> None:
    view = graph("Power/W HAS_STEP Step/S", "Power/W HAS_STEP Step/T", "Power/W DEPENDS_ON Power/V")

    assert [(each.kind, each.codes) for each in neighbours_of(view, NodeId(Kind.POWER, "W"))] == [
        (Kind.POWER, ("V",)),
        (Kind.STEP, ("S", "T")),
    ]


@pytest.mark.parametrize("state", [Exploration("Power/nowhere"), Exploration("x"), ROOT.expand("Post/GZ-ZFG")])
def test_a_state_that_names_nothing_is_refused(state: Exploration) -> None:
    with pytest.raises(InputError, match="收到"):
        exploration_picture(reference(), state)


def test_a_bundle_of_posts_opens_by_region_and_a_region_post_by_post() -> None:
    view, bundle = reference_snapshot(), "Control/K-CZ-09*Post"
    steps = ("Control/K-CZ-09:Post", bundle)
    regions = explored(view, Exploration("Control/K-CZ-09", steps))[0][-1].items
    whole = [item for item in regions if item.members]
    posts = explored(view, Exploration("Control/K-CZ-09", (*steps, whole[0].id)))[0][-1].items

    assert 1 < len(regions) < 25
    assert sum(len(item.codes) for item in regions) == 48
    assert [item.code for item in posts] == list(whole[0].members)
