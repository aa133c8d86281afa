"""Statutes: what a text cites, which articles name who approves, two texts of one law side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.routes.describing import CITING_BODY, POSTED, VERSIONS_BODY, answers
from api.schemas.common import Reading
from api.schemas.statutes import ApproversAnswer, ApproversAsk, CiteAnswer, CiteAsk, VersionsAnswer, VersionsAsk
from api.web.bodies import plain_text
from api.web.door import Door, door
from api.web.paging import place_of
from api.web.replies import JSON, reply, reply_once, told
from api.web.uploads import uploaded
from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.statutes.read import SUFFIX, read_file
from loaders.statutes.resolve import resolve
from loaders.statutes.versions import compare_versions
from queries.approvers import approvals_of

__all__ = ["router"]

router = APIRouter(tags=["statutes 法规"])

Entrance = Annotated[Door, Depends(door)]


@router.get("/cite", responses=answers(CiteAnswer), summary="引用 The articles that a citation names")
async def cite(ask: Annotated[CiteAsk, Query()], entrance: Entrance) -> Response:
    """一处或几处引用各指哪一条、款、项。Which article, paragraph and item each of some citations names."""
    return await reply(entrance, lambda: _cited(ask.q, ask, entrance, prose=False))


@router.post(
    "/cite",
    responses=answers(CiteAnswer, *POSTED),
    openapi_extra=CITING_BODY,
    summary="文中的引用 The articles that a text cites",
)
async def cite_text(request: Request, ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """一篇文字引了哪些条款，哪些对不上。The articles that a whole text cites, and what leads nowhere."""
    read, body = await plain_text(request)
    return await reply_once(entrance, request, body, lambda: _cited(read(), ask, entrance, prose=True))


def _cited(text: str, ask: Reading, entrance: Door, *, prose: bool) -> bytes:
    moment = entrance.at(ask.as_of, ask.on)
    return told(resolve(text, entrance.view(moment), moment.today, prose=prose).to_json(), moment)


@router.get("/approvers", responses=answers(ApproversAnswer), summary="审批层级 Articles that name the approver")
async def approvers(ask: Annotated[ApproversAsk, Query()], entrance: Entrance) -> Response:
    """哪些条款规定经直属海关关长……批准，据此有哪些职权。Articles that name who approves, and the powers on them."""

    def make() -> bytes:
        question = {"approvers": ask.as_of, "on": ask.on}
        place = place_of(question, entrance.at(ask.as_of, ask.on), ask.limit, ask.cursor)
        found = approvals_of(entrance.view(place.moment))
        page = place.page(len(found.articles))
        shown = replace(found, articles=found.articles[place.rows])
        return told({**shown.to_json(), "occurrences": found.occurrences}, place.moment, page=page)

    return await reply(entrance, make)


@router.post(
    "/statute-diff",
    responses=answers(VersionsAnswer, *POSTED),
    openapi_extra=VERSIONS_BODY,
    summary="新旧对照 Two texts of one law",
)
async def statute_diff(request: Request, ask: Annotated[VersionsAsk, Query()], entrance: Entrance) -> Response:
    """一部法规的两个文本，逐条对照，改号也指出；不读图谱。Article by article, renumbering told; no graph is read."""
    del ask
    async with uploaded(request, {SUFFIX}) as paths:
        body = await entrance.house.workshop.answer(lambda: _compared([*paths], entrance))
    return Response(body, media_type=JSON)


def _compared(paths: list[Path], entrance: Door) -> bytes:
    if len(paths) != 2:
        got = Both(f"{len(paths)} 个文件", f"{len(paths)} files")
        expected = Both("两个文本，旧的在前", "two texts, the older one first")
        raise InputError([Problem("body", got, expected, column="files")])
    found = compare_versions(read_file(paths[0]), read_file(paths[1]))
    return told(found.to_json(), entrance.moment)
