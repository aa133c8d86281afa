"""What was filled in, as a change of the calculus; all that is wrong with it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from api.ui.pages.arguments.address import Texts, rows_of
from api.ui.pages.arguments.forms import (
    ARTICLES,
    CLEARED,
    PAIR,
    PLACED,
    ROWS,
    VERBS,
    Form,
    Part,
    form_of,
    kind_of,
    new_power_parts,
    property_parts,
    set_parts,
    subject_of,
)
from graph.changes import OPERATIONS
from graph.errors import InputError, MissingError, Problem
from graph.model import Manifest
from graph.schema import KINDS, Kind, Label
from graph.terms import Both, Lack
from graph.view import View

__all__ = ["Reading", "change_of", "codes_of"]

_UNNAMED = Label("", "")
_SEPARATOR = re.compile(r"[\s,，、;；]+")


def change_of(op: str, power: str, texts: Texts, state: View) -> dict[str, Any]:
    """The change that a filled form stands for; what is empty is left out, and whole names are made codes.

    Args:
        op: the operation.
        power: the power that it is done to; "" where none was chosen.
        texts: what was filled in, by the names of arguments and their parts.
        state: the graph that the change is made to.

    Raises:
        InputError: there is no such operation or argument, a text is not what its part takes, a part is missing, or
            what was typed is neither a code nor the name of one node; each is a problem of its own, at its part.
    """
    operation = OPERATIONS.get(op)
    if operation is None:
        raise InputError([Problem("reform", repr(op), " / ".join(OPERATIONS), column="op")])
    names = [item.name for item in operation.arguments]
    reading = Reading(texts, state.manifest, state)
    change: dict[str, Any] = {"op": op}
    if power and "power" in names:
        change["power"] = reading.code("power", Kind.POWER, power)
    for name in names:
        value = reading.argument(name)
        if value is not None:
            change[name] = value
    unread = [Problem("reform", repr(name), " / ".join(names), column=name) for name in reading.unread()]
    if reading.problems or unread:
        raise InputError([*unread, *reading.problems])
    return change


def codes_of(text: str) -> list[str]:
    """Several codes, as they are typed into one field."""
    return [code for code in _SEPARATOR.split(text) if code]


class Reading:
    """Reads texts as arguments; ``problems`` is what was wrong, each at the name of its text.

    Without a view codes stay as they are typed.
    """

    def __init__(self, texts: Texts, manifest: Manifest, view: View | None = None) -> None:
        self.problems: list[Problem] = []
        self._texts = {name: tuple(text for text in held if text.strip()) for name, held in texts.items()}
        self._manifest = manifest
        self._view = view
        self._read: set[str] = set()
        self._new = _new_nodes(self._texts)

    def argument(self, name: str) -> object:
        """The value of an argument; None where nothing was filled in."""
        text = self._held(name)[-1:]
        if text and (text[0].lstrip().startswith(("{", "[")) or self._is_json(name)):
            return self._json(name, text[0])
        if name in _ROWS:
            return _ROWS[name](self, name)
        if name == "into":
            return self._into(name)
        if form_of(name) is Form.ROWS:
            return self._rows(name, text)
        return self._part(name, Part(name, _UNNAMED, form_of(name), kind_of(name)))

    def unread(self) -> list[str]:
        """The names of texts that belong to no argument that was read."""
        return [name for name, held in self._texts.items() if held and name not in self._read]

    def set(self, name: str) -> object:
        """The properties that are set."""
        return self._properties(name, set_parts()) or None

    def duties(self, name: str) -> object:
        """Duties that were ticked."""
        pairs = [self._pair(text) for text in self._held(f"{name}.{PAIR}")]
        return [{"step": pair[0], "post": pair[1]} for pair in pairs if pair] or None

    def edits(self, name: str) -> object:
        """Elementary edits, in the order of their rows."""
        rows = ((row, self._held(row)) for row in self._numbered(name))
        return [self._edit(row, "".join(held)) for row, held in rows] or None

    # -- arguments of several parts ----------------------------------------------------------------------------

    def _into(self, name: str) -> object:
        """One of the powers, or a new one."""
        parts = [*new_power_parts()]
        new = self._parts(name, parts)
        if not new:
            return self._part(name, Part(name, _UNNAMED, Form.CODE, Kind.POWER))
        self._require(name, new, parts)
        if self._held(name):
            got = Lack("既填了其中一项职权，又填了新设的", "both a power that is there and a new one")
            self.problems.append(Problem("reform", got, Both("两者之一", "one of them"), column=name))
        return new

    def _rows(self, name: str, text: Sequence[str]) -> object:
        found = [{"article": self.code(name, Kind.ARTICLE, code)} for each in text for code in codes_of(each)]
        for row in self._numbered(name):
            made = self._parts(row, ROWS[name])
            placed = self._placed(name, row.rpartition(".")[2])
            if name == "parts" and (made or placed):
                made[PLACED] = placed
            if made:
                self._require(row, made, ROWS[name])
                found.append(made)
        bare = (item["article"] if name in ARTICLES and [*item] == ["article"] else item for item in found)
        return [*bare] or None

    def _placed(self, name: str, number: str) -> list[str]:
        """The steps that go to a part, by its number."""
        lead = f"{name}.{PLACED}."
        return [key.removeprefix(lead) for key in self._texts if key.startswith(lead) and number in self._held(key)]

    def _edit(self, row: str, text: str) -> dict[str, Any]:
        verb, _, named = text.partition(" ")
        subject = subject_of(named)
        if verb not in VERBS or subject is None:
            expected = Both("动作和节点类型或关系", "what is done, and to which kind of node or relation")
            self.problems.append(Problem("reform", repr(text), expected, column=row))
            return {}
        made = self._parts(row, subject.parts(verb))
        self._require(row, made, subject.parts(verb))
        held = {} if verb == "retire" else self._properties(f"{row}.properties", property_parts(subject.properties))
        properties = {"properties": held} if held else {}
        if verb == "set" and not held:
            expected = Both("至少一项属性", "one property at least")
            self.problems.append(Problem("reform", Lack("没有填要改的", "nothing"), expected, column=row))
        if subject.link is None:
            return {"edit": f"{verb}_node", "kind": subject.name, **made, **properties}
        kinds = {"from": subject.link.from_kind, "to": subject.link.to_kind}
        ends = {name: f"{kind.value}/{made[name]}" for name, kind in kinds.items() if name in made}
        return {"edit": f"{verb}_relation", "rel": subject.link.rel.value, **made, **ends, **properties}

    def _properties(self, column: str, parts: Iterable[Part]) -> dict[str, Any]:
        known = {part.name: part for part in parts}
        made = self._parts(column, known.values())
        for name in self._held(f"{column}.{CLEARED}"):
            if name not in known:
                self.problems.append(Problem("reform", repr(name), " / ".join(known), column=f"{column}.{CLEARED}"))
            elif name in made:
                got = Lack("既填了新值，又勾了清空", "both a new value and a tick to clear it")
                self.problems.append(Problem("reform", got, Both("两者之一", "one of them"), column=f"{column}.{name}"))
            made[name] = None
        return made

    def _parts(self, column: str, parts: Iterable[Part]) -> dict[str, Any]:
        """The parts that are filled in."""
        read = ((part.name, self._part(f"{column}.{part.name}", part)) for part in parts)
        return {name: value for name, value in read if value is not None}

    def _require(self, row: str, made: Mapping[str, Any], parts: Iterable[Part]) -> None:
        """A part that must be filled in and is not is a problem."""
        for part in parts:
            column = f"{row}.{part.name}"
            if part.required and part.name not in made and not self._texts.get(column):
                self.problems.append(_missing(column, part))

    def _numbered(self, name: str) -> list[str]:
        rows = [f"{name}.{number}" for number in rows_of(name, self._texts)]
        self._read.update(rows)
        return rows

    # -- one text ----------------------------------------------------------------------------------------------

    def _held(self, column: str) -> tuple[str, ...]:
        self._read.add(column)
        return self._texts.get(column, ())

    def _part(self, column: str, part: Part) -> Any:  # noqa: ANN401 - whatever a part may hold
        held = self._held(column)
        if not held:
            return None
        if part.form is Form.TICKS:
            return [self.code(column, part.kind, text.strip()) for text in held]
        if part.form is Form.CODES:
            read = self._basis if part.name == "articles" else self.code
            return [read(column, part.kind, code) for text in held for code in codes_of(text)]
        text = held[-1].replace("\r\n", "\n").strip()
        if part.kind is not None:
            return self.code(column, part.kind, text)
        return text if part.declared is None else self._value(column, part, text)

    def _value(self, column: str, part: Part, text: str) -> object:
        from loaders.tables.cells import CellError, value_cell

        try:
            value = value_cell(part.declared, text, self._manifest)
        except CellError as error:
            self.problems.append(Problem("reform", repr(text), str(error), error.advice, column=column))
            return text
        return list(value) if isinstance(value, tuple) else value

    def code(self, column: str, kind: Kind | None, text: str) -> str:
        """The code that a text names; a text that names nothing for certain is a problem, and stays."""
        from queries.paths import resolve

        view = self._view
        if view is None or kind is None or view.node(kind, text) is not None:
            return text
        if text in self._new:
            return self._new[text]
        try:
            return resolve(view, text, kind).code
        except (InputError, MissingError) as error:
            label, why = KINDS[kind].label, error.message
            expected = Both(f"{label.zh}的编码或全名", f"{label.en} by its code or whole name")
            self.problems.append(Problem("reform", repr(text), expected, Both(why.zh, why.en), column=column))
            return text

    def _basis(self, column: str, kind: Kind | None, text: str) -> object:
        """An article, with its lowest level where ``@`` and a level stand behind it."""
        code, _, level = text.rpartition("@")
        if not code or level not in self._manifest.levels:
            return self.code(column, kind, text)
        return {"article": self.code(column, kind, code), "lowest_level": level}

    def _pair(self, text: str) -> list[str]:
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list) and len(found) == 2 and all(isinstance(each, str) for each in found):
            return found
        expected = Both("环节和岗位的编码", "the codes of a step and a post")
        self.problems.append(Problem("reform", repr(text), expected, column=f"unassign.{PAIR}"))
        return []

    def _is_json(self, name: str) -> bool:
        """An argument of parts is read as a whole."""
        return form_of(name) is Form.ROWS and name not in ARTICLES

    def _json(self, name: str, text: str) -> object:
        from loaders.strictjson import NotJson, decode

        try:
            value: object = decode(text)
        except NotJson as error:
            row = None if error.position is None else text.count("\n", 0, error.position) + 1
            self.problems.append(Problem("reform", error.got, error.expected, error.advice, row, name))
            return None
        items = value if isinstance(value, list) else []
        codes = (item["code"] for item in items if isinstance(item, dict) and isinstance(item.get("code"), str))
        self._new |= {code: code for code in codes}
        return value


def _missing(column: str, part: Part) -> Problem:
    got = Lack(f"没有填“{part.label.zh}”", f"no {part.label.en}")
    return Problem("reform", got, _EXPECTED.get(part.form, Both("一段文字", "a text")), column=column)


_EXPECTED: Mapping[Form, Both] = {
    Form.CODE: Both("编码或全名", "a code or whole name"),
    Form.CHOICE: Both("所列之一", "one of those listed"),
    Form.NUMBER: Both("整数", "a whole number"),
}


def _new_nodes(texts: Texts) -> dict[str, str]:
    """The codes that a form itself adds, by code and by name."""
    found: dict[str, str] = {}
    for column, held in texts.items():
        row, _, part = column.rpartition(".")
        added = row.startswith(("add_steps.", "parts.", "into")) or "".join(texts.get(row, ())).startswith("add ")
        if part == "code" and added:
            names = (*texts.get(f"{row}.name", ()), *texts.get(f"{row}.properties.name", ()))
            found |= {text.strip(): held[-1].strip() for text in (*names, *held)}
    return found


_ROWS: Mapping[str, Callable[[Reading, str], object]] = {
    "set": Reading.set,
    "unassign": Reading.duties,
    "edits": Reading.edits,
}
