"""What stands above what in every column, and how high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from api.ui.layout.columns import GLYPH, Track
from api.ui.layout.model import LINE, SIZE, Box, Heading, Note, Place
from api.ui.layout.order import Blocks
from api.ui.layout.rows import settle
from api.ui.layout.text import fold, width
from api.ui.layout.wires import Routes
from api.ui.scene.model import Item, Scene, Stay
from api.ui.words import word

__all__ = ["Stacks"]

_LEAST = 240.0
_RADIUS, _MARKED, _ROOT = 7.0, 9.0, 20.0
_WAY = 8.0
_APART = 8.0
"""Between the headings of two columns."""
_SPREAD = 22.0
"""So much more than the least is given to each thing where there is room."""


class Stacks:
    """Heights of things and headings in every column."""

    def __init__(
        self,
        scene: Scene,
        tracks: Sequence[Track],
        routes: Routes,
        ordered: Sequence[Blocks],
        *,
        lines: int,
        head: float,
    ) -> None:
        self.scene = scene
        self.head = head
        self.tracks = tracks
        self.routes = routes
        self.items = {item.id: item for item in scene.items}
        column = zip(scene.columns, tracks, strict=True)
        track_of = {item.id: track for each, track in column for group in each.groups for item in group.items}
        self.centred = {item for item, track in track_of.items() if track.root}
        self.labels = {item.id: _label(item, track_of[item.id], lines) for item in scene.items}
        self.plain = {item.id: _plain(item, track_of[item.id], lines) for item in scene.items}
        column = zip(scene.columns, tracks, strict=True)
        self.said = {
            f"!{g.id}": _said(g.stay, track) for each, track in column for g in each.groups if g.stay and g.noted
        }
        self.stacks = [self._stack(at, blocks) for at, blocks in enumerate(ordered)]
        least = [sum(self.size(each) + self.gap(each) for each in stack) for stack in self.stacks]
        self.height = max(_LEAST, *least)
        self.centres = self._settled(least.index(max(least)))

    def size(self, each: str) -> float:
        """Height of a thing, of a heading, or of a line passing through."""
        item = self.items.get(each)
        if each in self.said:
            return len(self.said[each]) * LINE + 4.0
        if item is None:
            return LINE + 3.0 if each.startswith("#") else _WAY
        text = len(self.labels[each]) * LINE
        return 2 * _ROOT + 8 + text if each in self.centred else max(2 * _RADIUS, text) + 2

    def gap(self, each: str) -> float:
        """Least space above."""
        return 18.0 if each.startswith("#") else 2.0 if each.startswith("~") else 6.0

    def _stack(self, at: int, blocks: Blocks) -> list[str]:
        """A column from top to bottom; lanes after the first bring their heading along, some a note."""
        found: list[str] = []
        for number, (group, block) in enumerate(zip(self.scene.columns[at].groups, blocks, strict=True)):
            found += [f"#{group.id}"] * bool(number)
            found += [f"!{group.id}"] * bool(group.noted)
            found += block
        return found

    def _settled(self, anchor: int) -> dict[str, float]:
        """Centres: the fullest column spread evenly, its neighbours level with what they are tied to, and so on."""
        centres: dict[str, float] = {}
        stack = self.stacks[anchor]
        spare = self.height - sum(self.size(each) + self.gap(each) for each in stack)
        y = 0.0
        for each in stack:
            extra = min(_SPREAD, spare / len(stack))
            y += self.gap(each) + self.size(each) / 2 + extra / 2
            centres[each] = y
            y += self.size(each) / 2 + extra / 2
        shift = (self.height - y) / 2
        centres = {each: centre + shift for each, centre in centres.items()}
        for at in (*range(anchor - 1, -1, -1), *range(anchor + 1, len(self.stacks))):
            self._settle(at, centres)
        for at in (*range(len(self.stacks)), *range(len(self.stacks) - 2, -1, -1)):
            if at != anchor:
                self._settle(at, centres)
        return {each: self.head + centre for each, centre in centres.items()}

    def _settle(self, at: int, centres: dict[str, float]) -> None:
        stack = self.stacks[at]
        if not stack:
            return
        wanted = [self._wanted(each, centres) for each in stack]
        middle = [want for want in wanted if want is not None] or [self.height / 2]
        filled: list[float] = []
        following = fmean(middle)
        for want in reversed(wanted):  # a heading, and what is tied to nothing, stays with what follows it
            following = following if want is None else want
            filled.append(following)
        sizes, gaps = [self.size(each) for each in stack], [self.gap(each) for each in stack]
        centres.update(zip(stack, settle(filled[::-1], sizes, gaps, 0.0, self.height), strict=True))

    def _wanted(self, each: str, centres: Mapping[str, float]) -> float | None:
        known = [centres[near] for near in self.routes.near.get(each, ()) if near in centres]
        return fmean(known) if known else None

    def places(self) -> dict[str, Place]:
        """Every item with its shape, label and box."""
        found = {}
        for track, stack in zip(self.tracks, self.stacks, strict=True):
            for each in stack:
                if each in self.items:
                    item, label, plain = self.items[each], self.labels[each], self.plain[each]
                    found[each] = _place(item, track, self.centres[each], label, plain, self.size(each))
        return found

    def notes(self) -> tuple[Note, ...]:
        """What is said of lanes, each where its column keeps room for it."""
        found = []
        for track, stack in zip(self.tracks, self.stacks, strict=True):
            for each in stack:
                if each in self.said:
                    top, size = self.centres[each] - self.size(each) / 2, self.size(each)
                    found.append(Note(self.said[each], Box(track.x, top, track.right - track.x, size)))
        return tuple(found)

    def headings(self) -> tuple[Heading, ...]:
        """Titles of lanes: the first of each column in one row, the others above their lanes."""
        found = []
        ends = (*(track.x - _APART for track in self.tracks[1:]), self.tracks[-1].right + self.tracks[0].x)
        for track, end, column in zip(self.tracks, ends, self.scene.columns, strict=True):
            for group in column.groups:
                y = self.centres.get(f"#{group.id}", self.head - 18)
                found.append(Heading(group, track.x, y, end - track.x))
        return tuple(found)


def _said(stay: Stay, track: Track) -> tuple[str, ...]:
    return tuple(
        line for label in (stay.head, *stay.parts) for line in fold(word(label), track.right - track.x, 4, SIZE)
    )


def _plain(item: Item, track: Track, lines: int) -> tuple[str, ...]:
    return fold(item.text, track.label, 3 if track.root else lines, SIZE)


def _label(item: Item, track: Track, lines: int) -> tuple[str, ...]:
    """The name behind the word of its change: on a line of its own, or where lines are few running on."""
    if not item.lead:
        return _plain(item, track, lines)
    if lines > 1 or track.root:
        return item.lead, *_plain(item, track, lines)
    first, _, _ = item.text.partition("\n")
    said = f"{item.lead} {first}"
    found = fold(said, track.label, lines + 1, SIZE, even=False)
    return found if found[0].startswith(item.lead) else (item.lead, *_plain(item, track, lines))


def _place(item: Item, track: Track, y: float, label: tuple[str, ...], plain: tuple[str, ...], height: float) -> Place:
    wide = max(map(width, (*label, *plain)), default=0.0)
    top = y - height / 2
    if track.root:
        x = track.x + track.label / 2
        box = Box(track.x + (track.label - max(wide, 2 * _ROOT)) / 2, top, max(wide, 2 * _ROOT), height)
        middle = top + 2 * _ROOT + 8 + len(label) * LINE / 2
        return Place(item, x, top + _ROOT + 2, _ROOT, label, plain, (x, middle), True, box)
    radius = _MARKED if item.mark else _RADIUS
    box = Box(track.x, top, GLYPH + wide, height)
    return Place(item, track.x + _MARKED, y, radius, label, plain, (track.x + GLYPH, y), False, box)
