"""The plain impact sets: the closure says what a walk says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from graph.overlay import Overlay
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.kernel import reach_of
from tests.builders import graph
from tests.graph.drawn import cases

SHARED = """
    Power/W HAS_STEP Step/S
    Power/V HAS_STEP Step/T
    Step/S PERFORMED_BY Post/P
    Step/S PERFORMED_BY Post/Q
    Step/T PERFORMED_BY Post/Q
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R MITIGATED_BY Control/C
    Power/V DEPENDS_ON Power/W
"""


def test_what_only_one_power_reaches_is_told_apart() -> None:
    reach = reach_of(graph(SHARED), "W")
    assert (reach.posts, reach.only_posts) == (("P", "Q"), ("P",))
    assert (reach.risks, reach.only_risks, reach.controls, reach.dependents) == (("R",), ("R",), ("C",), ("V",))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_the_closure_of_a_snapshot_says_what_a_walk_says(case: tuple[Snapshot, Reform]) -> None:
    view = case[0]
    for power in view.codes(Kind.POWER):
        assert reach_of(view, power) == reach_of(Overlay(view), power)
