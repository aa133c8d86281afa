"""What a load would do to the findings, told before anything is written: which ones it opens, and which it closes.

As with a commit (`api.gate`), the day from which it holds is not all: on a later one something begins or ends, in the
store or by the load itself, and with it a finding may open that was none before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.store.base import Store
from graph.view import View
from loaders.load import LoadPlan
from queries.blanks import blanks_of
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, FindingType, Severity
from queries.impact.restated import Restated, findings_restated

__all__ = ["CodeChange", "Effect", "LaterDay", "effect_of"]

_DAYS = 12
"""So many later days are looked at, the nearest; the others are counted."""


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
class LaterDay:
    """A later day, the graph as the load would leave it for then, and what opens on it and not before."""

    day: date
    before: View
    after: View
    opened: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """The findings that a load opens and closes on the graph of the day from which it holds, and opens later.

    ``later`` are the days on which more opens, of ``looked`` that were looked at; ``unseen`` were not. ``blank`` are
    the powers that are active without a step after the load and were not before: no finding, but a gap of the data.
    """

    day: date
    findings: Restated
    later: tuple[LaterDay, ...] = ()
    looked: int = 0
    unseen: int = 0
    blank: tuple[str, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The gravest of what opens on any day; None where nothing does."""
        return max((FINDINGS[finding.code].severity for finding in self._opened), default=None)

    @property
    def errors(self) -> int:
        """How many of what opens on any day are errors."""
        return sum(FINDINGS[finding.code].severity is Severity.ERROR for finding in self._opened)

    @property
    def _opened(self) -> tuple[Finding, ...]:
        return (*self.findings.opened, *(finding for each in self.later for finding in each.opened))

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
    first = _on(plan, store, day)
    days = _days_after(plan, store, day)
    later, known = [], frozenset(first.opened)
    for each in days[:_DAYS]:
        found = _on(plan, store, each)
        opened = tuple(finding for finding in found.opened if finding not in known)
        if opened:
            later.append(LaterDay(each, found.before, found.after, opened))
        known = frozenset(found.opened)
    known_blank = frozenset(blanks_of(first.before).steps)
    blank = tuple(power for power in blanks_of(first.after).steps if power not in known_blank)
    return Effect(day, first, tuple(later), len(days[:_DAYS]), len(days[_DAYS:]), blank)


def _on(plan: LoadPlan, store: Store, day: date) -> Restated:
    return findings_restated(store.snapshot(on=day, as_of=plan.parent), plan.states(day), plan.manifest)


def _days_after(plan: LoadPlan, store: Store, day: date) -> Sequence[date]:
    """The days after one on which something in the store, or of the plan, begins or ends."""
    stated = (each for edit in plan.edits for each in (edit.valid_from, edit.valid_to) if each and each > day)
    return sorted({*store.days(day), *stated})
