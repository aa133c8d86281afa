"""The gate of a commit: what it would open, on its effective date and on every later day that the log knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from api.acceptance import Sorted
from graph.changes.checks import broken_by
from graph.edits import Edit
from graph.errors import ConflictError
from graph.overlay import Overlay
from graph.rules import broken_said
from graph.snapshot import Snapshot
from graph.store.base import Store
from graph.terms import Both
from graph.view import View
from queries.findings.model import Finding
from queries.impact.later import carried, findings_opened
from queries.impact.model import Impact

__all__ = ["Gate", "gates_of"]

Judge = Callable[[Sequence[Finding], date], Sorted]


@dataclass(frozen=True, slots=True)
class Gate:
    """One day of a commit.

    ``view`` is the graph as the commit would leave it for that day, ``opened`` what opens on it and not before;
    ``findings`` are those of them that are grave enough to stop the commit, by whether they are accepted.
    """

    day: date
    view: View
    opened: tuple[Finding, ...]
    findings: Sorted


def gates_of(
    store: Store, baseline: Snapshot, impact: Impact, edits: Sequence[Edit], judged: Judge
) -> tuple[Gate, ...]:
    """The effective date first, then each later day on which the commit opens what it did not open before.

    A revision that is in force later may take away what this reform relies on: nobody looks at that day again.

    Args:
        baseline: the graph that the edits were made for, on the effective date.
        judged: tells the findings that stop a commit by whether they are accepted on a day.

    Raises:
        ConflictError: on a later day the graph would break a rule that every graph obeys.
    """
    effective = baseline.origin.on or date.min
    gates = [Gate(effective, impact.after, impact.opened, judged(impact.opened, effective))]
    known = frozenset(impact.opened)
    for day in store.days(effective) if edits else ():
        view = _carried(store.snapshot(on=day, as_of=baseline.origin.revision), edits, day)
        found = findings_opened(view)
        opened = tuple(finding for finding in found if finding not in known)
        if opened:
            gates.append(Gate(day, view, opened, judged(opened, day)))
        known = frozenset(found)
    return tuple(gates)


def _carried(view: Snapshot, edits: Sequence[Edit], day: date) -> Overlay:
    overlay = carried(view, edits)
    broken = broken_by(overlay, edits)
    if broken:
        raise ConflictError(
            Both(f"自 {day} 起图谱将违反规则：", f"from {day} on the graph would break a rule: ")
            + broken_said(broken)
            + Both(
                "；该日另有修订生效，请先改动其一",
                "; another revision takes effect then: change one of the two first",
            )
        )
    return overlay
