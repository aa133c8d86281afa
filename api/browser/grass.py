"""The style sheet of Neo4j Browser (GraSS), from the looks and the schema."""

from __future__ import annotations

from api.looks import KIND_LOOKS, MUTED
from graph.schema import LINKS, Rel

__all__ = ["grass_text"]

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
    nodes = (_NODE.format(kind=kind.value, colour=look.colour, size=look.size) for kind, look in KIND_LOOKS.items())
    relations = (_RELATION.format(rel=rel.value, colour=MUTED, caption=caption(rel)) for rel in Rel)
    return "\n".join((*nodes, *relations))


def caption(rel: Rel) -> str:
    """The official terms of a relation type, one for each pair of kinds that it joins."""
    return "／".join(dict.fromkeys(link.label.zh for link in LINKS if link.rel is rel))
