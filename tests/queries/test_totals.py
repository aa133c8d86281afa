"""All nodes of a kind and how many of them are in use, said in the same words everywhere."""

from __future__ import annotations

from graph.schema import Kind, Label
from queries.census import census_of
from queries.totals import total_of
from tests.builders import graph

HELD = graph("""
    Power/A
    Power/B status=cancelled
    Article/L
    Article/M status=repealed
    Instrument/I
    Power/A HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R
    Step/T EXPOSES RiskPoint/Q
    Power/B HAS_STEP Step/T
""")
ACTIVE = Label("在用职权", "active powers")


def test_all_is_told_with_what_is_in_use() -> None:
    assert total_of(HELD, Kind.POWER).said.zh == "全部职权 2，其中在用 1"
    assert total_of(HELD, Kind.RISK).said.zh == "全部风险点 2，其中有岗位承担 1"
    assert total_of(HELD, Kind.POST).said.zh == "全部岗位 1"


def test_a_part_is_told_with_all_beside_it() -> None:
    assert total_of(HELD, Kind.POWER).whole(ACTIVE, 1).zh == "在用职权 1（全部 2）"


def test_what_is_in_use_is_what_the_census_counts() -> None:
    census = census_of(HELD)
    assert [total_of(HELD, kind).current for kind in (Kind.POWER, Kind.RISK, Kind.ARTICLE)] == [
        census.powers.total,
        census.risks_by_class.total,
        census.articles.parts["live"].total,
    ]
