"""The arguments of an operation as fields of a form, and what was filled in as a change of the calculus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.errors import InputError, Problem
from graph.model import EMPTY
from graph.schema import HAS_STEP, KINDS, LEVELS, Kind, Label
from graph.view import View

__all__ = ["PREFIX", "Choice", "Field", "Form", "change_of", "fields_of", "form_of"]

PREFIX = "a."
"""Before the name of an argument in an address."""

Change = Mapping[str, Any]


class Form(StrEnum):
    """How an argument is filled in."""

    CODE = "code"
    CODES = "codes"
    CHOICE = "choice"
    STEPS = "steps"
    TREE = "tree"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose, its name, and whether it is chosen."""

    value: str
    name: Label
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One argument: its form, what it holds now, what may be chosen, and an example where it is a tree.

    ``kind`` is the kind of node that a code names ("" for none), by which a page looks codes up.
    """

    name: str
    label: Label
    required: bool
    form: Form
    kind: str
    text: str
    choices: tuple[Choice, ...]
    example: str


_CODES: Mapping[str, tuple[Form, Kind]] = MappingProxyType(
    {
        "power": (Form.CODE, Kind.POWER),
        "powers": (Form.CODES, Kind.POWER),
        "into": (Form.CODE, Kind.POWER),
        "supervision_post": (Form.CODE, Kind.POST),
        "from_unit": (Form.CODE, Kind.UNIT),
        "to_unit": (Form.CODE, Kind.UNIT),
        "units": (Form.CODES, Kind.UNIT),
        "keep_steps": (Form.STEPS, Kind.STEP),
        "steps": (Form.STEPS, Kind.STEP),
        "retire_steps": (Form.STEPS, Kind.STEP),
        "article": (Form.CODE, Kind.ARTICLE),
        "instrument": (Form.CODE, Kind.INSTRUMENT),
        "from_article": (Form.CODE, Kind.ARTICLE),
        "to_articles": (Form.CODES, Kind.ARTICLE),
        "add_articles": (Form.CODES, Kind.ARTICLE),
        "retire_articles": (Form.CODES, Kind.ARTICLE),
    }
)
_CHOICES = frozenset({"from", "to", "to_type"})
_TREES: Mapping[str, str] = MappingProxyType(
    {
        "set": '{"limit_days": 5}',
        "parts": '[{"code": "W-1", "name": "…", "steps": ["W-1-1"]}]',
        "add_steps": '[{"code": "W-9", "name": "…", "seq": 9, "posts": ["P-1"]}]',
        "assign": '[{"step": "W-1", "post": "P-1"}]',
        "unassign": '[{"step": "W-1", "post": "P-1"}]',
        "edits": '[{"edit": "retire_node", "kind": "Post", "code": "P-1"}]',
    }
)
_SEPARATOR = re.compile(r"[\s,，、;；]+")


def form_of(name: str) -> Form:
    """How an argument of a name is filled in; KeyError for one that nobody has thought of."""
    if name in _CHOICES:
        return Form.CHOICE
    return Form.TREE if name in _TREES else _CODES[name][0]


def fields_of(operation: Operation, state: View, held: Change, legal: Sequence[Change] = ()) -> tuple[Field, ...]:
    """The fields of an operation but for its power, filled with what is held.

    Args:
        operation: which one.
        state: the graph that the change is made to: its steps and levels are offered.
        held: the change so far.
        legal: arguments that can be applied as they stand; of what they name only their values are offered.
    """
    power = held.get("power")
    return tuple(
        Field(
            name=item.name,
            label=item.label,
            required=item.required,
            form=form_of(item.name),
            kind=_CODES[item.name][1].value if item.name in _CODES else "",
            text=_text(form_of(item.name), held.get(item.name)),
            choices=tuple(_choices(item.name, state, power, held.get(item.name), legal)),
            example=_TREES.get(item.name, ""),
        )
        for item in operation.arguments
        if item.name != "power" or power is None
    )


def _text(form: Form, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if form is Form.CODES and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1 if form is Form.TREE else None)


def _choices(name: str, state: View, power: object, value: object, legal: Sequence[Change]) -> Iterable[Choice]:
    form = form_of(name)
    if form is Form.STEPS and isinstance(power, str):
        chosen = set(value) if isinstance(value, list | tuple) else set()
        for step in state.out(HAS_STEP, power):
            said = str((state.node(Kind.STEP, step) or EMPTY).get("name", step))
            yield Choice(step, Label(said, said), step in chosen)
    elif form is Form.CHOICE:
        types = KINDS[Kind.POWER].properties["type"].values
        labels = {str(key): label for key, label in types.items()} if name == "to_type" else LEVELS
        every = labels if name == "to_type" else state.manifest.levels
        offered = {str(change[name]) for change in legal if name in change}
        for item in every:
            if not offered or item in offered:
                yield Choice(item, labels.get(item, Label(item, item)), item == value)


def change_of(op: str, power: str, filled: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The change that a filled form stands for; what is empty is left out.

    Args:
        op: the operation.
        power: the power that it is done to; "" where none was chosen.
        filled: pairs of argument and text, as often as there are values.

    Raises:
        InputError: there is no such operation or argument, or a text is no JSON where an object is needed.
    """
    operation = OPERATIONS.get(op)
    if operation is None:
        raise InputError([Problem("reform", repr(op), " / ".join(OPERATIONS), column="op")])
    names = [item.name for item in operation.arguments]
    texts: dict[str, list[str]] = {}
    for name, text in filled:
        if name not in names:
            raise InputError([Problem("reform", repr(name), " / ".join(names), column=name)])
        texts.setdefault(name, []).extend([text] if text.strip() else [])
    change: dict[str, Any] = {"op": op}
    if power and "power" in names:
        change["power"] = power
    for name in names:
        if texts.get(name):
            change[name] = _value(name, texts[name])
    return change


def _value(name: str, texts: Sequence[str]) -> object:
    form = form_of(name)
    if form is Form.STEPS:
        return [code for text in texts for code in _codes(text)]
    text = texts[-1].strip()
    if form is Form.TREE or text.startswith(("{", "[")):
        return _tree(name, text)
    return _codes(text) if form is Form.CODES else text


def _codes(text: str) -> list[str]:
    return [code for code in _SEPARATOR.split(text) if code]


def _tree(name: str, text: str) -> object:
    from loaders.strictjson import NotJson, decode

    try:
        value: object = decode(text)
    except NotJson as error:
        row = None if error.position is None else text.count("\n", 0, error.position) + 1
        advice = error.advice or f"例 such as {_TREES.get(name, '')}"
        raise InputError([Problem("reform", error.got, error.expected, advice, row, name)]) from error
    return value
