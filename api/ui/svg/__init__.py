"""Laid-out pictures as SVG: one element per node, classes instead of styles, everything escaped.

In a page the style sheet comes as a file and the content security policy allows nothing inline; a picture that is
saved carries the same style sheet inside and opens in any viewer.
"""

from __future__ import annotations

from api.ui.svg.flow import flow_svg
from api.ui.svg.frame import Key
from api.ui.svg.lanes import Side, finer_keys_of, lanes_svg, marks_of
from api.ui.svg.style import stylesheet

__all__ = ["Key", "Side", "finer_keys_of", "flow_svg", "lanes_svg", "marks_of", "stylesheet"]
