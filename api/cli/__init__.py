"""The command ``quangang``. Its entry point checks first that the packages it is about to import are ours."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from api.guard import IntruderError, check_packages

__all__ = ["main"]

_MISUSE = 2
_GARBAGE_FROM = 200_000  # objects: a graph is one big live structure that the collector would walk for nothing


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 ok, 1 findings or rejects, 2 misuse or failure.
    """
    try:
        check_packages()
    except IntruderError as error:
        sys.stderr.write(f"错误 error: {error}\n")
        return _MISUSE
    if argv is None:
        _speak_utf8()
        if os.environ.get("NO_COLOR"):
            os.environ["TTY_COMPATIBLE"] = "0"  # Rich would leave out colours only: bold and faint are escapes too
        gc.set_threshold(_GARBAGE_FROM)
    from api.cli.app import run

    code = run(sys.argv[1:] if argv is None else argv)
    if argv is None:
        gc.freeze()  # the process ends: a last walk over everything costs a tenth of a second
    return code


def _speak_utf8() -> None:
    """The same bytes on every system, whatever its locale says; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            keeps = stream.isatty()
            reconfigure(encoding=None if keeps else "utf-8", errors="backslashreplace", newline=None if keeps else "\n")
