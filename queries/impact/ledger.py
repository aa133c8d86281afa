"""The balance of bearings before and after: whole, by grade, by office level and by class (calculus §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from graph.arrays import Longs, distinct, joined
from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import BORNE_BY, EXPOSES, HAS_STEP, PERFORMED_BY, Kind
from graph.snapshot import Snapshot, once
from graph.view import View
from queries.impact.model import Five, Ledger

__all__ = ["Bearing", "Totals", "bearing_keys", "bearing_values", "count_bearings", "ledger_of", "totals_of"]

Bearing = tuple[str, str]
"""(risk, post)"""

_PARTS = ("by_grade", "by_level", "by_class")


class Totals:
    """How many bearings a baseline has, and how many of each value of each part."""

    __slots__ = ("count", "parts")

    def __init__(self, count: int, parts: Mapping[str, Mapping[str, int]]) -> None:
        self.count = count
        self.parts = parts


def bearing_values(derived: Derived, bearing: Bearing) -> tuple[str, str, str]:
    """Grade of the risk, level of the post's office and class of the risk; "" for none."""
    risk, post = bearing
    held = derived.view.node(Kind.RISK, risk) or EMPTY
    return str(held.get("grade", "")), derived.level(derived.office(post)), str(held.get("class", ""))


def totals_of(derived: Derived) -> Totals:
    """Totals of a view; those of a snapshot are worked out once and kept with it."""
    view = derived.view
    if not isinstance(view, Snapshot):
        return _slow_totals(derived)
    return once(view, "ledger", lambda: _fast_totals(view, derived))


def count_bearings(derived: Derived, bearings: Iterable[Bearing]) -> Totals:
    """Totals of some bearings."""
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    number = 0
    for bearing in bearings:
        number += 1
        for counter, value in zip(counts, bearing_values(derived, bearing), strict=True):
            counter[value] += 1
    return Totals(number, dict(zip(_PARTS, counts, strict=True)))


def ledger_of(
    totals: Totals,
    before: Mapping[Bearing, tuple[str, str, str]],
    after: Mapping[Bearing, tuple[str, str, str]],
) -> Ledger:
    """The balance, from the totals of the baseline and every bearing that may differ, with its values.

    A kept bearing whose value changed is out of the old value and in the new one.
    """
    gone = sum(bearing not in after for bearing in before)
    come = sum(bearing not in before for bearing in after)
    total = Five(totals.count, totals.count - gone, gone, come, totals.count - gone + come)
    parts = {}
    for place, name in enumerate(_PARTS):
        out = Counter(v[place] for b, v in before.items() if b not in after or after[b][place] != v[place])
        into = Counter(v[place] for b, v in after.items() if b not in before or before[b][place] != v[place])
        parts[name] = _part(totals.parts[name], out, into)
    return Ledger(total, parts["by_grade"], parts["by_level"], parts["by_class"])


def _part(totals: Mapping[str, int], out: Mapping[str, int], into: Mapping[str, int]) -> dict[str, Five]:
    values = sorted(value for value in {*totals, *into} if totals.get(value, 0) or into.get(value, 0))
    result = {}
    for value in values:
        before, gone, come = totals.get(value, 0), out.get(value, 0), into.get(value, 0)
        result[value] = Five(before, before - gone, gone, come, before - gone + come)
    return result


def _slow_totals(derived: Derived) -> Totals:
    view: View = derived.view
    return count_bearings(derived, ((r, p) for r in view.codes(Kind.RISK) for p in derived.bearers(r)))


def _fast_totals(snapshot: Snapshot, derived: Derived) -> Totals:
    keys = bearing_keys(snapshot)
    risks, posts = np.divmod(keys, max(1, len(snapshot.codes(Kind.POST))))
    held_risks = np.bincount(risks, minlength=len(snapshot.codes(Kind.RISK))).tolist()
    held_posts = np.bincount(posts, minlength=len(snapshot.codes(Kind.POST))).tolist()
    levels = (derived.level(derived.office(post)) for post in snapshot.codes(Kind.POST))
    columns = (
        (("" if v is None else str(v) for v in snapshot.column(Kind.RISK, "grade")), held_risks),
        (levels, held_posts),
        (("" if v is None else str(v) for v in snapshot.column(Kind.RISK, "class")), held_risks),
    )
    parts: dict[str, Counter[str]] = {}
    for name, (values, held) in zip(_PARTS, columns, strict=True):
        counter = parts[name] = Counter()
        for value, count in zip(values, held, strict=True):
            if count:
                counter[value] += count
    return Totals(len(keys), parts)


def bearing_keys(snapshot: Snapshot) -> Longs:
    """Every bearing of a snapshot as ``risk row × number of posts + post row``, ascending."""
    width = max(1, len(snapshot.codes(Kind.POST)))
    active = np.array([v in (None, "active") for v in snapshot.column(Kind.POWER, "status")], dtype=bool)
    steps = snapshot.links[HAS_STEP]
    owner_active = np.zeros(len(snapshot.codes(Kind.STEP)), dtype=bool)
    owners = np.repeat(np.arange(len(active)), np.diff(steps.indptr))
    owner_active[steps.targets[active[owners]]] = True

    exposes, performed = snapshot.links[EXPOSES], snapshot.links[PERFORMED_BY]
    exposing = np.repeat(np.arange(len(owner_active), dtype=np.int32), np.diff(exposes.indptr))
    chosen = owner_active[exposing]
    counts, posts = joined(performed.indptr, performed.targets, exposing[chosen])
    by_step = np.repeat(exposes.targets[chosen].astype(np.int64), counts) * width + posts

    borne = snapshot.links[BORNE_BY]
    alone = np.repeat(np.arange(len(borne.indptr) - 1, dtype=np.int64), np.diff(borne.indptr))
    return distinct(np.concatenate([by_step, alone * width + borne.targets]))
