"""What stands around a picture: its title above, legend and caption below, and the style sheet of a saved one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.ui.layout.text import clean, fold, width
from api.ui.svg.style import stylesheet
from api.ui.svg.xml import element, escaped, number, text_element
from api.ui.words import phrase, word
from graph.schema import Label

__all__ = ["Key", "framed", "titles"]

Key = tuple[str, str]
"""An entry of the legend: a drawing around (0, 0), at most 11 to each side, and its words."""

_LEFT, _ROW, _GLYPH, _SPACE, _REMARK = 16.0, 24.0, 18.0, 18.0, 17.0
_TITLE = 44.0
"""The room above that a picture needs for its title only."""


def framed(
    body: Iterable[str],
    *,
    size: tuple[float, float],
    css: str,
    title: Label,
    caption: Label,
    legend: Sequence[Key],
    standalone: bool,
    corner: tuple[float, float] = (0.0, 0.0),
    reach: float | None = None,
    remark: Label | None = None,
    bare: bool = False,
) -> str:
    """The whole picture as one SVG text with a newline at the end.

    Args:
        body: what is drawn, in coordinates of the layout.
        size: of the layout.
        css: classes of the picture beside ``picture``.
        title: what it shows.
        caption: what it was made from.
        legend: its signs.
        standalone: with the style sheet inside, to be saved as a file.
        corner: left upper corner of the layout in its own coordinates.
        reach: how far to the right what the picture is about stands, for a page that shows only its left part.
        remark: what is to be known beside the caption, below it.
        bare: without title, legend and caption, for a page that keeps them beside the part that is in sight.
    """
    (wide, high), (left, top) = size, corner
    keys, bottom = _legend(legend, wide, corner, high)
    remarks = fold(word(remark), wide - 2 * _LEFT, 4, even=False) if remark else ()
    heading, *_ = fold(word(title), wide - 2 * _LEFT, 1, 17)
    above: tuple[str, ...] = (text_element("title", left + _LEFT, top + 34, heading),)
    below: tuple[str, ...] = (
        element("g", {"class": "legend", "aria-hidden": "true"}, keys),
        *(
            text_element("caption", left + _LEFT, bottom + 16 + _REMARK * at, line)
            for at, line in enumerate((word(caption), *remarks))
        ),
    )
    total = bottom + 34 + len(remarks) * _REMARK - top
    if bare:
        above, below, top, total = (), (), top + _TITLE, high - _TITLE
    parts = (
        *((element("style", {}, (stylesheet(),)),) if standalone else ()),
        element("rect", {"class": "paper", "x": left, "y": top, "width": wide, "height": total}),
        *above,
        *body,
        *below,
    )
    attributes: dict[str, str | float | None] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"picture {css}".strip(),
        "viewBox": " ".join(map(number, (left, top, wide, total))),
        "width": round(wide),
        "height": round(total),
        "role": "group",
        "aria-label": clean(word(title)),
        "data-reach": reach,
        "lang": phrase("zh", "en"),
    }
    return element("svg", attributes, ("\n", "\n".join(part for part in parts if part), "\n")) + "\n"


def titles(held: Iterable[str], *, wide: float, top: float, bottom: float) -> str:
    """The titles of all lanes, between two heights: a page keeps them in sight while the lanes pass below them."""
    shade = element("rect", {"class": "shade", "x": 0.0, "y": top - 8, "width": wide, "height": bottom - top + 8})
    return element("g", {"class": "titles", "data-top": top}, (shade, *held))


def _legend(legend: Sequence[Key], wide: float, corner: tuple[float, float], high: float) -> tuple[list[str], float]:
    """The entries in as many rows as they need, and where they end."""
    first, last = corner[0] + _LEFT, corner[0] + wide - _LEFT
    x, y, found = first, corner[1] + high + 12, list[str]()
    for drawing, words in legend:
        size = _GLYPH + width(words) + _SPACE
        if x > first and x + size > last:
            x, y = first, y + _ROW
        sign = element("g", {"transform": f"translate({x + 9:.1f} {y:.1f})"}, (drawing,))
        found.append(sign + element("text", {"class": "key", "x": x + _GLYPH + 4, "y": y}, (escaped(words),)))
        x += size
    return found, y + 12
