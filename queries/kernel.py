"""Plain impact sets: what a power reaches, from a closure worked out once for a snapshot (architecture decision 4).

"What does this power reach, and what of it does only this power reach?" needs no reform and no overlay: posts,
risks and controls are looked up, by code, in a microsecond, whatever the size of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from graph.arrays import Ints, Longs, distinct, joined
from graph.schema import DEPENDS_ON, EXPOSES, HAS_STEP, MITIGATED_BY, PERFORMED_BY, Kind, Link
from graph.snapshot import Snapshot, once
from graph.view import View

__all__ = ["Kernel", "Reach", "kernel_of", "reach_of"]

Codes = tuple[str, ...]


class Reach(NamedTuple):
    """What one power reaches, as codes, ascending.

    ``posts`` perform its steps, ``risks`` are exposed in them, ``controls`` mitigate those, ``dependents`` are
    powers that depend on it, directly or not. ``only_*`` is the part that no other power reaches.
    """

    posts: Codes
    risks: Codes
    controls: Codes
    dependents: Codes
    only_posts: Codes
    only_risks: Codes
    only_controls: Codes


class _Closure:
    """Codes that each power reaches (``all``), and of them those that no other power does (``only``)."""

    __slots__ = ("all", "only")

    def __init__(self, powers: Ints, ends: Ints, count: int, codes: Sequence[str]) -> None:
        width = len(codes)
        keys = distinct(powers.astype(np.int64) * max(1, width) + ends)
        rows, reached = _split(keys, width)
        single = np.bincount(reached, minlength=width)[reached] == 1
        self.all = _by_row(rows, reached, count, codes)
        self.only = _by_row(rows[single], reached[single], count, codes)


class Kernel:
    """The closures of one snapshot. Every power counts, whatever its status."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._rows = snapshot.kinds[Kind.POWER].rows
        count = len(self._rows)
        powers, steps = _pairs(snapshot, HAS_STEP)
        posts = _join(powers, steps, snapshot, PERFORMED_BY)
        risks = _join(powers, steps, snapshot, EXPOSES)
        controls = _join(*risks, snapshot, MITIGATED_BY)
        kinds = (snapshot.codes(kind) for kind in (Kind.POST, Kind.RISK, Kind.CONTROL))
        reached = zip((posts, risks, controls), kinds, strict=True)
        closures = [_Closure(*pairs, count, codes) for pairs, codes in reached]
        dependents = _Closure(*_dependents(snapshot), count, snapshot.codes(Kind.POWER))
        every = (*(each.all for each in closures), dependents.all, *(each.only for each in closures))
        self._reach = tuple(Reach(*views) for views in zip(*every, strict=True))

    def reach(self, power: str) -> Reach:
        """The plain impact sets of a power; KeyError for an unknown code."""
        return self._reach[self._rows[power]]


def reach_of(view: View, power: str) -> Reach:
    """The plain impact sets of a power: looked up for a snapshot, walked for any other view."""
    return kernel_of(view).reach(power) if isinstance(view, Snapshot) else _walked(view, power)


def _walked(view: View, power: str) -> Reach:
    ways = ((HAS_STEP, PERFORMED_BY), (HAS_STEP, EXPOSES), (HAS_STEP, EXPOSES, MITIGATED_BY))
    reached = [_along(view.out, way, {power}) for way in ways]
    alone = [
        {code for code in codes if _along(view.into, way[::-1], {code}) == {power}}
        for way, codes in zip(ways, reached, strict=True)
    ]
    dependents: set[str] = set()
    while front := _along(view.into, (DEPENDS_ON,), {power, *dependents}) - dependents:
        dependents |= front
    return Reach(*(tuple(sorted(codes)) for codes in (*reached, dependents, *alone)))


def _along(walk: Callable[[Link, str], Iterable[str]], way: Iterable[Link], codes: set[str]) -> set[str]:
    for link in way:
        codes = {end for code in codes for end in walk(link, code)}
    return codes


def kernel_of(snapshot: Snapshot) -> Kernel:
    """The kernel of a snapshot, worked out once and kept with it."""
    return once(snapshot, "kernel", lambda: Kernel(snapshot))


def _pairs(snapshot: Snapshot, link: Link) -> tuple[Ints, Ints]:
    columns = snapshot.links[link]
    return np.repeat(np.arange(len(columns.indptr) - 1, dtype=np.int32), np.diff(columns.indptr)), columns.targets


def _join(firsts: Ints, middles: Ints, snapshot: Snapshot, link: Link) -> tuple[Ints, Ints]:
    """Pairs (first, end) for each pair (first, middle) and each relation of the link from that middle."""
    columns = snapshot.links[link]
    counts, ends = joined(columns.indptr, columns.targets, middles)
    return np.repeat(firsts, counts), ends


def _dependents(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """Pairs (power, dependent) of DEPENDS_ON followed to its end, against its direction."""
    dependents, powers = _pairs(snapshot, DEPENDS_ON)
    width = max(1, len(snapshot.codes(Kind.POWER)))
    known = distinct(powers.astype(np.int64) * width + dependents)
    while True:
        first, second = _split(known, width)
        wider = distinct(np.concatenate([known, _compose(first, second, width)]))
        if len(wider) == len(known):
            return first, second
        known = wider


def _compose(first: Ints, second: Ints, width: int) -> Longs:
    """The relation followed twice; ``first`` is ascending."""
    indptr = np.searchsorted(first, np.arange(width + 1)).astype(np.int32)
    counts, ends = joined(indptr, second, second)
    keys: Longs = np.repeat(first.astype(np.int64), counts) * width + ends
    return keys


def _by_row(rows: Ints, ends: Ints, count: int, codes: Sequence[str]) -> list[Codes]:
    """The codes of the ends of each row; rows are ascending, and so are the ends of one."""
    starts = [0, *np.cumsum(np.bincount(rows, minlength=count)).tolist()]
    named = tuple(codes[end] for end in ends.tolist())
    return [named[start:stop] for start, stop in pairwise(starts)]


def _split(keys: Longs, width: int) -> tuple[Ints, Ints]:
    first, second = np.divmod(keys, max(1, width))
    return first.astype(np.int32), second.astype(np.int32)
