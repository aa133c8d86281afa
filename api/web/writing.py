"""Guarding writes: they must come from a page of ours, or from a program that asked for the token."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.web.door import Door, door
from api.web.problems import ForbiddenError
from graph.terms import Both

__all__ = ["TOKEN_HEADER", "writing"]

TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the name of a header
_ADVICE = Both(
    "从本服务的页面提交，或先取 GET /api/v1/token", "write from a page of this server, or first ask GET /api/v1/token"
)


async def writing(request: Request, entrance: Annotated[Door, Depends(door)]) -> Door:
    """The door, for a request that may write.

    A browser says where a request comes from and cannot be made to lie: another site is turned away, and so is one
    that only has the right name. A program sends neither header; it shows the token, which no other site can read.

    Raises:
        ForbiddenError: the request comes from elsewhere, or shows no token or another.
    """
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise ForbiddenError(
            Both(
                f"Sec-Fetch-Site：收到 {site!r}；应为 same-origin；",
                f"Sec-Fetch-Site: got {site!r}; expected same-origin; ",
            )
            + _ADVICE
        )
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise ForbiddenError(
            Both(
                f"Origin：收到 {origin[:200]!r}；应为本服务；", f"Origin: got {origin[:200]!r}; expected this server; "
            )
            + _ADVICE
        )
    shown = request.headers.get(TOKEN_HEADER, "")
    if not hmac.compare_digest(shown.encode(), entrance.house.token.encode()):
        got = Both("收到另一个令牌", "got another token") if shown else Both("没有令牌", "no token came")
        raise ForbiddenError(Both(f"{TOKEN_HEADER}：", f"{TOKEN_HEADER}: ") + got + Both("；", "; ") + _ADVICE)
    return entrance
