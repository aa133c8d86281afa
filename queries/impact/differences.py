"""The differences of the derived relations within a scope: duties, bearers, users, offices (calculus §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.derived import Derived
from graph.schema import EXERCISED_BY, Kind
from queries.findings.catalog import Finding
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


def article_statuses(before: Derived, after: Derived, articles: Iterable[str]) -> dict[str, ArticleStatus]:
    """One status for each article whose users changed or that ceased to be live."""
    result = {}
    for article in sorted(articles):
        ceased = before.live(article) and not after.live(article)
        first, second = before.users(article), after.users(article)
        if ceased:
            result[article] = ArticleStatus.REPEALED
        elif first == second:
            continue
        elif not second:
            result[article] = ArticleStatus.IDLE
        elif not first:
            result[article] = ArticleStatus.TAKEN_UP
        elif first - second:
            result[article] = ArticleStatus.SHIFTED if second - first else ArticleStatus.NARROWED
        else:
            result[article] = ArticleStatus.WIDENED
    return result


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
