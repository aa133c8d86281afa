"""`quangang serve` in a process of its own, as a user starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.api.http.conftest import TOKEN
from tests.tools.wheel import ROOT

__all__ = ["Process", "running", "said_to", "started"]


@dataclass(frozen=True)
class Process:
    """A server that is ready, and its log."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Tell it to stop, and wait; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(30)


@contextmanager
def started(store: Path, log: Path, *options: str) -> Iterator[Process]:
    """Start it on a free port; its log goes to a file."""
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--store", str(store), *options]
    env = {**os.environ, "QUANGANG_HTTP_TOKEN": TOKEN, "QUANGANG_HTTP_FRESH": "1", "PYTHONPATH": str(ROOT)}
    env |= {"QUANGANG_TODAY": "2014-01-01", "QUANGANG_AUTHOR": "测试员"}
    with log.open("w") as sink, subprocess.Popen(command, cwd=store.parent, env=env, stderr=sink, text=True) as process:
        try:
            yield Process(_ready(log, process), process, log)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)


@contextmanager
def running(store: Path) -> Iterator[str]:
    """The same, where only its address matters."""
    with started(store, store.with_name("serve.log"), "--quiet") as process:
        yield process.url


def _ready(log: Path, process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found and _answers(f"{found.group()}/readyz"):
            return found.group()
        time.sleep(0.05)
    raise AssertionError(f"no server: {log.read_text(encoding='utf-8')}")


def _answers(url: str) -> bool:
    try:
        with urlopen(url) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (OSError, HTTPError):
        return False


def said_to(url: str, came: bytes) -> tuple[str, dict[str, str], dict[str, Any]]:
    """The first line, the headers and the problem document that a server answers to bytes before it hangs up."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(came)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.decode().partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    return first, dict(line.split(": ", 1) for line in headers), json.loads(body)
