"""The engine, behind the one function that the comparison calls. The only module here that knows the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.oracle.world import Props, Refusal


def engine(lines: list[str], reform: Props) -> Props | Refusal:
    """The engine's impact as JSON (with `evidence`, if it has it), or its refusal."""
    from queries.impact import impact_of

    return run(lines, reform, impact_of)


def engine_from_scratch(lines: list[str], reform: Props) -> Props | Refusal | None:
    """The engine's second way: both graphs derived anew. None when there is no such function."""
    try:
        from queries.impact import impact_from_scratch
    except ImportError:
        return None
    return run(lines, reform, impact_from_scratch)


def run(lines: list[str], reform: Props, question: Callable[[Any, Any], Any]) -> Props | Refusal:
    from graph.errors import ReformRefused
    from loaders.jsonl import read_graph
    from loaders.reforms import reform_from_dict

    snapshot = read_graph(lines, "drawn")
    try:
        answer: Props = question(snapshot, reform_from_dict(reform)).to_json()
    except ReformRefused as refused:
        return Refusal(refused.position, refused.field, str(refused))
    return answer
