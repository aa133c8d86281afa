"""The arguments of an operation as fields of a form, and what was filled in as a change of the calculus."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.changes.redefine import NOT_SET
from graph.errors import InputError, MissingError, Problem
from graph.model import EMPTY
from graph.schema import EXERCISED_BY, HAS_STEP, KINDS, LEVELS, Kind, Label
from graph.terms import Both
from graph.view import View

__all__ = [
    "PREFIX",
    "Choice",
    "Field",
    "Form",
    "Office",
    "change_of",
    "fields_of",
    "form_of",
    "kind_of",
    "named_codes",
    "parts_of",
    "typed",
]

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
class Office:
    """An office that an argument may name: code, name, level."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Field:
    """One argument: its form, what it holds now, what may be chosen, and an example where it is a tree.

    ``kind`` is the kind of node that a code names ("" for none), by which a page looks codes up; ``offices`` are all
    that may be named where these are offices. ``names`` are the codes that it holds now, with what they are called.
    ``blank`` says what an empty field comes to, where that is more than nothing. ``properties`` are those that may be
    set in a tree, each with its label.
    """

    name: str
    label: Label
    required: bool
    form: Form
    kind: str
    text: str
    choices: tuple[Choice, ...]
    example: str
    offices: tuple[Office, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    blank: Label | None = None
    properties: tuple[tuple[str, Label], ...] = ()

    def mended(self, part: str, code: str) -> str:
        """What it holds with a code in the place of a part of it, however many others stand beside that part."""
        parts = parts_of(self.name, self.text)
        return " ".join(code if each == part else each for each in parts) if part in parts else code


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
_OFFICES = frozenset({"from_unit", "to_unit", "units"})
_CHOICES = frozenset({"from", "to", "to_type"})
_TREES: Mapping[str, str] = MappingProxyType(
    {
        "set": '{"content": "…", "public": true}',
        "parts": '[{"code": "W-1", "name": "…", "steps": ["W-1-1"]}]',
        "add_steps": '[{"code": "W-9", "name": "…", "seq": 9, "posts": ["P-1"]}]',
        "assign": '[{"step": "W-1", "post": "P-1"}]',
        "unassign": '[{"step": "W-1", "post": "P-1"}]',
        "edits": '[{"edit": "retire_node", "kind": "Post", "code": "P-1"}]',
    }
)
_BLANK: Mapping[tuple[str, str], Label] = MappingProxyType(
    {
        ("delegate", "units"): Label(
            "不填：移出职责的每个机关，由其下属的、“到层级”的全部机关承接；没有这样的下属机关的，职责留在原机关",
            "blank: from every office that gives, all offices below it of the level it goes to take over; where none is"
            " below it, its duties stay",
        ),
        ("authorize", "units"): Label(
            "不填：办理这些环节的每个机关，其下属的、“到层级”的全部机关都被授权",
            "blank: all offices of the level it goes to that are below an office performing these steps are authorised",
        ),
    }
)
"""What is done where an argument is left out (calculus §4)."""
_SEPARATOR = re.compile(r"[\s,，、;；]+")


def form_of(name: str) -> Form:
    """How an argument of a name is filled in; KeyError for one that nobody has thought of."""
    if name in _CHOICES:
        return Form.CHOICE
    return Form.TREE if name in _TREES else _CODES[name][0]


def kind_of(name: str) -> Kind | None:
    """Of which kind the nodes are that an argument names by code; None where it names none."""
    return _CODES[name][1] if name in _CODES else None


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
            offices=tuple(_offices(item.name, state, power, legal)),
            names=tuple(_names(item.name, state, held.get(item.name))),
            blank=_BLANK.get((operation.op, item.name)),
            properties=tuple(_properties(item.name)),
        )
        for item in operation.arguments
        if item.name != "power" or power is None
    )


def _properties(name: str) -> Iterator[tuple[str, Label]]:
    """What ``set`` may set of a power, and which values it may have where they are counted."""
    for item in KINDS[Kind.POWER].properties.values() if name == "set" else ():
        if item.name not in NOT_SET:
            held = " / ".join(str(value) for value in item.values)
            yield item.name, Label(*(f"{said}：{held}" if held else said for said in (item.label.zh, item.label.en)))


