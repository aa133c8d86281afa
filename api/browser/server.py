"""A small server for Neo4j Browser: made for loopback, it only reads, and it knows no file, only what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from api.browser.grass import grass_text
from api.browser.guide import guide_html
from api.browser.saved import archive, saved_queries

__all__ = ["GuideServer", "Page", "pages_of"]

_TEXT = "text/plain; charset=utf-8"
_ALLOWED = "GET, HEAD, OPTIONS"
_HEADERS = {
    # Browser is a page of another origin. What is handed out is the same for everyone and holds no data.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": _ALLOWED,
    "Access-Control-Allow-Headers": "*, authorization, cache-control, pragma, x-ajax-browser-auth",
    "Access-Control-Allow-Private-Network": "true",
    "Access-Control-Max-Age": "600",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
}


class Page(NamedTuple):
    """What is handed out at one path."""

    type: str
    body: bytes


def pages_of(base: str) -> dict[str, Page]:
    """Everything there is, by path; ``base`` is the address at which Browser asks."""
    queries = saved_queries()
    saved = {f"/queries/{item.id}.cypher": Page(_TEXT, item.text.encode()) for item in queries}
    listed = "".join(f"{base}{path}\n" for path in ("/guide.html", "/style.grass", "/queries.zip", *saved))
    return {
        "/": Page(_TEXT, listed.encode()),
        "/guide.html": Page("text/html; charset=utf-8", guide_html(base).encode()),
        "/style.grass": Page(_TEXT, grass_text().encode()),
        "/queries.zip": Page("application/zip", archive(queries)),
        "/healthz": Page(_TEXT, b"ok\n"),
        **saved,
    }


class GuideServer(ThreadingHTTPServer):
    """Hands out the pages until `shutdown`; ``base`` is its address for Browser, which allows the host localhost."""

    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__((host, port), _Handler)
        self.base = f"http://localhost:{self.server_port}"
        self.pages: Mapping[str, Page] = pages_of(self.base)


class _Handler(BaseHTTPRequestHandler):
    """One request. The methods' names are those that `http.server` looks for."""

    server: GuideServer
    server_version = "quangang"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_OPTIONS(self) -> None:
        self._send(204, {"Allow": _ALLOWED})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
        """Say nothing: what people see on the terminal is what to paste."""

    def _answer(self, *, body: bool) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        if page is None:
            page, status = Page(_TEXT, "没有这一页 no such page\n".encode()), 404
        else:
            status = 200
        self._send(status, {"Content-Type": page.type, "Content-Length": str(len(page.body))})
        if body:
            self.wfile.write(page.body)

    def _send(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
