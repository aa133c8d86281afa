"""The page of a node: what hangs on it as a picture in lanes, with the table beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from markupsafe import Markup
from pydantic import Field
from starlette.responses import Response

from api.horizon import Said, text_of, text_said, texts_said
from api.lifetimes import day_in_force, not_in_force
from api.ui.pages.changes import Change, changes_of
from api.ui.pages.frame import LISTS, PICTURES, SEGMENTS, Frame
from api.ui.pages.reasons import why_not
from api.ui.pages.rendering import page_reply
from api.ui.pages.sheets import Chip, Section, chips_of, has_gap, items_by_node, sections_of
from api.ui.pages.trail import Trail, TrailAsk, trail_of
from api.ui.pictures import flow_picture, sheet_picture
from api.web.door import Door, door
from api.web.routing import with_files
from graph.errors import MissingError
from graph.model import EMPTY, NodeId
from graph.near import alike
from graph.schema import KINDS, Kind, Label
from graph.store.base import Revision
from graph.view import View
from queries.legal import Refusal, try_change
from queries.report.case import value_label
from queries.report.document import cell_text
from queries.show import Lane, Sheet, show_node
from queries.staffing import Uneven, uneven_steps

__all__ = ["NodeAsk", "NodePage", "Tab", "node_page", "router"]

router = APIRouter(include_in_schema=False)

Entrance = Annotated[Door, Depends(door)]


class Tab(StrEnum):
    """Ways to look at a node."""

    LANES = "lanes"
    FLOW = "flow"
    LIST = "list"
    BASIS = "basis"
    HISTORY = "history"

    @property
    def label(self) -> Label:
        return _TABS[self]


_TABS = {
    Tab.LANES: Label("关系", "Relations"),
    Tab.FLOW: Label("流程图", "Flowchart"),
    Tab.LIST: Label("清单", "List"),
    Tab.BASIS: Label("依据", "Basis"),
    Tab.HISTORY: Label("历史", "History"),
}
_OF_POWERS = frozenset({Tab.FLOW, Tab.BASIS})
_BASES = frozenset({"basis", "rules"})
_ASIDE = frozenset({"name", "origin", "source", "note"})


class NodeAsk(TrailAsk):
    """How the node is looked at: which bundles are open, which lane the table shows, gaps first or not."""

    tab: Tab = Tab.LANES
    open: Annotated[list[str], Field(max_length=100)] = Field([])
    lane: Annotated[str, Field(max_length=50)] = ""
    gaps: bool = False
    whole: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class NodePage:
    """What the page shows; ``shown`` is the lane that the table is narrowed to, "" for all."""

    node: NodeId
    name: str
    origin: str
    facts: tuple[tuple[str, str], ...]
    aside: tuple[tuple[str, str], ...]
    tab: Tab
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    shown: str
    gaps: int
    sections: tuple[Section, ...]
    picture: Markup
    changes: tuple[Change, ...]
    public: bool
    twins: tuple[tuple[str, str], ...]
    trail: Trail
    kept: Label | None = None
    """Why the power cannot be cancelled; None where it can, and where it is none."""

    role: str = ""
    """The standard post that the node is an instance of; "" where it is none."""

    uneven: tuple[Uneven, ...] = ()
    """The steps of a power whose posts are more or fewer than its offices."""

    text: Said | None = None
    """Which day's text is shown or listed, of an article, an instrument, and on the tab of bases."""
    wordless: bool = False
    """It is an article whose words were not loaded."""

    @property
    def heading(self) -> str:
        """Code and name in one line."""
        return self.name if self.name == self.node.code else f"{self.node.code} {self.name}"


def node_page(
    view: View,
    node: NodeId,
    ask: NodeAsk,
    frame: Frame,
    log: Iterable[Revision] = (),
    changes: Callable[[], Mapping[NodeId, date]] = dict,
) -> NodePage:
    """The view model of a node's page; ``log`` is read for the history only, ``changes`` of law where it is shown."""
    tabs = tuple(tab for tab in Tab if node.kind is Kind.POWER or tab not in _OF_POWERS)
    tab = ask.tab if ask.tab in tabs else Tab.LANES
    sheet = show_node(view, node)
    drawn = sheet_picture(view, sheet, ask.open)
    flow = flow_picture(view, node.code, public=ask.public) if tab is Tab.FLOW else None
    chips = chips_of(sheet.lanes)
    shown = ask.lane if ask.lane in {chip.id for chip in chips} else ""
    lanes = [lane for lane in sheet.lanes if shown in ("", lane.id) and (tab is not Tab.BASIS or lane.id in _BASES)]
    items = {} if flow else items_by_node(drawn.scene)
    whole = ask.whole or tab in (Tab.LIST, Tab.BASIS)
    facts = _facts(sheet, frame)
    svg = flow.svg() if flow else drawn.svg() if tab is Tab.LANES else ""
    return NodePage(
        node,
        sheet.name or node.code,
        sheet.origin,
        tuple(fact[1:] for fact in facts if fact[0] not in _ASIDE),
        tuple(fact[1:] for fact in facts if fact[0] in ("source", "note")),
        tab,
        tabs,
        chips,
        shown,
        sum(has_gap(row) for lane in sheet.lanes if lane.id == "risks" for row in lane.rows),
        sections_of(view, lanes, items or _steps_as_items(sheet), gaps_first=ask.gaps, whole=whole),
        Markup(svg),  # noqa: S704 - the drawing escapes every name
        tuple(changes_of(node, log, view)) if tab is Tab.HISTORY else (),
        ask.public,
        _twins(frame, node, tab, ask),
        trail_of(view, ask.via, str(node), frame),
        _why_kept(view, node),
        str(sheet.properties.get("role", "")) if node.kind is Kind.POST else "",
        uneven_steps(view, node.code) if node.kind is Kind.POWER else (),
        _text(view, node, lanes if tab is Tab.BASIS else (), changes, frame.moment.today),
        node.kind is Kind.ARTICLE and not sheet.properties.get("text"),
    )


