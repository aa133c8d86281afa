"""Which lines run between which columns, and the curves they are drawn as.

A line that leads over several columns passes through each in a place of its own, so that it crosses no label; lines
from one thing into one lane share that way and part behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.ui.layout.columns import Track
from api.ui.layout.model import Place, Stroke, Wire
from api.ui.layout.order import Blocks, Pairs
from api.ui.scene.model import Scene, Tie

__all__ = ["Routes", "wires_of"]


@dataclass(frozen=True, slots=True)
class Routes:
    """The lines of a scene between its columns.

    Attributes:
        blocks: per column its lanes, in the order of ranks and ids, with the ways through them at the end.
        between: per pair of neighbouring columns the lines between them.
        near: what each thing or way is tied to in the columns beside it.
        stops: per tie the things and ways that its line leads through, left to right; ties inside a column lack.
    """

    blocks: tuple[Blocks, ...]
    between: tuple[Pairs, ...]
    near: Mapping[str, tuple[str, ...]]
    stops: Mapping[Tie, tuple[str, ...]]

    @classmethod
    def of(cls, scene: Scene) -> Routes:
        column = {i.id: at for at, each in enumerate(scene.columns) for group in each.groups for i in group.items}
        stops: dict[Tie, tuple[str, ...]] = {}
        ways: list[set[str]] = [set() for _ in scene.columns]
        between: list[set[tuple[str, str]]] = [set() for _ in scene.columns[1:]]
        for tie in scene.ties:
            left, right = sorted((tie.source, tie.target), key=lambda end: column[end])
            first, last = column[left], column[right]
            if first == last:
                continue
            passing = [f"~{left}~{last}~{at}" for at in range(first + 1, last)]
            for at, way in enumerate(passing, first + 1):
                ways[at].add(way)
            stops[tie] = (left, *passing, right)
            for at, pair in enumerate(zip(stops[tie], stops[tie][1:], strict=False), first):
                between[at].add(pair)
        blocks = tuple(_blocks(scene, at, ways[at]) for at in range(len(scene.columns)))
        near: dict[str, set[str]] = {}
        for left, right in (pair for pairs in between for pair in pairs):
            near.setdefault(left, set()).add(right)
            near.setdefault(right, set()).add(left)
        found = {each: tuple(sorted(ends)) for each, ends in near.items()}
        return cls(blocks, tuple(map(frozenset, between)), found, stops)


def _blocks(scene: Scene, at: int, ways: set[str]) -> Blocks:
    groups = scene.columns[at].groups
    lanes = [[item.id for item in sorted(group.items, key=lambda item: (item.rank, item.id))] for group in groups]
    if lanes:
        lanes[0] += sorted(ways)
    return tuple(map(tuple, lanes))


def wires_of(
    scene: Scene, tracks: Sequence[Track], routes: Routes, places: Mapping[str, Place], centres: Mapping[str, float]
) -> tuple[Wire, ...]:
    """The line of every tie."""
    column = {i.id: at for at, each in enumerate(scene.columns) for group in each.groups for i in group.items}
    heights = {**centres, **{each: place.y for each, place in places.items()}}
    turns = [_turns(pairs, heights) for pairs in routes.between]
    found = []
    for tie in sorted(scene.ties, key=lambda tie: (tie.rel.value, tie.source, tie.target)):
        stops = routes.stops.get(tie)
        if stops is None:
            found.append(Wire(tie, _inside(places[tie.source], places[tie.target], places.values()), arrow=True))
        else:
            stroke = _across(stops, tracks, places, heights, turns, column[stops[0]])
            found.append(Wire(tie, stroke, arrow=scene.pointed, back=stops[0] != tie.source))
    return tuple(found)


_Turns = Mapping[tuple[str, bool], float]
"""Where between two columns the lines from a thing turn, upwards (False) and downwards: the share of the way."""
_SPAN = 0.22


def _turns(pairs: Pairs, heights: Mapping[str, float]) -> _Turns:
    """Each thing's lines have a turn of their own, so that those of several can be told apart and cross least.

    Of lines that run down the upper one turns last, of lines that run up the upper one turns first.
    """
    found: dict[tuple[str, bool], float] = {}
    for down in (False, True):
        starts = sorted({a for a, b in pairs if (heights[b] > heights[a]) is down}, key=lambda a: (heights[a], a))
        for at, start in enumerate(reversed(starts) if down else starts):
            found[start, down] = 0.5 if len(starts) == 1 else 0.5 + _SPAN * (2 * at / (len(starts) - 1) - 1)
    return found


def _across(
    stops: Sequence[str],
    tracks: Sequence[Track],
    places: Mapping[str, Place],
    heights: Mapping[str, float],
    turns: Sequence[_Turns],
    first: int,
) -> Stroke:
    """From the end of the left label, level to the edge of its column, then a curve to the next column, and so on."""
    start = places[stops[0]]
    x, y = start.box.right + 4, start.y
    if start.centred:
        x = start.x + start.radius + 2
    stroke: list[tuple[str | float, ...]] = [("M", x, y)]
    for at, stop in enumerate(stops[1:], first + 1):
        edge = tracks[at - 1].right + 4
        if edge > x:
            stroke.append(("L", edge, y))
            x = edge
        end = places.get(stop)
        to_x, to_y = tracks[at].x - 2, heights[stop]
        last = stops[at - first - 1]
        middle = x + (to_x - x) * turns[at - 1][last, to_y > heights[last]]
        stroke.append(("C", middle, y, middle, to_y, to_x, to_y))
        x, y = to_x, to_y
        if end is not None and end.centred:
            stroke.append(("L", end.x - end.radius - 2, y))
    return tuple(stroke)


def _inside(source: Place, target: Place, others: Iterable[Place]) -> Stroke:
    """Between two things of one column: straight down to the next one, else in an arc to the left of the column."""
    down = 1 if target.y > source.y else -1
    low, high = sorted((source.y, target.y))
    between = any(each.x == source.x and low < each.y < high for each in others)
    if down > 0 and not between:
        return ("M", source.x, source.y + source.radius + 2), ("L", target.x, target.y - target.radius - 4)
    start, end = source.x - source.radius - 2, target.x - target.radius - 3
    bulge = min(44.0, 14 + abs(target.y - source.y) / 8)
    return ("M", start, source.y), ("C", start - bulge, source.y, end - bulge, target.y, end, target.y)
