"""The swimlane flowchart: a lane per standard post, steps from top to bottom, returns led around everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from api.ui.layout.columns import STAGE
from api.ui.layout.gutters import END, START, Arrow, Cell, Router, Sizes
from api.ui.layout.model import LINE, SIZE, Box
from api.ui.layout.text import fold, width
from api.ui.scene.flow import Flow, FlowLane, FlowStep
from api.ui.words import phrase

__all__ = ["Band", "FlowPicture", "Note", "Terminal", "Tile", "lay_out_flow"]

_MARGIN, _TOP, _HEAD = 16.0, 56.0, 58.0
_NOTES = 320.0
_LANE_LEAST, _LANE_MOST, _INSET = 112.0, 200.0, 12.0
_TERMINAL = 28.0
_PERMUTED = 7
_MOST_NOTES = 5


@dataclass(frozen=True, slots=True)
class Band:
    """A lane with its title."""

    lane: FlowLane
    box: Box
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A step: its box, its label and the centres of the lanes of further performers that the box does not reach."""

    step: FlowStep
    box: Box
    label: tuple[str, ...]
    tag: str
    others: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where the flow begins or ends."""

    id: str
    box: Box


@dataclass(frozen=True, slots=True)
class Note:
    """Risks of a step beside its row, one a line."""

    step: str
    x: float
    y: float
    lines: tuple[str, ...]
    high: tuple[bool, ...]
    rest: bool
    """The last line counts the risks that are left out."""


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """Everything in its place."""

    width: float
    height: float
    bands: tuple[Band, ...]
    tiles: tuple[Tile, ...]
    terminals: tuple[Terminal, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[Note, ...]


def lay_out_flow(flow: Flow) -> FlowPicture:
    """Where everything of a flow goes."""
    lanes = _lane_order(flow)
    cells = _cells(flow, [lane.id for lane in lanes])
    notes = not flow.public and any(step.risks for step in flow.steps)
    lane_width = _lane_width(len(lanes), notes=notes)
    right = _MARGIN + lane_width * len(lanes)
    room = lane_width - 2 * _INSET - (10 if flow.public else 26)  # signs of risks and controls hang over the right edge
    labels = {step.item.id: fold(f"{step.seq}. {step.item.name}", room, 3, SIZE) for step in flow.steps}
    noted = {step.item.id: _noted(step) if notes else () for step in flow.steps}
    sizes = Sizes(_MARGIN, lane_width, _INSET, _TOP + _HEAD, _row_heights(flow, cells, labels, noted))
    router = Router(cells, sizes, _pairs(flow, cells))
    boxes = router.boxes()
    # A note stands beside its row; several of one row share its height.
    return FlowPicture(
        width=max(right + (_NOTES if notes else 0) + _MARGIN, 420.0),
        height=router.bottom + 12,
        bands=tuple(_band(lane, at, lane_width, router.bottom) for at, lane in enumerate(lanes)),
        tiles=tuple(
            _tile(step, cells[step.item.id], boxes[step.item.id], labels[step.item.id], sizes) for step in flow.steps
        ),
        terminals=tuple(Terminal(end, boxes[end]) for end in (START, END) if end in boxes),
        arrows=router.arrows(),
        notes=tuple(_notes(flow, cells, boxes, noted, right)),
    )


def _lane_width(number: int, *, notes: bool) -> float:
    room = STAGE - 2 * _MARGIN - (_NOTES if notes else 0)
    return round(max(_LANE_LEAST, min(_LANE_MOST, room / max(1, number))), 1)


def _lane_order(flow: Flow) -> tuple[FlowLane, ...]:
    """The lanes so that arrows are short and steps of several posts find theirs side by side."""
    best = list(range(len(flow.lanes)))
    place = {lane.id: at for at, lane in enumerate(flow.lanes)}
    steps = {step.item.code: [place[lane] for lane in step.lanes] for step in flow.steps}
    pairs = [(steps[a], steps[b]) for a, b in (*flow.forward, *flow.back)]

    def cost(order: Sequence[int]) -> tuple[int, int]:
        at = {lane: position for position, lane in enumerate(order)}
        spread = sum(max(at[x] for x in held) - min(at[x] for x in held) - len(held) + 1 for held in steps.values())
        long = sum(abs(min(at[x] for x in a) - min(at[x] for x in b)) for a, b in pairs)
        backwards = sum(min(at[x] for x in b) < min(at[x] for x in a) for a, b in pairs)
        return 4 * spread + long, backwards

    if len(best) <= _PERMUTED:
        best = min(map(list, permutations(best)), key=lambda order: (cost(order), order))
    else:
        best = _exchanged(best, cost)
    return tuple(flow.lanes[at] for at in best)


def _exchanged(order: list[int], cost: Callable[[Sequence[int]], tuple[int, int]]) -> list[int]:
    """Too many lanes to try every order: exchange neighbours while that helps."""
    better = True
    while better:
        better = False
        for at in range(len(order) - 1):
            other = [*order[:at], order[at + 1], order[at], *order[at + 2 :]]
            if cost(other) < cost(order):
                order, better = other, True
    return order


def _cells(flow: Flow, lanes: Sequence[str]) -> dict[str, Cell]:
    """Row and lanes of every step and of both ends: after all that leads to it, in the first row with room."""
    ids = {step.item.code: step.item.id for step in flow.steps}
    before: dict[str, list[str]] = {}
    for source, target in flow.forward:
        before.setdefault(ids[target], []).append(ids[source])
    found: dict[str, Cell] = {}
    last = 0
    for step in flow.steps:
        at = sorted(lanes.index(lane) for lane in step.lanes)
        known = [found[each].row for each in before.get(step.item.id, ())]
        row = max(known) + 1 if known else last + 1
        run = next((end for end, (a, b) in enumerate(pairwise(at)) if b != a + 1), len(at) - 1)
        while any(c.row == row and c.low <= at[-1] and at[0] <= c.reach for c in found.values()):
            row += 1
        found[step.item.id] = Cell(row, at[0], at[run], at[-1], tuple(at[run + 1 :]))
        last = max(last, row) if not known else row
    if found:
        led, leading = set(before), {source for held in before.values() for source in held}
        first = min((cell.row, cell.low) for key, cell in found.items() if key not in led)[1]
        end = max((cell.row, -cell.low) for key, cell in found.items() if key not in leading)
        found[START] = Cell(0, first, first, first)
        found[END] = Cell(max(cell.row for cell in found.values()) + 1, -end[1], -end[1], -end[1])
    return found


def _pairs(flow: Flow, cells: dict[str, Cell]) -> list[tuple[str, str, bool]]:
    ids = {step.item.code: step.item.id for step in flow.steps}
    pairs = [(ids[a], ids[b], False) for a, b in flow.forward] + [(ids[a], ids[b], True) for a, b in flow.back]
    led, leading = {b for _, b, back in pairs if not back}, {a for a, _, back in pairs if not back}
    inner = [key for key in cells if key not in (START, END)]
    starts = [(START, key, False) for key in inner if key not in led]
    return [*starts, *pairs, *((key, END, False) for key in inner if key not in leading)]


def _noted(step: FlowStep) -> tuple[tuple[str, bool], ...]:
    """Lines of a step's note, each with whether its risk is of the worst grade."""
    shown = step.risks[: _MOST_NOTES if len(step.risks) <= _MOST_NOTES else _MOST_NOTES - 1]
    lines = [(_shortened(risk.name, risk.words), risk.grade == 1) for risk in shown]
    rest = len(step.risks) - len(shown)
    return (*lines, *[(phrase(f"另有 {rest} 项", f"{rest} more"), False)] * bool(rest))


