"""A laid-out picture: boxes, labels and lines in coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from api.ui.scene.model import Group, Item, Tie

__all__ = ["LINE", "SIZE", "Box", "Heading", "Note", "Picture", "Place", "Stroke", "Wire"]

SIZE = 12
"""Font size of labels at zoom 1."""
LINE = 15
"""Height of a line of text."""

Stroke = tuple[tuple[str | float, ...], ...]
"""A line as the commands M, L, C of SVG, each with its coordinates."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """The two have more than an edge in common."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Box) -> bool:
        """The other lies inside."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item is: the centre and radius of its shape, its label, and the box that holds both.

    ``label`` holds the lines of the text, beginning with the word of a change where there is one, and ``plain`` those
    of the name alone; ``at`` is their left edge (or middle, where ``centred``) and the middle of all lines.
    """

    item: Item
    x: float
    y: float
    radius: float
    label: tuple[str, ...]
    plain: tuple[str, ...]
    at: tuple[float, float]
    centred: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a lane, above it; ``room`` is how far it may go: to the next column, or the edge."""

    group: Group
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a lane in its column, as lines in a box."""

    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Wire:
    """A tie with the line that it is drawn as; ``arrow`` where the direction is not plain from the lanes.

    ``back`` says that the line is drawn from the tie's target to its source.
    """

    tie: Tie
    stroke: Stroke
    arrow: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in its place.

    ``crossings`` counts lines that cross between columns; ``naive`` how many would in the order of codes;
    ``headline`` is the sentence below the title, in lines. ``corner`` is the left upper corner in
    the coordinates of the places. ``notes`` are said after a reform; their room is kept free on every side.
    """

    width: float
    height: float
    headings: tuple[Heading, ...]
    places: tuple[Place, ...]
    wires: tuple[Wire, ...]
    crossings: int = 0
    naive: int = 0
    headline: tuple[str, ...] = ()
    corner: tuple[float, float] = (0.0, 0.0)
    notes: tuple[Note, ...] = ()

    def place(self, item: str) -> Place:
        """The place of an item; KeyError where it has none."""
        return {place.item.id: place for place in self.places}[item]
