"""Real output in hand-written pages: run the commands that a page names, put what they print into it.

A page says before a fenced block what the block is:

    <!-- file: first.yaml -->                          the block is a file; it is written before what follows runs
    <!-- run: quangang init --sample customs -->       only run it; no block follows
    <!-- output: quangang demo | FROM ... TO | … -->   the block is what the command prints, or parts of it

A part begins with the first line that contains FROM and ends before the next one that contains TO, or at the end of
the output; a part without ``...`` is that one line. Commands of one page run in order in one empty folder.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from api.settings import DEFAULT_STORE
from tests.tools.wheel import ROOT

__all__ = ["ENVIRONMENT", "PAGES", "refreshed", "run_command"]

PAGES = ("README.md", "docs/tutorial.md", "docs/how-to/load-your-own-tables.md")
"""The pages that show output."""

_MARK = re.compile(r"^<!-- (file|run|output): (.+?) -->$")
_SKIPPED = "…"
ENVIRONMENT = {"QUANGANG_TODAY": "2026-12-01", "QUANGANG_AUTHOR": "tutorial", "COLUMNS": "80"}


class _Mark(NamedTuple):
    kind: str
    text: str
    block: tuple[int, int]
    """Lines of the block's content, from and until before; empty for ``run``."""


def refreshed(name: str) -> str:
    """A page with the output that its commands print now.

    Raises:
        ValueError: a mark without its block, or a part that the output does not have.
    """
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    result: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="quangang-docs-") as folder:
        for mark in _marks(lines, name):
            start, stop = mark.block
            if mark.kind == "file":
                path = Path(folder) / mark.text
                path.parent.mkdir(exist_ok=True)
                path.write_text("\n".join(lines[start:stop]) + "\n", encoding="utf-8")
                continue
            command, *parts = (part.strip() for part in mark.text.split(" | "))
            printed = run_command(command, Path(folder))
            if mark.kind == "output":
                result += [*lines[done:start], *_parts(printed, parts, f"{name}: {command}")]
                done = stop
    return "\n".join([*result, *lines[done:]]) + "\n"


def _marks(lines: list[str], name: str) -> Iterator[_Mark]:
    for at, line in enumerate(lines):
        found = _MARK.match(line)
        if found is None:
            continue
        kind, text = found.groups()
        if kind == "run":
            yield _Mark(kind, text, (at, at))
            continue
        if not lines[at + 1].startswith("```"):
            raise ValueError(f"{name}:{at + 1}: no block follows {line}")
        yield _Mark(kind, text, (at + 2, lines.index("```", at + 2)))


_SAMPLE = "quangang init --sample customs"


@cache
def _sample() -> bytes:
    """The store that several pages begin with: it takes seconds to make."""
    with tempfile.TemporaryDirectory(prefix="quangang-docs-") as folder:
        _printed(_SAMPLE, Path(folder))
        return (Path(folder) / DEFAULT_STORE).read_bytes()


def run_command(command: str, folder: Path) -> list[str]:
    """What a command prints in a folder, line by line."""
    if command == _SAMPLE:
        (folder / DEFAULT_STORE).write_bytes(_sample())
        return []
    return _printed(command, folder)


def _printed(command: str, folder: Path) -> list[str]:
    program, *arguments = shlex.split(command)
    if program != "quangang":
        raise ValueError(f"{command}: only quangang is run")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("QUANGANG_")}
    environment |= {**ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "api", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in {0, 1} or "Traceback" in done.stderr:
        raise ValueError(f"{command}: {done.stderr}")
    return done.stdout.splitlines()


def _parts(printed: list[str], parts: list[str], where: str) -> list[str]:
    if not parts:
        return printed
    result: list[str] = []
    for part in parts:
        found = _part(printed, part, where)
        result += [*([_SKIPPED] if result else []), *found]
    return result


def _part(printed: list[str], part: str, where: str) -> list[str]:
    first, dots, last = (text.strip() for text in part.partition("..."))
    start = next((at for at, line in enumerate(printed) if first in line), None)
    if start is None:
        raise ValueError(f"{where}: nothing printed contains {first!r}")
    if not dots:
        return [printed[start]]
    ends = (at for at in range(start + 1, len(printed)) if last and last in printed[at])
    found = printed[start : next(ends, len(printed))]
    while found and not found[-1].strip():
        found.pop()
    return found