def _shortened(name: str, words: str) -> str:
    """Name and grade in one line; it is the name that gives way."""
    return fold(name, _NOTES - 40 - width(words, SIZE), 1, SIZE)[0] + words


def _row_heights(
    flow: Flow,
    cells: dict[str, Cell],
    labels: dict[str, tuple[str, ...]],
    noted: dict[str, tuple[tuple[str, bool], ...]],
) -> dict[int, float]:
    heights = dict.fromkeys((cell.row for cell in cells.values()), _TERMINAL)
    lines: dict[int, int] = {}
    for step in flow.steps:
        row = cells[step.item.id].row
        high = (len(labels[step.item.id]) + bool(step.tag)) * LINE + 14
        heights[row] = max(heights[row], high)
        lines[row] = lines.get(row, 0) + len(noted[step.item.id])
    return {row: max(height, lines.get(row, 0) * LINE + 2) for row, height in heights.items()}


def _band(lane: FlowLane, at: int, lane_width: float, bottom: float) -> Band:
    box = Box(_MARGIN + at * lane_width, _TOP, lane_width, bottom - _TOP)
    return Band(lane, box, fold(lane.label, lane_width - 16, 2, 13))


def _tile(step: FlowStep, cell: Cell, box: Box, label: tuple[str, ...], sizes: Sizes) -> Tile:
    y = box.y + box.height / 2
    others = tuple((sizes.centre(at, at), y) for at in cell.others)
    tag = fold(step.tag, box.width - 10, 1, SIZE)[0] if step.tag else ""
    return Tile(step, box, label, tag, others)


def _notes(
    flow: Flow,
    cells: dict[str, Cell],
    boxes: dict[str, Box],
    noted: dict[str, tuple[tuple[str, bool], ...]],
    right: float,
) -> list[Note]:
    found, used = [], dict[int, float]()
    total: dict[int, int] = {}
    for step in flow.steps:
        row = cells[step.item.id].row
        total[row] = total.get(row, 0) + len(noted[step.item.id])
    for step in flow.steps:
        key, row = step.item.id, cells[step.item.id].row
        lines = noted[key]
        if lines:
            middle = boxes[key].y + boxes[key].height / 2
            y = used.get(row, middle - (total[row] - 1) * LINE / 2)
            texts, high = zip(*lines, strict=True)
            found.append(Note(step.item.code, right + 22, y, tuple(texts), tuple(high), len(step.risks) > _MOST_NOTES))
            used[row] = y + len(lines) * LINE
    return found
