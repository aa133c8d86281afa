"""Bases that do not allow the level to which lower offices are let act, before any post there has a duty."""

from __future__ import annotations

from collections.abc import Mapping

from graph.reform import Reform
from queries.impact import impact_of
from queries.legal import legal_operations
from queries.report import report_of
from tests.builders import graph

LAW = """
    Article/A PART_OF Instrument/I
    Article/A name=第九条
    Instrument/I name=《某法》
    Article/X status=repealed
    Power/W AUTHORIZED_BY Article/A lowest_level=regional
    Power/W AUTHORIZED_BY Article/X lowest_level=hq
    Power/W level=regional
"""
DOWN = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}
STAFFED = """
    Unit/R level=regional
    Unit/L level=local
    Unit/L PART_OF Unit/R
    Post/P role=审核岗
    Post/P IN_UNIT Unit/R
    Post/Q role=审核岗
    Post/Q IN_UNIT Unit/L
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
"""


def first(text: str, *changes: Mapping[str, object]) -> list[str]:
    chapter = report_of(impact_of(graph(text), Reform("试", changes))).chapter("first")
    return [said.zh for said in chapter.paragraphs]


def test_a_delegation_below_the_lowest_level_of_a_basis_in_force_names_it_with_its_level() -> None:
    offers = {offer.operation.op: offer for offer in legal_operations(graph(LAW), "W")}
    below = {(trial.arguments["from"], trial.arguments["to"]): trial.below for trial in offers["delegate"].choices}

    assert {ends: [floor.to_json() for floor in floors] for ends, floors in below.items()} == {
        ("hq", "regional"): [],
        ("hq", "local"): [{"article": "A", "lowest_level": "regional", "finding": "PG014"}],
        ("regional", "local"): [{"article": "A", "lowest_level": "regional", "finding": "PG014"}],
    }
    assert not any(trial.below for trial in offers["recall"].choices)


def test_what_must_be_done_first_tells_the_basis_to_change_before_any_finding_stands() -> None:
    (said,) = first(LAW, DOWN)

    assert "依据《某法》第九条（A）所定法定最低层级是直属海关，隶属海关低于它" in said
    assert "PG014" in said


def test_a_finding_that_opens_already_is_not_told_twice() -> None:
    assert first(LAW + STAFFED, DOWN) == []


def test_a_basis_that_the_same_reform_changes_is_not_in_the_way() -> None:
    mended = {"op": "redefine", "power": "W", "add_articles": [{"article": "A", "lowest_level": "local"}]}
    assert not any("PG014" in said for said in first(LAW, DOWN, mended))


def test_a_duty_that_moves_is_two_edits_and_one_duty_given_up() -> None:
    (delegate,) = (offer for offer in legal_operations(graph(STAFFED), "W") if offer.operation.op == "delegate")
    (trial,) = (each for each in delegate.choices if each.arguments["from"] == "regional")

    assert (trial.duties, trial.given_up) == (2, 1)
