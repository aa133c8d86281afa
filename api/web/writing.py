"""Guarding writes: they must come from a page of ours, or from a program that asked for the token."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.web.door import Door, door
from api.web.problems import ForbiddenError

__all__ = ["TOKEN_HEADER", "writing"]

TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the name of a header
_ADVICE = "从本服务的页面提交，或先取 write from a page of this server, or first ask GET /api/v1/token"


async def writing(request: Request, entrance: Annotated[Door, Depends(door)]) -> Door:
    """The door, for a request that may write.

    A browser says where a request comes from and cannot be made to lie: another site is turned away, and so is one
    that only has the right name. A program sends neither header; it shows the token, which no other site can read.

    Raises:
        ForbiddenError: the request comes from elsewhere, or shows no token or another.
    """
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise ForbiddenError(f"Sec-Fetch-Site: 收到 got {site!r}; 应为 expected same-origin; {_ADVICE}")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise ForbiddenError(f"Origin: 收到 got {origin[:200]!r}; 应为 expected 本服务 this server; {_ADVICE}")
    shown = request.headers.get(TOKEN_HEADER, "")
    if not hmac.compare_digest(shown.encode(), entrance.house.token.encode()):
        got = "另一个令牌 another token" if shown else "没有令牌 none"
        raise ForbiddenError(f"{TOKEN_HEADER}: 收到 got {got}; {_ADVICE}")
    return entrance
