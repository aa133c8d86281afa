"""Search: what has these words in its name or code, by kind; a question is read for power and operation.

Without words it lists a kind whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import RedirectResponse, Response

from api.render.tables import TABLE_TYPES, TableForm
from api.schemas.common import Whole
from api.ui.pages.dated import Log
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
from queries.census import census_of
from queries.find import Found, Hit, Match, find_nodes, folded, nodes_of
from queries.totals import total_of

__all__ = ["SearchAsk", "SearchPage", "router", "search_page", "straight_to"]

router = APIRouter(include_in_schema=False)

_ORDER = sorted(Kind, key=lambda kind: kind is not Kind.POWER)
"""Powers first, as in every list of hits."""
_EACH, PER_PAGE = 12, 100
"""Hits of a kind that are shown: beside other kinds, and alone on a page."""


class SearchAsk(PageAsk):
    """What is looked for; without words every node of a kind is listed.

    ``all`` lists the hits even where one is meant for certain, ``start`` says from which one on. ``back`` is the
    address of a page that waits for one of them, see `return_to`.
    """

    q: Annotated[str, Field(max_length=200)] = ""
    type: Annotated[Kind | None, BeforeValidator(blank)] = None
    all: bool = False
    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0
    back: Annotated[str, Field(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind: how many there are, and those that are shown, from which one on.

    ``paged`` where it stands alone: the others are on the pages after it, not on one of their own.
    """

    kind: Kind
    total: int
    hits: tuple[Hit, ...]
    start: int = 0
    paged: bool = False

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.start + PER_PAGE
        return after if self.paged and after < self.total else None


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
    whole: Label | None = None
    """What is listed where there are no words: every node of a kind, and how many of them are in use."""

    @property
    def loose(self) -> bool:
        """Some of what is listed has more between the words than was typed."""
        return any(hit.match is Match.GAPS for group in self.groups for hit in group.hits)

    @property
    def shown(self) -> int:
        """How many there are of the kind that is chosen, or of all."""
        return dict(self.kinds).get(self.chosen, 0) if self.chosen else self.total


def search_page(
    view: View,
    text: str,
    kind: Kind | None = None,
    frame: Frame | None = None,
    returning: Return | None = None,
    start: int = 0,
    log: Log = tuple,
) -> SearchPage:
    """The view model: every kind with hits, and the first hits of each or those of one kind from ``start`` on.

    What is no part of any name is read as a question, with ``frame`` to make its addresses, but where another page
    waits for what is found; of the ``log`` where it asks what was changed.
    """
    if not text.strip():
        return _list_page(view, kind, returning, start)
    every = find_nodes(view, text, limit=0)
    kinds = tuple((each, every.by_kind[each]) for each in _ORDER if each in every.by_kind)
    shown = [each for each, _ in kinds if kind in (None, each)]
    alone = len(shown) == 1
    limit, start = (PER_PAGE, start) if alone else (_EACH, 0)
    groups = tuple(
        HitGroup(each, every.by_kind[each], find_nodes(view, text, (each,), limit, start).hits, start, alone)
        for each in shown
    )
    found = every.total or every.roles
    reading = None if found or frame is None or returning else reading_of(view, text, frame, log)
    looked = sum(len(view.codes(each)) for each in Kind)
    return SearchPage(text, every.total, kind, kinds, groups, every.roles, reading, returning, looked)


def _list_page(view: View, kind: Kind | None, returning: Return | None, start: int) -> SearchPage:
    """Every node of a kind; without one only how many there are of each."""
    kinds = tuple((each, len(view.codes(each))) for each in _ORDER if view.codes(each))
    if kind is None:
        return SearchPage("", 0, None, kinds, (), (), returning=returning)
    total = len(view.codes(kind))
    groups = (HitGroup(kind, total, nodes_of(view, kind, PER_PAGE, start), start, paged=True),) if total else ()
    return SearchPage("", total, kind, kinds, groups, (), returning=returning, whole=_whole(view, kind))


def _whole(view: View, kind: Kind) -> Label:
    """How many there are of a kind, and of what of them the first page has a number too."""
    said = total_of(view, kind).said
    if kind is not Kind.UNIT:
        return said
    offices = census_of(view).offices.count.total
    return Label(f"{said.zh}，其中机关 {offices:,}", f"{said.en}, {offices:,} of them offices")


def straight_to(found: Found) -> NodeId | None:
    """The one node whose code or whole name was typed; None where that is none, or several."""
    exact = [hit for hit in found.hits if hit.match in (Match.CODE, Match.NAME)]
    codes = [hit for hit in exact if hit.match is Match.CODE] or exact
    return NodeId(codes[0].kind, codes[0].code) if len(codes) == 1 else None


@router.get("/search.{form}")
async def table(
    form: TableForm, ask: Annotated[SearchAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """All hits, or those of one kind, the best first; without words every node of the kind."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        hits = _every_hit(view, ask.q, ask.type)
        return node_table(view, (NodeId(hit.kind, hit.code) for hit in hits), form, ask.lang)

    of = (ask.q, ask.type.value if ask.type else "")
    name = FileName(Label("搜索", "search"), form.value, ask.on or entrance.moment.today, of, ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _every_hit(view: View, text: str, kind: Kind | None) -> tuple[Hit, ...]:
    if kind is not None and not text.strip():
        return nodes_of(view, kind, len(view.codes(kind)))
    kinds = (kind,) if kind else None
    total = find_nodes(view, text, kinds, 0).total
    return find_nodes(view, text, kinds, total).hits if total else ()


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
        view, back = entrance.view(frame.moment), return_to(ask.back)
        log = partial(entrance.revisions, frame.moment)
        return search_page(view, ask.q, ask.type, frame, back, ask.start, log)

    return await page_reply(request, entrance, ask, "search.html", make)
