"""Answers that are files: written by a thread, sent in pieces, named after what they hold and its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

from api.ui.words import Lang, said
from api.web.door import Door
from graph.schema import Label

__all__ = ["FileName", "download", "file_reply"]

_LONGEST = 60
"""Characters of a name but for its day and ending: three bytes each in Chinese, and file systems take 255."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\ud800-\udfff\\/:*?"<>|%]+')
_FOREIGN = re.compile(r"[^A-Za-z0-9._+-]+")


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file is called: what it is, of what, of which day; in any script, and in ASCII for who knows no other.

    Example: ``改革影响-取消 E39-2014-01-01.csv`` and ``impact-E39-2014-01-01.csv``.
    """

    lead: Label
    form: str
    day: date
    parts: tuple[str, ...] = ()
    lang: Lang = Lang.ZH

    def __str__(self) -> str:
        return self._joined(said(self.lang, self.lead), *self.parts)

    @property
    def ascii(self) -> str:
        """The name without what is not ASCII."""
        parts = (_FOREIGN.sub("-", part).strip("-. ") for part in self.parts)
        return self._joined(_FOREIGN.sub("-", self.lead.en), *parts)

    def _joined(self, *parts: str) -> str:
        safe = (" ".join(_UNSAFE.sub(" ", part).split()) for part in parts)
        stem = "-".join(part for part in safe if part)[:_LONGEST].strip("-. ")
        return f"{stem}-{self.day.isoformat()}.{self.form}"


async def file_reply(
    door: Door, make: Callable[[], bytes], media_type: str, name: str | FileName | Callable[[], FileName]
) -> Response:
    """A file to keep under a name, which may have to be worked out too."""

    def made() -> tuple[bytes, str | FileName]:
        content = make()
        return content, name() if callable(name) else name

    content, called = await door.house.workshop.answer(made)
    return download(door, content, media_type, called)


def download(door: Door, content: bytes, media_type: str, name: str | FileName) -> Response:
    """A file that is there already; its name may be in any script (RFC 6266)."""
    headers = {
        "Content-Disposition": _attachment(name),
        "X-Quangang-Revision": str(door.moment.revision),
        "X-Quangang-Date": door.moment.today.isoformat(),
    }
    return Response(content, headers=headers, media_type=media_type)


def _attachment(name: str | FileName) -> str:
    whole = str(name)
    if whole.isascii():
        return f'attachment; filename="{whole}"'
    plain = name.ascii if isinstance(name, FileName) else f"file{PurePath(whole).suffix}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"
