"""What never reaches the application: a request that cannot be read gets the one shape of errors all the same."""

from __future__ import annotations

import re
import sys
from http import HTTPStatus
from uuid import uuid4

from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.web.edge import SECURE_HEADERS
from api.web.logs import Log
from api.web.problems import BadRequestError, LongAddressError, LongHeadersError, problem_of
from graph.errors import QuangangError
from graph.schema import Label

__all__ = ["HEAD", "Protocol"]

HEAD = 64 * 1024
"""Bytes of an address and all headers at most; a longer address the parser could not take apart."""
_CUT = 1024 * 1024
"""A head that is too long is read to its end, so that its sender hears the answer, but no further than this."""
_TLS = b"\x16\x03"
_LINE = re.compile(rb"^([A-Za-z]+) (.*?)(?: HTTP/\d\S*\r?$|\Z)", re.MULTILINE)
_NO_ADDRESS = re.compile(rb"[^\x21-\x7e]+")
_ENCODE = Label(
    "请以百分号编码（UTF-8），如 curl -G --data-urlencode 'q=海关' 网址",
    "percent-encode it as UTF-8, as curl -G --data-urlencode 'q=…' ADDRESS does",
)
_PARTS = (
    ("Content-Length", Label("标头 Content-Length 有误或重复", "wrong or doubled header Content-Length")),
    ("Transfer-Encoding", Label("标头 Transfer-Encoding 有误", "wrong header Transfer-Encoding")),
    ("(?i)chunk", Label("分块的请求体格式有误", "malformed chunked body")),
    ("(?i)header", Label("标头格式有误", "malformed header")),
    ("(?i)method", Label("方法不认识（须大写，如 GET、POST）", "unknown method (in capitals, like GET or POST)")),
    ("(?i)version|HTTP/|PRI", Label("协议不是 HTTP/1.1", "the protocol is not HTTP/1.1")),
    ("(?i)url|callback", Label("网址格式有误（应以 / 开头）", "malformed address (it begins with /)")),
)
"""What a message of the parser is about."""


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn has it, with a limit to the head, and with our own answer to what cannot be read."""

    url = b""
    _came = b""
    _head: int | None = 0
    """Bytes of the head that is being read; None while a body is."""

    def data_received(self, data: bytes) -> None:
        self._came = data
        super().data_received(data)
        if self._head is not None and not self.transport.is_closing():
            self._head += len(data)
            if self._head > _CUT:
                self._refuse(_long(self.url, self._head))

    def on_headers_complete(self) -> None:
        self._head = None
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD:
            raise _long(self.url, size)
        if self.parser.should_upgrade() and any(_announces_body(*header) for header in self.headers):
            raise BadRequestError(
                Label(
                    "带请求体的请求要求升级协议（Upgrade）；本服务只用 HTTP/1.1：请去掉该标头，如 curl --http1.1",
                    "a request with a body asks for another protocol (Upgrade); this server speaks HTTP/1.1 alone: "
                    "leave the header out, as curl --http1.1 does",
                )
            )
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Called where the parser, or one of the methods above, has raised: that error says what was wrong."""
        found = sys.exception()
        inner = found.__context__ if found else None
        if isinstance(inner, QuangangError):
            self._refuse(inner)
        else:
            told = str(inner if isinstance(inner, HttpParserError) else found)
            self._refuse(_unreadable(self._came, told[:200] if found else msg))

    def _refuse(self, error: QuangangError) -> None:
        """Answer, log and hang up; into the middle of another answer nothing is written."""
        method, path, query = self._asked()
        request_id, log = uuid4().hex, self.app_state.get("log")
        answer = problem_of(error, path, request_id)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete or not cycle.response_started:
            status = HTTPStatus(answer.status_code)
            headers = [
                *((name.decode(), value.decode()) for name, value in self.server_state.default_headers),
                *((name.decode(), value.decode()) for name, value in answer.raw_headers),
                *SECURE_HEADERS.items(),
                ("x-request-id", request_id),
                ("connection", "close"),
            ]
            lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {text}" for name, text in headers), "", ""]
            self.transport.write("\r\n".join(lines).encode() + bytes(answer.body))
        self.transport.close()
        if isinstance(log, Log):
            about = {"id": request_id, "method": method, "path": path[:500], "query": query[:500]}
            log.request(status=answer.status_code, error=None, **about, bytes=len(answer.body), reason=error.message.en)

    def _asked(self) -> tuple[str, str, str]:
        """Method, path and query as far as they are known: of a request whose head was read, else from what came."""
        if self._head is None and "path" in self.scope:
            return self.scope["method"], self.scope["path"], _text(self.scope["query_string"])
        method, target = _line(self._came)
        path, _, query = _text(target or self.url).partition("?")
        return _text(method[:20]), path[:500], query


def _line(came: bytes) -> tuple[bytes, bytes]:
    """Method and target of the request line in what came: of several the one that is no address."""
    lines = _LINE.findall(came)
    return next((line for line in lines if _NO_ADDRESS.search(line[1])), lines[-1] if lines else (b"", b""))


def _text(raw: bytes) -> str:
    """What came, as it can be shown."""
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _announces_body(name: bytes, value: bytes) -> bool:
    return name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0 ") != b"")


def _long(url: bytes, size: int) -> QuangangError:
    zh, en = f"网址与标头共 {size:,} 字节，至多 {HEAD:,}", f"address and headers have {size:,} bytes, at most {HEAD:,}"
    if len(url) > size // 2:
        return LongAddressError(
            Label(f"{zh}；长的内容请以 POST 放在请求体中", f"{en}; send what is long in the body of a POST")
        )
    return LongHeadersError(
        Label(f"{zh}；请去掉不需要的标头和 Cookie", f"{en}; leave out headers and cookies that are not needed")
    )


def _unreadable(came: bytes, reason: str) -> BadRequestError:
    """What is wrong with a request, from what came last and the parser's own words."""
    if came.startswith(_TLS):
        return BadRequestError(
            Label(
                "收到 TLS（https）握手；本服务只讲 http：网址请以 http:// 开头",
                "a TLS (https) handshake came; this server speaks plain http: begin the address with http://",
            )
        )
    found = _NO_ADDRESS.search(_line(came)[1])
    if found and re.search("(?i)url|HTTP/", reason):
        sign = _text(found.group()[:60])
        return BadRequestError(
            Label(
                f"网址中有未编码的“{sign}”：空格、控制字符和 ASCII 以外的字符不能原样写；{_ENCODE.zh}",
                f"the address holds “{sign}” as it is: spaces, control characters and what is not ASCII "
                f"cannot stand there; {_ENCODE.en}",
            )
        )
    what = next((label for words, label in _PARTS if re.search(words, reason)), None)
    what = what or Label("不是完整的 HTTP/1.1 请求", "no whole HTTP/1.1 request")
    return BadRequestError(Label(f"{what.zh}（{reason}）", f"{what.en}: {reason}"))
