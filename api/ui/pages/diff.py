"""Two states of the graph compared: element by element, property by property.

Elements stand in groups: nodes by kind, posts by their unit too, relations by what they relate; within one by code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, ConfigDict, Field
from starlette.responses import Response

from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.schemas.common import Day, Whole
from api.schemas.common import Revision as Number
from api.ui.pages.changes import edits_said
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.rendering import page_reply
from api.ui.scene.items import plain_name
from api.ui.words import said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from api.web.snapshots import Moment
from graph.model import NodeId, RelationId, Value
from graph.schema import IN_UNIT, KINDS, Kind, Label, property_of
from graph.snapshot import Snapshot
from graph.store.base import Revision
from graph.view import View
from queries.diff import Difference, Status, diff_of
from queries.report.case import value_label
from queries.report.document import Cell, cell_text

__all__ = [
    "STATUSES",
    "DiffAsk",
    "DiffGroup",
    "DiffPage",
    "DiffRow",
    "DiffSection",
    "Property",
    "diff_page",
    "router",
]

router = APIRouter(include_in_schema=False)

Entrance = Annotated[Door, Depends(door)]

PER_PAGE = 150
STATUSES = {
    Status.ADDED: Label("新增", "added"),
    Status.REMOVED: Label("不再在用", "no longer there"),
    Status.CHANGED: Label("变动", "changed"),
}
TONES = {Status.ADDED: "gained", Status.REMOVED: "lost", Status.CHANGED: "moved"}
_GLYPHS = {Status.ADDED: "＋", Status.REMOVED: "✕", Status.CHANGED: "≈"}
_HEADER = (
    Label("变化", "change"),
    Label("对象", "element"),
    Label("名称", "name"),
    Label("属性", "property"),
    Label("之前", "before"),
    Label("之后", "after"),
)


class DiffAsk(PageAsk):
    """From which state to which: of each a revision, a date or both. Without them the newest revision is shown."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Annotated[Number | None, BeforeValidator(blank), Field(alias="from")] = None
    last: Annotated[Number | None, BeforeValidator(blank), Field(alias="to")] = None
    from_on: Annotated[Day | None, BeforeValidator(blank)] = None
    to_on: Annotated[Day | None, BeforeValidator(blank)] = None
    status: Annotated[Status | None, BeforeValidator(blank)] = None
    kind: Annotated[Kind | None, BeforeValidator(blank)] = None
    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0

    def sides(self, entrance: Door) -> tuple[Moment, Moment]:
        """The two moments that are compared.

        Raises:
            MissingError: there is no such revision.
        """
        end = entrance.at(self.as_of if self.last is None else self.last, self.to_on or self.on)
        before = max(end.revision - 1, 0) if self.first is None and self.from_on is None else end.revision
        return entrance.at(before if self.first is None else self.first, self.from_on or end.today), end


