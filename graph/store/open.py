"""Open a store by its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, StoreError
from graph.store.base import Store
from graph.store.neo4j_address import SCHEMES, Login, parse_address
from graph.terms import Label

if TYPE_CHECKING:
    from graph.store.neo4j_server import Server

__all__ = ["Clock", "connected", "open_store"]

Clock = Callable[[], datetime]
"""Tells the time in UTC; given from outside so that the same input gives the same output."""


def now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


def open_store(
    url: str, *, create: bool = False, clock: Clock = now, timeout: float = 10.0, login: Login | None = None
) -> Store:
    """Open the store at an address: a path, ``sqlite:///path``, or ``neo4j://host:port?database=NAME``.

    Args:
        url: where the store is.
        create: make it where there is none yet.
        clock: dates the revisions, and says which day "today" is.
        timeout: seconds that a commit waits for another writer before it is a ConflictError.
        login: who asks, for a store on a server.

    Raises:
        MissingError: there is nothing at the address, and ``create`` is not set.
        StoreError: what is there is no store, or one of another layout, or cannot be read.
        InputError: an address of no known form.
    """
    scheme, found, rest = url.partition("://")
    if not found:
        return _open_sqlite(url, create=create, clock=clock, timeout=timeout)
    if scheme == "sqlite" and rest.startswith("/") and rest != "/":
        return _open_sqlite(rest[1:], create=create, clock=clock, timeout=timeout)
    if scheme in SCHEMES:
        return _open_neo4j(url, create=create, clock=clock, timeout=timeout, login=login or Login())
    shown = url if "@" not in url else f"{scheme}://…"  # what stands before an @ may be a password
    raise InputError(
        Label(
            f"图谱库地址：收到 {shown!r}；应为路径、sqlite:///path 或 neo4j://host:port（{'、'.join(SCHEMES)}）",
            f"store address: got {shown!r}, expected a path, sqlite:///path or neo4j://host:port "
            f"({'、'.join(SCHEMES)}); use one of these",
        )
    )


def _open_sqlite(path: str, *, create: bool, clock: Clock, timeout: float) -> Store:
    from graph.store.sqlite import SqliteStore  # noqa: PLC0415 - a store on a server does not load SQLite
    from graph.store.sqlite_file import StoreFile  # noqa: PLC0415

    return SqliteStore(StoreFile(Path(path), create=create, timeout=timeout), clock)


def _open_neo4j(url: str, *, create: bool, clock: Clock, timeout: float, login: Login) -> Store:
    server = connected(url, login)
    from graph.store.neo4j import Neo4jStore  # noqa: PLC0415 - the driver is an extra, and takes time to load
    from graph.store.neo4j_writer import Limits  # noqa: PLC0415

    return Neo4jStore(server, clock, Limits(timeout), create=create)


def connected(url: str, login: Login) -> Server:
    """The server at an address, connected; close it.

    Raises:
        InputError: the address is none of a Neo4j server.
        StoreError: the driver is not installed; or nobody answers, or does not let us in, or has no such database.
    """
    address = parse_address(url)
    try:
        from graph.store.neo4j_server import Server  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        if error.name != "neo4j":
            raise
        raise StoreError(
            Label(
                f"{address}：没有安装 Python 驱动 `neo4j`（第 6 版）；请运行 pip install 'quangang[neo4j]'",
                f"{address}: the Python driver `neo4j` is not installed; expected version 6; "
                "install it: pip install 'quangang[neo4j]'",
            )
        ) from error
    return Server(address, login)
