"""Powers by category and type, in the order of the schema and in its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.schema import KINDS, Kind, Label

__all__ = ["Group", "group_label", "group_of", "in_order", "value_label"]

Group = tuple[str, str]
"""Category and type of a power; powers outside enforcement have no type."""

_LAST = 99


def group_of(held: Mapping[str, object]) -> Group:
    """Category and type that a power is of; "" for what is not stated."""
    return str(held.get("category", "")), str(held.get("type", ""))


def in_order(found: Iterable[Group]) -> list[Group]:
    """Categories and types as the schema lists them; what it does not know comes last."""
    places = {
        name: {value: at for at, value in enumerate(KINDS[Kind.POWER].properties[name].values)}
        for name in ("category", "type")
    }
    return sorted(
        found, key=lambda pair: (places["category"].get(pair[0], _LAST), places["type"].get(pair[1], _LAST), pair)
    )


def value_label(name: str, value: str) -> Label:
    """What a category or type is called."""
    return KINDS[Kind.POWER].properties[name].values.get(value, Label(value or "未注明", value or "not stated"))


def group_label(group: Group) -> Label:
    """What a group is called: its type, and of powers without one their category."""
    category, kind = group
    return value_label("type", kind) if kind else value_label("category", category)
