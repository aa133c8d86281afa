"""Answers as they are sent: the view model's own JSON, with what it was computed from in ``meta``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.web.answers import Answer, Key
from api.web.door import Door
from api.web.paging import Page
from api.web.snapshots import Moment
from graph.snapshot import Snapshot
from graph.view import View

__all__ = ["JSON", "bytes_of", "moment_of", "reply", "reply_once", "told"]

JSON = "application/json"


def bytes_of(value: object) -> bytes:
    """JSON by key, without spaces, as UTF-8: same answer, same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def told(value: Mapping[str, Any], moment: Moment, *, complete: bool = True, page: Page | None = None) -> bytes:
    """An answer with its ``meta``: revision, date, whether it is complete, and which page it is.

    Of a page ``complete`` says that nothing is left out of the whole answer; what the view model itself says in
    ``meta`` stays.
    """
    whole = complete and (page is None or page.complete)
    meta = {"revision": moment.revision, "date": moment.today.isoformat(), "complete": whole}
    if page is not None:
        meta["page"] = page.to_json()
    return bytes_of({**value, "meta": {**value.get("meta", {}), **meta}})


def moment_of(view: View) -> Moment:
    """The moment that a snapshot of a store was taken at."""
    origin = view.origin if isinstance(view, Snapshot) else None
    if origin is None or origin.revision is None or origin.on is None:
        raise ValueError(f"{view!r} is no snapshot of a store")
    return Moment(origin.revision, origin.on)


async def reply(door: Door, make: Callable[[], bytes], media_type: str = JSON, **headers: str) -> Response:
    """Work an answer out in a thread."""
    return Response(await door.house.workshop.answer(make), headers=headers, media_type=media_type)


async def reply_once(
    door: Door, request: Request, body: bytes, make: Callable[[], bytes], media_type: str = JSON
) -> Response:
    """The same for a question in a body: the same body at the same moment has the answer that is kept."""
    moment = door.moment
    key: Key = (
        door.viewer.name,
        str(moment.revision),
        moment.today.isoformat(),
        request.url.path,
        request.url.query,
        request.headers.get("content-type", ""),
        blake2b(body, digest_size=20).hexdigest(),
    )
    answers = door.house.answers
    kept = answers.get(key)
    if kept is None:
        kept = Answer((), await door.house.workshop.answer(make), b"")
        answers.keep(key, kept)
    return Response(kept.body, media_type=media_type)
