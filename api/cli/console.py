"""Neo4j from the terminal: a console that only reads, and the guide for Neo4j Browser."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import handled, say
from api.cli.options import Output, StoreUrl
from api.cli.output import write_json, write_page, write_text
from api.settings import Settings

if TYPE_CHECKING:
    from api.browser.server import GuideServer

__all__ = ["register"]


class ConsoleFormat(StrEnum):
    """How the rows of a statement are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("cypher")(handled(cypher))
    app.command("guide")(handled(guide))


def cypher(
    *,
    statement: Annotated[
        str, typer.Argument(metavar="STATEMENT", help="语句、文件名，- 为标准输入 A statement or a file; - is stdin.")
    ],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="NAME=VALUE", help="参数，值可为 JSON A parameter; its value may be JSON."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="最多几行 Rows at most.")] = 200,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=3600, metavar="SECONDS", help="最多几秒 Seconds at most.")
    ] = 15.0,
    store: StoreUrl = None,
    form: Annotated[ConsoleFormat, typer.Option("--format", help="输出格式 Form of the answer.")] = ConsoleFormat.TABLE,
    output: Output = None,
) -> None:
    """只读的 Cypher 控制台，库须为 Neo4j A console for Cypher that only reads; needs a store on Neo4j.

    quangang cypher "MATCH (p:Power {status: 'active'}) RETURN count(p)"
    """
    from api.cli.reading import standard_input
    from api.consoles import Place, answer_of, text_of
    from api.render.console import csv_text, rows_object, rows_page

    settings = Settings.of()
    text = text_of(statement, lambda: standard_input().read())
    place = Place(store or settings.store, settings.login())
    found = answer_of(place, text, parameter or (), limit=limit, timeout=timeout)
    if form is ConsoleFormat.JSON:
        write_json(rows_object(found), output)
    elif form is ConsoleFormat.CSV:
        write_text(csv_text(found), output)
    else:
        write_page(list(rows_page(found)), output)
    if found.cut:
        say(f"只列出前 {limit} 行。Only the first {limit} rows are listed: --limit N")


def guide(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="端口 The port.")] = 7580,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="监听地址，仅容器内用 0.0.0.0 Where to listen.")
    ] = "127.0.0.1",
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FOLDER", help="写成文件，不启动服务 Write the files and end.")
    ] = None,
) -> None:
    """Neo4j Browser 的向导、样式和问题 Guide, style and questions for Neo4j Browser.

    quangang guide
    """
    from api.browser.server import GuideServer, pages_of
    from api.render.guide import how_to_paste

    if write is not None:
        base = f"http://localhost:{port}"
        for path, page in pages_of(base).items():
            if "." in path:
                _made(write / path.removeprefix("/")).write_bytes(page.body)
        write_text(f"{write}\n")
        return
    with _until_told(GuideServer(host, port)) as server:
        write_text(how_to_paste(server.base))
        server.serve_forever()


@contextmanager
def _until_told(server: GuideServer) -> Iterator[GuideServer]:
    """A server that ends in order on Ctrl+C and on the signal that a container or a service is stopped with."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        with server, suppress(KeyboardInterrupt):
            yield server
    finally:
        signal.signal(signal.SIGTERM, before)


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