@dataclass(frozen=True, slots=True)
class Property:
    """One property that differs; ``was`` and ``now`` say on which side it has a value at all."""

    name: str
    label: Label
    before: Cell
    after: Cell
    was: bool = True
    now: bool = True


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One element that differs; ``nodes`` is the node itself, or the two ends of a relation, each with its name."""

    status: Status
    glyph: str
    nodes: tuple[tuple[NodeId, str], ...]
    element: str
    name: str
    origin: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class DiffGroup:
    """Nodes of a kind, or relations of a type: how many of them differ how, and where their rows begin."""

    id: str
    label: Label
    kind: Kind | None
    counts: tuple[tuple[Status, int], ...]
    total: int
    start: int


@dataclass(frozen=True, slots=True)
class DiffSection:
    """The rows of a group on this page, of posts those of one unit; ``opens`` where the group's heading stands."""

    group: DiffGroup
    unit: tuple[NodeId, str] | None
    opens: bool
    rows: tuple[DiffRow, ...]


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What the page shows: counts of everything, rows of what was chosen.

    ``counted`` says why there are not as many differences as the log has edits, where there are not.
    """

    sides: tuple[Moment, Moment]
    counts: tuple[tuple[Status, Label, int], ...]
    total: int
    counted: Label | None
    status: Status | None
    kind: Kind | None
    groups: tuple[DiffGroup, ...]
    sections: tuple[DiffSection, ...]
    shown: int
    of: int
    start: int
    twins: tuple[tuple[str, str], ...]

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.start + PER_PAGE
        return after if after < self.of else None

    def tone(self, status: Status) -> str:
        """The colour of a change; never without its word."""
        return TONES[status]

    def said(self, status: Status) -> Label:
        """The word of a change."""
        return STATUSES[status]

    def glyph(self, status: Status) -> str:
        """Its sign."""
        return _GLYPHS[status]

    def cell(self, frame: Frame, cell: Cell) -> str:
        """A value in the language of the page."""
        return frame.say(cell) if isinstance(cell, Label) else cell_text(cell)


def diff_page(
    states: tuple[Snapshot, Snapshot],
    sides: tuple[Moment, Moment],
    ask: DiffAsk,
    frame: Frame,
    between: Iterable[Revision],
) -> DiffPage:
    """The view model; ``between`` are the revisions that lead from one state to the other."""
    of_kind = [item for item in diff_of(*states) if _of_kind(item, ask.kind)]
    counts = Counter(item.status for item in of_kind)
    listed = _ordered(states, (item for item in of_kind if ask.status in (None, item.status)))
    groups = tuple(_groups(listed))
    shown = listed[ask.start : ask.start + PER_PAGE]
    return DiffPage(
        sides,
        tuple((status, label, counts[status]) for status, label in STATUSES.items()),
        len(of_kind),
        edits_said(between, len(of_kind)) if ask.kind is None else None,
        ask.status,
        ask.kind,
        groups,
        tuple(_sections(states, shown, groups)),
        len(shown),
        len(listed),
        ask.start,
        frame.twins("/diff", *LISTS, **dict(frame.rest("lang", "as_of", "on", "start"))),
    )


def _of_kind(item: Difference, kind: Kind | None) -> bool:
    return kind is None or (isinstance(item.identity, NodeId) and item.identity.kind is kind)


def _ordered(states: tuple[View, View], every: Iterable[Difference]) -> list[Difference]:
    """As `diff_of` has them, by kind and code, but posts by their units first."""
    held = list(every)
    first = next((at for at, item in enumerate(held) if _group_of(item)[0] == Kind.POST.value), 0)
    posts = [item for item in held if _group_of(item)[0] == Kind.POST.value]
    held[first : first + len(posts)] = sorted(posts, key=lambda item: _unit(states, item))
    return held


def _unit(states: tuple[View, View], item: Difference) -> str:
    """The unit of a post, as it is or as it was; "" of anything else."""
    if not isinstance(item.identity, NodeId) or item.identity.kind is not Kind.POST:
        return ""
    before, after = (view.out(IN_UNIT, item.identity.code) for view in states)
    return next(iter((*after, *before)), "")


def _group_of(item: Difference) -> tuple[str, Label, Kind | None]:
    identity = item.identity
    if isinstance(identity, NodeId):
        return identity.kind.value, KINDS[identity.kind].label, identity.kind
    link = identity.link
    ends = KINDS[link.from_kind].label, KINDS[link.to_kind].label
    label = Label(f"{ends[0].zh} → {link.label.zh} → {ends[1].zh}", f"{ends[0].en} → {link.label.en} → {ends[1].en}")
    return f"{link.from_kind.value}-{link.rel.value}-{link.to_kind.value}", label, None


def _groups(listed: Sequence[Difference]) -> Iterator[DiffGroup]:
    start = 0
    for (name, label, kind), found in groupby(listed, _group_of):
        counts = Counter(item.status for item in found)
        held = tuple((status, counts[status]) for status in STATUSES if counts[status])
        yield DiffGroup(name, label, kind, held, counts.total(), start)
        start += counts.total()


def _sections(
    states: tuple[View, View], shown: Iterable[Difference], groups: Iterable[DiffGroup]
) -> Iterator[DiffSection]:
    by_id = {group.id: group for group in groups}
    last = ""
    for (name, code), found in groupby(shown, lambda item: (_group_of(item)[0], _unit(states, item))):
        unit = (NodeId(Kind.UNIT, code), _name(states, NodeId(Kind.UNIT, code))) if code else None
        yield DiffSection(by_id[name], unit, name != last, tuple(_row(states, item) for item in found))
        last = name


def _name(states: tuple[View, View], node: NodeId) -> str:
    """The name that a node has, or had."""
    before, after = states
    return plain_name(after if after.node(*node) is not None else before, node)


def _row(states: tuple[View, View], item: Difference) -> DiffRow:
    identity = item.identity
    held = (item.after if item.after is not None else item.before) or {}
    nodes = (identity,) if isinstance(identity, NodeId) else tuple(identity.ends)
    return DiffRow(
        item.status,
        _GLYPHS[item.status],
        tuple((node, _name(states, node)) for node in nodes),
        str(identity),
        str(held.get("name", "")) if isinstance(identity, NodeId) else "",
        str(held.get("origin", "")),
        tuple(_property(item, name, *values) for name, values in item.properties.items()),
    )


def _property(item: Difference, name: str, before: Value | None, after: Value | None) -> Property:
    identity = item.identity
    declared = property_of(identity.kind, name) if isinstance(identity, NodeId) else identity.link.properties.get(name)
    label = declared.label if declared else Label(name, name)
    was, now = (_told(identity, name, value) for value in (before, after))
    return Property(name, label, was, now, was=before is not None, now=after is not None)


def _told(identity: NodeId | RelationId, name: str, value: Value | None) -> Cell:
    if isinstance(identity, NodeId):
        return value_label(identity.kind, name, value)
    return None if value is None else cell_text(value_label(Kind.POWER, "", value))


def _between(entrance: Door, first: Moment, last: Moment) -> Iterator[Revision]:
    """The revisions whose edits all lie between two states: none where they are states of different days."""
    if first.today == last.today:
        yield from takewhile(lambda item: item.revision > first.revision, entrance.revisions(last))


@router.get("/diff")
async def diff(ask: Annotated[DiffAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """What differs between two states."""

    def make(frame: Frame) -> DiffPage:
        first, last = ask.sides(entrance)
        states = entrance.view(first), entrance.view(last)
        return diff_page(states, (first, last), ask, frame, _between(entrance, first, last))

    return await page_reply(request, entrance, ask, "diff.html", make)


@router.get("/diff.{form}")
async def table(form: TableForm, ask: Annotated[DiffAsk, Query()], entrance: Entrance) -> Response:
    """The same, a row for each property; an element without one has a row of its own."""

    def make() -> bytes:
        first, last = ask.sides(entrance)
        states = entrance.view(first), entrance.view(last)
        rows = (
            _row(states, item)
            for item in diff_of(*states)
            if _of_kind(item, ask.kind) and ask.status in (None, item.status)
        )
        header = [_said(ask, label) for label in _HEADER]
        return table_bytes(form, header, (cells for row in rows for cells in _cells(ask, row)))

    first, last = ask.sides(entrance)
    of = (f"{first.revision} {first.today}", str(last.revision))
    name = FileName(Label("差别", "diff"), form.value, last.today, of, ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _cells(ask: DiffAsk, row: DiffRow) -> Iterable[list[object]]:
    lead: list[object] = [_said(ask, STATUSES[row.status]), row.element, row.name]
    if not row.properties:
        yield [*lead, "", "", ""]
    for item in row.properties:
        yield [*lead, _said(ask, item.label), *(_plain(ask, cell) for cell in (item.before, item.after))]


def _plain(ask: DiffAsk, cell: Cell) -> object:
    return _said(ask, cell) if isinstance(cell, Label) else cell


def _said(ask: DiffAsk, label: Label) -> str:
    return said(ask.lang, label)
