"""Which of several findings is graver: severity, the grade of the risk at stake, how often it is found there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graph.model import EMPTY
from graph.schema import MITIGATED_BY, Kind
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding

__all__ = ["grade_at_stake", "worst_first"]

_UNGRADED = 9
"""Stands for the grade where no graded risk is at stake: after all that have one."""


def worst_first(view: View, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings from the gravest on, those of one code together.

    Codes go by severity, then by the worst grade of a risk in any of theirs (1 is worst), then by how many there are.
    Within a code: by the grade of the risk, then by how many findings are about the same thing (the posts for which a
    risk is not covered), then by identity.

    Args:
        view: the graph in which they hold.
        findings: of any codes.
    """
    every = tuple(findings)
    grades = {finding: grade_at_stake(view, finding) or _UNGRADED for finding in every}
    about = Counter(map(_about, every))
    held = Counter(finding.code for finding in every)
    worst: dict[str, int] = {}
    for finding, grade in grades.items():
        worst[finding.code] = min(grade, worst.get(finding.code, _UNGRADED))

    def rank(finding: Finding) -> tuple[object, ...]:
        code = finding.code
        of_code = -FINDINGS[code].severity, worst[code], -held[code], code
        return (*of_code, grades[finding], -about[_about(finding)], finding.identity)

    return tuple(sorted(every, key=rank))


def _about(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.identity[FINDINGS[finding.code].at]


def grade_at_stake(view: View, finding: Finding) -> int | None:
    """The worst grade of the risks that a finding names, or that a control which it names mitigates; None without."""
    risks: set[str] = set()
    for kind, code in zip(FINDINGS[finding.code].kinds, finding.identity, strict=True):
        if kind is Kind.RISK:
            risks.add(code)
        elif kind is Kind.CONTROL:
            risks.update(view.into(MITIGATED_BY, code))
    grades = ((view.node(Kind.RISK, risk) or EMPTY).get("grade") for risk in risks)
    return min((grade for grade in grades if isinstance(grade, int)), default=None)
