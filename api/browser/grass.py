"""The style sheet of Neo4j Browser (GraSS), from the theme and the schema."""

from __future__ import annotations

from api.ui.theme import LOOKS, PLAIN
from graph.schema import LINKS, Kind, Rel

__all__ = ["grass_text"]

_SIZES = {Kind.POWER: 80, Kind.POST: 65, Kind.RISK: 65, Kind.CONTROL: 65}
"""Diameters in pixels; what is not named has the smallest."""
_SMALLEST = 50

_NODE = """\
node.{kind} {{
  color: {colour};
  border-color: {colour};
  text-color-internal: #FFFFFF;
  diameter: {size}px;
  caption: "{{name}}";
}}
"""
_RELATION = """\
relationship.{rel} {{
  color: {colour};
  shaft-width: 1px;
  font-size: 10px;
  padding: 3px;
  text-color-external: #111827;
  text-color-internal: #111827;
  caption: "{caption}";
}}
"""


def grass_text() -> str:
    """The whole sheet. GraSS knows no remarks, and a colon or semicolon in a value breaks it."""
    nodes = (
        _NODE.format(kind=kind.value, colour=look.hue, size=_SIZES.get(kind, _SMALLEST)) for kind, look in LOOKS.items()
    )
    relations = (_RELATION.format(rel=rel.value, colour=PLAIN, caption=caption(rel)) for rel in Rel)
    return "\n".join((*nodes, *relations))


def caption(rel: Rel) -> str:
    """The official terms of a relation type, one for each pair of kinds that it joins."""
    return "／".join(dict.fromkeys(link.label.zh for link in LINKS if link.rel is rel))
