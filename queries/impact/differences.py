"""The differences of the derived relations within a scope: duties, bearers, users, offices (calculus §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.derived import Derived
from graph.model import NodeId
from graph.schema import AUTHORIZED_BY, CONTROL_REGULATED_BY, EXERCISED_BY, STEP_REGULATED_BY, Kind, Link
from queries.findings.model import Finding
from queries.impact.ledger import Bearing, bearing_values
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus
from queries.impact.scope import Changes, Scope

__all__ = [
    "article_statuses",
    "duty_differences",
    "office_differences",
    "post_statuses",
    "risk_statuses",
    "valued_bearings",
]

Pair = tuple[str, str]


def duty_differences(
    before: Derived, after: Derived, steps: Iterable[str]
) -> tuple[set[Pair], set[Pair], set[tuple[str, str, str]]]:
    """(step, post) pairs lost and gained, and (step, power before, power after) of steps that changed hands."""
    lost: set[Pair] = set()
    gained: set[Pair] = set()
    reassigned: set[tuple[str, str, str]] = set()
    for step in steps:
        first, second = before.performers(step), after.performers(step)
        if first != second:
            lost.update((step, post) for post in set(first).difference(second))
            gained.update((step, post) for post in set(second).difference(first))
        owner, other = before.power_of(step), after.power_of(step)
        if owner is not None and other is not None and owner != other:
            reassigned.add((step, owner, other))
    return lost, gained, reassigned


def office_differences(before: Derived, after: Derived, powers: Iterable[str]) -> tuple[set[Pair], set[Pair]]:
    """(power, unit) pairs of EXERCISED_BY of active powers, lost and gained."""
    lost: set[Pair] = set()
    gained: set[Pair] = set()
    for power in powers:
        first = before.view.out(EXERCISED_BY, power) if before.active(power) else ()
        second = after.view.out(EXERCISED_BY, power) if after.active(power) else ()
        lost.update((power, unit) for unit in set(first).difference(second))
        gained.update((power, unit) for unit in set(second).difference(first))
    return lost, gained


def post_statuses(
    before: Derived, lost: set[Pair], gained: set[Pair], opened: Iterable[Finding]
) -> dict[str, PostStatus]:
    """One status for each post whose duties changed or that became vacant."""
    losing, gaining = {post for _, post in lost}, {post for _, post in gained}
    vacant = {finding.identity[0] for finding in opened if finding.code == "PG012"}
    result = {}
    for post in sorted(losing | gaining | vacant):
        if post in vacant:
            new = before.view.node(Kind.POST, post) is None
            result[post] = PostStatus.IDLE if new else PostStatus.VACATED
        elif post in losing:
            result[post] = PostStatus.SHIFTED if post in gaining else PostStatus.RELIEVED
        else:
            result[post] = PostStatus.BURDENED
    return result


def risk_statuses(
    before: Derived, after: Derived, risks: Iterable[str], opened: Iterable[Finding]
) -> dict[str, RiskStatus]:
    """One status for each risk whose bearers changed; an external danger left alone is never called ended."""
    unattended = {finding.identity[0] for finding in opened if finding.code == "PG019"}
    result = {}
    for risk in sorted(risks):
        first, second = before.bearers(risk), after.bearers(risk)
        if first == second:
            continue
        if not first:
            result[risk] = RiskStatus.NEW
        elif not second:
            result[risk] = RiskStatus.UNATTENDED if risk in unattended else RiskStatus.ENDED
        elif first - second:
            result[risk] = RiskStatus.MOVED if second - first else RiskStatus.NARROWED
        else:
            result[risk] = RiskStatus.SPREAD
    return result


def article_statuses(changes: Changes, scope: Scope, before: Derived, after: Derived) -> dict[str, ArticleStatus]:
    """One status for each article whose users changed or that ceased to be live.

    Only users within the scope can have come or gone; of the others it is enough to know that there is one. So an
    article that everything rests on costs no more than one that little does.
    """
    first, second = _uses(before, changes, scope), _uses(after, changes, scope)
    lost = {article for article, _ in first - second}
    gained = {article for article, _ in second - first}
    ceased = {article for article in scope.articles if before.live(article) and not after.live(article)}
    result = {}
    for article in sorted(lost | gained | ceased):
        if article in ceased:
            result[article] = ArticleStatus.REPEALED
        elif not after.used(article):
            result[article] = ArticleStatus.IDLE
        elif not before.used(article):
            result[article] = ArticleStatus.TAKEN_UP
        elif article in lost:
            result[article] = ArticleStatus.SHIFTED if article in gained else ArticleStatus.NARROWED
        else:
            result[article] = ArticleStatus.WIDENED
    return result


def _uses(derived: Derived, changes: Changes, scope: Scope) -> set[tuple[str, NodeId]]:
    """(article, user) for the users that may have come or gone."""
    users: dict[Link, set[str]] = {
        AUTHORIZED_BY: set(scope.powers),
        STEP_REGULATED_BY: set(scope.steps),
        CONTROL_REGULATED_BY: set(scope.controls),
    }
    for link, source, _ in changes.of_link(*users):
        users[link].add(source)
    uses = {
        AUTHORIZED_BY: derived.active,
        STEP_REGULATED_BY: derived.performers,
        CONTROL_REGULATED_BY: derived.protects,
    }
    return {
        (article, NodeId(link.from_kind, user))
        for link, codes in users.items()
        for user in codes
        if (articles := derived.view.out(link, user)) and uses[link](user)
        for article in articles
    }


def valued_bearings(
    changes: Changes, scope: Scope, before: Derived, after: Derived
) -> tuple[Mapping[Bearing, tuple[str, str, str]], Mapping[Bearing, tuple[str, str, str]]]:
    """The bearings that may be others or be counted elsewhere, before and after, with their values."""
    revalued = set(changes.of_kind(Kind.RISK))
    sides: list[dict[Bearing, tuple[str, str, str]]] = [{}, {}]
    for risk in scope.risks:
        ends = before.bearers(risk), after.bearers(risk)
        if ends[0] != ends[1] or risk in revalued:
            common: frozenset[str] = frozenset()
        else:
            common = ends[0] - scope.placed
        for side, derived, bearers in zip(sides, (before, after), ends, strict=True):
            for post in bearers - common:
                side[risk, post] = bearing_values(derived, (risk, post))
    return sides[0], sides[1]
