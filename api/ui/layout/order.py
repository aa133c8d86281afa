"""The order of things within their columns that makes lines cross least.

Sweeps of barycentres and medians to and fro, then exchanges of neighbours while one helps; of equally good orders the
first one found stays. Nothing depends on the order in which things arrive: ties are broken by place, and the first
place is given by the caller.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, median_low

__all__ = ["Blocks", "Pairs", "crossings", "untangle"]

Blocks = tuple[tuple[str, ...], ...]
"""One column: lanes one above the other, each a sequence of ids. Things change places within their lane only."""

Pairs = frozenset[tuple[str, str]]
"""The lines between two neighbouring columns, each from left to right."""

_SWEEPS = 10


def crossings(columns: Sequence[Blocks], between: Sequence[Pairs]) -> int:
    """How many pairs of lines cross; lines that meet at an end do not."""
    return sum(_crossing(_places(columns[at]), _places(columns[at + 1]), pairs) for at, pairs in enumerate(between))


def untangle(columns: Sequence[Blocks], between: Sequence[Pairs], fixed: frozenset[int] = frozenset()) -> list[Blocks]:
    """The columns with their lanes reordered; those whose number is in ``fixed`` stay as they are."""
    best, least = list(columns), crossings(columns, between)
    for centre in (fmean, median_low):
        held, seen = _Held(columns, between, fixed), set[tuple[Blocks, ...]]()
        for sweep in range(_SWEEPS):
            if not least:
                return best
            held.sweep(centre, downwards=sweep % 2 == 0)
            held.exchange()
            state = tuple(held.columns)
            if state in seen:  # from here on it goes round
                break
            seen.add(state)
            number = crossings(held.columns, between)
            if number < least:
                best, least = list(held.columns), number
    return best


def _places(blocks: Blocks) -> dict[str, int]:
    return {item: place for place, item in enumerate(item for block in blocks for item in block)}


def _crossing(left: Mapping[str, int], right: Mapping[str, int], pairs: Pairs) -> int:
    """Inversions among the right ends, lines in the order of their left ends."""
    lines = sorted((left[a], right[b]) for a, b in pairs)
    number, seen, waiting = 0, list[int](), list[int]()
    for at, (start, end) in enumerate(lines):
        number += len(seen) - bisect_right(seen, end)
        waiting.append(end)
        if at + 1 == len(lines) or lines[at + 1][0] != start:
            for each in waiting:
                insort(seen, each)
            waiting = []
    return number


_Centre = Callable[[list[int]], float]
_Near = dict[str, list[str]]


class _Held:
    """Columns that are being reordered."""

    def __init__(self, columns: Sequence[Blocks], between: Sequence[Pairs], fixed: frozenset[int]) -> None:
        self.columns = list(columns)
        self.free = [at for at in range(len(columns)) if at not in fixed]
        self.left: list[_Near] = [{}, *(_near((b, a) for a, b in pairs) for pairs in between)]
        self.right: list[_Near] = [*(_near(pairs) for pairs in between), {}]

    def sweep(self, centre: _Centre, *, downwards: bool) -> None:
        """Every column in turn in the order of the centres of what its things are tied to on one side."""
        for at in self.free if downwards else reversed(self.free):
            there = at - 1 if downwards else at + 1
            if not 0 <= there < len(self.columns):
                continue
            near = (self.left if downwards else self.right)[at]
            places = _places(self.columns[there])
            wanted = {each: centre(sorted(places[end] for end in ends)) for each, ends in near.items()}
            own = _places(self.columns[at])
            keys = {each: (wanted.get(each, float(place)), place) for each, place in own.items()}
            self.columns[at] = tuple(tuple(sorted(block, key=keys.__getitem__)) for block in self.columns[at])

    def exchange(self) -> None:
        """Exchange neighbours in a lane while that saves crossings."""
        better = True
        while better:
            better = False
            for at in self.free:
                ends = self._ends(at)
                blocks = [list(block) for block in self.columns[at]]
                for block in blocks:
                    for place in range(len(block) - 1):
                        one, other = block[place], block[place + 1]
                        if sum(_saved(side.get(one, _NONE), side.get(other, _NONE)) for side in ends) > 0:
                            block[place], block[place + 1] = other, one
                            better = True
                self.columns[at] = tuple(map(tuple, blocks))

    def _ends(self, at: int) -> list[dict[str, list[int]]]:
        """On either side: the places of the ends of each thing's lines, ascending."""
        found = []
        for there, near in ((at - 1, self.left[at]), (at + 1, self.right[at])):
            if 0 <= there < len(self.columns):
                places = _places(self.columns[there])
                found.append({each: sorted(places[end] for end in ends) for each, ends in near.items()})
        return found


_NONE: list[int] = []


def _near(pairs: Iterable[tuple[str, str]]) -> _Near:
    found: _Near = {}
    for here, there in sorted(pairs):
        found.setdefault(here, []).append(there)
    return found


def _saved(upper: list[int], lower: list[int]) -> int:
    """Crossings that go when the lower of two things goes above the upper one, less those that come."""
    if not upper or not lower:
        return 0
    if upper[-1] < lower[0]:
        return -len(upper) * len(lower)
    now = sum(bisect_left(lower, end) for end in upper)
    return now - sum(len(lower) - bisect_right(lower, end) for end in upper)
