"""The rows of an impact as a page lists them: what is graver stands before what is less so."""

from __future__ import annotations

from graph.labels import GRADES
from graph.schema import Kind
from queries.findings.gravity import worst_first
from queries.impact.model import Impact, RiskStatus
from queries.impact.rows import Row, rows_of

__all__ = ["gravest_first"]

_RISKS = tuple(
    status.value
    for status in (
        RiskStatus.UNATTENDED,
        RiskStatus.ENDED,
        RiskStatus.NEW,
        RiskStatus.SPREAD,
        RiskStatus.MOVED,
        RiskStatus.NARROWED,
    )
)
"""Statuses of a risk, the gravest first: one that ended may still be there with nobody to bear it."""


def gravest_first(impact: Impact) -> list[Row]:
    """Every row: findings that open as in `queries.findings.gravity`, risks by status and grade, then all else."""
    place = {finding: at for at, finding in enumerate(worst_first(impact.after, impact.opened))}

    def rank(row: Row) -> tuple[int, int, int]:
        if row.finding is not None and row.change.word == "opened":
            return 0, place[row.finding], 0
        if row.kind == Kind.RISK.value and row.change.word in _RISKS:
            return 1, _RISKS.index(row.change.word), _grade(impact, row.code)
        return 2, 0, 0

    return sorted(rows_of(impact), key=rank)


def _grade(impact: Impact, risk: str) -> int:
    held = impact.after.node(Kind.RISK, risk) or impact.before.node(Kind.RISK, risk) or {}
    grade = held.get("grade")
    return grade if isinstance(grade, int) else len(GRADES) + 1
