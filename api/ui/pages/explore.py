"""Explore: from one node on, kind by kind; how many there are is said before they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from api.render.tables import TABLE_TYPES, TableForm
from api.ui.pages.frame import LISTS, PICTURES, Frame, PageAsk
from api.ui.pages.rendering import page_reply
from api.ui.pages.tables import node_table
from api.ui.pictures import exploration_picture
from api.ui.scene.explore import Exploration, neighbours_of
from api.ui.scene.model import Item
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.errors import InputError
from graph.model import EMPTY, NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.paths import resolve

__all__ = ["ExploreAsk", "ExplorePage", "explore_page", "router"]

router = APIRouter(include_in_schema=False)

STAGE_MOST = 300
"""Things on the stage; beyond that a list or a file says more."""


class ExploreAsk(PageAsk):
    """Where it begins, what was expanded and collapsed, and what is chosen."""

    root: Annotated[str, Field(max_length=200)] = ""
    add: Annotated[list[str], Field(max_length=100)] = Field([])
    hide: Annotated[list[str], Field(max_length=100)] = Field([])
    at: Annotated[str, Field(max_length=300)] = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Neighbours of the chosen node of one kind: how many, and where the click leads."""

    kind: Kind | None
    number: int
    address: str
    open: bool


@dataclass(frozen=True, slots=True)
class ExploreRow:
    """One thing on the stage."""

    item: Item
    origin: str


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The stage, what can be expanded from the chosen thing, and everything shown as a table."""

    root: str
    chosen: Item | None
    expansions: tuple[Expansion, ...]
    picture: Markup
    rows: tuple[ExploreRow, ...]
    undo: str
    twins: tuple[tuple[str, str], ...]
    trouble: str = ""

    @property
    def full(self) -> bool:
        """There is more on the stage than one can take in."""
        return len(self.rows) >= STAGE_MOST


def explore_page(view: View, ask: ExploreAsk, frame: Frame) -> ExplorePage:
    """The view model of one state."""
    if not ask.root:
        return ExplorePage("", None, (), Markup(), (), "", ())
    state = Exploration(ask.root, tuple(ask.add), tuple(ask.hide))
    trouble = ""
    try:
        drawn = exploration_picture(view, state)
    except InputError as error:
        if not state.add:
            raise
        trouble, state = str(error), Exploration(ask.root)
        drawn = exploration_picture(view, state)
    items = {item.id: item for item in drawn.scene.items}
    chosen = items.get(ask.at) or items[str(ask.root)]
    rows = tuple(ExploreRow(item, _origin(view, item)) for item in items.values())
    undo = _address(frame, state.undo(), None) if state.add else ""
    asked = {"root": ask.root, "add": ask.add, "hide": ask.hide}
    twins = (*frame.twins("/api/v1/pictures/explore", *PICTURES, **asked), *frame.twins("/explore", *LISTS, **asked))
    return ExplorePage(
        ask.root,
        chosen,
        tuple(_expansions(view, chosen, state, frame)),
        Markup(drawn.svg()),  # noqa: S704 - the drawing escapes every name
        rows,
        undo,
        twins,
        trouble,
    )


def _expansions(view: View, chosen: Item, state: Exploration, frame: Frame) -> list[Expansion]:
    if chosen.members:
        return [_expansion(chosen.id, None, len(chosen.members), chosen, state, frame)]
    near = neighbours_of(view, NodeId(chosen.kind, chosen.code))
    return [
        _expansion(f"{chosen.id}:{each.kind.value}", each.kind, len(each.codes), chosen, state, frame) for each in near
    ]


def _expansion(what: str, kind: Kind | None, number: int, chosen: Item, state: Exploration, frame: Frame) -> Expansion:
    is_open = what in state.add and what not in state.hide
    after = state.collapse(what) if is_open else state.expand(what)
    return Expansion(kind, number, _address(frame, after, chosen.id), is_open)


def _address(frame: Frame, state: Exploration, at: str | None) -> str:
    return frame.here(add=state.add, hide=state.hide, at=at)


def _origin(view: View, item: Item) -> str:
    origins = {str((view.node(item.kind, code) or EMPTY).get("origin", "")) for code in item.codes}
    return origins.pop() if len(origins) == 1 else ""


@router.get("/explore.{form}")
async def table(
    form: TableForm, ask: Annotated[ExploreAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Everything on the stage, a row each; a bundle is listed thing by thing."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        state = Exploration(str(resolve(view, ask.root)), tuple(ask.add), tuple(ask.hide))
        items = exploration_picture(view, state).scene.items
        nodes = dict.fromkeys(NodeId(item.kind, code) for item in items for code in item.codes)
        return node_table(view, nodes, form, ask.lang)

    day = ask.on or entrance.moment.today
    name = FileName(Label("探索", "explore"), form.value, day, (ask.root,), ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


@router.get("/explore")
async def explore(
    ask: Annotated[ExploreAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """A stage that remembers in its address what was done."""
    if ask.root and not ask.add:
        moment = entrance.at(ask.as_of, ask.on)
        root = str(await entrance.house.workshop.answer(lambda: resolve(entrance.view(moment), ask.root)))
        if root != ask.root:
            return RedirectResponse(Frame.of(request, ask, moment, entrance.moment).here(root=root), 303)

    def make(frame: Frame) -> ExplorePage:
        return explore_page(entrance.view(frame.moment), ask, frame)

    return await page_reply(request, entrance, ask, "explore.html", make)
