"""The server: the HTTP API for programs, and what the pages read."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.failures import handled, say
from api.cli.options import StoreUrl
from api.cli.reading import opened_store
from api.settings import Serving, Settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(handled(serve))


def serve(
    *,
    store: StoreUrl = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="监听地址；缺省只限本机 Address; this machine only by default."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="端口，0 为任选 Port; 0 takes a free one.")
    ] = 8765,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", min=1, max=64, help="进程数，各持一份图谱 Processes, each with the graph."
        ),
    ] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="只记录错误 Log errors only.")] = False,
) -> None:
    """服务：页面和 HTTP 接口，到 Ctrl+C 为止 Serve pages and API until Ctrl+C.

    quangang serve --store quangang-demo.db
    """
    from dataclasses import replace

    from api.web.serve import LOOPBACK, Address, listening, run

    settings, serving = Settings.of(), Serving.of()
    settings = replace(settings, store=store or settings.store)
    with opened_store(settings.store, settings):
        pass  # what is wrong with it is said here, before anything listens
    serving = replace(serving, quiet=quiet or serving.quiet)
    with listening(Address(host, port)) as socket:
        address = Address(host, socket.getsockname()[1])
        say(f"服务 serving {settings.store}: {address.url}/（接口 API: /api/v1/openapi.json；Ctrl+C 停止 stops）")
        if host not in LOOPBACK:
            say(
                "注意 note: 不限本机，能连到这个地址的人都可读写。"
                "Not of this machine only: whoever reaches this address can read and write."
            )
        run(socket, address, settings, serving, workers)
