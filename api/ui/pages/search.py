"""Search: what has these words in its name or code, grouped by kind; a question is read for power and operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import RedirectResponse, Response

from api.render.tables import TABLE_TYPES, TableForm
from api.ui.pages.frame import Frame, PageAsk, blank
from api.ui.pages.readings import Reading, reading_of
from api.ui.pages.rendering import page_reply
from api.ui.pages.returning import Return, return_to
from api.ui.pages.tables import node_table
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.find import Found, Hit, Match, find_nodes, folded

__all__ = ["SearchAsk", "SearchPage", "router", "search_page", "straight_to"]

router = APIRouter(include_in_schema=False)

_ORDER = sorted(Kind, key=lambda kind: kind is not Kind.POWER)
"""Powers first, as in every list of hits."""
_EACH, _OF_ONE = 12, 300
"""Hits of a kind that are shown: beside other kinds, and alone."""


class SearchAsk(PageAsk):
    """What is looked for; ``all`` lists the hits even where one is meant for certain.

    ``back`` is the address of a page that waits for one of them, see `return_to`.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    type: Annotated[Kind | None, BeforeValidator(blank)] = None
    all: bool = False
    back: Annotated[str, Field(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind: how many there are, and the first of them."""

    kind: Kind
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found; ``roles`` are standard posts with the number of their posts."""

    text: str
    total: int
    chosen: Kind | None
    kinds: tuple[tuple[Kind, int], ...]
    groups: tuple[HitGroup, ...]
    roles: tuple[tuple[str, int], ...]
    reading: Reading | None = None
    returning: Return | None = None
    looked: int = 0
    """Among how many names it was looked for."""

    @property
    def shown(self) -> int:
        """How many there are of the kind that is chosen, or of all."""
        return dict(self.kinds).get(self.chosen, 0) if self.chosen else self.total


def search_page(
    view: View, text: str, kind: Kind | None = None, frame: Frame | None = None, returning: Return | None = None
) -> SearchPage:
    """The view model: every kind with hits, and the first hits of each or of the one that is chosen.

    What is no part of any name is read as a question, with ``frame`` to make its addresses, but where another page
    waits for what is found.
    """
    every = find_nodes(view, text, limit=0)
    kinds = tuple((each, every.by_kind[each]) for each in _ORDER if each in every.by_kind)
    shown = [each for each, _ in kinds if kind in (None, each)]
    limit = _OF_ONE if len(shown) == 1 else _EACH
    groups = tuple(HitGroup(each, every.by_kind[each], find_nodes(view, text, (each,), limit).hits) for each in shown)
    found = every.total or every.roles
    reading = None if found or frame is None or returning else reading_of(view, text, frame)
    looked = sum(len(view.codes(each)) for each in Kind)
    return SearchPage(text, every.total, kind, kinds, groups, every.roles, reading, returning, looked)


def straight_to(found: Found) -> NodeId | None:
    """The one node whose code or whole name was typed; None where that is none, or several."""
    exact = [hit for hit in found.hits if hit.match in (Match.CODE, Match.NAME)]
    codes = [hit for hit in exact if hit.match is Match.CODE] or exact
    return NodeId(codes[0].kind, codes[0].code) if len(codes) == 1 else None


@router.get("/search.{form}")
async def table(
    form: TableForm, ask: Annotated[SearchAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """All hits, or those of one kind, the best first."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        kinds = (ask.type,) if ask.type else None
        total = find_nodes(view, ask.q, kinds, 0).total
        hits = find_nodes(view, ask.q, kinds, total).hits if total else ()
        return node_table(view, (NodeId(hit.kind, hit.code) for hit in hits), form, ask.lang)

    of = (ask.q, ask.type.value if ask.type else "")
    name = FileName(Label("搜索", "search"), form.value, ask.on or entrance.moment.today, of, ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


@router.get("/search")
async def search(
    ask: Annotated[SearchAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Hits by kind; a whole code or name, or a standard post, leads straight to its page."""
    if ask.q.strip() and ask.type is None and not (ask.all or ask.back):
        moment = entrance.at(ask.as_of, ask.on)
        found = await entrance.house.workshop.answer(lambda: find_nodes(entrance.view(moment), ask.q, limit=3))
        frame, node = Frame.of(request, ask, moment, entrance.moment), straight_to(found)
        if node is not None:
            return RedirectResponse(frame.node(node), 303)
        role = next((role for role, _ in found.roles if folded(role) == folded(ask.q)), None)
        if role is not None:
            return RedirectResponse(frame.role(role), 303)

    def make(frame: Frame) -> SearchPage:
        return search_page(entrance.view(frame.moment), ask.q, ask.type, frame, return_to(ask.back))

    return await page_reply(request, entrance, ask, "search.html", make)
