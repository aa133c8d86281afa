"""What the log holds for later days of a power that a reform touches: in no difference of one day, yet to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.errors import ConflictError
from graph.model import NodeId, RelationId
from graph.reform import Reform, apply_reform
from graph.schema import HAS_STEP, NEXT, PERFORMED_BY, Kind
from graph.snapshot import Origin, Snapshot
from queries.impact import impact_of
from queries.report import report_of
from queries.report.case import Case
from tests.builders import graph

BARE = """
    Power/W name=甲
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Power/V HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P
"""
NEW_STEP = RelationId(HAS_STEP, "W", "N", "")
"""From a later day on W has a step N."""
AFTER_S = RelationId(NEXT, "S", "N", "")
"""… that follows S."""
ELSEWHERE = RelationId(PERFORMED_BY, "T", "Q", "")
"""… and something begins at a power that no reform here touches."""


def later(*identities: NodeId | RelationId) -> Snapshot:
    return replace(graph(BARE), origin=Origin(2, date(2013, 11, 30)), later=dict.fromkeys(identities, 2))


def reform(op: str) -> Reform:
    return Reform("试", ({"op": op, "power": "W"},))


def test_a_node_is_not_retired_under_a_relation_that_begins_later() -> None:
    with pytest.raises(ConflictError, match="环节 S 下一环节 环节 N") as caught:
        apply_reform(later(NEW_STEP, AFTER_S, NodeId(Kind.STEP, "N")), reform("cancel"))

    assert caught.value.revision == 2


def test_what_begins_later_on_a_power_that_ends_is_told_in_the_sentence() -> None:
    said = report_of(impact_of(later(NEW_STEP, ELSEWHERE), reform("cancel"))).headline

    assert "1 处此后生效的记录（第 2 次修订）挂在不再行使的职权上，未计入" in said.zh
    assert "1 record of later days (revision 2) hanging on powers no longer exercised, not counted here" in said.en


def test_what_begins_later_stands_in_a_table_with_its_path() -> None:
    report = report_of(impact_of(later(NEW_STEP, AFTER_S, ELSEWHERE), reform("suspend")))

    (table,) = [table for chapter in report.chapters for table in chapter.tables if table.name == "later"]
    assert {row.evidence[0][-1] for row in table.rows} == {
        ("HAS_STEP", "Power/W", "Step/N"),
        ("NEXT", "Step/S", "Step/N"),
    }


def test_a_later_version_of_a_step_itself_is_told() -> None:
    (fact,) = Case(impact_of(later(NodeId(Kind.STEP, "S")), reform("suspend"))).later

    assert (fact.power, fact.identity, fact.revision) == ("W", NodeId(Kind.STEP, "S"), 2)


def test_where_nothing_is_recorded_for_later_nothing_is_said() -> None:
    said = report_of(impact_of(later(ELSEWHERE), reform("suspend"))).headline

    assert "此后" not in said.zh
