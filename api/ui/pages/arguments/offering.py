"""The fields of an operation, filled with what a form holds; of what they name only what is legal there is offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from api.render.names import title
from api.ui.pages.arguments.address import ROW, Change, Texts, rows_of
from api.ui.pages.arguments.choosing import Choosing, unchosen
from api.ui.pages.arguments.fields import Adding, Choice, Field, Row, Rows
from api.ui.pages.arguments.forms import (
    CLEARED,
    PAIR,
    PLACED,
    ROWS,
    VERBS,
    Form,
    Part,
    Subject,
    form_of,
    kind_of,
    new_power_parts,
    property_parts,
    set_parts,
    subject_of,
    subjects,
)
from api.ui.pages.arguments.reading import Reading
from api.ui.pages.arguments.texts import texts_of
from graph.changes.draft import Argument, Operation
from graph.model import EMPTY, Properties
from graph.schema import KINDS, PERFORMED_BY, Kind, Label
from graph.terms import plural
from graph.view import View

__all__ = ["fields_of"]

_LEAST = MappingProxyType({"parts": 2, "to_articles": 1})
"""So many rows are there at least, to be filled in."""
_UNFOLDED = 12
"""More duties than this stand folded by step."""
_ADDED: Mapping[str, Label] = MappingProxyType(
    {
        "add_steps": Label("加一个环节", "Add a step"),
        "assign": Label("加一项岗位分工", "Add a duty"),
        "add_articles": Label("加一条依据", "Add an article"),
        "to_articles": Label("再加一条依据", "Add another article"),
        "parts": Label("再加一项", "Add another part"),
        "edits": Label("加这一处", "Add this edit"),
    }
)
_ADDS: Mapping[str, str] = MappingProxyType({"add_steps": Kind.STEP.value, "parts": Kind.POWER.value})
"""The kind of node that each row of an argument adds."""
_TYPE = KINDS[Kind.POWER].properties["type"]
_HOMELESS = Label(
    "岗位须在一个机构里：再加一处“新增 岗位的所在机构”", "a post must be in a unit: add its unit in another edit"
)
_HEADS: Mapping[str, Label] = MappingProxyType(
    {"add_steps": Label("新环节 {}", "new step {}"), "parts": Label("第 {} 项", "part {}")}
)
_HINTS: Mapping[str, Label] = MappingProxyType(
    {
        "set": Label("只填要改的；不填的不变", "only what is to change; what is left blank stays"),
        "edits": Label("依次执行：前面新增的，后面可以引用", "made in this order: what one adds, a later one may name"),
    }
)


def fields_of(
    operation: Operation, state: View, power: str, texts: Texts, legal: Sequence[Change] = ()
) -> tuple[Field | Rows, ...]:
    """The fields of an operation but for its power.

    Args:
        operation: which one.
        state: the graph that the change is made to: its steps and levels are offered.
        power: the power that it is done to; "" where none was chosen.
        texts: what the form holds.
        legal: arguments that can be applied as they stand; of what they name only their values are offered.
    """
    form = _Form(operation.op, state, power, _in_parts(texts, state), legal)
    return tuple(form.argument(item) for item in operation.arguments if item.name != "power" or not power)


def _in_parts(texts: Texts, state: View) -> Texts:
    """The texts with what is written as a whole taken apart, where its parts can hold it."""
    found = dict(texts)
    for name, held in texts.items():
        whole = "." not in name and held and held[-1].lstrip()
        if whole and (whole.startswith(("{", "[")) or form_of(name) is Form.ROWS):
            reading = Reading({name: held}, state.manifest)
            value = reading.argument(name)
            if value is not None and not reading.problems:
                del found[name]
                found |= texts_of({name: value}, state.manifest)
    return found


class _Form(Choosing):
    """One form: what it holds, and what may be chosen in the graph that its change is made to."""

    def argument(self, item: Argument) -> Field | Rows:
        """A field, or rows of fields; what no parts can hold is JSON, to be read and mended."""
        name = item.name
        part = Part(name, item.label, form_of(name), kind_of(name), item.required)
        whole = self.text(name)
        if whole.lstrip().startswith(("{", "[")) or (whole and part.form is Form.ROWS):
            return Field(name, item.label, item.required, Form.JSON, "", whole)
        if name == "to_type":
            now = self.power_now().get(_TYPE.name)
            return self.field(name, replace(part, declared=_TYPE), EMPTY if now is None else {name: now})
        if name == "from_article" and self.power:
            part = replace(part, form=Form.CHOICE)
        if part.form is Form.ROWS or name == "into":
            rows, after = _SPECIAL.get(name, _Form.rows)(self, part)
            return Rows(name, item.label, item.required, rows, self._adding(name), after, _HINTS.get(name))
        return self.field(name, part)

    # -- arguments of several parts ----------------------------------------------------------------------------

    def rows(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """A list of objects, one row each."""
        name, numbers = part.name, rows_of(part.name, self.texts)
        least = _LEAST.get(name, 0)
        while len(numbers) < least:
            numbers.append(max(numbers, default=-1) + 1)
        rows = []
        for at, number in enumerate(numbers, 1):
            row = f"{name}.{number}"
            fields = tuple(self.field(f"{row}.{each.name}", each) for each in ROWS[name])
            head = _HEADS.get(name)
            label = Label(head.zh.format(at), head.en.format(at)) if head is not None else None
            rows.append(
                Row(
                    label,
                    fields,
                    name=row,
                    text=ROW,
                    number=number,
                    removable=len(numbers) > least,
                    adds=_ADDS.get(name, ""),
                )
            )
        return tuple(rows), tuple(self._placed(rows) if name == "parts" else ())

    def _placed(self, rows: Sequence[Row]) -> Iterator[Row]:
        """To which part each step goes; every one must go to one."""
        lead = f"parts.{PLACED}."
        others = (name.removeprefix(lead) for name in self.texts if name.startswith(lead))
        fields = []
        for step in dict.fromkeys((*self.steps, *others)):
            held = self.text(lead + step)
            choices = tuple(
                Choice(str(row.number), _part_said(at, row), held == str(row.number)) for at, row in enumerate(rows, 1)
            )
            said = title(self.state, Kind.STEP, step)
            named = Label(said, said)
            fields.append(Field(lead + step, named, True, Form.CHOICE, "", held, (unchosen(held), *choices)))
        yield Row(Label("每个环节归入哪一项", "to which part each step goes"), tuple(fields))

    def settings(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The properties of the power: those that are set, and under headings those that it has and has not."""
        fields = self._properties(part.name, set_parts(), self.power_now())
        held = tuple(field for field in fields if field.now and not field.filled)
        rest = tuple(field for field in fields if not field.now and not field.filled)
        heading = Label(f"现有的 {len(held)} 项属性", f"{plural(len(held), 'property')} that it has")
        filled = tuple(field for field in fields if field.filled)
        return (Row(None, filled, held, heading), Row(None, (), rest, _further(rest))), ()

    def target(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """One of the powers, or a new one with its properties."""
        parts = (replace(each, required=False) for each in new_power_parts())
        new = tuple(self.field(f"{part.name}.{each.name}", each) for each in parts)
        heading = Label(
            "或者新设一项职权（类型、层级等不沿用，逐项填）",
            "or a new power (type, level and so on are not taken over)",
        )
        there = replace(part, label=Label("其中一项职权", "one of these powers"), required=False)
        return (Row(None, (self.field(part.name, there),), new, heading, adds=Kind.POWER.value),), ()

    def duties(self, _: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The duties that there are, by step, to tick; and others that the form holds."""
        name = f"unassign.{PAIR}"
        ticked = self.texts.get(name, ())
        pairs = {_pair(step, post): (step, post) for step in self.steps for post in self.state.out(PERFORMED_BY, step)}
        by_step: dict[str, list[Choice]] = {step: [] for step, _ in pairs.values()}
        for value, (step, post) in pairs.items():
            by_step[step].append(self.choice(Kind.POST, post, value in ticked, value))
        rows = []
        for step, choices in by_step.items():
            said = title(self.state, Kind.STEP, step)
            field = Field(name, Label(said, said), False, Form.TICKS, "", "", tuple(choices))
            fold = len(pairs) > _UNFOLDED and not field.filled
            rows.append(Row(None, () if fold else (field,), (field,) if fold else (), field.label if fold else None))
        others = tuple(Choice(value, Label(value, value), True) for value in ticked if value not in pairs)
        if others:
            field = Field(name, Label("不在图谱中", "not in the graph"), False, Form.TICKS, "", "", others)
            rows.append(Row(None, (field,)))
        return tuple(rows), ()

    def edits(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """Elementary edits, each with the parts of what it is done to."""
        return tuple(self._edit(f"{part.name}.{number}", number) for number in rows_of(part.name, self.texts)), ()

    def _edit(self, row: str, number: int) -> Row:
        text = self.text(row)
        verb, _, named = text.partition(" ")
        subject = subject_of(named)
        if verb not in VERBS or subject is None:
            return Row(Label(text, text), (), name=row, text=text, number=number, removable=True)
        said = VERBS[verb]
        label = Label(f"{said.zh}{subject.label.zh}", f"{said.en} {subject.label.en}")
        own = [self.field(f"{row}.{each.name}", each) for each in subject.parts(verb)]
        properties = () if verb == "retire" else property_parts(subject.properties)
        now = self._now(row, subject) if verb == "set" else EMPTY
        made = self._properties(f"{row}.properties", properties, now)
        first = [each for each in made if each.filled or each.now or (verb == "add" and each.name.endswith(".name"))]
        shown = [each for each in own if each.required or each.filled]
        rest = tuple(each for each in (*made, *own) if each not in (*shown, *first))
        return Row(
            label,
            (*shown, *first),
            rest,
            _further(rest),
            name=row,
            text=text,
            number=number,
            removable=True,
            hint=_HOMELESS if text == f"add {Kind.POST.value}" else None,
            adds=subject.name if verb == "add" and subject.kind else "",
            shows=verb == "set",
        )

    def _now(self, row: str, subject: Subject) -> Properties:
        """What stands in the graph in the place of what is changed."""
        if subject.kind is not None:
            return self.state.node(subject.kind, self.text(f"{row}.code")) or EMPTY
        if subject.link is None:
            return EMPTY
        pair = self.state.pair(subject.link, self.text(f"{row}.from"), self.text(f"{row}.to"))
        return pair.get(self.text(f"{row}.key"), EMPTY)

    def _properties(self, column: str, parts: Iterable[Part], now: Properties) -> tuple[Field, ...]:
        return tuple(self.field(f"{column}.{part.name}", part, now, f"{column}.{CLEARED}") for part in parts)

    def _adding(self, name: str) -> Adding | None:
        if name not in _ADDED:
            return None
        if name != "edits":
            return Adding(_ADDED[name])
        links: dict[Label, list[Choice]] = {}
        for each in subjects():
            if each.link is not None:
                links.setdefault(KINDS[each.link.from_kind].label, []).append(Choice(each.name, each.label, False))
        return Adding(
            _ADDED[name],
            tuple(Choice(verb, label, False) for verb, label in VERBS.items()),
            tuple(Choice(each.name, each.label, False) for each in subjects() if each.link is None),
            tuple((label, tuple(choices)) for label, choices in links.items()),
        )


_SPECIAL: Mapping[str, Callable[[_Form, Part], tuple[tuple[Row, ...], tuple[Row, ...]]]] = MappingProxyType(
    {"set": _Form.settings, "into": _Form.target, "unassign": _Form.duties, "edits": _Form.edits}
)


def _further(fields: Sequence[Field]) -> Label:
    """The heading under which the rest of some fields stands."""
    return Label(f"其余 {len(fields)} 项", plural(len(fields), "further field"))


def _part_said(at: int, row: Row) -> Label:
    name = next((field.text for field in row.fields if field.name.endswith(".name")), "")
    return Label(f"第 {at} 项 {name}".rstrip(), f"part {at} {name}".rstrip())


def _pair(step: str, post: str) -> str:
    return json.dumps([step, post], ensure_ascii=False)
