"""Small signs of pages: the shape of a kind beside a name, where a row comes from."""

from __future__ import annotations

from functools import cache

from api.ui.svg.shapes import outline
from api.ui.theme import LOOKS
from graph.schema import KINDS, Kind, Label

__all__ = ["UNSTATED", "origin_label", "shape_of"]

UNSTATED = Label("未注明", "not stated")


def origin_label(origin: str) -> Label:
    """Where something comes from, in words: 法规、报道、合成."""
    return KINDS[Kind.POWER].properties["origin"].values.get(origin, UNSTATED)


@cache
def shape_of(kind: Kind) -> str:
    """The outline of a kind as the data of a path in a square of 16."""
    return outline(LOOKS[kind].shape, 8, 8, 6)
