"""Middleware for what is asked again: 304 where nothing changed, kept answers, gzip."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.answers import Answer, Key, etag_of, gzipped
from api.web.door import Door, House, house_of, viewer_of

__all__ = ["Conditional"]

_WITHOUT_A_MOMENT = ("/static/", "/healthz", "/readyz")


class Conditional:
    """Answers of reading routes depend on who asks, the moment, path and query, and on nothing else.

    So the tag of an answer is known before the answer, and one that is kept needs no route. A route whose answer
    depends on more says ``Cache-Control: no-store``.
    """

    def __init__(self, app: ASGIApp, version: str) -> None:
        self._app = app
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_WITHOUT_A_MOMENT):
            await self._app(scope, receive, send)
            return
        connection, headers = HTTPConnection(scope), Headers(scope=scope)
        house = house_of(connection)
        entrance = Door(house, viewer_of(connection), await house.moments.now())
        scope["quangang.door"] = entrance
        packs = "gzip" in headers.get("accept-encoding", "")
        if scope["method"] != "GET":
            await self._app(scope, receive, _Sender(send, house, packs=packs))
            return
        key = self._key(entrance, scope)
        tag = etag_of(key)
        if _names(headers.get("if-none-match", ""), tag):
            await _send_unchanged(send, tag)
            return
        kept = house.answers.get(key)
        if kept is not None:
            await _send_answer(send, kept, tag, packs=packs)
            return
        await self._app(scope, receive, _Sender(send, house, packs=packs, key=key, tag=tag))

    def _key(self, entrance: Door, scope: Scope) -> Key:
        moment = entrance.moment
        query = scope["query_string"].decode("latin-1")
        return (
            self._version,
            entrance.viewer.name,
            str(moment.revision),
            moment.today.isoformat(),
            scope["path"],
            query,
        )


class _Sender:
    """Passes an answer on, packed where it can be, and keeps it where it may be kept."""

    def __init__(self, send: Send, house: House, *, packs: bool, key: Key | None = None, tag: str = "") -> None:
        self._send = send
        self._house = house
        self._packs = packs
        self._key = key
        self._tag = tag
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            whole = "content-length" in headers and headers.get("content-encoding") is None
            if whole:
                self._start = message
            else:
                await self._send(self._tagged(message))
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start)

    def _tagged(self, message: Message) -> Message:
        headers = MutableHeaders(raw=list(message["headers"]))
        if self._tag and message["status"] == 200 and "cache-control" not in headers:
            headers["etag"] = self._tag
            headers["cache-control"] = "private, no-cache"
            headers["vary"] = "Accept-Encoding"
        return {**message, "headers": headers.raw}

    async def _finish(self, start: Message) -> None:
        body = b"".join(self._parts)
        keeps = self._key is not None and start["status"] == 200
        keeps = keeps and "cache-control" not in Headers(raw=start["headers"])
        packed = b""
        if self._packs or keeps:
            packed = await self._house.workshop.aside(lambda: gzipped(body)) if len(body) > 100_000 else gzipped(body)
        plain = tuple((name, value) for name, value in start["headers"] if name != b"content-length")
        answer = Answer(plain, body, packed)
        if keeps and self._key is not None:
            self._house.answers.keep(self._key, answer)
        await _send_answer(self._send, answer, self._tag if keeps else "", packs=self._packs, status=start["status"])


async def _send_answer(send: Send, answer: Answer, tag: str, *, packs: bool, status: int = 200) -> None:
    body = answer.packed if packs and answer.packed else answer.body
    headers = [*answer.headers, (b"content-length", str(len(body)).encode())]
    if body is answer.packed and body:
        headers.append((b"content-encoding", b"gzip"))
    if tag:
        headers += [(b"etag", tag.encode()), (b"cache-control", b"private, no-cache")]
    headers.append((b"vary", b"Accept-Encoding"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send_unchanged(send: Send, tag: str) -> None:
    headers = [(b"etag", tag.encode()), (b"cache-control", b"private, no-cache"), (b"vary", b"Accept-Encoding")]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _names(header: str, tag: str) -> bool:
    """Whether If-None-Match names a tag; weak comparison, as RFC 9110 has it for GET."""
    plain = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == plain for part in header.split(",")) if header else False
