"""Arrows of a flowchart as right-angled lines: across in the gutters between rows, up and down where no box stands.

Every arrow is first planned in rows and lanes, then the gutters grow as high as the arrows in them need, and only then
are there coordinates: so no two arrows lie on each other that do not come from one step or lead to one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.ui.layout.model import Box, Stroke

__all__ = ["END", "START", "Arrow", "Cell", "Router", "Sizes"]

START, END = "start", "end"
_GUTTER, _TRACK, _SIDE = 26.0, 8.0, 5.0
_TERMINAL_WIDTH = 64.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A row, the lanes that a box covers, how far its step reaches, and lanes of performers beyond the box."""

    row: int
    low: int
    high: int
    reach: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sizes:
    """Left edge of the lanes, their width, the space beside a box, the top of the first row, heights of rows."""

    left: float
    lane: float
    inset: float
    top: float
    rows: Mapping[int, float]

    def centre(self, low: int, high: int) -> float:
        """Middle of some lanes."""
        return self.left + (low + high + 1) / 2 * self.lane

    def edge(self, lane: int) -> float:
        """Left edge of a lane, or the right one of the last."""
        return self.left + lane * self.lane


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow from box to box; ``back`` where the work returns."""

    source: str
    target: str
    back: bool
    stroke: Stroke


@dataclass(slots=True)
class _Plan:
    """An arrow in rows and lanes: down its channel ``x``, across in the gutters named (row above, from x, to x)."""

    source: str
    target: str
    back: bool
    across: list[tuple[int, float, float]] = field(default_factory=list)
    x: float = 0.0


class Router:
    """Plans the arrows and answers where boxes and arrows are."""

    def __init__(self, cells: Mapping[str, Cell], sizes: Sizes, pairs: Sequence[tuple[str, str, bool]]) -> None:
        self.cells = cells
        self.sizes = sizes
        self._sides: dict[float, int] = {}
        self.plans = [self._plan(*pair) for pair in sorted(pairs, key=self._order)]
        self.tracks = self._tracks()
        self.tops = self._tops()

    @property
    def bottom(self) -> float:
        """Where the last row ends, with a little space."""
        rows = self.sizes.rows
        return self.tops[max(rows)] + rows[max(rows)] + 14 if rows else self.sizes.top + 40

    def _order(self, pair: tuple[str, str, bool]) -> tuple[bool, int, int, str, str]:
        source, target, back = pair
        return back, self.cells[source].row, self.cells[target].row, source, target

    # -- planning ----------------------------------------------------------------------------------------------

    def _plan(self, source: str, target: str, back: bool) -> _Plan:
        a, b = self.cells[source], self.cells[target]
        plan = _Plan(source, target, back)
        if back:
            self._around(plan, a, b)
        else:
            self._down(plan, a, b)
        return plan

    def _down(self, plan: _Plan, a: Cell, b: Cell) -> None:
        from_x, to_x = self._middle(a), self._middle(b)
        between = range(a.row + 1, b.row)
        plan.x = self._channel((to_x, from_x, *self._edges(to_x)), between)
        if len(between) == 0:
            plan.x = to_x
        if from_x != plan.x:
            plan.across.append((a.row, from_x, plan.x))
        if plan.x != to_x:
            plan.across.append((b.row - 1, plan.x, to_x))

    def _around(self, plan: _Plan, a: Cell, b: Cell) -> None:
        """Out to the right, up beside the lanes of the source, and in from the right."""
        out, into = self.sizes.edge(a.high + 1), self.sizes.edge(b.high + 1)
        between = range(b.row + 1, a.row)
        plan.x = self._channel((out, into, *self._edges(out)), between)
        number = self._sides[plan.x] = self._sides.get(plan.x, -1) + 1
        shift = (number % 2 * 2 - 1) * ((number + 1) // 2) * _SIDE  # beside each other: 0, +1, -1, …
        if plan.x != out and between:
            plan.across.append((a.row - 1, out, plan.x))
        plan.x += shift
        if into != plan.x - shift:
            plan.across.append((b.row, plan.x, into))

    def _middle(self, cell: Cell) -> float:
        return self.sizes.centre(cell.low, cell.high)

    def _edges(self, near: float) -> list[float]:
        """Edges of lanes, the nearest first."""
        lanes = max((cell.reach for cell in self.cells.values()), default=0) + 1
        edges = [self.sizes.edge(lane) for lane in range(lanes + 1)]
        return sorted(edges, key=lambda edge: (abs(edge - near), edge))

    def _channel(self, wanted: Sequence[float], rows: range) -> float:
        """The first x at which no box stands in the way in some rows; beside all lanes there is always room."""
        return next((x for x in wanted if not any(self._blocked(x, row) for row in rows)), self.sizes.edge(0))

    def _blocked(self, x: float, row: int) -> bool:
        sizes = self.sizes
        return any(
            sizes.edge(cell.low) + sizes.inset / 2 < x < sizes.edge(cell.high + 1) - sizes.inset / 2
            for cell in self.cells.values()
            if cell.row == row
        )

    # -- coordinates -------------------------------------------------------------------------------------------

    def _tracks(self) -> dict[tuple[int, str], int]:
        """Per gutter and bundle of arrows the number of its track; arrows that leave one step share one."""
        spans: dict[int, dict[str, tuple[float, float]]] = {}
        for plan in self.plans:
            for at, (row, start, end) in enumerate(plan.across):
                key = _bundle(plan, at)
                low, high = spans.setdefault(row, {}).get(key, (start, start))
                spans[row][key] = min(low, start, end), max(high, start, end)
        found: dict[tuple[int, str], int] = {}
        for row, held in sorted(spans.items()):
            taken: list[list[tuple[float, float]]] = []
            for key, (low, high) in sorted(held.items(), key=lambda item: (item[1], item[0])):
                free = (n for n, spans_of in enumerate(taken) if all(high < a or b < low for a, b in spans_of))
                track = next(free, len(taken))
                if track == len(taken):
                    taken.append([])
                taken[track].append((low, high))
                found[row, key] = track
        return found

    def _tops(self) -> dict[int, float]:
        most: dict[int, int] = {}
        for (row, _), track in self.tracks.items():
            most[row] = max(most.get(row, 0), track)
        tops, y = {}, self.sizes.top
        for row in sorted(self.sizes.rows):
            tops[row] = y
            y += self.sizes.rows[row] + _GUTTER + _TRACK * most.get(row, 0)
        return tops

    def boxes(self) -> dict[str, Box]:
        """The box of every step and of both ends."""
        found = {}
        for key, cell in self.cells.items():
            x, wide = self.sizes.edge(cell.low) + self.sizes.inset, (cell.high - cell.low + 1) * self.sizes.lane
            wide -= 2 * self.sizes.inset
            if key in (START, END):
                x, wide = x + (wide - _TERMINAL_WIDTH) / 2, _TERMINAL_WIDTH
            found[key] = Box(x, self.tops[cell.row], wide, self.sizes.rows[cell.row])
        return found

    def arrows(self) -> tuple[Arrow, ...]:
        """Every arrow as a line."""
        boxes = self.boxes()
        return tuple(
            Arrow(p.source, p.target, p.back, self._stroke(p, boxes[p.source], boxes[p.target])) for p in self.plans
        )

    def _stroke(self, plan: _Plan, source: Box, target: Box) -> Stroke:
        if plan.back:
            points = [(source.right, source.y + source.height * 0.7)]
        else:
            points = [(source.x + source.width / 2, source.bottom)]
        x = points[0][0]
        for at, (row, start, end) in enumerate(plan.across):
            y = self.tops[row] + self.sizes.rows[row] + 10 + _TRACK * self.tracks[row, _bundle(plan, at)]
            if plan.back and not at:
                points.append((start, points[-1][1]))
            points += [(start, y), (end, y)]
            x = end
        if plan.back:
            if not plan.across:
                x = plan.x
                points.append((x, points[-1][1]))
            middle = target.y + target.height * 0.35
            points += [(x, middle), (target.right, middle)]
        else:
            points.append((target.x + target.width / 2, target.y))
        return tuple(("L" if at else "M", *point) for at, point in enumerate(_without_repeats(points)))


def _bundle(plan: _Plan, at: int) -> str:
    """Arrows that leave one step run together in the first gutter; those that come to one, in the last."""
    if plan.back:
        return f"back {plan.source} {plan.target} {at}"
    return f"from {plan.source}" if at == 0 else f"to {plan.target}"


def _without_repeats(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [point for at, point in enumerate(points) if not at or point != points[at - 1]]
