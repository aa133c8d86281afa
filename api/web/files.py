"""Answers that are files: written by a thread, sent in pieces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

from api.web.door import Door

__all__ = ["download", "file_reply"]


async def file_reply(door: Door, make: Callable[[], bytes], media_type: str, name: str) -> Response:
    """A file to keep under a name."""
    return download(door, await door.house.workshop.answer(make), media_type, name)


def download(door: Door, content: bytes, media_type: str, name: str) -> Response:
    """A file that is there already; its name may be in any script (RFC 6266)."""
    headers = {
        "Content-Disposition": _attachment(name),
        "X-Quangang-Revision": str(door.moment.revision),
        "X-Quangang-Date": door.moment.today.isoformat(),
    }
    return Response(content, headers=headers, media_type=media_type)


def _attachment(name: str) -> str:
    if name.isascii():
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"file{PurePath(name).suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
