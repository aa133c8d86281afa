"""Plain impact sets: what a power reaches, from a closure worked out once for a snapshot (architecture decision 4).

"What does this power reach, and what of it does only this power reach?" needs no reform and no overlay: posts,
risks and controls come out of compressed rows, in microseconds, whatever the size of the graph.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from graph.arrays import Ints, Longs, distinct, joined
from graph.schema import DEPENDS_ON, EXPOSES, HAS_STEP, MITIGATED_BY, PERFORMED_BY, Kind, Link
from graph.snapshot import Snapshot

__all__ = ["Kernel", "Reach", "kernel_of"]


class Reach(NamedTuple):
    """What one power reaches, as rows into the sorted codes of each kind, ascending.

    ``posts`` perform its steps, ``risks`` are exposed in them, ``controls`` mitigate those, ``dependents`` are
    powers that depend on it, directly or not. ``only_*`` is the part that no other power reaches.
    """

    posts: Ints
    risks: Ints
    controls: Ints
    dependents: Ints
    only_posts: Ints
    only_risks: Ints
    only_controls: Ints


class _Closure:
    """Rows that each power reaches (``all``), and of them those that no other power does (``only``), as views."""

    __slots__ = ("all", "only")

    def __init__(self, powers: Ints, ends: Ints, count: int, width: int) -> None:
        keys = distinct(powers.astype(np.int64) * max(1, width) + ends)
        rows, reached = _split(keys, width)
        single = np.bincount(reached, minlength=width)[reached] == 1
        self.all = _by_row(rows, reached, count)
        self.only = _by_row(rows[single], reached[single], count)


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
        widths = (len(snapshot.codes(kind)) for kind in (Kind.POST, Kind.RISK, Kind.CONTROL))
        reached = zip((posts, risks, controls), widths, strict=True)
        closures = [_Closure(*pairs, count, width) for pairs, width in reached]
        dependents = _Closure(*_dependents(snapshot), count, count)
        every = (*(each.all for each in closures), dependents.all, *(each.only for each in closures))
        self._reach = tuple(Reach(*views) for views in zip(*every, strict=True))

    def reach(self, power: str) -> Reach:
        """The plain impact sets of a power; KeyError for an unknown code."""
        return self._reach[self._rows[power]]

    def codes(self, kind: Kind, rows: Ints) -> tuple[str, ...]:
        """The codes that rows of a kind stand for."""
        codes = self.snapshot.codes(kind)
        return tuple(codes[row] for row in rows.tolist())


def kernel_of(snapshot: Snapshot) -> Kernel:
    """The kernel of a snapshot, worked out once and kept with it."""
    found = snapshot.memo.get("kernel")
    if not isinstance(found, Kernel):
        found = snapshot.memo["kernel"] = Kernel(snapshot)
    return found


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


def _by_row(rows: Ints, ends: Ints, count: int) -> list[Ints]:
    """The ends of each row, as views into ends in ascending order of rows."""
    starts = [0, *np.cumsum(np.bincount(rows, minlength=count)).tolist()]
    return [ends[start:stop] for start, stop in pairwise(starts)]


def _split(keys: Longs, width: int) -> tuple[Ints, Ints]:
    first, second = np.divmod(keys, max(1, width))
    return first.astype(np.int32), second.astype(np.int32)
