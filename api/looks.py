"""What each kind and each change looks like, declared once: the style of Neo4j Browser, the guide and the pages.

Shape first, hue second. The colours of kinds keep a CIEDE2000 distance of 13 under normal vision and the three colour
deficiencies, and a contrast of 3 : 1 to white; those of changes a distance of 30.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.schema import Kind, Label

__all__ = ["CHANGE_LOOKS", "KIND_LOOKS", "MUTED", "ChangeLook", "KindLook"]

MUTED = "#C3CCD6"
"""Kinds where colour means change only, and relations."""


@dataclass(frozen=True, slots=True)
class KindLook:
    """How nodes of a kind are drawn; ``size`` is their diameter in Neo4j Browser."""

    colour: str
    shape: str
    size: int = 50


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """How a change is drawn: colour, a glyph that says it without colour, and its word."""

    colour: str
    glyph: str
    label: Label


_BASIS = KindLook("#6B7280", "parallelogram")

KIND_LOOKS: Mapping[Kind, KindLook] = MappingProxyType(
    {
        Kind.POWER: KindLook("#1F4E8C", "hexagon", 80),
        Kind.ARTICLE: _BASIS,
        Kind.INSTRUMENT: _BASIS,
        Kind.STEP: KindLook("#3A86B4", "rectangle"),
        Kind.POST: KindLook("#994455", "circle", 65),
        Kind.RISK: KindLook("#EE6677", "triangle", 65),
        Kind.CONTROL: KindLook("#997700", "diamond", 65),
        Kind.UNIT: KindLook("#222233", "house"),
        Kind.STANDARD: KindLook("#555511", "square"),
        Kind.SYSTEM: KindLook("#6622FF", "cylinder"),
    }
)

CHANGE_LOOKS: Mapping[str, ChangeLook] = MappingProxyType(
    {
        "moved": ChangeLook("#E69F00", "→", Label("转移", "moved")),
        "lost": ChangeLook("#A50F3C", "✕", Label("消失", "lost")),
        "uncovered": ChangeLook("#A50F3C", "▲!", Label("失控", "uncovered")),
        "gained": ChangeLook("#0072B2", "＋", Label("新增", "gained")),
    }
)
