"""Carrying out a reform on a store: what it would open is looked at first, and only then one revision is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.acceptance import Acceptance, Sorted, acceptance_from_mapping, acceptance_from_text, sort_findings
from api.gate import Gate, gates_of
from api.lifetimes import refusal_told
from api.recorded import Recorded, recorded_of
from graph.edits import Edit
from graph.errors import ReformRefused
from graph.reform import Reform, apply_reform
from graph.store.base import Commit, Revision, Store
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, Severity
from queries.impact import impact_of_applied
from queries.impact.model import Impact
from queries.report.operations import title_of

__all__ = ["Intent", "Plan", "carry_out", "plan_commit"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants to commit, and from which gravity on findings stop it."""

    reform: Reform
    effective: date
    author: str
    reason: str = ""
    number: str = ""
    fail_on: Severity = Severity.ERROR
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A reform with its impact on its effective date, and the findings that stand in its way.

    ``gates`` are its effective date and the later days of the log on which it opens more; ``unused`` are
    acceptances of nothing that opens. ``recorded`` is what begins on later days on the powers that it touches: no
    finding, but to be known before it is committed. ``revision`` is the one that it was computed on: a commit on
    another is a conflict.
    """

    intent: Intent
    impact: Impact
    edits: tuple[Edit, ...]
    gates: tuple[Gate, ...]
    unused: tuple[Acceptance, ...]
    recorded: tuple[Recorded, ...]
    revision: int

    @property
    def blocking(self) -> tuple[tuple[Gate, Finding], ...]:
        """The findings that would open and that nobody has accepted, each with its day, by day."""
        return tuple((gate, finding) for gate in self.gates for finding in gate.findings.blocking)

    @property
    def accepted(self) -> tuple[tuple[Gate, Finding, Acceptance], ...]:
        """The findings that may open, each with its day, by day."""
        return tuple((gate, finding, item) for gate in self.gates for finding, item in gate.findings.accepted)

    @property
    def refused(self) -> bool:
        """Findings would open that nobody has accepted."""
        return bool(self.blocking)

    @property
    def is_empty(self) -> bool:
        """Everything that the reform wants is so already."""
        return not self.edits


def plan_commit(store: Store, intent: Intent) -> Plan:
    """Work out what a reform would do; nothing is written.

    Raises:
        ReformRefused: a change cannot be applied.
        InputError: an acceptance is not in order.
        ConflictError: something has a later version already, or a later day does not bear the reform.
    """
    reform = replace(intent.reform, effective=intent.effective)
    acceptances = _acceptances(intent)
    baseline = store.snapshot(on=intent.effective)
    try:
        applied = apply_reform(baseline, reform)
    except ReformRefused as error:
        raise refusal_told(error, store, intent.effective) from error
    impact = impact_of_applied(reform, applied)
    edits = applied.overlay.edits
    gates = gates_of(store, baseline, impact, edits, _judge(acceptances, intent.fail_on))
    used = {item for gate in gates for _, item in gate.findings.accepted}
    unused = tuple(sorted({item for item in acceptances if item not in used}, key=lambda item: item.name))
    revision = baseline.origin.revision or 0
    recorded = recorded_of(store, impact, intent.effective, revision)
    return Plan(intent, impact, edits, gates, unused, recorded, revision)


def carry_out(store: Store, plan: Plan) -> Revision | None:
    """Write a plan as one revision; None where it is refused or there is nothing to write.

    Raises:
        ConflictError: somebody wrote since the plan was made.
    """
    if plan.refused or plan.is_empty:
        return None
    intent = plan.intent
    return store.commit(
        Commit(
            edits=plan.edits,
            author=intent.author,
            reason=intent.reason or intent.reform.reason or title_of(intent.reform).zh,
            number=intent.number or intent.reform.number,
            effective=intent.effective,
            details=_details(plan),
            parent=plan.revision,
        )
    )


def _judge(acceptances: Sequence[Acceptance], fail_on: Severity) -> Callable[[Sequence[Finding], date], Sorted]:
    def judged(opened: Sequence[Finding], day: date) -> Sorted:
        return sort_findings((x for x in opened if FINDINGS[x.code].severity >= fail_on), acceptances, day)

    return judged


def _acceptances(intent: Intent) -> Sequence[Acceptance]:
    in_file = enumerate(intent.reform.accept)
    return (
        *(acceptance_from_mapping(item, position, intent.effective) for position, item in in_file),
        *(acceptance_from_text(text, intent.effective) for text in intent.accept),
    )


def _details(plan: Plan) -> dict[str, Any]:
    """What the log keeps of a reform: its own text, what it opened, and who answers for that until when."""
    now, *later = plan.gates
    said: dict[str, Any] = {"later": [{"on": gate.day.isoformat(), **_opened(gate)} for gate in later]} if later else {}
    reform = {"reform": plan.intent.reform.name, "changes": [dict(item) for item in plan.intent.reform.changes]}
    return {"reform": reform, **_opened(now), **said}


def _opened(gate: Gate) -> dict[str, Any]:
    return {
        "opened": [finding.to_json() for finding in gate.opened],
        "accepted": [{**item.to_json(), "identity": finding.to_json()} for finding, item in gate.findings.accepted],
    }
