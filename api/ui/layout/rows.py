"""Heights in a column: as near as possible to where things would like to be, in a given order and without touching."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["settle"]


def settle(
    wanted: Sequence[float], heights: Sequence[float], gaps: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Centres of things one above the other, the sum of squared distances from the wanted centres being least.

    Args:
        wanted: centres that each would like.
        heights: of each.
        gaps: least space before each (that of the first counts from ``top``).
        top: nothing begins above.
        bottom: nothing ends below, unless there is not room enough from ``top``.
    """
    if not wanted:
        return []
    offsets = [top + gaps[0] + heights[0] / 2]
    for at in range(1, len(wanted)):
        offsets.append(offsets[-1] + (heights[at - 1] + heights[at]) / 2 + gaps[at])
    room = max(0.0, bottom - offsets[-1] - heights[-1] / 2)
    pooled = _pooled([want - offset for want, offset in zip(wanted, offsets, strict=True)])
    return [offset + min(max(shift, 0.0), room) for shift, offset in zip(pooled, offsets, strict=True)]


def _pooled(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls: neighbours that do are replaced by their mean."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, number = value, 1
        while pools and pools[-1][0] > mean:
            last, count = pools.pop()
            mean = (mean * number + last * count) / (number + count)
            number += count
        pools.append((mean, number))
    return [mean for mean, number in pools for _ in range(number)]
