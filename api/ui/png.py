"""A saved picture as PNG, drawn by resvg with the fonts of this machine."""

from __future__ import annotations

from functools import cache

from api.ui.theme import FONTS
from graph.errors import MissingError
from graph.terms import Label

__all__ = ["png_of"]

_ZOOM = 2
"""Pixels to a unit of the picture: letters of 12 px are sharp on paper too."""
_MOST = 12_000
"""Pixels to a side at most; a larger picture is drawn smaller."""


def png_of(svg: str) -> bytes:
    """A picture with its style sheet inside (``svg(standalone=True)``) as PNG.

    Raises:
        MissingError: no font of this machine has Chinese letters, so the picture would have none.
    """
    from resvg_py import svg_to_bytes

    if not _letters():
        raise MissingError(
            Label(
                "PNG：本机没有中文字体；请安装，如 apt-get install fonts-noto-cjk，并重启服务；或另存 SVG",
                "PNG: no font with Chinese letters on this machine; install one, such as apt-get install "
                "fonts-noto-cjk, and restart the server; or save SVG",
            )
        )
    return svg_to_bytes(svg_string=svg, zoom=_zoom(svg))


def _zoom(svg: str) -> float:
    """As large as it may be: the size stands in the first element."""
    head = svg[: svg.index(">")]
    sides = (float(head.partition(f' {name}="')[2].partition('"')[0]) for name in ("width", "height"))
    return min(_ZOOM, _MOST / max(*sides, 1.0))


@cache
def _letters() -> bool:
    """Two Chinese letters look different: without a font both are nothing, or the same box."""
    return _probe("权") != _probe("岗")


def _probe(letter: str) -> bytes:
    from resvg_py import svg_to_bytes

    fonts = ",".join(f"'{font}'" if " " in font else font for font in FONTS)
    text = f'<text x="2" y="24" style="font-family:{fonts}" font-size="20">{letter}</text>'
    return svg_to_bytes(svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">{text}</svg>')
