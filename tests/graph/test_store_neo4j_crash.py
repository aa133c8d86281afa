"""Sudden death in the middle of a commit: the old revision or the new one, nothing between, and it can be run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from graph.edits import Edit
from graph.errors import InputError, StoreError
from graph.store import Commit, Login, Store
from graph.store.neo4j import Neo4jStore
from graph.store.neo4j_address import parse_address
from graph.store.neo4j_server import Server
from graph.store.neo4j_writer import Limits
from tests.contract.backends import noon
from tests.contract.builders import add, content, retire, set_
from tests.neo4j_server import Neo4jServer

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
DAY = date(2020, 1, 1)

KILLS = int(os.environ.get("QUANGANG_KILLS", "2"))
"""At how many points the server is killed; each costs its restart. 11 go through every transaction."""


def first() -> tuple[Edit, ...]:
    return (
        *(add(f"Power/{n}", name="甲") for n in range(30)),
        *(add(f"Step/{n}", None, None, seq=n) for n in range(30)),
        *(add(f"Power/{n} HAS_STEP Step/{n}", note="旧") for n in range(30)),
        *(add(f"Step/{n} NEXT Step/{n + 1}") for n in range(29)),
    )


def second() -> tuple[Edit, ...]:
    """Everything that a revision can do to the projection and beside it."""
    return (
        *(retire(f"Power/{n} HAS_STEP Step/{n}", note="旧") for n in range(10)),
        *(retire(f"Power/{n}", name="甲") for n in range(10)),
        *(set_(f"Power/{n}", {"name": "甲"}, {"name": "乙"}) for n in range(10, 30)),
        *(set_(f"Power/{n} HAS_STEP Step/{n}", {"note": "旧"}, {"note": "新"}) for n in range(10, 20)),
        *(add(f"Post/{n}") for n in range(20)),
        *(add(f"Power/future{n}", date(2030, 1, 1)) for n in range(10)),
        *(add(f"Step/{n} PERFORMED_BY Post/{n}") for n in range(20)),
    )


def opened(server: Neo4jServer) -> Store:
    """A store that seals whatever it commits and applies it afterwards, as it does with large revisions."""
    connection = Server(parse_address(server.uri), Login(server.username, server.password))
    return Neo4jStore(connection, noon, Limits(together=0), create=True)


def states(server: Neo4jServer) -> list[object]:
    """What the store holds before and after the second revision, where nobody dies."""
    server.wipe()
    with closing(opened(server)) as store:
        found: list[object] = []
        for edits in (first(), second()):
            store.commit(Commit(edits, "张三", "试", effective=None if edits[0].action.value == "add_node" else DAY))
            found.append([content(store.snapshot(day)) for day in (date(2019, 1, 1), DAY, date(2030, 1, 1))])
    return found


@pytest.fixture
def expected(neo4j_server: Neo4jServer) -> list[object]:
    found = states(neo4j_server)
    neo4j_server.wipe()
    with closing(opened(neo4j_server)) as store:
        store.commit(Commit(first(), "张三", "试"))
    return found


def check_and_go_on(server: Neo4jServer, expected: Sequence[object]) -> int:
    """The revision that was found; the second one is committed where it is not there."""
    with closing(opened(server)) as store:
        head = store.head()
        assert head in (1, 2)
        held = [content(store.snapshot(day)) for day in (date(2019, 1, 1), DAY, date(2030, 1, 1))]
        assert held == expected[head - 1]
        assert store.verify() == ()
        if head == 1:
            store.commit(Commit(second(), "张三", "试", effective=DAY, parent=1))
        assert [content(store.snapshot(day)) for day in (date(2019, 1, 1), DAY, date(2030, 1, 1))] == expected[1]
        assert store.verify() == ()
    return head


LAST_OF_FIRST = (8, "after")
"""The transaction that seals it."""

DIE = """
import os, signal, sys
from graph.store import Commit, Login
from graph.store.neo4j_server import Server
from tests.graph.test_store_neo4j_crash import DAY, first, opened, second
from types import SimpleNamespace

