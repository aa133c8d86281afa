"""The fields of an operation, filled with what a form holds; of what they name only what is legal there is offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from api.render.names import title
from api.ui.pages.arguments.address import ROW, Change, Texts, rows_of
from api.ui.pages.arguments.fields import Adding, Choice, Field, Named, Row, Rows
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
from api.ui.pages.arguments.reading import Reading, codes_of
from api.ui.pages.arguments.texts import texts_of
from graph.changes.draft import Argument, Operation
from graph.model import EMPTY, Properties, Value
from graph.schema import AUTHORIZED_BY, EXERCISED_BY, HAS_STEP, KINDS, LEVELS, PERFORMED_BY, SECTION, Kind, Label
from graph.terms import Property, ValueType, plural
from graph.view import View
from queries.citing import cited

__all__ = ["fields_of"]

_LEAST = MappingProxyType({"parts": 2, "to_articles": 1})
"""So many rows are there at least, to be filled in."""
_UNFOLDED = 12
"""More duties than this stand folded by step."""
_NONE = Label("—", "—")
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
        ("split", "articles"): Label(
            "不填：沿用原职权的全部依据；法定最低层级写在后面，如 编码@local",
            "blank: all legal bases of the power that is split; a lowest level stands behind a code: CODE@local",
        ),
    }
)
"""What is done where an argument is left out (calculus §4)."""
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


class _Form:
    """One form: what it holds, and what may be chosen in the graph that its change is made to."""

    def __init__(self, op: str, state: View, power: str, texts: Texts, legal: Sequence[Change]) -> None:
        self.op = op
        self.state = state
        self.power = power
        self.texts = texts
        self.legal = legal
        self.steps = state.out(HAS_STEP, power) if power else ()

    def argument(self, item: Argument) -> Field | Rows:
        """A field, or rows of fields; what no parts can hold is JSON, to be read and mended."""
        name = item.name
        part = Part(name, item.label, form_of(name), kind_of(name), item.required)
        whole = self._text(name)
        if whole.lstrip().startswith(("{", "[")) or (whole and part.form is Form.ROWS):
            return Field(name, item.label, item.required, Form.JSON, "", whole)
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
            rows.append(Row(label, fields, name=row if len(numbers) > least else "", text=ROW, number=number))
        return tuple(rows), tuple(self._placed(rows) if name == "parts" else ())

    def _placed(self, rows: Sequence[Row]) -> Iterator[Row]:
        """To which part each step goes; every one must go to one."""
        lead = f"parts.{PLACED}."
        others = (name.removeprefix(lead) for name in self.texts if name.startswith(lead))
        fields = []
        for step in dict.fromkeys((*self.steps, *others)):
            held = self._text(lead + step)
            choices = tuple(
                Choice(str(row.number), _part_said(at, row), held == str(row.number)) for at, row in enumerate(rows, 1)
            )
            said = title(self.state, Kind.STEP, step)
            named = Label(said, said)
            fields.append(Field(lead + step, named, True, Form.CHOICE, "", held, (_blank(held), *choices)))
        yield Row(Label("每个环节归入哪一项", "to which part each step goes"), tuple(fields))

    def settings(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The properties of the power: those that are set, and under headings those that it has and has not."""
        now = self.state.node(Kind.POWER, self.power) or EMPTY
        fields = self._properties(part.name, set_parts(), now)
        held = tuple(field for field in fields if field.now and not field.filled)
        rest = tuple(field for field in fields if not field.now and not field.filled)
        heading = Label(f"现有的 {len(held)} 项属性", f"{plural(len(held), 'property')} that it has")
        filled = tuple(field for field in fields if field.filled)
        return (Row(None, filled, held, heading), Row(None, (), rest, _further(rest))), ()

    def target(self, part: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """One of the powers, or a new one with its properties."""
        new = [self.field(f"{part.name}.{each.name}", each) for each in new_power_parts()]
        heading = Label("或者新设一项职权", "or a new power")
        there = replace(part, label=Label("其中一项职权", "one of these powers"))
        return (Row(None, (self.field(part.name, there),), tuple(new), heading),), ()

    def duties(self, _: Part) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The duties that there are, by step, to tick; and others that the form holds."""
        name = f"unassign.{PAIR}"
        ticked = self.texts.get(name, ())
        pairs = {_pair(step, post): (step, post) for step in self.steps for post in self.state.out(PERFORMED_BY, step)}
        by_step: dict[str, list[Choice]] = {step: [] for step, _ in pairs.values()}
        for value, (step, post) in pairs.items():
            by_step[step].append(self._choice(Kind.POST, post, value in ticked, value))
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
        text = self._text(row)
        verb, _, named = text.partition(" ")
        subject = subject_of(named)
        if verb not in VERBS or subject is None:
            return Row(Label(text, text), (), name=row, text=text, number=number)
        said = VERBS[verb]
        label = Label(f"{said.zh}{subject.label.zh}", f"{said.en} {subject.label.en}")
        fields = [self.field(f"{row}.{each.name}", each) for each in subject.parts(verb)]
        properties = () if verb == "retire" else property_parts(subject.properties)
        now = self._now(row, subject) if verb == "set" else EMPTY
        made = self._properties(f"{row}.properties", properties, now)
        first = [each for each in made if each.filled or each.now or (verb == "add" and each.name.endswith(".name"))]
        rest = tuple(each for each in made if each not in first)
        return Row(label, (*fields, *first), rest, _further(rest), row, text, number)

    def _now(self, row: str, subject: Subject) -> Properties:
        """What stands in the graph in the place of what is changed."""
        if subject.kind is not None:
            return self.state.node(subject.kind, self._text(f"{row}.code")) or EMPTY
        if subject.link is None:
            return EMPTY
        pair = self.state.pair(subject.link, self._text(f"{row}.from"), self._text(f"{row}.to"))
        return pair.get(self._text(f"{row}.key"), EMPTY)

    def _properties(self, column: str, parts: Iterable[Part], now: Properties) -> tuple[Field, ...]:
        return tuple(self.field(f"{column}.{part.name}", part, now, f"{column}.{CLEARED}") for part in parts)

    def _adding(self, name: str) -> Adding | None:
        if name not in _ADDED:
            return None
        if name != "edits":
            return Adding(_ADDED[name])
        choices = [(Choice(each.name, each.label, False), each.link is None) for each in subjects()]
        return Adding(
            _ADDED[name],
            tuple(Choice(verb, label, False) for verb, label in VERBS.items()),
            tuple(choice for choice, node in choices if node),
            tuple(choice for choice, node in choices if not node),
        )

    # -- one field ---------------------------------------------------------------------------------------------

    def field(self, name: str, part: Part, now: Properties = EMPTY, clearing: str = "") -> Field:
        """One field of a form, by the name of its text."""
        held, text = self.texts.get(name, ()), self._text(name)
        there, cleared = now.get(part.name), part.name in self.texts.get(clearing, ())
        return Field(
            name=name,
            label=part.label,
            required=part.required,
            form=Form.LINES if part.form is Form.TEXT and "\n" in text else part.form,
            kind=part.kind.value if part.kind is not None else "",
            text=text,
            choices=tuple(self._choices(part, held)),
            offered=tuple(self._offered(part)),
            names=tuple(self._names(part, text)),
            blank=_BLANK.get((self.op, part.name)),
            now=None if there is None else _said(part.declared, there),
            clears=clearing if there is not None or cleared else "",
            cleared=cleared,
            example=self._example(name, part),
        )

    def _example(self, name: str, part: Part) -> str:
        """A code or number that follows those that there are."""
        head, number = name.partition(".")[0], len(self.steps) + 1
        if head == "add_steps" and part.name == "seq":
            held = ((self.state.node(Kind.STEP, step) or EMPTY).get("seq") for step in self.steps)
            return str(max((seq for seq in held if isinstance(seq, int)), default=0) + 1)
        if part.name == "code" and part.form is Form.TEXT and self.power:
            return {"add_steps": f"{self.power}-{number}", "parts": f"{self.power}-A"}.get(head, "")
        return ""

    def _text(self, name: str) -> str:
        held = self.texts.get(name, ())
        return held[-1] if held else ""

    def _choices(self, part: Part, held: Sequence[str]) -> Iterator[Choice]:
        if part.form is Form.TICKS:
            own = self.state.out(AUTHORIZED_BY, self.power) if part.kind is Kind.ARTICLE else self.steps
            for code in dict.fromkeys((*own, *held)):
                yield self._choice(part.kind or Kind.STEP, code, code in held)
        elif part.form is Form.CHOICE:
            text = held[-1] if held else ""
            known = dict(self._values(part))
            offered = {str(change[part.name]) for change in self.legal if part.name in change} or {*known}
            if part.declared is not None or part.kind is not None:
                yield _blank(text)
            for value, label in known.items():
                if value in offered or value == text:
                    yield Choice(value, label, value == text)
            if text and text not in known:
                yield Choice(text, Label(text, text), True)

    def _values(self, part: Part) -> Iterator[tuple[str, Label]]:
        """The values of a part that is chosen, with their names."""
        if part.kind is not None:
            for step in self.steps:
                said = title(self.state, Kind.STEP, step)
                yield step, Label(said, said)
            return
        declared = KINDS[Kind.POWER].properties["type"] if part.name == "to_type" else part.declared
        if declared is None or declared.level:
            sections = (SECTION,) if declared is not None and declared.sections else ()
            named = {
                level: LEVELS.get(level, Label(level, level)) for level in (*self.state.manifest.levels, *sections)
            }
        elif declared.type is ValueType.BOOLEAN:
            named = {"true": Label("是", "yes"), "false": Label("否", "no")}
        else:
            named = {str(value): label for value, label in declared.values.items()}
        yield from named.items()

    def _choice(self, kind: Kind, code: str, chosen: bool, value: str = "") -> Choice:
        said = self._called(kind, code)
        return Choice(value or code, Label(said, said), chosen, code)

    def _called(self, kind: Kind, code: str) -> str:
        """The name of a node, of an article with its law; its code where it has none."""
        if kind is Kind.ARTICLE:
            return cited(self.state, code) or code
        return str((self.state.node(kind, code) or EMPTY).get("name", code))

    def _names(self, part: Part, text: str) -> Iterator[tuple[str, str]]:
        """What the codes of a field are called; what is no code yet is left out."""
        if part.kind is not None and part.form in (Form.CODE, Form.CODES):
            for code in codes_of(text):
                called = self._called(part.kind, code)
                if called != code:
                    yield code, called

    def _offered(self, part: Part) -> Iterator[Named]:
        """Where there are few: offices, the power's own steps and articles, the words of a text that many use."""
        if part.kind is Kind.UNIT:
            yield from self._offices(part.name)
        elif part.name == "after":
            yield from (self._named(Kind.STEP, step) for step in self.steps)
        elif part.name == "from_article" and self.power:
            yield from (self._named(Kind.ARTICLE, code) for code in self.state.out(AUTHORIZED_BY, self.power))
        elif part.declared is not None and part.form is Form.TEXT:
            yield from (Named(word, label.en) for word, label in part.declared.known.items())

    def _named(self, kind: Kind, code: str, level: str = "") -> Named:
        return Named(code, self._called(kind, code), level)

    def _offices(self, name: str) -> Iterator[Named]:
        """No section is an office; who gives a power away exercises it; ``units`` are of a level to go to."""
        levels = {str(change["to"]) for change in self.legal if "to" in change} or set(self.state.manifest.levels)
        own = set(self.state.out(EXERCISED_BY, self.power)) if self.power else set()
        for code in self.state.codes(Kind.UNIT) if name in _OFFICES else ():
            level = str((self.state.node(Kind.UNIT, code) or EMPTY).get("level", ""))
            fits = (code in own or not own) if name == "from_unit" else (name != "units" or level in levels)
            if level in self.state.manifest.levels and fits:
                yield self._named(Kind.UNIT, code, level)


_OFFICES = frozenset({"from_unit", "to_unit", "units"})
_SPECIAL: Mapping[str, Callable[[_Form, Part], tuple[tuple[Row, ...], tuple[Row, ...]]]] = MappingProxyType(
    {"set": _Form.settings, "into": _Form.target, "unassign": _Form.duties, "edits": _Form.edits}
)


def _further(fields: Sequence[Field]) -> Label:
    """The heading under which the rest of some properties stands."""
    return Label(f"其余 {len(fields)} 项属性", plural(len(fields), "further property"))


def _blank(text: str) -> Choice:
    return Choice("", _NONE, not text)


def _part_said(at: int, row: Row) -> Label:
    name = next((field.text for field in row.fields if field.name.endswith(".name")), "")
    return Label(f"第 {at} 项 {name}".rstrip(), f"part {at} {name}".rstrip())


def _pair(step: str, post: str) -> str:
    return json.dumps([step, post], ensure_ascii=False)


def _said(declared: Property | None, value: Value) -> Label:
    """A value as it stands in the graph."""
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if declared is not None and declared.level and value in LEVELS:
        return LEVELS[str(value)]
    said = "；".join(value) if isinstance(value, tuple) else str(value)
    return (declared.called(value) if declared is not None else None) or Label(said, said)
