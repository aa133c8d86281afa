"""Findings about posts and about articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import AUTHORIZED_BY, OWNED_BY, PERFORMED_BY, SUPERVISED_BY, Kind
from graph.view import View
from queries.findings.model import Finding

__all__ = ["ARTICLE_RULES", "POST_RULES"]

Rule = Callable[[Derived, str], Iterator[Finding]]


def _incompatible(derived: Derived, post: str) -> Iterator[Finding]:
    """PG009: acts of one incompatible set held together, by power where the set asks only for that."""
    if not _may_clash(derived.view, post):
        return
    acts: dict[str, set[str]] = {}
    for step in derived.duties(post):
        act = (derived.view.node(Kind.STEP, step) or EMPTY).get("act")
        power = derived.power_of(step)
        if act is not None and power is not None:
            acts.setdefault(power, set()).add(str(act))
    if not acts:
        return
    everywhere = set().union(*acts.values())
    for rule in derived.view.manifest.incompatible:
        if len(everywhere.intersection(rule.acts)) < 2:
            continue
        within = {"": everywhere} if rule.scope == "any" else acts
        for power, held in within.items():
            clashing = sorted(held.intersection(rule.acts))
            for place, first in enumerate(clashing):
                for second in clashing[place + 1 :]:
                    yield Finding("PG009", (rule.id, post, first, second, power))


def _may_clash(view: View, post: str) -> bool:
    """Whether two acts of one set are named at all on its steps, active or not: of few posts, and quickly seen."""
    steps = (view.node(Kind.STEP, step) for step in view.into(PERFORMED_BY, post))
    named = {step.get("act") for step in steps if step is not None}
    return any(len(named.intersection(rule.acts)) > 1 for rule in view.manifest.incompatible)


def _vacant(derived: Derived, post: str) -> Iterator[Finding]:
    view = derived.view
    if view.node(Kind.POST, post) is None:
        return
    if not (view.into(OWNED_BY, post) or view.into(SUPERVISED_BY, post) or derived.duties(post) or derived.bears(post)):
        yield Finding("PG012", (post,))


def _idle(derived: Derived, article: str) -> Iterator[Finding]:
    named = derived.view.into(AUTHORIZED_BY, article)
    if named and derived.live(article) and not any(derived.active(power) for power in named):
        yield Finding("PG011", (article,))


POST_RULES: tuple[Rule, ...] = (_incompatible, _vacant)
ARTICLE_RULES: tuple[Rule, ...] = (_idle,)
