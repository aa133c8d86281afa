"""Outlines of nodes and lines as path data."""

from __future__ import annotations

from math import cos, pi, sin

from api.ui.layout.model import Stroke
from api.ui.svg.xml import number
from api.ui.theme import Shape

__all__ = ["arrow_head", "outline", "path_data"]


def path_data(stroke: Stroke) -> str:
    """A line as the value of ``d``."""
    return " ".join(" ".join(part if isinstance(part, str) else number(part) for part in command) for command in stroke)


def arrow_head(stroke: Stroke, *, back: bool = False) -> str:
    """The head at the end of a line, or ``back`` at its beginning, pointing as the line arrives."""
    points = _points(stroke)
    (x0, y0), (x, y) = (points[1], points[0]) if back else points[-2:]
    length = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 or 1.0
    ux, uy = (x - x0) / length, (y - y0) / length
    left, right = (x - 7 * ux - 3.5 * uy, y - 7 * uy + 3.5 * ux), (x - 7 * ux + 3.5 * uy, y - 7 * uy - 3.5 * ux)
    return path_data((("M", x, y), ("L", *left), ("L", *right))) + " Z"


def _points(stroke: Stroke) -> list[tuple[float, float]]:
    flat = [float(part) for command in stroke for part in command if not isinstance(part, str)]
    return list(zip(flat[::2], flat[1::2], strict=True))


def outline(shape: Shape, x: float, y: float, r: float) -> str:
    """The outline of a shape around a centre; shapes of one radius look equally big."""
    if shape is Shape.CIRCLE:
        n = number
        return f"M {n(x - r)} {n(y)} a {n(r)} {n(r)} 0 1 0 {n(2 * r)} 0 a {n(r)} {n(r)} 0 1 0 {n(-2 * r)} 0 Z"
    parts = [[(x + px * r, y + py * r) for px, py in part] for part in _UNIT[shape]]
    return " ".join(
        path_data(tuple(("ML"[bool(at)], *point) for at, point in enumerate(part))) + " Z" for part in parts
    )


_UNIT: dict[Shape, tuple[tuple[tuple[float, float], ...], ...]] = {
    Shape.HEXAGON: (tuple((1.08 * cos(pi * at / 3), 1.08 * sin(pi * at / 3)) for at in range(6)),),
    Shape.PARALLELOGRAM: (((-0.6, -0.75), (1.1, -0.75), (0.6, 0.75), (-1.1, 0.75)),),
    Shape.BOOK: (((-1, -0.85), (0, -0.55), (1, -0.85), (1, 0.6), (0, 0.9), (-1, 0.6)),),
    Shape.RECTANGLE: (((-1.05, -0.78), (1.05, -0.78), (1.05, 0.78), (-1.05, 0.78)),),
    Shape.HOUSE: (((0, -1.05), (1, -0.25), (1, 0.9), (-1, 0.9), (-1, -0.25)),),
    Shape.TRIANGLE: (((0, -1.05), (1.1, 0.85), (-1.1, 0.85)),),
    Shape.DIAMOND: (((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),),
    Shape.SHEET: (((-0.8, -1), (0.35, -1), (0.85, -0.5), (0.85, 1), (-0.8, 1)),),
    Shape.DRUM: (
        (
            (-0.95, -0.6),
            (-0.5, -0.95),
            (0.5, -0.95),
            (0.95, -0.6),
            (0.95, 0.7),
            (0.5, 0.95),
            (-0.5, 0.95),
            (-0.95, 0.7),
        ),
    ),
}
