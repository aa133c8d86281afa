"""How far long work is, on standard error: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from loaders.elements import Progress

__all__ = ["progress_bar"]

FIRST_LINE, EVERY_LINE = 5.0, 15.0
"""Seconds after which work that is not watched on a terminal begins to tell of itself, and between its lines."""


@contextmanager
def progress_bar(work: str) -> Iterator[Progress]:
    """Who is told how far some work is; ``work`` names it for as long as nobody tells of a stage."""
    if not sys.stderr.isatty():
        with _lines(work) as told:
            yield told
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {work: bars.add_task(work, total=None)}

        def tell(stage: str, done: int, total: int, /) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield tell


@contextmanager
def _lines(work: str) -> Iterator[Progress]:
    """Lines from a thread beside the work, which may be in one long step; short work says nothing."""
    state, over = [work], Event()

    def tell(stage: str, done: int, total: int, /) -> None:
        share = f" {done * 100 // total}%" if total else f" {done:,}" if done else ""
        state[0] = f"{work}: {stage}{share}"

    def watch() -> None:
        began, pause = time.monotonic(), FIRST_LINE
        while not over.wait(pause):
            pause = EVERY_LINE
            with suppress(OSError, ValueError):  # standard error is closed
                sys.stderr.write(f"… {state[0]}（{time.monotonic() - began:.0f} 秒 s）\n")
                sys.stderr.flush()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield tell
    finally:
        over.set()
        watcher.join()
