"""What a load would do to the findings, told before anything is written: which ones it opens, and which it closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.store.base import Store
from loaders.load import LoadPlan
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, FindingType
from queries.impact.restated import Restated, findings_restated

__all__ = ["CodeChange", "Effect", "effect_of"]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """How many findings of one code open and close, and at how many of the nodes (``of``) that could have one then."""

    declared: FindingType
    opened: int
    opened_at: int
    closed: int
    closed_at: int
    of: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The findings that a load opens and closes, on the graph of one day."""

    day: date
    findings: Restated

    @property
    def codes(self) -> tuple[CodeChange, ...]:
        """Every code of which one opens or closes: first those that open, the gravest before the others."""
        found = self.findings
        codes = dict.fromkeys(finding.code for finding in (*found.opened, *found.closed))
        return tuple(
            CodeChange(
                FINDINGS[code],
                *_numbers(code, found.opened),
                *_numbers(code, found.closed),
                len(found.after.codes(FINDINGS[code].anchor)),
            )
            for code in codes
        )


def _numbers(code: str, findings: Sequence[Finding]) -> tuple[int, int]:
    """How many of a code, and at how many nodes."""
    at = FINDINGS[code].at
    nodes = [finding.identity[at] for finding in findings if finding.code == code]
    return len(nodes), len(set(nodes))


def effect_of(plan: LoadPlan, store: Store, today: date) -> Effect | None:
    """The effect of a plan on the day from which it holds, today where it has none; None where nothing is written."""
    if plan.refused or plan.is_empty:
        return None
    day = plan.effective or today
    before = store.snapshot(on=day, as_of=plan.parent)
    return Effect(day, findings_restated(before, plan.states(day), plan.manifest))
