"""What a Neo4j server costs: a question in Cypher beside our engine and networkx, and how long it takes to fill.

Runs where a server can be had (`tests.neo4j_server`); each load gets a fresh server of its own, started from Maven
artifacts, so that no side pays for the other's leavings.
"""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import chdir, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from neo4j import Session
from rich.console import RenderableType
from rich.table import Table

from graph.derived import derived_of
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.reform import Reform
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.store import Commit, Login, Store, open_store
from graph.store.cypher_reader import CypherReader
from loaders.neo4jcsv import csv_files
from queries.catalog import CATALOG, cypher_text
from queries.impact import impact_of
from tests.bench.cancelling import CancelPeer
from tests.bench.memory import forget_peak, peak_of
from tests.bench.peer import Peer, Sets
from tests.bench.scale import repeated
from tests.bench.tables import table_of
from tests.bench.unwind import load_plainly
from tests.neo4j_server import Neo4jServer
from tests.neo4j_server.maven import MavenServer, class_path, whats_missing

__all__ = ["server_tables"]

_FEW_COPIES = 6
"""Copies that are loaded first (190,000 relations), before the full number."""

_WARMING = 6
"""Copies that warm a server."""

_ASKED = 30
"""Seconds of questions before any is timed: the compiler of a new server begins with what is asked often."""

_QUIET, _PATIENCE = 0.05, 120
"""Processor seconds a second of a server that has done its compiling, and how many seconds to wait for that."""

_REACH, _END = "reach-of-power", "impact-of-cancelling"
_CYPHER = "Cypher on Neo4j"
Rows = AbstractSet[tuple[object, ...]]


def server_tables(base: Snapshot, copies: int) -> Iterator[RenderableType]:
    """Measure, and lay the figures out; SystemExit where two sides disagree.

    Args:
        base: the reference data.
        copies: so many of it are loaded; 32 hold just over a million relations.
    """
    missing = whats_missing()
    if missing:
        yield f"Neo4j: 未测 not measured: {missing}"
        return
    yield _questions(base)
    yield _loads(base, copies)


@contextmanager
def _fresh_server() -> Iterator[MavenServer]:
    server = MavenServer(class_path())
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _store(server: Neo4jServer) -> Iterator[Store]:
    login = Login(server.username, server.password)
    with closing(open_store(server.uri, create=True, login=login)) as store:
        yield store


def _questions(base: Snapshot) -> Table:
    """The same rows for each of some powers, from every side."""
    headers = ("问题 question", "谁回答 who answers", "中位 median ms", "最大 max ms")
    table = table_of(
        *headers, title="目录 the catalogue, three ways", caption="答案先核对相同 equal answers, checked first"
    )
    powers = _active(base)[::5]
    with _fresh_server() as server, _store(server) as store:
        store.commit(Commit(tuple(_edits(base)), "bench", "reference data"))
        if not isinstance(store, CypherReader):
            raise SystemExit("the store on Neo4j does not take Cypher")
        reach, cancel = Peer(base), CancelPeer(base)
        peers: dict[str, Callable[[str], Rows]] = {_REACH: lambda power: _reached(reach.sets(power)), _END: cancel.rows}
        asked = {question: {**_sides(base, store, question), "networkx": peer} for question, peer in peers.items()}
        for question, sides in asked.items():
            for power in powers:
                if len({frozenset(side(power)) for side in sides.values()}) > 1:
                    raise SystemExit(f"{question}: {', '.join(sides)} disagree on {power}")
        _ask_around([sides[_CYPHER] for sides in asked.values()], powers)
        _settle(str(server.process))
        for question, sides in asked.items():
            for name, side in sides.items():
                table.add_row(question, name, *_figures(side, powers))
        table.add_row(
            "", "全部影响 the whole impact, our engine", *_figures(lambda w: impact_of(base, _cancel(w)), powers)
        )
        table.add_row("", "往返 RETURN 1 to the server", *_figures(lambda _: store.run_cypher("RETURN 1", {}), powers))
    return table


def _sides(base: Snapshot, store: CypherReader, question: str) -> dict[str, Callable[[str], Rows]]:
    entry = CATALOG[question]
    text, derived = cypher_text(entry), derived_of(base)
    return {
        _CYPHER: lambda power: {tuple(row) for row in store.run_cypher(text, {"power": power})},
        "本系统 our engine": lambda power: set(entry.ask(derived, {"power": power})),
    }


