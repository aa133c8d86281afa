"""The log of revisions, two states compared, the check of the store."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.render.history import revision_object, verify_object
from api.routes.describing import answers
from api.schemas.common import Revision
from api.schemas.history import (
    DiffAnswer,
    DiffAsk,
    EditsAnswer,
    EditsAsk,
    HistoryAnswer,
    HistoryAsk,
    NoAsk,
    VerifyAnswer,
)
from api.web.door import Door, door
from api.web.paging import place_of
from api.web.replies import reply, told
from api.web.snapshots import Moment
from graph.errors import MissingError
from graph.model import NodeId
from graph.terms import Label
from queries.diff import Difference, Status, diff_of

__all__ = ["router"]

router = APIRouter(tags=["log 修订"])

Entrance = Annotated[Door, Depends(door)]


@router.get("/history", responses=answers(HistoryAnswer), summary="修订记录 The log of revisions")
async def history(ask: Annotated[HistoryAsk, Query()], entrance: Entrance) -> Response:
    """修订记录，新的在前。The log of revisions, the newest first."""

    def make() -> bytes:
        question = {"history": ask.as_of, "on": ask.on}
        place = place_of(question, entrance.at(ask.as_of, ask.on), ask.limit, ask.cursor)
        found = [
            item
            for item in entrance.revisions(place.moment)
            if ask.on is None or item.effective is None or item.effective <= ask.on
        ]
        shown = [revision_object(item) for item in found[place.rows]]
        return told({"revisions": shown}, place.moment, page=place.page(len(found)))

    return await reply(entrance, make)


@router.get("/history/{revision}", responses=answers(EditsAnswer), summary="一次修订的编辑 The edits of a revision")
async def edits(
    revision: Annotated[Revision, Path(description="第几次修订 Which revision.", examples=[1])],
    ask: Annotated[EditsAsk, Query()],
    entrance: Entrance,
) -> Response:
    """一次修订：何人、何时、依据何文、改了什么。One revision: by whom, when, why, and what it changed."""

    def make() -> bytes:
        place = place_of({"revision": revision}, entrance.at(), ask.limit, ask.cursor)
        asked = Moment(revision, place.moment.today)
        one = next((item for item in entrance.revisions(asked) if item.revision == revision), None)
        if one is None:
            raise MissingError(
                Label(f"没有第 {revision} 次修订；见 /api/v1/history", f"no revision {revision}; see /api/v1/history")
            )
        held = revision_object(one, edits=True)
        return told({**held, "edits": held["edits"][place.rows]}, asked, page=place.page(len(one.edits)))

    return await reply(entrance, make)


@router.get("/diff", responses=answers(DiffAnswer), summary="两个状态的差别 What differs between two states")
async def diff(ask: Annotated[DiffAsk, Query()], entrance: Entrance) -> Response:
    """两次修订、或两个日期之间，哪些元素不同，逐属性列出。Which elements differ, property by property."""

    def make() -> bytes:
        question = ask.model_dump(exclude={"limit", "cursor"}, mode="json")
        end = entrance.at(ask.end, ask.on)
        place = place_of({"diff": question}, end, ask.limit, ask.cursor)
        end = place.moment
        before = max(end.revision - 1, 0) if ask.start is None and ask.from_on is None else end.revision
        start = entrance.at(before if ask.start is None else ask.start, ask.from_on or end.today)
        every = [item for item in diff_of(entrance.view(start), entrance.view(end)) if _of_kind(item, ask)]
        counts = Counter(item.status.value for item in every)
        listed = [item for item in every if not ask.status or item.status in ask.status]
        value = {
            "from": _side(start),
            "to": _side(end),
            "counts": {status.value: counts[status.value] for status in Status},
            "elements": [item.to_json() for item in listed[place.rows]],
        }
        return told(value, end, page=place.page(len(listed)))

    return await reply(entrance, make)


@router.get("/verify", responses=answers(VerifyAnswer), summary="核对 Verify the store")
async def verify(ask: Annotated[NoAsk, Query()], entrance: Entrance) -> Response:
    """按修订记录重算并核对；不缓存。Recompute the state from the log and compare; never kept."""
    del ask

    def make() -> bytes:
        store = entrance.keeping()
        found, last = tuple(store.verify()), next(iter(store.history(newest_first=True)), None)
        return told(verify_object(found, last), entrance.moment)

    return await reply(entrance, make, **{"Cache-Control": "no-store"})


def _of_kind(item: Difference, ask: DiffAsk) -> bool:
    return not ask.kind or (isinstance(item.identity, NodeId) and item.identity.kind in ask.kind)


def _side(moment: Moment) -> dict[str, object]:
    return {"revision": moment.revision, "date": moment.today.isoformat()}
