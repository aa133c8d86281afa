"""Open a store by its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import InputError
from graph.store.base import Store

__all__ = ["Clock", "open_store"]

Clock = Callable[[], datetime]
"""Tells the time in UTC; given from outside so that the same input gives the same output."""


def now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


def open_store(url: str, *, create: bool = False, clock: Clock = now, timeout: float = 10.0) -> Store:
    """Open the store at an address: a path, or ``sqlite:///path``.

    Args:
        url: where the store is.
        create: make it where there is none yet.
        clock: dates the revisions, and says which day "today" is.
        timeout: seconds that a commit waits for another writer before it is a ConflictError.

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
    raise InputError(
        f"图谱库地址 store address: got {url!r}, expected a path or sqlite:///path; 请改用其一 use one of these"
    )


def _open_sqlite(path: str, *, create: bool, clock: Clock, timeout: float) -> Store:
    from graph.store.sqlite import SqliteStore  # noqa: PLC0415 - a store on a server does not load SQLite
    from graph.store.sqlite_file import StoreFile  # noqa: PLC0415

    return SqliteStore(StoreFile(Path(path), create=create, timeout=timeout), clock)
