"""The back ends that the contract is run against. A new one adds itself here; no test changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from graph.store import Clock, Login, Store, open_store
from tests.neo4j_server import find_server

__all__ = ["BACKENDS", "NOON", "Fresh", "StoreFactory", "noon"]

NOON = datetime(2020, 6, 15, 12, 0, tzinfo=UTC)


def noon() -> datetime:
    """The clock of the tests stands still, at noon of 2020-06-15."""
    return NOON


class StoreFactory(Protocol):
    """Opens stores: a new name makes an empty one, a name used before opens the same one again."""

    def __call__(self, name: str = "store", *, clock: Clock = noon) -> Store: ...


Fresh = Callable[[], Store]
"""Opens an empty store at each call: for tests that run over many examples."""


def _sqlite(folder: Path) -> StoreFactory:
    def open_by_name(name: str = "store", *, clock: Clock = noon) -> Store:
        return open_store(f"sqlite:///{folder / name}.db", create=True, clock=clock)

    return open_by_name


def _neo4j(folder: Path) -> StoreFactory:
    """The one database of the server, emptied for each new name; an older name is then gone for good."""
    del folder
    server, names = find_server(), list[str]()

    def open_by_name(name: str = "store", *, clock: Clock = noon) -> Store:
        if names[-1:] != [name]:
            assert name not in names, f"{name} made way for {names[-1]}"
            names.append(name)
            server.wipe()
        login = Login(server.username, server.password)
        return open_store(server.uri, create=True, clock=clock, login=login)

    return open_by_name


BACKENDS: dict[str, Callable[[Path], StoreFactory]] = {"sqlite": _sqlite, "neo4j": _neo4j}
"""Each takes a folder of its own and gives the factory."""