def _text(
    view: View, node: NodeId, lanes: Iterable[Lane], changes: Callable[[], Mapping[NodeId, date]], on: date
) -> Said | None:
    """What to say of the text of the node itself, or of those that the lanes list."""
    if node.kind in (Kind.ARTICLE, Kind.INSTRUMENT):
        return text_said(text_of(view, changes(), node), on)
    rows = (each for lane in lanes for row in lane.rows for each in (row, *row.children))
    listed = dict.fromkeys(row.code for row in rows if row.kind is Kind.ARTICLE)
    return texts_said((text_of(view, changes(), NodeId(Kind.ARTICLE, code)) for code in listed), on)


def _why_kept(view: View, node: NodeId) -> Label | None:
    tried = try_change(view, {"op": "cancel", "power": node.code}) if node.kind is Kind.POWER else None
    return why_not(tried) if isinstance(tried, Refusal) else None


def _steps_as_items(sheet: Sheet) -> Mapping[NodeId, tuple[str, ...]]:
    """In a flowchart every step stands for itself."""
    lanes = (lane for lane in sheet.lanes if lane.id == "steps")
    return {NodeId(Kind.STEP, row.code): (f"Step/{row.code}",) for lane in lanes for row in lane.rows}


def _facts(sheet: Sheet, frame: Frame) -> list[tuple[str, str, str]]:
    """Every property: its name, and label and value in the language of the page."""
    declared, found = KINDS[sheet.node.kind].properties, []
    for name, value in sheet.properties.items():
        told = value_label(sheet.node.kind, name, value)
        label = frame.say(declared[name].label) if name in declared else name
        text = frame.say(told) if isinstance(told, Label) else cell_text(told)
        found.append((name, label, text.removeprefix(f"{label} ")))  # not: grade grade 2
    return found


def _twins(frame: Frame, node: NodeId, tab: Tab, ask: NodeAsk) -> tuple[tuple[str, str], ...]:
    if tab is Tab.FLOW:
        public = "true" if ask.public else None
        drawn = frame.twins("/api/v1/pictures/flow", *PICTURES, "BPMN", "MMD", power=node.code, public=public)
    elif tab is Tab.LANES:
        drawn = frame.twins("/api/v1/pictures/lanes", *PICTURES, node=str(node), open=ask.open)
    else:
        drawn = frame.twins("/api/v1/sheet", "GraphML", node=str(node))
    return (*drawn, *frame.twins("/api/v1/sheet", *LISTS, node=str(node)))


def _held(view: View, kind: Kind, code: str) -> NodeId | None:
    """The node; an instrument answers where articles are asked for."""
    kinds = (kind, Kind.INSTRUMENT) if kind is Kind.ARTICLE else (kind,)
    return next((NodeId(each, code) for each in kinds if view.node(each, code) is not None), None)


def _found(entrance: Door, view: View, kind: Kind, code: str, frame: Frame) -> NodeId:
    """The same.

    Raises:
        MissingError: there is none, with when it was in force, else with the files of the node that is meant, and
            with those whose codes look like it.
    """
    found = _held(view, kind, code)
    if found is None:
        moment, label = frame.moment, KINDS[kind].label
        store, name = entrance.keeping(), f"{kind.value}/{code}"
        days = not_in_force(store, name, moment.today, moment.revision)
        if days is not None:
            raise MissingError(days, there=day_in_force(store, name, moment.today, moment.revision))
        meant = _held(view, kind, code.rpartition(".")[0])
        files = _twins(frame, meant, Tab.LANES, NodeAsk(via=[], open=[])) if meant else ()
        missing = Label(f"没有{label.zh} {code!r}", f"no {label.en} {code!r}")
        raise MissingError(with_files(missing, (address for _, address in files)), _near(view, kind, code))
    return found


def _near(view: View, kind: Kind, code: str) -> Iterator[tuple[str, str]]:
    for each in alike(view, code, kind):
        yield str(NodeId(kind, each)), str((view.node(kind, each) or EMPTY).get("name", each))


def _page_of(kind: Kind) -> Callable[..., object]:
    async def page(
        code: Annotated[str, Path(min_length=1, max_length=200)],
        ask: Annotated[NodeAsk, Query()],
        request: Request,
        entrance: Entrance,
    ) -> Response:
        def make(frame: Frame) -> NodePage:
            view = entrance.view(frame.moment)
            node = _found(entrance, view, kind, code, frame)
            return node_page(
                view,
                node,
                ask,
                frame,
                entrance.revisions(frame.moment),
                lambda: entrance.law_changes(frame.moment),
            )

        return await page_reply(request, entrance, ask, "node.html", make)

    return page


for _kind, _segment in SEGMENTS.items():
    router.add_api_route(f"/{_segment}/{{code:path}}", _page_of(_kind), methods=["GET"], response_model=None)
