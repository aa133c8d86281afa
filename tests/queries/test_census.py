"""The census: what is counted, on which nodes, and how much of it is synthetic."""

from __future__ import annotations

import json

import pytest

from graph.edits import Action, Edit
from graph.model import NodeId
from graph.overlay import Overlay
from graph.schema import Kind
from queries.census import Count, Split, census_of
from queries.totals import total_of
from tests.builders import graph


def parts(split: Split) -> dict[str, int]:
    return {key: count.total for key, count in split.parts.items() if count.total}


def origins(count: Count) -> dict[str, int]:
    return dict(count.by_origin)


def test_only_active_powers_are_counted_and_an_absent_status_is_active() -> None:
    view = graph("""
        Power/A category=enforcement status=active
        Power/B category=enforcement
        Power/C category=management status=suspended
        Power/D category=supervision status=cancelled
    """)
    census = census_of(view)
    assert census.powers.total == 2
    assert parts(census.powers) == {"enforcement": 2}


def test_every_declared_category_is_named_even_where_it_is_zero() -> None:
    census = census_of(graph("Power/A category=management"))
    assert list(census.powers.parts) == ["enforcement", "management", "supervision"]


def test_a_power_without_a_category_is_counted_apart() -> None:
    assert parts(census_of(graph("Power/A")).powers) == {"": 1}


def test_public_counts_active_powers_only() -> None:
    view = graph("Power/A public=true", "Power/B public=false", "Power/C public=true status=cancelled")
    assert census_of(view).public.total == 1


def test_approval_items_are_active_powers_marked_so() -> None:
    view = graph(
        "Power/A approval=licence", "Power/B approval=non-licence", "Power/C", "Power/D approval=licence status=split"
    )
    assert parts(census_of(view).approvals) == {"licence": 1, "non-licence": 1}


RISKS = """
    Power/W
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R1
    Power/X status=suspended
    Power/X HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P
    Step/T EXPOSES RiskPoint/R2
    Power/W HAS_STEP Step/EMPTY
    Step/EMPTY EXPOSES RiskPoint/R3
    RiskPoint/R4 BORNE_BY Post/P
    RiskPoint/R1 class=integrity grade=1
    RiskPoint/R2 class=external
    RiskPoint/R3 class=enforcement
    RiskPoint/R4 class=external grade=2
    RiskPoint/R5 class=external
"""


def test_a_risk_point_counts_when_some_post_bears_it() -> None:
    census = census_of(graph(RISKS))
    assert parts(census.risks_by_class) == {"integrity": 1, "external": 1}
    assert parts(census.risks_by_grade) == {"1": 1, "2": 1}


def test_external_risks_that_nobody_watches_stand_apart() -> None:
    census = census_of(graph(RISKS))
    assert census.unattended.total == 2


def test_controls_are_counted_by_line_and_by_mode() -> None:
    census = census_of(graph("Control/A line=1", "Control/B line=3 mode=step", "Control/C"))
    assert parts(census.controls_by_line) == {"1": 1, "3": 1, "": 1}
    assert parts(census.controls_by_mode) == {"standing": 2, "step": 1}


def test_posts_and_standard_posts_are_two_numbers() -> None:
    census = census_of(graph("Post/A role=审核岗", "Post/B role=审核岗", "Post/C role=查验岗", "Post/D"))
    assert (census.posts.total, census.standard_posts.total) == (4, 2)


def test_a_standard_post_is_synthetic_only_when_all_its_posts_are() -> None:
    census = census_of(
        graph("Post/A role=x origin=synthetic", "Post/B role=x origin=statute", "Post/C role=y origin=synthetic")
    )
    assert origins(census.standard_posts) == {"statute": 1, "synthetic": 1}


def test_sections_are_no_offices() -> None:
    census = census_of(graph("Unit/A level=hq", "Unit/B level=local", "Unit/C level=section"))
    assert parts(census.offices) == {"hq": 1, "local": 1}
    assert census.sections.total == 1


