"""The gravest finding comes first, and the next after it."""

from __future__ import annotations

from queries.findings.gravity import grade_at_stake, worst_first
from queries.findings.model import Finding
from tests.builders import graph

RISKS = """
    RiskPoint/a grade=3
    RiskPoint/b grade=1
    RiskPoint/c grade=2
    RiskPoint/d grade=2
    RiskPoint/b MITIGATED_BY Control/K
    Control/J line=1
"""


def ordered(*findings: tuple[str, ...]) -> list[str]:
    every = [Finding(code, tuple(identity)) for code, *identity in findings]
    return ["/".join((found.code, *found.identity)) for found in worst_first(graph(RISKS), every)]


def test_of_one_code_the_grade_of_the_risk_decides() -> None:
    assert ordered(("PG005", "a", "P"), ("PG005", "b", "P")) == ["PG005/b/P", "PG005/a/P"]


def test_of_one_grade_the_risk_with_more_uncovered_posts_goes_first() -> None:
    assert ordered(("PG005", "c", "P"), ("PG005", "d", "P"), ("PG005", "d", "Q")) == [
        "PG005/d/P",
        "PG005/d/Q",
        "PG005/c/P",
    ]


def test_codes_go_by_severity_then_by_the_worst_risk_and_stay_together() -> None:
    assert ordered(("PG011", "A"), ("PG004", "W", "X"), ("PG019", "a"), ("PG005", "b", "P"), ("PG019", "c")) == [
        "PG005/b/P",
        "PG019/c",
        "PG019/a",
        "PG004/W/X",
        "PG011/A",
    ]


def test_a_control_counts_as_the_worst_risk_that_it_mitigates() -> None:
    assert ordered(("PG008", "J"), ("PG008", "K")) == ["PG008/K", "PG008/J"]
    assert [grade_at_stake(graph(RISKS), Finding("PG008", (control,))) for control in "JK"] == [None, 1]
