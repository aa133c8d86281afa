"""The style sheet of all pictures, made from the theme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from api.ui.theme import EDGES, FONTS, INK, LOOKS, MUTED, PAPER, PLAIN, SOFT, TONES
from graph.schema import Kind

__all__ = ["stylesheet"]

_PALE_LINE = "#9AA5B1"


@cache
def stylesheet() -> str:
    """Rules by class; a page serves it as a file, a saved picture carries it."""
    return "\n".join((*_rules(), "")).replace("    ", "")


def _rules() -> Iterator[str]:
    fonts = ",".join(f'"{font}"' if " " in font else font for font in FONTS)
    yield f".picture {{ font-family: {fonts}; font-size: 12px; background: {PAPER}; }}"
    yield f".picture text {{ fill: {INK}; }}"
    yield f".picture .paper {{ fill: {PAPER}; }}"
    yield ".picture .title { font-size: 17px; font-weight: 700; }"
    yield f".picture .headline {{ font-size: 13px; fill: {SOFT}; }}"
    yield ".picture .heading { font-size: 13px; font-weight: 600; dominant-baseline: central; }"
    yield f".picture .titles {{ pointer-events: none; }} .picture .shade {{ fill: {PAPER}; visibility: hidden; }}"
    yield ".picture .kept .shade { visibility: visible; }"
    yield f".picture .count, .picture .caption, .picture .sub {{ fill: {SOFT}; font-weight: 400; }}"
    yield ".picture .label, .picture .glyph, .picture .key, .picture .note { dominant-baseline: central; }"
    yield f".picture .note {{ fill: {SOFT}; }}"
    yield f".picture .label {{ paint-order: stroke; stroke: {PAPER}; stroke-width: 3px; stroke-linejoin: round; }}"
    yield ".picture .root .label { font-weight: 700; }"
    yield ".picture .bundle .label { font-weight: 600; }"
    yield ".picture .glyph { text-anchor: middle; font-weight: 700; }"
    yield ".picture .node { cursor: pointer; outline: none; }"
    yield ".picture .shape { stroke-width: 1.5; stroke-linejoin: round; }"
    yield f".picture .echo {{ fill: {PAPER}; stroke-width: 1.2; }}"
    yield f".picture .node:focus-visible .shape {{ stroke: {INK}; stroke-width: 3; }}"
    yield ".picture .node:hover .label { text-decoration: underline; }"
    yield ".picture .wire { fill: none; stroke-width: 1.2; stroke-opacity: 0.6; }"
    yield ".picture .head { stroke: none; }"
    for kind, look in LOOKS.items():
        yield f".picture .k-{kind.value} .shape, .picture .k-{kind.value} .echo {{ stroke: {look.hue}; }}"
        yield f".picture .k-{kind.value} .shape {{ fill: {look.hue}; }}"
    yield f".picture .low .shape, .picture .inactive .shape {{ fill: {PAPER}; }}"
    yield ".picture .high .shape { stroke-width: 3; }"
    yield ".picture .high .label { font-weight: 700; }"
    yield f".picture .gap .glyph {{ fill: {INK}; }}"
    for rel, edge in EDGES.items():
        dashes = f" stroke-dasharray: {edge.dashes};" if edge.dashes else ""
        yield f".picture .w-{rel.value} {{ stroke: {edge.hue};{dashes} }}"
        yield f".picture .head.w-{rel.value} {{ fill: {edge.hue}; }}"
    yield from _change_rules()
    yield from _flow_rules()
    yield "@media print { .picture .paper { fill: none; } .picture .node { cursor: auto; } }"


def _change_rules() -> Iterator[str]:
    yield f".picture.changing .shape {{ fill: {PLAIN}; stroke: {_PALE_LINE}; stroke-width: 1.2; }}"
    yield f".picture.changing .echo {{ stroke: {_PALE_LINE}; }}"
    yield f".picture.changing .label {{ fill: {MUTED}; font-weight: 400; }}"
    yield f".picture.changing .wire {{ stroke: {_PALE_LINE}; }} .picture.changing .head {{ fill: {_PALE_LINE}; }}"
    for tone, look in TONES.items():
        where = f".picture.changing .t-{tone.value}"
        yield f"{where} .shape {{ fill: {look.fill}; stroke: {look.ink}; stroke-width: 1.6; }}"
        yield f"{where} .label {{ fill: {INK}; font-weight: 600; }}"
        yield f"{where} .lead {{ fill: {look.ink}; font-weight: 700; }}"
        yield f"{where} .rim {{ fill: none; stroke: {look.ink}; stroke-width: 1.1; stroke-dasharray: 2.5 2; }}"
        yield f"{where} .glyph {{ fill: {look.glyph}; }}"
        yield f".changing .wire.t-{tone.value} {{ stroke: {look.ink}; stroke-opacity: 0.85; stroke-width: 1.6; }}"
        yield f".picture.changing .head.t-{tone.value} {{ fill: {look.ink}; }}"
    yield ".changing .wire.t-lost { stroke-dasharray: 4 2; }"
    for tone, look in TONES.items():
        where = f".picture.changing .t-{tone.value}"
        yield f"{where}.open .shape {{ fill: {PAPER}; stroke: {look.ink}; stroke-width: 2.6; }}"
        yield f"{where}.open .glyph {{ fill: {look.ink}; }}"
        yield f"{where}.gone .shape {{ fill: {PAPER}; stroke: {look.ink}; stroke-dasharray: 2.5 2; }}"
        yield f"{where}.gone .glyph {{ fill: {look.ink}; }}"


def _flow_rules() -> Iterator[str]:
    power, step, post = LOOKS[Kind.POWER].hue, LOOKS[Kind.STEP].hue, LOOKS[Kind.POST].hue
    yield f".picture .band {{ fill: {PAPER}; stroke: #D9E2EC; }} .picture .band.odd {{ fill: #F3F7FA; }}"
    yield f".picture .tile {{ fill: {PAPER}; stroke: {step}; stroke-width: 1.5; }}"
    yield f".picture .tag {{ fill: {SOFT}; }}"
    yield f".picture .node:focus-visible .tile {{ stroke: {INK}; stroke-width: 3; }}"
    yield f".picture .pill {{ fill: {power}; stroke: {power}; }} .picture .terminal .key {{ fill: {PAPER}; }}"
    yield f".picture .way {{ stroke: {SOFT}; stroke-opacity: 1; }} .picture .head.way {{ fill: {SOFT}; }}"
    yield f".picture .way.back {{ stroke: {post}; stroke-dasharray: 5 3; }} .picture .head.way.back {{ fill: {post}; }}"
    yield ".picture .way.assumed { stroke-dasharray: 1 4; }"
    yield f".picture .joint {{ stroke: {post}; stroke-dasharray: 2 3; fill: {PAPER}; }}"
    yield f".picture circle.joint {{ fill: {post}; }}"
    yield f".picture .badge .glyph {{ fill: {INK}; }} .picture .badge.k-Control .glyph {{ fill: {PAPER}; }}"
    yield ".picture .label.high { font-weight: 700; }"
