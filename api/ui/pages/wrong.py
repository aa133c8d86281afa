"""What is wrong with the arguments of a change that was filled in, each part of a field by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.ui.pages.arguments import Change, Field, kind_of, parts_of
from api.ui.pages.reasons import Doubt, doubt
from graph.errors import Problem
from graph.view import View
from queries.find import nodes_named

__all__ = ["wrong_of"]


def wrong_of(
    state: View, problems: Sequence[Problem], typed_in: Change, fields: Sequence[Field]
) -> Mapping[str, tuple[Doubt | Problem, ...]]:
    """What is wrong, by argument: of several that stand in one field each by itself, and none that is right."""
    found: dict[str, dict[Doubt | Problem, None]] = {}
    for problem in problems:
        found.setdefault(problem.column or "", {})[_wrong(state, problem, typed_in, fields)] = None
    return {name: tuple(held) for name, held in found.items()}


def _wrong(state: View, problem: Problem, typed_in: Change, fields: Sequence[Field]) -> Doubt | Problem:
    """What is wrong with an argument: of a name that is not certain what it may mean."""
    name = problem.column or ""
    kind, typed_text = kind_of(name), typed_in.get(name)
    parts = parts_of(name, typed_text) if kind is not None and isinstance(typed_text, str) else []
    text = next((part for part in parts if repr(part) == problem.got), None)
    if kind is None or text is None:
        return problem
    among = {office.code for field in fields if field.name == name for office in field.offices}
    several = len(nodes_named(state, text, kind)) > 1
    return doubt(state, name, text, several=several, kind=kind, among=among)
