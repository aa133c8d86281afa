"""Findings about risk points, the posts that bear them and the controls that should cover them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import MITIGATED_BY, OWNED_BY, Kind
from queries.findings.model import Finding

__all__ = ["CONTROL_RULES", "RISK_RULES"]

Rule = Callable[[Derived, str], Iterator[Finding]]


def _defence(derived: Derived, risk: str) -> Iterator[Finding]:
    """PG005, PG006 and PG010 of one risk: what covers it for each of the posts that bear it."""
    view = derived.view
    bearers = derived.bearers(risk)
    if not bearers:
        return
    controls = tuple(control for control in view.out(MITIGATED_BY, risk) if derived.works(control))
    worst = (view.node(Kind.RISK, risk) or EMPTY).get("grade") == 1
    for post in sorted(bearers):
        if not worst:
            if not any(derived.covering_owners(control, post) for control in controls):
                yield Finding("PG005", (risk, post))
            continue
        lines: set[int | None] = set()
        owners: set[str] = set()
        for control in controls:
            covering = derived.covering_owners(control, post)
            if covering:
                lines.add(derived.owners(control).line)
                owners.update(covering)
        if not lines:
            yield Finding("PG005", (risk, post))
            continue
        if len(lines) == 1:
            yield Finding("PG006", (risk, post))
        unit = derived.unit(post)
        if all(derived.unit(owner) == unit for owner in owners):
            yield Finding("PG010", (risk, post))


def _unattended(derived: Derived, risk: str) -> Iterator[Finding]:
    held = derived.view.node(Kind.RISK, risk)
    if held is not None and held.get("class") == "external" and not derived.bearers(risk):
        yield Finding("PG019", (risk,))


def _orphaned(derived: Derived, control: str) -> Iterator[Finding]:
    if derived.view.node(Kind.CONTROL, control) is not None and not derived.protects(control):
        yield Finding("PG007", (control,))


def _unowned(derived: Derived, control: str) -> Iterator[Finding]:
    if derived.view.node(Kind.CONTROL, control) is not None and not derived.view.out(OWNED_BY, control):
        yield Finding("PG008", (control,))


def _stalled(derived: Derived, control: str) -> Iterator[Finding]:
    held = derived.view.node(Kind.CONTROL, control)
    if held is not None and held.get("mode") == "step" and not derived.works(control):
        yield Finding("PG020", (control,))


RISK_RULES: tuple[Rule, ...] = (_defence, _unattended)
CONTROL_RULES: tuple[Rule, ...] = (_orphaned, _unowned, _stalled)