def test_rules_changed_are_internal_rules_that_were_repealed_amended_or_enacted() -> None:
    census = census_of(
        graph(
            "Instrument/A rank=internal change=repealed",
            "Instrument/B rank=internal change=amended",
            "Instrument/C rank=internal change=enacted",
            "Instrument/D rank=internal",
            "Instrument/E rank=law change=amended",
        )
    )
    assert parts(census.rules_changed) == {"repealed": 1, "amended": 1, "enacted": 1}


def test_articles_and_instruments_are_counted_by_status() -> None:
    census = census_of(graph("Article/A", "Article/B status=repealed", "Instrument/I"))
    assert parts(census.articles) == {"live": 1, "repealed": 1}
    assert parts(census.instruments) == {"live": 1}


def test_an_article_of_a_repealed_instrument_is_not_live() -> None:
    view = graph("Article/A PART_OF Instrument/I", "Instrument/I status=repealed", "Article/B")
    assert parts(census_of(view).articles) == {"live": 1, "repealed": 1}
    assert total_of(view, Kind.ARTICLE).current == 1


MARKED = "in_system=true leaves_trace=true traceable=true supervisable=true"
NODES = f"""
    Power/W category=enforcement
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R MITIGATED_BY Control/C
    Control/C SPECIFIED_BY Standard/VIA-CONTROL
    Step/S GOVERNED_BY Standard/VIA-STEP
    Standard/VIA-CONTROL {MARKED}
    Standard/VIA-STEP in_system=true
    Power/M category=management
    Power/M HAS_STEP Step/T
    Step/T GOVERNED_BY Standard/ELSEWHERE
    Standard/ELSEWHERE {MARKED}
    Standard/LOOSE {MARKED}
"""


def test_marks_are_taken_over_the_control_nodes_of_enforcement_powers() -> None:
    marks = census_of(graph(NODES)).marks
    assert (marks.complete.total, marks.nodes.total, marks.share) == (1, 2, 0.5)


def test_each_mark_is_counted_apart() -> None:
    each = census_of(graph(NODES)).marks.each
    assert {mark: count.total for mark, count in each.items()} == {
        "in_system": 2,
        "leaves_trace": 1,
        "traceable": 1,
        "supervisable": 1,
    }


@pytest.mark.parametrize(("system", "number"), [("report", 1), ("synthetic", 0)])
def test_a_node_in_the_system_is_documented_when_its_system_is_not_synthetic(system: str, number: int) -> None:
    view = graph(f"{NODES} System/X origin={system}\n Standard/VIA-STEP RUNS_IN System/X")
    assert census_of(view).marks.documented.total == number


def test_a_node_in_a_system_that_nobody_names_is_not_documented() -> None:
    assert census_of(graph(NODES)).marks.documented.total == 0


def test_a_standard_behind_a_risk_that_nobody_bears_is_no_control_node() -> None:
    view = graph(NODES.replace("Step/S PERFORMED_BY Post/P", ""))
    assert census_of(view).marks.nodes.total == 1


def test_without_control_nodes_the_share_is_unknown() -> None:
    assert census_of(graph("Standard/A")).marks.share is None


def test_every_count_is_split_by_origin() -> None:
    view = graph("Standard/A origin=synthetic", "Standard/B origin=report", "Standard/C")
    assert origins(census_of(view).standards) == {"report": 1, "": 1, "synthetic": 1}


def test_origins_restrict_what_is_counted_but_not_what_is_live() -> None:
    view = graph(RISKS, "RiskPoint/R1 origin=report", "Step/S origin=synthetic")
    census = census_of(view, frozenset({"report"}))
    assert census.risks_by_class.total == 1
    assert census.posts.total == 0


def test_an_overlay_is_counted_like_a_snapshot() -> None:
    overlay = Overlay(graph(RISKS), [Edit(Action.SET_NODE, NodeId(Kind.POWER, "W"), {"status": "cancelled"})])
    assert parts(census_of(overlay).risks_by_class) == {"external": 1}


def test_the_answer_is_plain_json_and_always_the_same() -> None:
    first, second = (json.dumps(census_of(graph(NODES)).to_json()) for _ in range(2))
    assert first == second
