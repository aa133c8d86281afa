"""Findings about a power: its bases, steps, offices, dependencies and level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import (
    AUTHORIZED_BY,
    DEPENDS_ON,
    EXERCISED_BY,
    HAS_STEP,
    NEXT,
    PERFORMED_BY,
    SUPERVISED_BY,
    Kind,
)
from queries.findings.model import Finding

__all__ = ["POWER_RULES"]

_LOW_RANKS = frozenset({"department_rule", "normative", "internal"})

Rule = Callable[[Derived, str], Iterator[Finding]]


def _without_basis(derived: Derived, power: str) -> Iterator[Finding]:
    if derived.active(power) and not derived.bases(power):
        yield Finding("PG001", (power,))


def _step_without_post(derived: Derived, power: str) -> Iterator[Finding]:
    if derived.active(power):
        for step in derived.view.out(HAS_STEP, power):
            if not derived.view.out(PERFORMED_BY, step):
                yield Finding("PG002", (power, step))


def _unstaffed_office(derived: Derived, power: str) -> Iterator[Finding]:
    view = derived.view
    offices = view.out(EXERCISED_BY, power) if derived.active(power) else ()
    for step in view.out(HAS_STEP, power) if offices else ():
        at = frozenset().union(*(derived.places(step, post) for post in view.out(PERFORMED_BY, step)))
        for office in offices:
            if at.isdisjoint(derived.above(office)):
                yield Finding("PG003", (power, step, office))


def _blocked(derived: Derived, power: str) -> Iterator[Finding]:
    if derived.active(power):
        for other in derived.view.out(DEPENDS_ON, power):
            if not derived.active(other):
                yield Finding("PG004", (power, other))


def _unsupervised(derived: Derived, power: str) -> Iterator[Finding]:
    held = derived.view.node(Kind.POWER, power) or EMPTY
    if (held.get("status") == "cancelled" or "delegated_from" in held) and not derived.view.out(SUPERVISED_BY, power):
        yield Finding("PG013", (power,))


def _below_level(derived: Derived, power: str) -> Iterator[Finding]:
    if not derived.active(power):
        return
    rank_of = derived.view.manifest.rank_of_level
    units: set[str] | None = None
    for article in derived.bases(power):
        levels = {
            rank_of(held.get("lowest_level")) for held in derived.view.pair(AUTHORIZED_BY, power, article).values()
        }
        allowed = [rank for rank in levels if rank is not None]
        if not allowed:
            continue
        if units is None:
            units = _working_units(derived, power)
        for unit in sorted(units):
            rank = rank_of(derived.level(unit))
            if rank is not None and rank > min(allowed):
                yield Finding("PG014", (power, article, unit))


def _working_units(derived: Derived, power: str) -> set[str]:
    """Units that the duties of a power count at: on whose behalf they are done, else the office of the post."""
    found: set[str | None] = set()
    for step in derived.view.out(HAS_STEP, power):
        for post in derived.view.out(PERFORMED_BY, step):
            found.update(unit or derived.office(post) for unit in derived.principals(step, post))
    return {unit for unit in found if unit is not None}


def _without_flow(derived: Derived, power: str) -> Iterator[Finding]:
    view = derived.view
    held = view.node(Kind.POWER, power) or EMPTY
    if held.get("public") is True and derived.active(power):
        steps = view.out(HAS_STEP, power)
        if len(steps) > 1 and not any(following in steps for step in steps for following in view.out(NEXT, step)):
            yield Finding("PG015", (power,))


def _licence_without_law(derived: Derived, power: str) -> Iterator[Finding]:
    held = derived.view.node(Kind.POWER, power) or EMPTY
    if held.get("type") == "01" and derived.active(power):
        bases = derived.bases(power)
        if bases and all(derived.rank(article) in _LOW_RANKS for article in bases):
            yield Finding("PG016", (power,))


def _entrusted_compulsion(derived: Derived, power: str) -> Iterator[Finding]:
    view = derived.view
    held = view.node(Kind.POWER, power) or EMPTY
    if held.get("type") == "03" and held.get("compulsion") != "execution" and derived.active(power):
        duties = ((step, post) for step in view.out(HAS_STEP, power) for post in view.out(PERFORMED_BY, step))
        units = {unit for step, post in duties for unit in derived.principals(step, post) if unit is not None}
        for unit in sorted(units):
            yield Finding("PG017", (power, unit))


def _single_handed(derived: Derived, power: str) -> Iterator[Finding]:
    view = derived.view
    for step in view.out(HAS_STEP, power) if derived.active(power) else ():
        least = (view.node(Kind.STEP, step) or EMPTY).get("min_posts", 1)
        if not isinstance(least, int) or least <= 1:
            continue
        seats: dict[str, int] = {}
        for post in view.out(PERFORMED_BY, step):
            office, held = derived.office(post), (view.node(Kind.POST, post) or EMPTY).get("seats", 1)
            if office is not None and isinstance(held, int):
                seats[office] = seats.get(office, 0) + held
        for office in sorted(seats):
            if seats[office] < least:
                yield Finding("PG018", (power, step, office))


POWER_RULES: tuple[Rule, ...] = (
    _without_basis,
    _step_without_post,
    _unstaffed_office,
    _blocked,
    _unsupervised,
    _below_level,
    _without_flow,
    _licence_without_law,
    _entrusted_compulsion,
    _single_handed,
)
