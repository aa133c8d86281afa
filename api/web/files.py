"""Answers that are files: written by a thread, sent in pieces."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from api.web.door import Door

__all__ = ["file_reply"]


async def file_reply(door: Door, make: Callable[[], bytes], media_type: str, name: str) -> Response:
    """A file to keep under a name."""
    moment = door.moment
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Quangang-Revision": str(moment.revision),
        "X-Quangang-Date": moment.today.isoformat(),
    }
    return Response(await door.house.workshop.answer(make), headers=headers, media_type=media_type)
