"""One field of a form: what it holds, and what may be chosen in the graph that the change is made to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from api.render.names import title
from api.ui.pages.arguments.address import Change, Texts
from api.ui.pages.arguments.fields import Choice, Field, Named
from api.ui.pages.arguments.forms import Form, Part
from api.ui.pages.arguments.reading import codes_of
from graph.model import EMPTY, Properties, Value
from graph.schema import AUTHORIZED_BY, EXERCISED_BY, HAS_STEP, LEVELS, SECTION, Kind, Label
from graph.terms import Property, ValueType
from graph.view import View
from queries.citing import cited

__all__ = ["Choosing", "unchosen"]

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
        **{
            (op, "after"): Label(
                "只加这一条“下一环节”，原有的不动；要插在两个环节之间，再用“编辑”改原有的",
                "adds this one link; those that there are stay: to put it between two steps, edit their link too",
            )
            for op in ("redefine", "convert")
        },
        ("split", "articles"): Label(
            "不填：沿用原职权的全部依据；法定最低层级写在后面，如 编码@local",
            "blank: all legal bases of the power that is split; a lowest level stands behind a code: CODE@local",
        ),
    }
)
"""What is done where an argument is left out (calculus §4)."""
_OFFICES = frozenset({"from_unit", "to_unit", "units"})


class Choosing:
    """What a form holds, and what may be chosen for each of its fields."""

    def __init__(self, op: str, state: View, power: str, texts: Texts, legal: Sequence[Change]) -> None:
        self.op = op
        self.state = state
        self.power = power
        self.texts = texts
        self.legal = legal
        self.steps = state.out(HAS_STEP, power) if power else ()

    def field(self, name: str, part: Part, now: Properties = EMPTY, clearing: str = "") -> Field:
        """One field of a form, by the name of its text."""
        held, text = self.texts.get(name, ()), self.text(name)
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
            letter = chr(ord("A") + int(name.split(".")[1]) % 26) if head == "parts" else ""
            return {"add_steps": f"{self.power}-{number}", "parts": f"{self.power}-{letter}"}.get(head, "")
        return ""

    def power_now(self) -> Properties:
        """The power as it is before the change."""
        return self.state.node(Kind.POWER, self.power) or EMPTY

    def text(self, name: str) -> str:
        """What the form holds of one text."""
        held = self.texts.get(name, ())
        return held[-1] if held else ""

    def _choices(self, part: Part, held: Sequence[str]) -> Iterator[Choice]:
        if part.form is Form.TICKS:
            for code in dict.fromkeys((*self._own(part), *held)):
                yield self.choice(part.kind or Kind.STEP, code, code in held)
        elif part.form is Form.CHOICE:
            text = held[-1] if held else ""
            known = dict(self._values(part))
            offered = {str(change[part.name]) for change in self.legal if part.name in change} or {*known}
            if part.declared is not None or part.kind is not None:
                yield unchosen(text)
            for value, label in known.items():
                if value in offered or value == text:
                    yield Choice(value, label, value == text)
            if text and text not in known:
                yield Choice(text, Label(text, text), True)

    def _own(self, part: Part) -> tuple[str, ...]:
        """The articles or the steps that the power has."""
        return self.state.out(AUTHORIZED_BY, self.power) if part.kind is Kind.ARTICLE else self.steps

    def _values(self, part: Part) -> Iterator[tuple[str, Label]]:
        """The values of a part that is chosen, with their names."""
        if part.kind is not None:
            for code in self._own(part):
                cite = cited(self.state, code) if part.kind is Kind.ARTICLE else ""
                said = f"{code} {cite}" if cite else title(self.state, part.kind, code)
                yield code, Label(said, said)
            return
        declared = part.declared
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

    def choice(self, kind: Kind, code: str, chosen: bool, value: str = "") -> Choice:
        """A node to choose, by its code or by another value."""
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


def unchosen(text: str) -> Choice:
    """The choice of nothing, chosen where a text is empty."""
    return Choice("", _NONE, not text)


def _said(declared: Property | None, value: Value) -> Label:
    """A value as it stands in the graph."""
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if declared is not None and declared.level and value in LEVELS:
        return LEVELS[str(value)]
    said = "；".join(value) if isinstance(value, tuple) else str(value)
    return (declared.called(value) if declared is not None else None) or Label(said, said)
