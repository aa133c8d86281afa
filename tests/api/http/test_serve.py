"""`quangang serve` as a process: it starts, logs, stops when told to, and follows what others commit."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.api.conftest import Run
from tests.api.http.conftest import commit
from tests.api.http.server import Process, said_to, started

HEAVY = ("fastapi", "pydantic", "starlette", "uvicorn")


def answer(url: str, **headers: str) -> Any:  # noqa: ANN401 - a tree of JSON
    with urlopen(Request(url, headers=headers)) as found:  # noqa: S310 - our own server
        return json.load(found)


def lines(process: Process) -> list[dict[str, Any]]:
    text = process.log.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def line_of(process: Process, request: str) -> list[dict[str, Any]]:
    """The lines of a request; they are written behind its answer, so they may have to be waited for."""
    deadline = time.monotonic() + 20
    while True:
        found = [item for item in lines(process) if item.get("id") == request]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


@pytest.fixture
def server(two_revisions: Path, tmp_path: Path) -> Iterator[Process]:
    with started(two_revisions, tmp_path / "log") as process:
        yield process


@pytest.mark.slow
def test_every_request_is_a_line_with_its_id(server: Process) -> None:
    """One that cannot be read too."""
    _, headers, _ = said_to(server.url, "GET /api/v1/find?q=海关 HTTP/1.1\r\n\r\n".encode())
    (unread,) = line_of(server, headers["x-request-id"])
    assert {"event": "request", "path": "/api/v1/find", "query": "q=海关", "status": 400}.items() <= unread.items()

    answer(f"{server.url}/api/v1/find?q=E39", **{"X-Request-ID": "mine"})

    (line,) = line_of(server, "mine")
    assert {"event": "request", "method": "GET", "path": "/api/v1/find", "query": "q=E39", "status": 200}.items() <= (
        line.items()
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to(server: Process, how: signal.Signals) -> None:
    assert server.stop(how) == 0
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_several_processes_follow_what_another_commits(two_revisions: Path, tmp_path: Path) -> None:
    with started(two_revisions, tmp_path / "log", "--workers", "2", "--quiet") as process:
        revision = commit(two_revisions, "NEW")
        found = [answer(f"{process.url}/api/v1/show/System/NEW?as_of={revision}") for _ in range(10)]

        assert {item["meta"]["revision"] for item in found} == {revision}
        assert answer(f"{process.url}/readyz")["ready"] is True
        assert process.stop() == 0


def test_a_store_that_is_not_there_is_told_before_anything_listens(quangang: Run) -> None:
    ran = quangang("serve", "--store", "nowhere.db", "--port", 0)

    assert (ran.code, "nowhere.db" in ran.err, "http://" in ran.err) == (2, True, False)


def test_a_port_that_is_taken_is_told(quangang: Run, two_revisions: Path) -> None:
    from api.web.serve import Address, listening

    with listening(Address("127.0.0.1", 0)) as held:
        held.listen()
        ran = quangang("serve", "--store", two_revisions, "--port", held.getsockname()[1])

    assert (ran.code, "--port" in ran.err) == (2, True)


def test_a_command_does_not_pay_for_the_server(two_revisions: Path) -> None:
    text = (
        "import sys; from api.cli import main; "
        f"code = main(['impact', '--cancel', 'E39', '--as-of', '1', '--store', {str(two_revisions)!r}]); "
        f"sys.exit(code or bool(set({HEAVY!r}) & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[3]

    ran = subprocess.run([sys.executable, "-c", text], cwd=root, capture_output=True, check=False)

    assert ran.returncode == 0, ran.stderr.decode()
