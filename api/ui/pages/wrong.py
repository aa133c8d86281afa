"""What is wrong with the arguments of a change that was filled in, each part of a field by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.ui.pages.arguments.fields import Field, Rows, inputs_of
from api.ui.pages.reasons import Doubt, doubt
from graph.errors import Problem
from graph.schema import Kind, Label
from graph.view import View
from queries.find import nodes_named

__all__ = ["Fault", "faults_of", "wrong_of"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A place of the form where something is wrong: what it is called, and its id on the page."""

    label: Label
    at: str


def faults_of(wrong: Iterable[str], fields: Iterable[Field | Rows]) -> tuple[Fault, ...]:
    """The places where something is wrong, in the order of the form; what has no place of its own is left out."""
    names, found = {*wrong}, []
    for field in fields:
        if isinstance(field, Field):
            found.append((field.name, field.label, f"field-{field.name}"))
            continue
        found.append((field.name, field.label, f"rows-{field.name}"))
        for row in (*field.rows, *field.after):
            head = row.label or field.label
            found.append((row.name, head, f"row-{row.name}"))
            for each in (*row.fields, *row.folded):
                label = Label(f"{head.zh} · {each.label.zh}", f"{head.en}: {each.label.en}")
                found.append((each.name, label, f"field-{each.name}"))
    return tuple({name: Fault(label, at) for name, label, at in found if name in names}.values())


def wrong_of(
    state: View, problems: Sequence[Problem], fields: Iterable[Field | Rows]
) -> Mapping[str, tuple[Doubt | Problem, ...]]:
    """What is wrong, by the name of a text: of several that stand in one field each by itself, none that is right."""
    inputs = {field.name: field for field in inputs_of(fields)}
    found: dict[str, dict[Doubt | Problem, None]] = {}
    for problem in problems:
        name = problem.column or ""
        found.setdefault(name, {})[_wrong(state, problem, inputs.get(name))] = None
    return {name: tuple(held) for name, held in found.items()}


def _wrong(state: View, problem: Problem, field: Field | None) -> Doubt | Problem:
    """What is wrong with a text: of a name that is not certain what it may mean."""
    text = next((part for part in field.parts() if repr(part) == problem.got), None) if field is not None else None
    if field is None or text is None or not field.kind:
        return problem
    kind = Kind(field.kind)
    among = {named.code for named in field.offered}
    several = len(nodes_named(state, text, kind)) > 1
    return doubt(state, field.name, text, several=several, kind=kind, among=among)
