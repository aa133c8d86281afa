"""Paths that only a law or a system makes are told as such, with those beside them that lead through none."""

from __future__ import annotations

import pytest

from queries.paths import end_named, shortest_paths
from queries.shared import joined_by_shared, paths_object
from tests.builders import graph

LAW = """
    Power/V AUTHORIZED_BY Article/A
    Power/W AUTHORIZED_BY Article/B
    Article/A PART_OF Instrument/L
    Article/B PART_OF Instrument/L
"""
BESIDE = """
    Power/V HAS_STEP Step/S
    Power/W HAS_STEP Step/T
    Step/S EXPOSES RiskPoint/r
    RiskPoint/r MITIGATED_BY Control/K
    Control/K CARRIED_OUT_IN Step/T
"""
SYSTEM = """
    Power/V HAS_STEP Step/S
    Power/W HAS_STEP Step/T
    Step/S GOVERNED_BY Standard/s
    Step/T GOVERNED_BY Standard/t
    Standard/s RUNS_IN System/H
    Standard/t RUNS_IN System/H
"""
CLOSER = "Power/V DEPENDS_ON Power/W"
WITHOUT = "法规、制度、信息系统和机构"


@pytest.mark.parametrize(
    ("texts", "said", "length"),
    [
        (
            (LAW,),
            f"两者只经由法规或制度相连，并不互相制约：不经{WITHOUT}，没有路径（全部查过）。",
            None,
        ),
        ((LAW, BESIDE), "最短的路径都经由法规或制度", 5),
        ((LAW, CLOSER), None, None),
        ((SYSTEM,), "两者只经由信息系统相连，并不互相制约", None),
    ],
)
def test_ends_that_only_a_hub_joins_are_told_so(texts: tuple[str, ...], said: str | None, length: int | None) -> None:
    view = graph(*texts)
    shared = joined_by_shared(view, shortest_paths(view, end_named(view, "Power/V"), end_named(view, "Power/W")))

    assert shared is None if said is None else shared is not None and shared.said.zh.startswith(said)
    assert shared is None or shared.beside.length == length


def test_programs_are_told_the_same_as_people() -> None:
    view = graph(LAW, BESIDE)
    told = paths_object(view, shortest_paths(view, end_named(view, "Power/V"), end_named(view, "Power/W")))

    assert told["note"]["zh"].startswith("机构是枢纽")
    assert told["shared"]["said"]["zh"].startswith("最短的路径都经由法规或制度")
    assert (told["shared"]["kinds"], told["shared"]["length"], len(told["shared"]["paths"])) == (
        ["Article", "Instrument"],
        5,
        1,
    )


def test_a_depth_that_ends_the_search_is_no_proof() -> None:
    view = graph(LAW, BESIDE)
    found = shortest_paths(view, end_named(view, "Power/V"), end_named(view, "Power/W"))
    shared = joined_by_shared(view, found, depth=4)

    assert shared is not None
    assert shared.said.zh == f"4 步之内，两者只经由法规或制度相连，不见互相制约（不经{WITHOUT}，没有路径）。"


def test_what_is_of_the_law_itself_is_led_to_through_the_law() -> None:
    view = graph(LAW)
    found = shortest_paths(view, end_named(view, "Power/V"), end_named(view, "Article/B"))

    assert joined_by_shared(view, found) is None