uri, username, point, after = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "after"
edits, effective = (second(), DAY) if sys.argv[5] == "second" else (first(), None)
store = opened(SimpleNamespace(uri=uri, username=username, password=os.environ["NEO4J_PASSWORD"]))
write, calls = Server.write, []

def dying(self, work):
    calls.append(work)
    mine = len(calls)  # others write at the same time
    if mine == point and not after:
        os.kill(os.getpid(), signal.SIGKILL)
    found = write(self, work)
    if mine == point:
        os.kill(os.getpid(), signal.SIGKILL)
    return found

Server.write = dying
store.commit(Commit(edits, "a", "b", effective=effective))
print(len(calls))
"""


def writer(server: Neo4jServer, point: int, when: str, which: str = "second") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", DIE, server.uri, server.username, str(point), when, which]
    environment = {**os.environ, "NEO4J_PASSWORD": server.password, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("point", [1, 2, 3, 4, 5, 8, 11, 12])
def test_a_killed_writer_leaves_one_revision_or_the_other(
    neo4j_server: Neo4jServer, expected: Sequence[object], point: int
) -> None:
    ran = writer(neo4j_server, point, "before" if point % 2 else "after")

    assert ran.returncode == -signal.SIGKILL, (ran.stdout, ran.stderr)
    head = check_and_go_on(neo4j_server, expected)
    assert head == (1 if point <= 2 or point == 3 else 2)


@pytest.mark.parametrize(("point", "when"), [(1, "after"), (3, "after"), (5, "before"), (7, "after"), (8, "after")])
def test_a_killed_writer_leaves_the_first_revision_whole_or_nothing_of_it(
    empty_neo4j: Neo4jServer, point: int, when: str
) -> None:
    ran = writer(empty_neo4j, point, when, "first")

    assert ran.returncode == -signal.SIGKILL, (ran.stdout, ran.stderr)
    with closing(opened(empty_neo4j)) as store:
        head = store.head()
        assert head == (1 if (point, when) == LAST_OF_FIRST else 0)
        assert len(content(store.snapshot(DAY))) == len(first()) * head
        assert store.verify() == ()
        if head == 0:
            store.commit(Commit(first(), "张三", "试"))
        assert len(content(store.snapshot(DAY))) == len(first())
        assert store.verify() == ()


def test_nothing_stays_of_a_first_revision_that_cannot_be_sealed(empty_neo4j: Neo4jServer) -> None:
    with closing(opened(empty_neo4j)) as store:
        with pytest.raises(InputError):
            store.commit(Commit(first(), "张三", "试", details={"what": object()}))

        assert (store.head(), store.verify()) == (0, ())
        assert content(store.snapshot(DAY)) == {}
        assert store.commit(Commit(first(), "张三", "试")).revision == 1


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_server_leaves_one_revision_or_the_other(
    neo4j_server: Neo4jServer, expected: Sequence[object], kill: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not neo4j_server.mortal:
        pytest.skip("a server that somebody named is not killed")
    point, calls = 2 + round(kill * 10 / max(KILLS - 1, 1)), list[int]()
    write = Server.write

    def dying(self: Server, work: object) -> object:
        calls.append(1)
        if len(calls) == point:
            killer = Thread(target=neo4j_server.kill)  # beside the transaction, so that it dies inside
            killer.start()
            try:
                return write(self, work)  # type: ignore[arg-type]  # whatever it is
            finally:
                killer.join()
        return write(self, work)  # type: ignore[arg-type]  # whatever it is

    outcome: list[object] = []

    def commit() -> None:
        try:
            with closing(opened(neo4j_server)) as store:
                monkeypatch.setattr(Server, "write", dying)
                outcome.append(store.commit(Commit(second(), "a", "b", effective=DAY)).revision)
        except StoreError as error:
            outcome.append(error)

    committing = Thread(target=commit)
    committing.start()
    while committing.is_alive() and neo4j_server.alive():
        committing.join(0.05)
    if kill % 2:
        committing.join()  # else the server is back before the driver gives up
    if not neo4j_server.alive():
        neo4j_server.start()
    committing.join()
    monkeypatch.undo()

    head = check_and_go_on(neo4j_server, expected)
    assert outcome
    if isinstance(outcome[0], int):
        assert head == outcome[0]
