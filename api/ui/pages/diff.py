"""Two states of the graph compared: element by element, property by property."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, ConfigDict, Field
from starlette.responses import Response

from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.schemas.common import Day, Revision, Whole
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.rendering import page_reply
from api.ui.words import said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from api.web.snapshots import Moment
from graph.model import NodeId, Value
from graph.schema import Kind, Label, property_of
from queries.diff import Difference, Status, diff_of
from queries.report.case import value_label
from queries.report.document import Cell, cell_text

__all__ = ["STATUSES", "DiffAsk", "DiffPage", "DiffRow", "Property", "diff_page", "router"]

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

    first: Annotated[Revision | None, BeforeValidator(blank), Field(alias="from")] = None
    last: Annotated[Revision | None, BeforeValidator(blank), Field(alias="to")] = None
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
    """One property that differs."""

    label: Label
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One element that differs; ``nodes`` is the node itself, or the two ends of a relation."""

    status: Status
    glyph: str
    relation: Label | None
    nodes: tuple[NodeId, ...]
    element: str
    name: str
    origin: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What the page shows: counts of everything, rows of what was chosen."""

    sides: tuple[Moment, Moment]
    counts: tuple[tuple[Status, Label, int], ...]
    total: int
    status: Status | None
    kind: Kind | None
    rows: tuple[DiffRow, ...]
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

    def cell(self, frame: Frame, cell: Cell) -> str:
        """A value in the language of the page."""
        return frame.say(cell) if isinstance(cell, Label) else cell_text(cell)


def diff_page(every: Iterable[Difference], sides: tuple[Moment, Moment], ask: DiffAsk, frame: Frame) -> DiffPage:
    """The view model."""
    of_kind = [item for item in every if _of_kind(item, ask.kind)]
    counts = Counter(item.status for item in of_kind)
    listed = [item for item in of_kind if ask.status in (None, item.status)]
    return DiffPage(
        sides,
        tuple((status, label, counts[status]) for status, label in STATUSES.items()),
        len(of_kind),
        ask.status,
        ask.kind,
        tuple(map(_row, listed[ask.start : ask.start + PER_PAGE])),
        len(listed),
        ask.start,
        frame.twins("/diff", *LISTS, **dict(frame.rest("lang", "as_of", "on", "start"))),
    )


def _of_kind(item: Difference, kind: Kind | None) -> bool:
    return kind is None or (isinstance(item.identity, NodeId) and item.identity.kind is kind)


def _row(item: Difference) -> DiffRow:
    identity = item.identity
    held = (item.after if item.after is not None else item.before) or {}
    is_node = isinstance(identity, NodeId)
    return DiffRow(
        item.status,
        _GLYPHS[item.status],
        None if isinstance(identity, NodeId) else identity.link.label,
        (identity,) if isinstance(identity, NodeId) else tuple(identity.ends),
        str(identity),
        str(held.get("name", "")) if is_node else "",
        str(held.get("origin", "")),
        tuple(_property(item, name, *values) for name, values in item.properties.items()),
    )


def _property(item: Difference, name: str, before: Value | None, after: Value | None) -> Property:
    identity = item.identity
    if isinstance(identity, NodeId):
        declared = property_of(identity.kind, name)
        label = declared.label if declared else Label(name, name)
        return Property(label, value_label(identity.kind, name, before), value_label(identity.kind, name, after))
    declared = identity.link.properties.get(name)
    texts = (None if value is None else cell_text(value_label(Kind.POWER, "", value)) for value in (before, after))
    return Property(declared.label if declared else Label(name, name), *texts)


@router.get("/diff")
async def diff(ask: Annotated[DiffAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """What differs between two states."""

    def make(frame: Frame) -> DiffPage:
        first, last = ask.sides(entrance)
        return diff_page(diff_of(entrance.view(first), entrance.view(last)), (first, last), ask, frame)

    return await page_reply(request, entrance, ask, "diff.html", make)


@router.get("/diff.{form}")
async def table(form: TableForm, ask: Annotated[DiffAsk, Query()], entrance: Entrance) -> Response:
    """The same, a row for each property; an element without one has a row of its own."""

    def make() -> bytes:
        first, last = ask.sides(entrance)
        rows = (
            _row(item)
            for item in diff_of(entrance.view(first), entrance.view(last))
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
