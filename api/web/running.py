"""Working answers out beside the event loop, so many at a time and no longer than a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.web.problems import BusyError, LateError
from graph.terms import Label

__all__ = ["Workshop"]

Made = TypeVar("Made")

_WAITING_AT_MOST = 500
"""Questions that wait for a thread; further ones are turned away at once instead of too late."""


class Workshop:
    """A few threads for what computes: the event loop stays free to say that the server is alive.

    A question over the limit is given up: its thread ends in its own time, the one who asked has an answer now.
    """

    def __init__(self, threads: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answers")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writes")
        self._aside = ThreadPoolExecutor(2, thread_name_prefix="store")
        self._seconds = seconds
        self._waiting = 0

    async def answer(self, work: Callable[[], Made]) -> Made:
        """Work an answer out.

        Raises:
            LateError: it takes longer than the limit.
            BusyError: too many are waiting.
        """
        if self._waiting >= _WAITING_AT_MOST:
            raise BusyError(
                Label(
                    f"等候的问题 {self._waiting} 个，至多 {_WAITING_AT_MOST} 个；请稍后再问",
                    f"too many questions are waiting, {self._waiting} of at most {_WAITING_AT_MOST}; "
                    "ask again in a moment",
                )
            )
        self._waiting += 1
        try:
            future = asyncio.get_running_loop().run_in_executor(self._pool, work)
            done, _ = await asyncio.wait({future}, timeout=self._seconds)
            if not done:
                future.cancel()
                raise LateError(
                    Label(
                        f"超过 {self._seconds:g} 秒；请缩小问题：limit、depth、evidence=one；"
                        "上限见 QUANGANG_HTTP_SECONDS",
                        f"longer than {self._seconds:g} s; ask for less: limit, depth, evidence=one; "
                        "the limit: QUANGANG_HTTP_SECONDS",
                    )
                )
            return future.result()
        finally:
            self._waiting -= 1

    async def aside(self, work: Callable[[], Made]) -> Made:
        """Do what every answer waits for: look at the store, build a graph. It has its own thread and no limit."""
        return await asyncio.get_running_loop().run_in_executor(self._aside, work)

    async def write(self, work: Callable[[], Made]) -> Made:
        """Carry out a write: one at a time, and to its end, so that nobody is told that it failed while it went on."""
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._writer, work))

    def close(self) -> None:
        """Wait for the writes; leave the rest."""
        for pool in (self._pool, self._aside):
            pool.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)
