"""From which day on what the log holds of later days begins, where it hangs on a power that a commit touches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.store.base import Store
from queries.impact.model import Impact
from queries.report.later import LaterFact, later_facts

__all__ = ["Recorded", "recorded_of"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing that begins on a later day."""

    day: date
    fact: LaterFact


def recorded_of(store: Store, impact: Impact, after: date, as_of: int | None) -> tuple[Recorded, ...]:
    """What begins after a day on the powers that a reform touches, by day; nothing is read where there is nothing."""
    facts = {fact.identity: fact for fact in later_facts(impact)}
    if not facts:
        return ()
    begins: dict[LaterFact, date] = {}
    for version in store.versions(as_of):
        fact = facts.get(version.identity)
        if fact is not None and version.valid_from is not None and version.valid_from > after:
            begins.setdefault(fact, version.valid_from)  # versions of one identity come by date
    found = (Recorded(day, fact) for fact, day in begins.items())
    return tuple(sorted(found, key=lambda each: (each.day, each.fact.power, str(each.fact.identity))))
