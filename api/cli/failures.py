"""What becomes of an error: a sentence on standard error, an object on standard output, an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from shutil import get_terminal_size
from typing import Any

import typer

from api.cli.output import Format, write_json
from api.render.errors import error_object, headline
from graph.errors import InputError, QuangangError
from graph.terms import Label

__all__ = [
    "BUG",
    "FOUND",
    "MISUSE",
    "PIPE_CLOSED",
    "debugging",
    "failing_well",
    "handled",
    "say",
    "say_error",
    "say_unusable",
]

FOUND, MISUSE = 1, 2
"""Exit codes: findings or rejects; misuse, or what could not be done."""

BUG = 70
"""What sysexits.h calls an internal software error."""

PIPE_CLOSED = 141
"""What a shell reports of any program that writes to a closed pipe."""

_SAID_AT_MOST = 20

debugging: ContextVar[bool] = ContextVar("debugging", default=False)


def say(sentence: str) -> None:
    """A sentence for the person at the terminal, beside the answer."""
    if sys.stderr.isatty():
        from api.render.wrap import wrap

        sentence = "\n".join(wrap(sentence, get_terminal_size().columns))
    with suppress(OSError):  # nowhere is left to say it
        sys.stderr.write(f"{sentence}\n")


def say_unusable(error: OSError) -> None:
    """What the system would not read or write, in one line."""
    where = f"{error.filename}: " if error.filename else ""
    why = error.strerror or error
    say(f"错误 error: {Label(f'{where}无法读写：{why}', f'{where}cannot be read or written: {why}')}")


def handled(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose errors end it in the agreed way."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever Typer passes
        with failing_well(kwargs.get("form", Format.TABLE)):
            command(*args, **kwargs)

    return run


@contextmanager
def failing_well(form: StrEnum) -> Iterator[None]:
    """Turn the program's own errors into their message and exit code 2."""
    try:
        yield
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to fail at exit
        raise typer.Exit(PIPE_CLOSED) from error
    except OSError as error:
        if debugging.get():
            traceback.print_exc()
        say_unusable(error)
        raise typer.Exit(MISUSE) from error
    except QuangangError as error:
        if debugging.get():
            traceback.print_exc()
        if form == Format.JSON:  # a command may have further forms of its own
            write_json({"error": error_object(error)})
        say_error(error)
        raise typer.Exit(MISUSE) from error


def say_error(error: QuangangError) -> None:
    """What is wrong, on standard error: a file's problems one to a line, the first of them where there are many."""
    for sentence in _sentences(error):
        say(sentence)


def _sentences(error: QuangangError) -> Iterator[str]:
    if isinstance(error, InputError) and error.problems:
        yield f"错误 error: {headline(error)}"
        for problem in error.problems[:_SAID_AT_MOST]:
            yield f"  {problem}"
        rest = len(error.problems) - _SAID_AT_MOST
        if rest > 0:
            yield f"  另有 {rest} 处 and {rest} more: --format json"
    else:
        yield f"错误 error: {error}"
