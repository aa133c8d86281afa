"""Places for free exploration that nothing that comes later can move.

Every kind has its column for good. What an expansion brings gets the free rows of its column that are nearest to what
it was expanded from, in one piece; rows once given stay given, also to what is hidden. So the place of a thing depends
on what came before it and on nothing that comes after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from math import ceil, floor

from api.ui.layout.model import LINE, SIZE, Box, Picture, Place, Stroke, Wire
from api.ui.layout.text import fold, width
from api.ui.scene.explore import Found
from api.ui.scene.model import Item, Tie
from graph.schema import Kind

__all__ = ["COLUMNS", "PAIR", "lay_out_exploration"]

COLUMNS = (
    Kind.INSTRUMENT,
    Kind.ARTICLE,
    Kind.UNIT,
    Kind.POWER,
    Kind.STEP,
    Kind.POST,
    Kind.RISK,
    Kind.CONTROL,
    Kind.STANDARD,
    Kind.SYSTEM,
)
"""The kinds from left to right, as the work runs."""

_PITCH, _ROW, _LABEL, _GLYPH, _RADIUS, _ROOT = 224.0, 38.0, 136.0, 24.0, 7.0, 11.0
_EDGE = _GLYPH + _LABEL + 4
"""From the left of a column to where the longest label ends."""
_BETWEEN = LINE + 2.0
"""From a row to the line that passes between it and the next: no label of two lines reaches it, from above or below."""
_MARGIN, _HEAD, _FOOT = 20.0, 64.0, 12.0
PAIR = _PITCH + _EDGE + 2 * _MARGIN
"""Width of two columns that are neighbours, with all their labels: what a telephone shows at once."""
_LEAST, _TITLED = 340.0, 420.0


def lay_out_exploration(found: Sequence[Found], ties: Iterable[Tie], title: str = "") -> Picture:
    """Where everything goes that is not hidden.

    Coordinates of things never change from state to state; the picture's own corner may, since it shows no more
    than is there. It is as wide as that and its title need, so that one thing alone fits a telephone.
    """
    rows = _rows(found)
    shown = [item for each in found if not each.hidden for item in each.items]
    places = {item.id: _place(item, *rows[item.id]) for item in shown}
    # In whole pixels, so that a picture that grows keeps its scale to the last digit: no letter is laid out anew.
    left = floor(min(place.box.x for place in places.values()) - _MARGIN)
    top = floor(min(place.box.y for place in places.values()) - _HEAD)
    right = ceil(max(place.box.right for place in places.values()) + _MARGIN)
    bottom = ceil(max(place.box.bottom for place in places.values()) + _FOOT)
    wires = tuple(Wire(tie, _stroke(places[tie.source], places[tie.target])) for tie in ties)
    least = min(_TITLED, max(_LEAST, ceil(width(title, 17) * 1.06) + 2 * _MARGIN))
    return Picture(max(right - left, least), bottom - top, (), tuple(places.values()), wires, corner=(left, top))


def _rows(found: Iterable[Found]) -> dict[str, tuple[int, int]]:
    """Column and row of every item, hidden ones too."""
    given: dict[str, tuple[int, int]] = {}
    taken: dict[int, set[int]] = {}
    for each in found:
        middle = given[each.beside][1] if each.beside else 0
        by_column: dict[int, list[Item]] = {}
        for item in each.items:
            by_column.setdefault(COLUMNS.index(item.kind), []).append(item)
        for column, items in sorted(by_column.items()):
            rows = taken.setdefault(column, set())
            start = _free(rows, middle, len(items))
            rows.update(range(start, start + len(items)))
            given.update((item.id, (column, row)) for row, item in enumerate(items, start))
    return given


def _free(taken: set[int], middle: int, number: int) -> int:
    """First of so many free rows together, their middle as near as possible to a row; of two the upper ones."""
    wanted = middle - (number - 1) // 2
    for distance in count():
        for start in (wanted - distance, wanted + distance):
            if taken.isdisjoint(range(start, start + number)):
                return start
    raise AssertionError("rows have no end")  # pragma: no cover


def _place(item: Item, column: int, row: int) -> Place:
    x, y = column * _PITCH, row * _ROW
    label = fold(item.text, _LABEL, 2, SIZE)
    wide = max(map(width, label), default=0.0)
    box = Box(x, y - LINE - 1, _GLYPH + wide, 2 * LINE + 2)
    return Place(item, x + 9, y, _ROOT if item.root else _RADIUS, label, label, (x + _GLYPH, y), False, box)


def _stroke(source: Place, target: Place) -> Stroke:
    if source.box.x == target.box.x:
        start, end = source.x - source.radius - 2, target.x - target.radius - 2
        bulge = min(48.0, 14 + abs(target.y - source.y) / 8)
        return ("M", start, source.y), ("C", start - bulge, source.y, end - bulge, target.y, end, target.y)
    left, right = sorted((source, target), key=lambda place: place.box.x)
    x, to_x, edge = left.box.right + 4, right.box.x - 2, left.box.x + _EDGE
    level: Stroke = ("M", x, left.y), ("L", edge, left.y)
    if right.box.x - left.box.x <= _PITCH:
        return *level, _curve(edge, left.y, to_x, right.y)
    # Whatever stands or will come to stand in the columns between, the line passes between their rows.
    between = left.y + (_BETWEEN if right.y > left.y else -_BETWEEN)
    on, off = left.box.x + _PITCH - 2, right.box.x - _PITCH + _EDGE
    return *level, _curve(edge, left.y, on, between), ("L", off, between), _curve(off, between, to_x, right.y)


def _curve(x: float, y: float, to_x: float, to_y: float) -> tuple[str | float, ...]:
    middle = (x + to_x) / 2
    return "C", middle, y, middle, to_y, to_x, to_y
