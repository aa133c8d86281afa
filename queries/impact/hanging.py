"""What hangs on the touched powers: what to review, and what is missing (calculus §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import (
    AUTHORIZED_BY,
    CONTROL_REGULATED_BY,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    MITIGATED_BY,
    PERFORMED_BY,
    SPECIFIED_BY,
    STEP_REGULATED_BY,
    Kind,
)
from queries.impact.model import Review

__all__ = ["day_differences", "gaps_of", "review_of"]


def review_of(
    after: Derived, touched: Iterable[str], named: tuple[Iterable[str], Iterable[str], Iterable[str]]
) -> Review:
    """What hangs on each touched power that is active, less the posts, risks and articles ``named`` already."""
    view = after.view
    posts: set[str] = set()
    risks: set[str] = set()
    articles: set[str] = set()
    standards: set[str] = set()
    for power in touched:
        if not after.active(power):
            continue
        articles.update(view.out(AUTHORIZED_BY, power))
        for step in view.out(HAS_STEP, power):
            posts.update(after.performers(step))
            risks.update(view.out(EXPOSES, step))
            standards.update(view.out(GOVERNED_BY, step))
            articles.update(view.out(STEP_REGULATED_BY, step))
    controls = {control for risk in risks for control in view.out(MITIGATED_BY, risk)}
    for control in controls:
        standards.update(view.out(SPECIFIED_BY, control))
        articles.update(view.out(CONTROL_REGULATED_BY, control))
    lists = (posts.difference(named[0]), risks.difference(named[1]), controls, standards, articles.difference(named[2]))
    return Review(*(tuple(sorted(codes)) for codes in lists))


def day_differences(
    before: Derived, after: Derived, touched: Iterable[str]
) -> dict[str, tuple[int | None, int | None]]:
    """Working days of the touched powers, where they differ; None for unknown."""
    found = {power: (before.days(power), after.days(power)) for power in touched}
    return {power: ends for power, ends in found.items() if ends[0] != ends[1]}


def gaps_of(
    sides: tuple[Derived, Derived], touched: Iterable[str], no_counterpart: Iterable[tuple[str, str, str]]
) -> set[tuple[str, str, str]]:
    """What the graph does not say, before or after, about the touched powers and what hangs on them."""
    gaps: set[tuple[str, str, str]] = set()
    powers = tuple(touched)
    posts = {post for _, post, _ in no_counterpart}
    for derived in sides:
        for power in powers:
            gaps.update(_power_gaps(derived, power))
        for post in posts:
            held = derived.view.node(Kind.POST, post)
            if held is not None and "role" not in held:
                gaps.add(("Post", post, "post-without-role"))
    return gaps


def _power_gaps(derived: Derived, power: str) -> Iterable[tuple[str, str, str]]:
    view = derived.view
    steps = view.out(HAS_STEP, power)
    if not steps and derived.active(power):
        yield "Power", power, "power-without-steps"
    risks = {risk for step in steps for risk in view.out(EXPOSES, step)}
    for step in steps:
        if not view.out(PERFORMED_BY, step):
            yield "Step", step, "step-without-post"
    for risk in risks:
        if "grade" not in _held(view.node(Kind.RISK, risk)):
            yield "RiskPoint", risk, "risk-without-grade"
    for control in {control for risk in risks for control in view.out(MITIGATED_BY, risk)}:
        if "line" not in _held(view.node(Kind.CONTROL, control)):
            yield "Control", control, "control-without-line"


def _held(properties: Mapping[str, object] | None) -> Mapping[str, object]:
    return EMPTY if properties is None else properties