def _names(name: str, state: View, value: object) -> Iterator[tuple[str, str]]:
    """What the codes of an argument are called; what is no code yet is left out."""
    kind = kind_of(name)
    codes = _codes(value) if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    for code in codes:
        held = state.node(kind, code) if kind is not None and isinstance(code, str) else None
        if held is not None and held.get("name", code) != code:
            yield code, str(held["name"])


def _offices(name: str, state: View, power: object, legal: Sequence[Change]) -> Iterator[Office]:
    """No section is an office; who gives a power away is one that exercises it; ``units`` are of a level to go to."""
    if name not in _OFFICES:
        return
    levels = {str(change["to"]) for change in legal if "to" in change} or set(state.manifest.levels)
    own = set(state.out(EXERCISED_BY, power)) if isinstance(power, str) else set()
    for code in state.codes(Kind.UNIT):
        held = state.node(Kind.UNIT, code) or EMPTY
        level = str(held.get("level", ""))
        fits = (code in own or not own) if name == "from_unit" else (name != "units" or level in levels)
        if level in state.manifest.levels and fits:
            yield Office(code, str(held.get("name", code)), level)


def _text(form: Form, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if form is Form.CODES and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1 if form is Form.TREE else None)


def _choices(name: str, state: View, power: object, value: object, legal: Sequence[Change]) -> Iterator[Choice]:
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
            if not offered or item in offered or item == value:
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


def typed(op: str, power: str, filled: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was filled in as it was typed, for the form to show again."""
    change: dict[str, Any] = {"op": op, **({"power": power} if power else {})}
    for name, text in filled:
        if name in _CODES and _CODES[name][0] is Form.STEPS:
            change.setdefault(name, []).extend(_codes(text))
        else:
            change[name] = text
    return change


def named_codes(view: View, change: Change) -> dict[str, Any]:
    """The change with whole names made codes, wherever an argument names nodes.

    Args:
        view: the graph that the change is made to.
        change: as it was filled in.

    Raises:
        InputError: what was typed is neither a code nor the name of one node; each such argument is a problem.
    """
    made = dict(change)
    problems: list[Problem] = []
    for name, value in change.items():
        form, kind = _CODES.get(name, (Form.TREE, Kind.POWER))
        if form is Form.CODE and isinstance(value, str):
            made[name] = _coded(view, name, kind, value, problems)
        elif form is Form.CODES and isinstance(value, list):
            texts = [item if isinstance(item, str) else None for item in value]
            made[name] = [
                item if text is None else _coded(view, name, kind, text, problems)
                for item, text in zip(value, texts, strict=True)
            ]
    if problems:
        raise InputError(problems)
    return made


def _coded(view: View, name: str, kind: Kind, text: str, problems: list[Problem]) -> str:
    """The code that a text names; a text that names nothing for certain is a problem, and stays."""
    from queries.paths import resolve

    if view.node(kind, text) is not None:
        return text
    try:
        return resolve(view, text, kind).code
    except (InputError, MissingError) as error:
        label, why = KINDS[kind].label, error.message
        expected = Both(f"{label.zh}的编码或全名", f"{label.en} by its code or whole name")
        problems.append(Problem("reform", repr(text), expected, Both(why.zh, why.en), column=name))
        return text


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


def parts_of(name: str, text: str) -> list[str]:
    """What was typed for an argument, each code or name by itself: one, or several where it takes a list."""
    return _codes(text) if form_of(name) is Form.CODES else [text.strip()]


def _tree(name: str, text: str) -> object:
    from loaders.strictjson import NotJson, decode

    try:
        value: object = decode(text)
    except NotJson as error:
        row = None if error.position is None else text.count("\n", 0, error.position) + 1
        advice = error.advice or Both("例如 ", "such as ") + _TREES.get(name, "")
        raise InputError([Problem("reform", error.got, error.expected, advice, row, name)]) from error
    return value
