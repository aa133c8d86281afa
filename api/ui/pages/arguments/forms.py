"""What every argument is made of (calculus §4), and how each part of it is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from graph.changes.redefine import NOT_SET
from graph.schema import AUTHORIZED_BY, KINDS, LINKS, Kind, Label, Link, Property, ValueType
from loaders.elements import declared_for

__all__ = [
    "ARTICLES",
    "CLEARED",
    "PAIR",
    "PLACED",
    "ROWS",
    "VERBS",
    "Form",
    "Part",
    "Subject",
    "form_of",
    "kind_of",
    "new_power_parts",
    "property_parts",
    "set_parts",
    "subject_of",
    "subjects",
]

CLEARED, PAIR, PLACED = "cleared", "pair", "steps"
"""Texts of their own: properties that are cleared, duties that are ticked, steps with the part that they go to."""


class Form(StrEnum):
    """How an argument or a part of one is filled in."""

    CODE = "code"
    CODES = "codes"
    CHOICE = "choice"
    TICKS = "ticks"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    DATE = "date"
    ROWS = "rows"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to fill in: its name in the change, of which kind the nodes are that it names, which property it is."""

    name: str
    label: Label
    form: Form
    kind: Kind | None = None
    required: bool = False
    declared: Property | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an elementary edit is done to: nodes of a kind, or relations of a link; ``name`` stands for it in forms."""

    name: str
    label: Label
    kind: Kind | None = None
    link: Link | None = None

    @property
    def properties(self) -> Mapping[str, Property]:
        """What may be said of it."""
        owner = self.link or self.kind
        return {} if owner is None else declared_for(owner)

    def parts(self, verb: str) -> tuple[Part, ...]:
        """What names it: a code, which of a node that comes is new, or the ends of a relation."""
        if self.link is None:
            return (_CODE,) if verb == "add" else (replace(_CODE, form=Form.CODE, kind=self.kind),)
        ends = (("from", self.link.from_kind), ("to", self.link.to_kind))
        return (*(Part(name, KINDS[kind].label, Form.CODE, kind, required=True) for name, kind in ends), _KEY)


_TEXT_ARGUMENTS: Mapping[str, tuple[Form, Kind]] = MappingProxyType(
    {
        "power": (Form.CODE, Kind.POWER),
        "powers": (Form.CODES, Kind.POWER),
        "into": (Form.CODE, Kind.POWER),
        "supervision_post": (Form.CODE, Kind.POST),
        "from_unit": (Form.CODE, Kind.UNIT),
        "to_unit": (Form.CODE, Kind.UNIT),
        "units": (Form.CODES, Kind.UNIT),
        "keep_steps": (Form.TICKS, Kind.STEP),
        "steps": (Form.TICKS, Kind.STEP),
        "retire_steps": (Form.TICKS, Kind.STEP),
        "article": (Form.CODE, Kind.ARTICLE),
        "instrument": (Form.CODE, Kind.INSTRUMENT),
        "from_article": (Form.CODE, Kind.ARTICLE),
        "retire_articles": (Form.TICKS, Kind.ARTICLE),
    }
)
_CHOICES = frozenset({"from", "to", "to_type"})


def _property(kind: Kind, name: str, *, required: bool = False) -> Part:
    declared = KINDS[kind].properties[name]
    return Part(name, declared.label, _form(declared), required=required, declared=declared)


def _form(declared: Property) -> Form:
    if declared.values or declared.level or declared.type is ValueType.BOOLEAN:
        return Form.CHOICE
    if declared.date:
        return Form.DATE
    return Form.NUMBER if declared.type is ValueType.INTEGER else Form.TEXT


_CODE = Part("code", Label("编码", "code"), Form.TEXT, required=True)
_KEY = Part("key", Label("并列关系的标识（一般不填）", "key among parallel relations (mostly none)"), Form.TEXT)
_STEP = Part("step", KINDS[Kind.STEP].label, Form.CHOICE, Kind.STEP, required=True)
_POST = Part("post", KINDS[Kind.POST].label, Form.CODE, Kind.POST, required=True)
_LOWEST = AUTHORIZED_BY.properties["lowest_level"]
_ARTICLE = Part("article", KINDS[Kind.ARTICLE].label, Form.CODE, Kind.ARTICLE, required=True)
_BASIS = (_ARTICLE, Part("lowest_level", _LOWEST.label, Form.CHOICE, declared=_LOWEST))
ROWS: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "add_steps": (
            _CODE,
            _property(Kind.STEP, "name", required=True),
            _property(Kind.STEP, "seq", required=True),
            _property(Kind.STEP, "act", required=True),
            Part("after", Label("接在哪个环节之后", "the step that it follows"), Form.CODE, Kind.STEP),
            Part("posts", Label("办理岗位", "posts that perform it"), Form.CODES, Kind.POST),
            Part("risks", Label("暴露风险", "risks that it exposes"), Form.CODES, Kind.RISK),
            _property(Kind.STEP, "limit_days"),
            _property(Kind.STEP, "min_posts"),
        ),
        "assign": (_STEP, _POST),
        "add_articles": _BASIS,
        "to_articles": _BASIS,
        "parts": (
            _CODE,
            _property(Kind.POWER, "name", required=True),
            Part("articles", Label("行使依据", "legal bases"), Form.CODES, Kind.ARTICLE),
        ),
    }
)
"""Arguments that are lists of objects, and the parts of each; those of an edit depend on what is edited."""

ARTICLES = frozenset({"add_articles", "to_articles"})
"""Of them those whose rows may be a code alone."""

VERBS: Mapping[str, Label] = MappingProxyType(
    {"add": Label("新增", "add"), "set": Label("修改", "change"), "retire": Label("撤销", "retire")}
)
"""What elementary edits do, by the beginning of their names."""


def form_of(name: str) -> Form:
    """How an argument of a name is filled in; KeyError for one that nobody has thought of."""
    if name in _CHOICES:
        return Form.CHOICE
    if name in {"set", "unassign", "edits"} or name in ROWS:
        return Form.ROWS
    return _TEXT_ARGUMENTS[name][0]


def kind_of(name: str) -> Kind | None:
    """Of which kind the nodes are that an argument names by code; None where it names none, or several kinds."""
    if name in ARTICLES:
        return Kind.ARTICLE
    return _TEXT_ARGUMENTS[name][1] if name in _TEXT_ARGUMENTS else None


def set_parts() -> Iterator[Part]:
    """The properties of a power that a redefinition may set."""
    return (part for part in property_parts(KINDS[Kind.POWER].properties) if part.name not in NOT_SET)


def new_power_parts() -> Iterator[Part]:
    """What a power is made of that a merge makes: active, and delegated from nowhere."""
    yield _CODE
    for part in property_parts(KINDS[Kind.POWER].properties, required=("name",)):
        if part.name not in ("status", "delegated_from"):
            yield part


def property_parts(declared: Mapping[str, Property], required: tuple[str, ...] = ()) -> Iterator[Part]:
    """Properties, each as a part."""
    return (
        Part(name, item.label, _form(item), required=name in required, declared=item) for name, item in declared.items()
    )


def subjects() -> tuple[Subject, ...]:
    """All that elementary edits may be done to: the kinds of node, then the links."""
    nodes = (Subject(kind.value, held.label, kind=kind) for kind, held in KINDS.items())
    return (*nodes, *(_linked(link) for link in LINKS))


def subject_of(name: str) -> Subject | None:
    """What a name stands for; None for one that stands for nothing."""
    return _SUBJECTS.get(name)


def _linked(link: Link) -> Subject:
    ends, label = (KINDS[link.from_kind].label, KINDS[link.to_kind].label), link.label
    zh, en = f"{ends[0].zh}的{label.zh}（{ends[1].zh}）", f"{ends[0].en}: {label.en} ({ends[1].en})"
    return Subject(f"{link.rel.value}.{link.from_kind.value}", Label(zh, en), link=link)


_SUBJECTS: Mapping[str, Subject] = MappingProxyType({subject.name: subject for subject in subjects()})
