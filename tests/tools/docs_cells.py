"""Pages that are read like a notebook: their cells are run top to bottom, and show what they print.

    <!-- run: quangang init --sample customs -->   before the cells
    <!-- cell -->                                  the Python block that follows is run
    <!-- shows -->                                 the block that follows is what the cells since the last one printed

``cell: neo4j`` and ``shows: neo4j`` need a server (NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD); without one they stay
as they are: `make docs` leaves them alone, `python -m tests.tools.docs_cells` finds a server and refreshes all. The
cells of a page share their names, as in a notebook, and warnings are errors.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from graph.store import open_store
from tests.graph.interop.laid import lay_out
from tests.neo4j_server import Neo4jServer, find_server
from tests.tools.docs_outputs import ENVIRONMENT, run_command
from tests.tools.wheel import ROOT

__all__ = ["NOTEBOOKS", "main", "rerun", "with_sample"]

NOTEBOOKS = ("docs/tutorial-analyst.md",)
"""The pages that are read like a notebook."""

_MARK = re.compile(r"^<!-- (run|cell|shows)(?:: (.+?))? -->$")
_RUNNER = """
import contextlib, io, json, sys
names = {"__name__": "__main__"}
printed = []
for cell in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as stream:
        exec(compile(cell, "cell", "exec"), names)
    printed.append(stream.getvalue())
json.dump(printed, sys.stdout)
"""


class _Block(NamedTuple):
    kind: str
    start: int
    stop: int


def rerun(name: str, server: Mapping[str, str] | None = None) -> str:
    """A page with what its cells print now.

    Args:
        name: of the page.
        server: the environment that names a Neo4j server; without one, cells that need it are left alone.

    Raises:
        ValueError: a cell fails, or a mark without its block.
    """
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory(prefix="quangang-docs-") as folder:
        blocks = []
        for at, line in enumerate(lines):
            found = _MARK.match(line)
            if found and found[1] == "run":
                run_command(found[2], Path(folder))
            elif found and (found[2] != "neo4j" or server is not None):
                blocks.append(_block(lines, at, found, name))
        cells = ["\n".join(lines[block.start : block.stop]) for block in blocks if block.kind == "cell"]
        printed = iter(_printed(cells, Path(folder), {**(server or {})}, name))
    result, done, pending = [], 0, ""
    for block in blocks:
        if block.kind == "cell":
            pending += next(printed)
            continue
        result += [*lines[done : block.start], *pending.splitlines()]
        done, pending = block.stop, ""
    return "\n".join([*result, *lines[done:]]) + "\n"


def with_sample(server: Neo4jServer) -> dict[str, str]:
    """The environment that names a server, after the graph of the pages has been laid out there."""
    with tempfile.TemporaryDirectory(prefix="quangang-docs-") as folder:
        run_command("quangang init --sample customs", Path(folder))
        store = open_store(str(Path(folder) / "quangang.db"))
        lay_out(server, store.snapshot(on=date(2013, 12, 1)))
        store.close()
    return {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}


def main() -> int:
    """Refresh every page, with a server that is found or started."""
    server = find_server()
    server.wipe()
    environment = with_sample(server)
    for name in NOTEBOOKS:
        (ROOT / name).write_text(rerun(name, environment), encoding="utf-8", newline="\n")
    server.wipe()
    return 0


def _block(lines: list[str], at: int, found: re.Match[str], name: str) -> _Block:
    if not lines[at + 1].startswith("```"):
        raise ValueError(f"{name}:{at + 1}: no block follows {lines[at]}")
    return _Block(found[1], at + 2, lines.index("```", at + 2))


def _printed(cells: list[str], folder: Path, server: Mapping[str, str], name: str) -> list[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QUANGANG_", "NEO4J_"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _RUNNER],
        cwd=folder,
        env={**environment, **ENVIRONMENT, **server, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        input=json.dumps(cells),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode or done.stderr:
        raise ValueError(f"{name}: {done.stderr}")
    result: list[str] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    sys.exit(main())
