"""The widths of columns: what their labels would like, within the width of the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.ui.layout.model import SIZE
from api.ui.layout.text import width
from api.ui.scene.model import Column, Item
from api.ui.words import agreeing, phrase

__all__ = ["GLYPH", "MARGIN", "NARROWEST", "STAGE", "Track", "tracks_of"]

STAGE = 1070.0
"""Width of the drawing: 892 px where labels are 10 px high, which a window of 1,280 px has beside its table."""
NARROWEST = 420.0
"""No picture is narrower; one of few columns is no wider than these, its legend and its title need."""
MARGIN = 16.0
GLYPH = 24.0
"""Room for the shape before a label."""
_GAP_LEAST, _GAP_MOST, _GAP_OF_TWO = 56.0, 104.0, 80.0
"""Between columns; of two columns less, so that a telephone shows both."""
_LABEL_LEAST, _LABEL_MOST = 64.0, 264.0


@dataclass(frozen=True, slots=True)
class Track:
    """A column's left edge, the room for its labels, and whether it is that of the root."""

    x: float
    label: float
    root: bool

    @property
    def right(self) -> float:
        return self.x + self.label + (0 if self.root else GLYPH)


def tracks_of(columns: Sequence[Column], least: float = NARROWEST) -> list[Track]:
    """Left to right: as wide as the labels need in two lines, wider where there is room, never over the stage.

    What is less wide than ``least`` stands in its middle.
    """
    roots = [_of_root(column) for column in columns]
    fixed = 2 * MARGIN + sum(0 if root else GLYPH for root in roots)
    room = STAGE - fixed - _GAP_LEAST * (len(columns) - 1)
    two = [max(_heading(column), _widest(column, 2)) for column in columns]
    one = [
        max(each, 0.0 if root else _widest(column, 1)) for each, column, root in zip(two, columns, roots, strict=True)
    ]
    labels = _shared(two, room)
    more = [wish - label for wish, label in zip(one, labels, strict=True)]
    labels = [label + extra for label, extra in zip(labels, _shared(more, room - sum(labels)), strict=True)]
    gap = _GAP_LEAST
    if len(columns) > 1:
        most = _GAP_OF_TWO if len(columns) == 2 else _GAP_MOST
        gap = min(most, _GAP_LEAST + (room - sum(labels)) / (len(columns) - 1))
    used = fixed + sum(labels) + gap * (len(columns) - 1)
    x = MARGIN + max(0.0, least - used) / 2
    found = []
    for label, root in zip(labels, roots, strict=True):
        found.append(Track(round(x, 1), round(label, 1), root))
        x = found[-1].right + gap
    return found


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """As much for each as it wants, the greediest cut to one height where there is not enough."""
    left, given = max(0.0, room), [0.0] * len(wanted)
    for done, at in enumerate(sorted(range(len(wanted)), key=lambda at: (wanted[at], at))):
        given[at] = min(max(0.0, wanted[at]), left / (len(wanted) - done))
        left -= given[at]
    return given


def _of_root(column: Column) -> bool:
    """The root has the column to itself: its label goes below its shape."""
    return [item.root for group in column.groups for item in group.items] == [True]


def _heading(column: Column) -> float:
    # a side may show one of several: the plural has room for both
    texts = (f"{phrase(group.label.zh, agreeing(2, group.label.en))} {group.total}" for group in column.groups)
    return max((width(text, 13) * 1.06 + 8 for text in texts), default=_LABEL_LEAST)


def _widest(column: Column, lines: int) -> float:
    found = (_needed(item, lines) for group in column.groups for item in group.items)
    return min(_LABEL_MOST, max(found, default=_LABEL_LEAST))


def _needed(item: Item, lines: int) -> float:
    """Room for a label in so many lines; breaking wastes up to a character and a half a line."""
    parts = [width(part, SIZE) + 1 for part in item.text.split("\n")]
    whole = sum(parts)
    parted = whole if lines == 1 else max(parts) if len(parts) == lines else whole / lines + 1.5 * SIZE
    return max(_LABEL_LEAST, min(whole, parted), width(item.lead, SIZE) + 1)
