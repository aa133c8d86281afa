"""Two small things that numpy has no light word for; walking many compressed rows at once needs both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Ints", "Longs", "distinct", "joined"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


def distinct(keys: Longs) -> Longs:
    """The different values of an array, ascending. (`numpy.unique` would import `numpy.ma` for it.)"""
    ordered = np.sort(keys)
    if not len(ordered):
        return ordered
    first = np.empty(len(ordered), dtype=bool)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def joined(indptr: Ints, ends: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """What compressed rows hold, for many rows at once.

    Returns how many ends each row has, and all those ends, row after row.
    """
    counts = np.diff(indptr)[rows]
    starts = indptr[rows] - np.cumsum(counts) + counts
    places = np.repeat(starts, counts) + np.arange(counts.sum())
    return counts, ends[places]
