"""`make bench`: what an answer costs, beside its peer, at 1×, 10× and 25× of the reference data.

No time is asserted: machines are shared and noisy. Equal answers are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.impact import impact_from_scratch, impact_of
from queries.kernel import Kernel, Reach
from tests.bench.browser import browser_table
from tests.bench.peer import Peer, Sets
from tests.bench.sample import reference_snapshot
from tests.bench.scale import repeated
from tests.bench.serve import serve_table
from tests.bench.server import server_tables
from tests.bench.tables import table_of
from tests.bench.workbooks import workbooks_table

Made = TypeVar("Made")

_SAMPLE = 60
"""Powers asked for at each size, spread evenly over their codes."""


def main() -> int:
    """Print the tables; 1 where engine and peer disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 25])
    parser.add_argument("--copies", type=int, default=32, help="of the reference data, loaded into a Neo4j server")
    asked = parser.parse_args()
    sizes = asked.sizes
    console = Console(width=100)
    base = reference_snapshot()
    headers = (
        "规模 size",
        "节点 nodes",
        "关系 relations",
        "networkx µs",
        "ours µs",
        "倍数 ratio",
        "建 ours s",
        "建 nx s",
    )
    caption = "双方均以编码作答；本系统查每份快照算好一次的闭包，networkx 走已分图、已计数的关系；两者的准备时间在右\n"
    caption += "both answer in codes: ours looks up a closure built once a snapshot, networkx walks one digraph per\n"
    caption += "relation with its counts made beforehand; what each takes to prepare stands at the right"
    plain = table_of(*headers, title="职权触及 plain impact sets", caption=caption)
    columns = ("规模 size", "变更 change", "中位 median ms", "p95 ms", "最大 max ms")
    full = table_of(*columns, title="完整影响 full impact, every key and evidence")
    for size in sizes:
        snapshot = repeated(base, size)
        plain.add_row(f"{size}×", *_plain_row(snapshot))
        for name, row in _full_rows(snapshot, check=size == 1).items():
            full.add_row(f"{size}×", name, *row)
    console.print(plain)
    console.print(full)
    console.print(_cold_start())
    console.print(workbooks_table())
    console.print(serve_table())
    console.print(browser_table())
    for table in server_tables(base, asked.copies):
        console.print(table)
    return 0


def _chosen(snapshot: Snapshot) -> list[str]:
    powers = snapshot.codes(Kind.POWER)
    return [powers[place * len(powers) // _SAMPLE] for place in range(min(_SAMPLE, len(powers)))]


def _plain_row(snapshot: Snapshot) -> Sequence[str]:
    (kernel, built), (peer, peer_built) = _timed(Kernel, snapshot), _timed(Peer, snapshot)
    powers = _chosen(snapshot)
    for power in powers:
        if _as_sets(kernel.reach(power)) != peer.sets(power):
            raise SystemExit(f"engine and networkx disagree on {power}")
    ours, theirs = _median(kernel.reach, powers), _median(peer.sets, powers)
    nodes = sum(len(snapshot.codes(kind)) for kind in Kind)
    relations = sum(len(columns.targets) for columns in snapshot.links.values())
    return (
        f"{nodes:,}",
        f"{relations:,}",
        f"{theirs * 1e6:.1f}",
        f"{ours * 1e6:.1f}",
        f"{theirs / ours:.0f}",
        f"{built:.2f}",
        f"{peer_built:.2f}",
    )


def _timed(make: Callable[[Snapshot], Made], snapshot: Snapshot) -> tuple[Made, float]:
    start = time.perf_counter()
    made = make(snapshot)
    return made, time.perf_counter() - start


def _as_sets(reach: Reach) -> Sets:
    kinds = (Kind.POST, Kind.RISK, Kind.CONTROL, Kind.POWER, Kind.POST, Kind.RISK, Kind.CONTROL)
    return Sets(*({f"{kind.value}/{code}" for code in codes} for kind, codes in zip(kinds, reach, strict=True)))


def _median(ask: Callable[[str], object], powers: Sequence[str], rounds: int = 7) -> float:
    """Median over rounds of the mean time of one question."""
    means = []
    for _ in range(rounds):
        start = time.perf_counter()
        for power in powers:
            ask(power)
        means.append((time.perf_counter() - start) / len(powers))
    return statistics.median(means)


def _full_rows(snapshot: Snapshot, *, check: bool) -> dict[str, Sequence[str]]:
    rows: dict[str, Sequence[str]] = {}
    for name, changes in _reforms(snapshot).items():
        reforms = [Reform(name, (change,)) for change in changes]
        impact_of(snapshot, reforms[0])  # totals of the baseline are worked out once for a snapshot
        times = []
        for reform in reforms:
            start = time.perf_counter()
            answer = impact_of(snapshot, reform)
            times.append((time.perf_counter() - start) * 1e3)
            if check and reform is reforms[0]:
                again = impact_from_scratch(snapshot, reform)
                if {**answer.to_json(), "evidence": {}} != {**again.to_json(), "evidence": {}}:
                    raise SystemExit(f"impact and its recomputation disagree on {reform.changes}")
        times.sort()
        p95 = times[int(len(times) * 0.95)]
        rows[name] = (f"{statistics.median(times):.2f}", f"{p95:.2f}", f"{times[-1]:.2f}")
    return rows


def _reforms(snapshot: Snapshot) -> dict[str, list[dict[str, object]]]:
    def status(power: str) -> object:
        return (snapshot.node(Kind.POWER, power) or {}).get("status", "active")

    active = [power for power in _chosen(snapshot) if status(power) == "active"]
    high, *_, low = snapshot.manifest.levels
    middle = snapshot.manifest.levels[-2]
    return {
        "取消 cancel": [{"op": "cancel", "power": power} for power in active],
        "下放 delegate": [{"op": "delegate", "power": power, "from": middle, "to": low} for power in active],
        "调整 redefine": [{"op": "redefine", "power": power, "set": {"content": high}} for power in active],
    }


def _cold_start() -> str:
    """`quangang impact --cancel` as a user starts it, on a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "bench.db")
        command = [sys.executable, "-m", "api"]
        make = [*command, "init", "--sample", "customs", "--store", store]
        made = subprocess.run(make, capture_output=True, check=False)
        if made.returncode:
            return f"冷启动 cold start: 未测 not measured, init failed: {made.stderr.decode()[:200]}"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        times = []
        for _ in range(7):
            start = time.perf_counter()
            ask = [*command, "impact", "--cancel", "E39", "--store", store]
            done = subprocess.run(ask, capture_output=True, check=False, env=environment)
            times.append(time.perf_counter() - start)
            if done.returncode not in (0, 1):
                return f"冷启动 cold start: impact failed: {done.stderr.decode()[:200]}"
    return f"冷启动 cold start `quangang impact --cancel E39`: 中位 median {statistics.median(times):.2f} s of 7"


if __name__ == "__main__":
    sys.exit(main())
