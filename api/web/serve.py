"""Listening and serving: one process, or several that share a socket."""

from __future__ import annotations

import gc
import logging
import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.guard import check_packages
from api.settings import Serving, Settings
from api.web.logs import JsonLines, Log
from api.web.protocol import Protocol
from graph.errors import InputError
from graph.terms import Label

__all__ = ["LOOPBACK", "Address", "listening", "run", "worker"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_GRACE = 10
"""Seconds that answers in the making have when the server is told to stop."""
_SAID = ("Invalid HTTP request", "Unsupported upgrade request", "No supported WebSocket library")
"""Messages about requests that have a line of their own: see `Protocol`, and an upgrade is simply not taken up."""
_GARBAGE_FROM = 200_000  # objects: as on the command line, a graph is one big live structure


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@contextmanager
def listening(address: Address) -> Iterator[socket]:
    """A socket that listens at an address.

    Raises:
        InputError: there is no such address here, or another program listens there.
    """
    try:
        family = getaddrinfo(address.host, address.port, type=SOCK_STREAM)[0][0]
    except (OSError, UnicodeError) as error:
        raise _no_listening(address, error) from error
    with closing(socket(AF_INET6 if family == AF_INET6 else AF_INET, SOCK_STREAM)) as found:
        found.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            found.bind((address.host, address.port))
        except OSError as error:
            raise _no_listening(address, error) from error
        yield found


def _no_listening(address: Address, error: Exception) -> InputError:
    told = getattr(error, "strerror", None) or error
    return InputError(
        Label(
            f"--host {address.host} --port {address.port}：无法监听（{told}）；请换端口，或停掉占用它的程序",
            f"--host {address.host} --port {address.port}: cannot listen: {told}; take another "
            "port, or stop the program that has it",
        )
    )


def run(held: socket, address: Address, settings: Settings, serving: Serving, workers: int) -> None:
    """Serve until the process is told to stop; what is being answered then is still answered."""
    token = serving.token or secrets.token_urlsafe(24)
    named = () if address.host in LOOPBACK else (address.url.removeprefix("http://").rpartition(":")[0],)
    serving = replace(serving, token=token, hosts=(*serving.hosts, *named))
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn stops gracefully, and then raises it once more
    with suppress(KeyboardInterrupt):
        if workers == 1:
            app = _application(settings, serving)
            uvicorn.Server(_config(app)).run([held])
        else:
            os.environ.update(_environment(settings, serving))
            _speak(Log(quiet=serving.quiet))
            Multiprocess(_config("api.web.serve:worker", workers), [held]).run()


def worker() -> FastAPI:
    """The application of one of several processes, which know their settings from the environment."""
    check_packages()
    return _application(Settings.of(), Serving.of())


def _application(settings: Settings, serving: Serving) -> FastAPI:
    gc.set_threshold(_GARBAGE_FROM, 20, 100)
    log = Log(quiet=serving.quiet)
    _speak(log)
    return create_app(settings, serving, log)


def _speak(log: Log) -> None:
    """The messages of uvicorn itself as lines of the same log."""
    logger = logging.getLogger("uvicorn")
    logger.handlers = [JsonLines(log)]
    logger.propagate = False
    logger.setLevel(logging.WARNING if log.quiet else logging.INFO)
    logging.getLogger("uvicorn.error").addFilter(lambda record: not record.getMessage().startswith(_SAID))


def _config(app: FastAPI | str, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        http=Protocol,
        ws="none",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE,
    )


def _environment(settings: Settings, serving: Serving) -> dict[str, str]:
    """What a worker needs to know that the command line said."""
    return {
        "QUANGANG_STORE": settings.store,
        "QUANGANG_HTTP_HOSTS": ",".join(serving.hosts),
        "QUANGANG_HTTP_TOKEN": serving.token,
        "QUANGANG_HTTP_QUIET": "1" if serving.quiet else "",
    }
