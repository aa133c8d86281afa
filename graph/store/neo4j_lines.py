"""New elements as lines of a few texts: the driver packs a text in one go, and every value of a list in Python.

What many elements of a batch say alike stands in a list beside the text, each different thing once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from graph.schema import KINDS, Kind
from graph.terms import ValueType

__all__ = ["FIELD", "LINES", "Lines", "Said", "lines_of_nodes", "texts_of"]

LINE, FIELD = "\n", "\x1f"
"""What ends a line and what parts its fields; a code holds no control character."""

_TEXTS = {
    kind: tuple(
        name for name, declared in schema.properties.items() if declared.type is ValueType.TEXT and not declared.values
    )
    for kind, schema in KINDS.items()
}
"""Properties of a kind that may stand in a line; any other value has a type that a text would lose."""

_ALIKE = 4
"""A text that fewer than so many nodes share, on average, has a column of its own."""

_TOGETHER = 250
"""Lines of one text: the server walks through every text that is a parameter several times, but not through a list."""

LINES = "UNWIND $rows AS text UNWIND split(text, '\\n') AS line WITH split(line, '\\u001F') AS row"
"""Cypher that takes such texts apart again: ``row`` is a list of texts."""


class Lines(NamedTuple):
    """The texts, the property that each column but the last gives, and the things that the last one numbers."""

    texts: list[str]
    columns: tuple[str, ...]
    said: list[dict[str, Any]]


class Said:
    """The different things that elements say of themselves, each with its number."""

    def __init__(self) -> None:
        self.all: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}

    def place(self, held: dict[str, Any]) -> int:
        """The number of what an element says; the same for the same names and values in the same order."""
        place = self._places.setdefault(repr(held), len(self.all))
        if place == len(self.all):
            self.all.append(held)
        return place


def lines_of_nodes(kind: Kind, held: Sequence[dict[str, Any]]) -> Lines:
    """Lines of code, the texts in which the nodes differ, and the number of the rest.

    Args:
        held: all that each node says, its code too; what becomes a column is taken out of it.
    """
    columns = {name: found for name in ("code", *_TEXTS[kind]) if (found := _column(name, held))}
    said = Said()
    for each in held:
        for name in columns:
            del each[name]
    places = map(str, map(said.place, held))
    lines = [*map(FIELD.join, zip(*columns.values(), places, strict=True))]
    return Lines(texts_of(lines), tuple(columns), said.all)


def texts_of(lines: Sequence[str]) -> list[str]:
    """Lines as a few texts."""
    return [LINE.join(lines[start : start + _TOGETHER]) for start in range(0, len(lines), _TOGETHER)]


def _column(name: str, held: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """A property of every node, where it is a text everywhere and mostly differs."""
    values = [each.get(name) for each in held]
    if set(map(type, values)) != {str} or "" in values:
        return None
    texts = cast(list[str], values)
    joined = "".join(texts)
    if LINE in joined or FIELD in joined or len(set(texts)) * _ALIKE <= len(texts):
        return None
    return texts
