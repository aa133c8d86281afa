"""The outermost layer: every request has an id, every answer its headers, every error its shape, each a log line."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.logs import Log
from api.web.problems import MisdirectedError, TooLargeError, http_problem, problem_of
from api.web.routing import allowed_methods
from graph.errors import QuangangError
from graph.terms import Label

__all__ = ["SECURE_HEADERS", "Edge"]

SECURE_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""On every answer, whatever its status."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECURE = [(name.encode(), text.encode()) for name, text in SECURE_HEADERS.items()]
_GONE = 499
"""In the log only: whoever asked hung up before the request was whole."""
_UPLOADS = frozenset(f"/api/v1/{name}" for name in ("load", "load/edits", "load/marked", "reform-from", "statute-diff"))
"""What takes files, which may be larger than other bodies."""


class Edge:
    """What comes in is bounded here; what goes out is marked, counted and logged."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], body: int, upload: int, log: Log) -> None:
        self._app = app
        self._hosts = hosts
        self._limits = (body, upload)
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid4().hex
        scope["quangang.request_id"] = request_id
        out = _Out(send, request_id, bodiless=scope["method"] == "HEAD")
        started, method = time.perf_counter(), scope["method"]
        if method == "HEAD":
            scope = {**scope, "method": "GET"}
        error: BaseException | None = None
        gone = False
        try:
            self._check_host(headers.get("host", ""))
            if method == "OPTIONS":
                await _options(scope)(scope, receive, out)
            else:
                await self._app(scope, self._bounded(scope, headers, receive), out)
        except QuangangError as found:
            await self._tell(found, scope, receive, out)
        except ClientDisconnect:
            gone = True
        except Exception as found:  # noqa: BLE001 - a bug is an answer too, and a line in the log
            error = found
            await self._tell(found, scope, receive, out)
        finally:
            self._log.request(
                id=request_id,
                method=method,
                path=scope["path"][:500],
                query=scope["query_string"][:500].decode("latin-1"),
                status=out.status or (_GONE if gone else None),
                bytes=out.size,
                ms=round((time.perf_counter() - started) * 1000, 2),
                error="".join(traceback.format_exception(error)) if error else None,
            )

    async def _tell(self, error: Exception, scope: Scope, receive: Receive, out: _Out) -> None:
        if out.status is None:
            await problem_of(error, scope["path"], scope["quangang.request_id"])(scope, receive, out)

    def _check_host(self, host: str) -> None:
        """A page of another name that resolves to this machine must not read or write through a browser here."""
        name = re.sub(r":\d+$", "", host).casefold()
        if "*" not in self._hosts and name not in self._hosts:
            raise MisdirectedError(
                Label(
                    f"Host：收到 {host[:100]!r}；应为 {' / '.join(sorted(self._hosts))}；要以别的名字访问，"
                    "设 QUANGANG_HTTP_HOSTS",
                    f"Host: got {host[:100]!r}; expected {' / '.join(sorted(self._hosts))}; to be "
                    "addressed by other names, set QUANGANG_HTTP_HOSTS",
                )
            )

    def _bounded(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        limit = self._limits[scope["path"] in _UPLOADS]
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated[:20]) > limit:
            raise _too_large(stated[:20], limit)
        return _counted(receive, limit)


def _options(scope: Scope) -> Response:
    """What an address answers to; nothing of it is for other origins."""
    methods = allowed_methods(scope["app"].routes, scope)
    if not methods:
        return http_problem(404, scope["path"], scope["quangang.request_id"])
    return Response(status_code=204, headers={"Allow": ", ".join(methods)})


def _counted(receive: Receive, limit: int) -> Callable[[], Awaitable[Message]]:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            if size > limit:
                raise _too_large(f"{size}+", limit)
        return message

    return counted


def _too_large(got: str, limit: int) -> TooLargeError:
    return TooLargeError(
        Label(
            f"请求体：收到 {got} 字节；应为至多 {limit:,}；请分次发送；上限见 QUANGANG_HTTP_BODY、QUANGANG_HTTP_UPLOAD",
            f"body: got {got} bytes; expected at most {limit:,}; send less at a time; the "
            "limits: QUANGANG_HTTP_BODY, QUANGANG_HTTP_UPLOAD",
        )
    )


class _Out:
    """The way out: headers added, the body of a HEAD request dropped, bytes counted."""

    def __init__(self, send: Send, request_id: str, *, bodiless: bool) -> None:
        self._send = send
        self._id = request_id
        self._bodiless = bodiless
        self.status: int | None = None
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=[*message["headers"], *_SECURE, (b"x-request-id", self._id.encode())])
            if self.status >= HTTPStatus.BAD_REQUEST:
                headers["cache-control"] = "no-store"
            await self._send({**message, "headers": headers.raw})
            return
        if self._bodiless and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        self.size += len(message.get("body", b""))
        await self._send(message)
