"""Legal bases with their lowest level: given, inherited, joined (§4)."""

from __future__ import annotations

from tests.oracle.world import Graph


def higher_of(graph: Graph, one: str | None, other: str | None) -> str | None:
    """The higher of two levels; one with it beats one without."""
    if one is None or other is None:
        return one if other is None else other
    rank = {level: n for n, level in enumerate(graph.levels)}
    return min(one, other, key=lambda level: rank.get(level, len(rank)))


def authorize_by(
    graph: Graph, power: str, article: str, *, given: str | None = None, inherited: str | None = None
) -> None:
    """Add AUTHORIZED_BY. A given level is set; an inherited one joins the level that is there already."""
    link = ("AUTHORIZED_BY", ("Power", power), ("Article", article), "")
    props = graph.links.setdefault(link, {})
    level = given if given is not None else higher_of(graph, props.get("lowest_level"), inherited)
    if level is not None:
        props["lowest_level"] = level


def inherited_level(graph: Graph, power: str, article: str) -> str | None:
    """The lowest level on w→a; of parallel relations the highest (CHOICE 3)."""
    level = None
    for (_, start, end, _), props in graph.of_type("AUTHORIZED_BY"):
        if start == ("Power", power) and end == ("Article", article):
            level = higher_of(graph, level, props.get("lowest_level"))
    return level
