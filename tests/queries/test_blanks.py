"""Powers of which too little is known are gaps of the data and no findings."""

from __future__ import annotations

from queries.blanks import blanks_of
from queries.catalog import ask, entry_named
from tests.builders import graph

HELD = graph("""
    Power/A
    Power/A HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Power/A EXERCISED_BY Unit/R
    Power/B EXERCISED_BY Unit/R
    Power/C
    Power/C HAS_STEP Step/T
    Power/D status=cancelled
""")


def test_active_powers_without_step_office_or_post_are_counted_each_by_itself() -> None:
    found = blanks_of(HELD)

    assert (found.steps, found.offices, found.posts) == (("B",), ("C",), ("B", "C"))
    assert found.to_json() == {"powers": 2, "without_steps": 1, "without_offices": 1, "without_posts": 2, "of": 3}


def test_the_catalogue_lists_them() -> None:
    assert ask(HELD, entry_named("powers-with-gaps"), {}).rows == (("B", 0, 1, 0), ("C", 1, 0, 0))


def test_a_graph_without_gaps_says_so() -> None:
    whole = graph("Power/A HAS_STEP Step/S", "Step/S PERFORMED_BY Post/P", "Power/A EXERCISED_BY Unit/R")

    assert blanks_of(whole).said.zh == "在用职权 1 项都登记了环节、行使机关和办理岗位。"