def _ask_around(sides: Sequence[Callable[[str], Rows]], powers: Sequence[str]) -> None:
    """Ask until a server has compiled what these questions need."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < _ASKED:
        for side in sides:
            for power in powers:
                side(power)


def _reached(sets: Sets) -> Rows:
    pairs = ((sets.posts, sets.only_posts), (sets.risks, sets.only_risks), (sets.controls, sets.only_controls))
    return {(code, code in only) for codes, only in pairs for code in codes}


def _figures(side: Callable[[str], object], powers: Sequence[str]) -> tuple[str, str]:
    times = _times(side, powers)
    return f"{statistics.median(times):.2f}", f"{max(times):.2f}"


def _cancel(power: str) -> Reform:
    return Reform(f"cancel {power}", ({"op": "cancel", "power": power},))


def _active(snapshot: Snapshot) -> list[str]:
    return [code for code, held in snapshot.nodes(Kind.POWER) if held.get("status", "active") == "active"]


def _times(side: Callable[[str], object], powers: Sequence[str]) -> list[float]:
    times = []
    for power in powers:
        start = time.perf_counter()
        side(power)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def _loads(base: Snapshot, copies: int) -> Table:
    """Ways to fill an empty database with the same graph, each time on a server of its own.

    A server that was just started compiles itself for its first minute, whoever asks: each is first filled and emptied
    both ways and left alone until it has done its compiling, so that all are warm alike. One load of each way: the
    whole takes a quarter of an hour already, and what a busy machine does to one row, the next run shows.
    """
    columns = ("规模 size", "方式 way", "秒 s", "倍数 ratio", "峰值内存 peak MB: client, server")
    table = table_of(*columns, title="装载 loading into an empty Neo4j")
    table.caption = "同样的节点、属性、关系和唯一约束；本系统的一次提交连同修订记录与哈希，导入器只写图，不写记录\n"
    table.caption += "the same nodes, properties, relations and uniqueness constraints; our commit includes the log"
    for times in dict.fromkeys((min(_FEW_COPIES, copies), copies)):
        snapshot = repeated(base, times)
        for row in _loaded(snapshot, warming=repeated(base, _WARMING)):
            table.add_row(*row)
    return table


def _loaded(snapshot: Snapshot, warming: Snapshot) -> Iterator[tuple[str, ...]]:
    nodes = sum(len(snapshot.codes(kind)) for kind in Kind)
    relations = sum(len(columns.targets) for columns in snapshot.links.values())
    ways: dict[str, Callable[[MavenServer], None]] = {
        "UNWIND，单连接 plain, one connection": lambda server: _plainly(server, snapshot),
        "本系统一次提交 our store, one commit": lambda server: _committed(server, snapshot),
        "CSV 与批量导入器 our CSV, bulk importer": lambda server: _imported(server, snapshot),
    }
    taken = {way: _filled(nodes, relations, fill, warming) for way, fill in ways.items()}
    plain, *_ = taken.values()
    for way, load in taken.items():
        memory = ", ".join(f"{size:,}" for size in load.memory)
        yield f"{nodes:,} / {relations:,}", way, f"{load.seconds:.1f}", f"{plain.seconds / load.seconds:.2f}", memory


class _Load(NamedTuple):
    """Seconds that it took, and the most memory in MB that our process and the server held (0: not known here)."""

    seconds: float
    memory: tuple[int, int]


def _filled(nodes: int, relations: int, fill: Callable[[MavenServer], None], warming: Snapshot) -> _Load:
    """Fill a warm server; SystemExit where not all is there afterwards."""
    with _fresh_server() as server:
        _warm(server, warming)
        _settle(str(server.process))
        gc.collect()
        gc.freeze()  # what lies here already is no side's garbage to look through
        forget_peak()
        start = time.perf_counter()
        fill(server)
        taken = _Load(time.perf_counter() - start, (peak_of("self"), peak_of(str(server.process))))
        gc.unfreeze()
        with server.driver() as driver, driver.session() as session:
            found = _count(session, "MATCH (n) WHERE n.code IS NOT NULL AND any(x IN labels(n) WHERE x IN $kinds)")
            joined = _count(session, "MATCH (a)-[n]->(b) WHERE a.code IS NOT NULL AND b.code IS NOT NULL")
    if (found, joined) != (nodes, relations):
        raise SystemExit(f"loaded {found} nodes and {joined} relations, expected {nodes} and {relations}")
    return taken


def _warm(server: MavenServer, snapshot: Snapshot) -> None:
    """Fill and empty it both ways."""
    for fill in (_plainly, _committed):
        fill(server, snapshot)
        with server.driver() as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            names = session.run("SHOW CONSTRAINTS YIELD name").value()
            for name in names:
                session.run(f"DROP CONSTRAINT {name}").consume()
            for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
                session.run(f"DROP INDEX {name}").consume()


def _settle(process: str) -> None:
    """Wait until a process has nothing to do, where that can be seen."""
    before = _busy(process)
    for _ in range(_PATIENCE):
        time.sleep(1)
        now = _busy(process)
        if now - before < _QUIET:
            return
        before = now


def _busy(process: str) -> float:
    """Processor seconds of a process so far (0: not known here)."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _count(session: Session, match: str) -> int:
    kinds = [kind.value for kind in Kind]
    return int(session.run(f"{match} RETURN count(n)", kinds=kinds).single(strict=True)[0])


def _plainly(server: MavenServer, snapshot: Snapshot) -> None:
    with server.driver() as driver, driver.session() as session:
        load_plainly(session, snapshot)


def _committed(server: MavenServer, snapshot: Snapshot) -> None:
    with _store(server) as store:
        store.commit(Commit(tuple(_edits(snapshot)), "bench", "a large load"))


def _imported(server: MavenServer, snapshot: Snapshot) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in csv_files(snapshot).items():
            (folder / file).write_text(text, encoding="utf-8", newline="")
        server.shut_down()
        with chdir(folder):  # the arguments name the files as they lie there
            server.admin("database", "import", "full", "neo4j", "@import.args", "--overwrite-destination")
        server.start()


def _edits(snapshot: Snapshot) -> Iterator[Edit]:
    for kind in Kind:
        for code, properties in snapshot.nodes(kind):
            yield Edit(Action.ADD_NODE, NodeId(kind, code), properties)
    for link in LINKS:
        for source, target, key, properties in snapshot.relations(link):
            yield Edit(Action.ADD_RELATION, RelationId(link, source, target, key), properties)
