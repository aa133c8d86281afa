"""The command ``quangang``. Its entry point checks first that the packages it is about to import are ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from api.guard import IntruderError, check_packages

__all__ = ["main"]

_MISUSE = 2
_PIPE_CLOSED = 141  # what a shell reports of any program that writes to a closed pipe


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
    _speak_utf8()
    from api.cli.app import run

    try:
        code = run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to fail at exit
        return _PIPE_CLOSED
    return code


def _speak_utf8() -> None:
    """The same bytes on every system, whatever its locale says; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            keeps = stream.isatty()
            reconfigure(encoding=None if keeps else "utf-8", errors="backslashreplace", newline=None if keeps else "\n")
