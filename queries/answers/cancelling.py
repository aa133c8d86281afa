"""What the end of a power would move, without the reform: rows of the whole impact, for a fraction of its cost.

Cancelling takes a power's duties away and nothing else that these rows read: its steps and the risks that go with
them lose their posts alike where the power merely counts as one that is not exercised. So two derivations of one view
are compared, and no overlay is made. `tests.queries.test_cancelling` holds it to the impact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.derived import Derived
from graph.model import NodeId
from graph.schema import (
    AUTHORIZED_BY,
    BORNE_BY,
    CARRIED_OUT_IN,
    CONTROL_REGULATED_BY,
    DEPENDS_ON,
    EXPOSES,
    HAS_STEP,
    MITIGATED_BY,
    OWNED_BY,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    SUPERVISED_BY,
    Kind,
    Link,
)
from graph.view import View

__all__ = ["moved_by_cancelling"]


class _Without(Derived):
    """What is derived from a view where one power is not exercised any more."""

    def __init__(self, view: View, power: str) -> None:
        super().__init__(view)
        self._without = power

    def active(self, power: str) -> bool:
        return power != self._without and super().active(power)


def moved_by_cancelling(before: Derived, power: str) -> Iterator[tuple[str, str]]:
    """Each node that moves when a power is cancelled, with what becomes of it; nothing for one that is suspended."""
    if not before.active(power):
        return
    after = _Without(before.view, power)
    steps = before.view.out(HAS_STEP, power)
    risks = _ends(before.view, EXPOSES, steps)
    controls = _ends(before.view, MITIGATED_BY, risks)
    orphaned = {control for control in controls if before.protects(control) and not after.protects(control)}
    yield from _named(Kind.POST, _posts(after, steps))
    yield from _named(Kind.RISK, _risks(before, after, risks))
    yield from _named(Kind.CONTROL, ((control, "orphaned") for control in orphaned))
    yield from _named(Kind.CONTROL, _stalled(before, after, steps))
    yield from _named(Kind.POWER, ((other, "blocked") for other in _dependents(after, power)))
    yield from _named(Kind.ARTICLE, _articles(before, after, (power, steps, orphaned)))


def _posts(after: Derived, steps: Iterable[str]) -> Iterator[tuple[str, str]]:
    view = after.view
    for post in _ends(view, PERFORMED_BY, steps):
        busy = after.duties(post) or any(view.into(link, post) for link in (BORNE_BY, OWNED_BY, SUPERVISED_BY))
        yield post, "relieved" if busy else "vacated"


def _risks(before: Derived, after: Derived, risks: Iterable[str]) -> Iterator[tuple[str, str]]:
    for risk in risks:
        bearers = after.bearers(risk)
        if bearers != before.bearers(risk):
            external = (after.view.node(Kind.RISK, risk) or {}).get("class") == "external"
            yield risk, "narrowed" if bearers else "unattended" if external else "ended"


def _stalled(before: Derived, after: Derived, steps: Iterable[str]) -> Iterator[tuple[str, str]]:
    for control in {control for step in steps for control in before.view.into(CARRIED_OUT_IN, step)}:
        mode = (before.view.node(Kind.CONTROL, control) or {}).get("mode")
        if mode == "step" and before.works(control) and not after.works(control):
            yield control, "stalled"


def _dependents(after: Derived, power: str) -> Iterator[str]:
    return (other for other in set(after.view.into(DEPENDS_ON, power)) if after.active(other))


def _articles(
    before: Derived, after: Derived, users: tuple[str, Iterable[str], Iterable[str]]
) -> Iterator[tuple[str, str]]:
    power, steps, controls = users
    view = before.view
    found = {*view.out(AUTHORIZED_BY, power), *_ends(view, STEP_REGULATED_BY, steps)}
    for article in found | _ends(view, CONTROL_REGULATED_BY, controls):
        if after.users(article) != before.users(article):
            yield article, "narrowed" if after.used(article) else "idle"


def _ends(view: View, link: Link, codes: Iterable[str]) -> set[str]:
    return {end for code in codes for end in view.out(link, code)}


def _named(kind: Kind, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((str(NodeId(kind, code)), status) for code, status in found)
