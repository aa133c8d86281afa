"""Requests a second on loopback: `quangang serve` on the reference data, alone and while somebody commits.

The load comes from ``wrk`` where it is installed, else from a small asyncio client, which takes more of the machine
for itself. Errors are counted, and there must be none; times are told, not asserted.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote
from urllib.request import urlopen

from rich.table import Table

from graph.derived import Derived
from graph.edits import Action, Edit
from graph.model import NodeId
from graph.schema import Kind
from graph.store import open_store
from graph.store.base import Commit
from tests.bench.tables import table_of

__all__ = ["serve_table", "serving", "stored"]

_SECONDS = 5
_CONNECTIONS = 16
_WORKERS = 2
_EVERY = 2.0
"""Seconds between two commits of the writer."""
_TEXTS = ("减免", "海关", "审核", "E39", "复核", "企业", "许可", "查验", "稽查", "风险")


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of requests came to."""

    rate: float
    errors: int


def serve_table() -> Table:
    """Measure, and lay the figures out; SystemExit where a request failed."""
    table = table_of(
        "问题 question",
        "重复 repeated /s",
        "有人提交 with a writer /s",
        "逐个计算 worked out /s",
        "错误 errors",
        title="HTTP，本机 on loopback",
        caption=f"{_client()}，{_CONNECTIONS} 个连接 connections，{_WORKERS} 个进程 workers，每项 {_SECONDS} s each；"
        f"提交每 {_EVERY:g} s 一次 one commit each {_EVERY:g} s，每次全部答案作废 which voids every answer kept；"
        "逐个计算：不留答案 worked out: no answer is kept",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = stored(Path(folder) / "bench.db")
        paths = _questions(path)
        with serving(path) as url:
            for asked in paths.values():
                _warm(url, asked)
            alone = {name: _measure(url, asked) for name, asked in paths.items()}
            with _writer(path) as written:
                beside = {name: _measure(url, asked) for name, asked in paths.items()}
        with serving(path, QUANGANG_HTTP_CACHE="1") as url:
            fresh = {name: _measure(url, asked) for name, asked in paths.items()}
    errors = 0
    for name in paths:
        failed = sum(run[name].errors for run in (alone, beside, fresh))
        errors += failed
        rates = (f"{run[name].rate:,.0f}" for run in (alone, beside, fresh))
        table.add_row(name, *rates, str(failed))
    table.caption = f"{table.caption}；其间提交 commits meanwhile: {len(written)}"
    if errors:
        raise SystemExit(f"{errors} requests failed")
    return table


def stored(path: Path) -> Path:
    """A store of the reference data."""
    command = [sys.executable, "-m", "api", "init", "--sample", "customs", "--store", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def _questions(path: Path) -> dict[str, list[str]]:
    store = open_store(str(path))
    snapshot = store.snapshot()
    store.close()
    powers = snapshot.codes(Kind.POWER)
    active = [code for code in powers if Derived(snapshot).active(code)]
    return {
        "查看 show": [f"/api/v1/show/Power/{quote(code)}" for code in powers],
        "查找 find": [f"/api/v1/find?q={quote(text)}" for text in _TEXTS],
        "影响 impact（全部键、路径 every key and path）": [f"/api/v1/impact?cancel={quote(code)}" for code in active],
    }


@contextmanager
def serving(path: Path, **environment: str) -> Iterator[str]:
    """A server of its own, until it has said that it is ready."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--store", str(path)]
    command += ["--workers", str(_WORKERS), "--quiet"]
    held = {**os.environ, **environment}
    with subprocess.Popen(command, env=held, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            found = re.search(r"http://[\d.]+:\d+", said)
            if found is None:
                raise SystemExit(f"quangang serve did not start: {said}")
            _wait(f"{found.group()}/readyz")
            yield found.group()
        finally:
            process.terminate()
            process.wait(30)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urlopen(url) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} is not ready")


@contextmanager
def _writer(path: Path) -> Iterator[list[int]]:
    """Somebody who commits from another process than the server's."""
    done, written = Event(), list[int]()

    def write() -> None:
        store = open_store(str(path))
        while not done.wait(_EVERY):
            edit = Edit(Action.ADD_NODE, NodeId(Kind.SYSTEM, f"bench-{time.time_ns()}"), {"name": "压测"})
            commit = Commit((edit,), "bench", "bench", effective=date(2013, 1, 1))
            written.append(store.commit(commit).revision)
        store.close()

    thread = Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        done.set()
        thread.join()


def _client() -> str:
    return "wrk" if shutil.which("wrk") else "asyncio"


def _measure(url: str, paths: Sequence[str], seconds: int = _SECONDS) -> Load:
    return _by_wrk(url, paths, seconds) if shutil.which("wrk") else asyncio.run(_by_asyncio(url, paths, seconds))


def _warm(url: str, paths: Sequence[str]) -> None:
    """Ask every question on every connection: a connection stays with its worker, so each of these has them all."""
    asyncio.run(_by_asyncio(url, paths, 600, rounds=1))


_SCRIPT = """
local paths = {%s}
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


def _by_wrk(url: str, paths: Sequence[str], seconds: int) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % ",".join(json.dumps(path) for path in paths))
        script.flush()
        command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", script.name, url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    errors = (int(refused.group(1)) if refused else 0) + (sum(map(int, broken.groups())) if broken else 0)
    return Load(float(rate.group(1)) if rate else 0.0, errors)


async def _by_asyncio(url: str, paths: Sequence[str], seconds: int, rounds: int = 0) -> Load:
    """Ask in turn, for so many seconds or so many times through all questions."""
    host, port = url.removeprefix("http://").split(":")
    end, counts = time.perf_counter() + seconds, [0, 0]

    async def ask(first: int) -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        at, asked = first, 0
        while time.perf_counter() < end and (not rounds or asked < rounds * len(paths)):
            at, asked = (at + 1) % len(paths), asked + 1
            writer.write(f"GET {paths[at]} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length.group(1)) if length else 0)
            counts[not head.startswith(b"HTTP/1.1 200")] += 1
        writer.close()

    await asyncio.gather(*(ask(number * len(paths) // _CONNECTIONS) for number in range(_CONNECTIONS)))
    return Load(counts[0] / seconds, counts[1])
