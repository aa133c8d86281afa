"""Which revision is served: the newest, looked at again at short intervals and swapped when its graph is ready."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import date

from api.web.running import Workshop
from api.web.snapshots import Moment, Snapshots
from graph.store.base import Store

__all__ = ["Moments"]


class Moments:
    """The moment that requests are answered at.

    Another process may commit at any time. Requests go on being answered at the revision before, whole, until the
    graph of the new one is built; a commit of this process is waited for, so that who wrote reads what was written.
    """

    def __init__(
        self, store: Store, snapshots: Snapshots, workshop: Workshop, today: Callable[[], date], fresh: float
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._workshop = workshop
        self._today = today
        self._fresh = fresh
        self._served: Moment | None = None
        self._checked = float("-inf")
        self._lock = asyncio.Lock()
        self._swap: asyncio.Task[None] | None = None

    @property
    def served(self) -> Moment | None:
        """The moment that is ready; None before the first."""
        return self._served

    async def now(self) -> Moment:
        """The moment to answer at.

        Raises:
            StoreError: the store cannot be read.
        """
        served = self._served
        if served is not None and asyncio.get_running_loop().time() - self._checked < self._fresh:
            return served
        async with self._lock:
            if self._served is None or asyncio.get_running_loop().time() - self._checked >= self._fresh:
                await self._look()
            return self._served or await self._reach(await self._newest())

    def warm(self) -> asyncio.Task[None]:
        """Build the first graph in the background; a failure shows at the first question."""

        async def first() -> None:
            with contextlib.suppress(Exception):
                await self.now()

        return asyncio.create_task(first())

    async def renew(self) -> Moment:
        """Wait for the graph of the newest revision, and serve it."""
        async with self._lock:
            return await self._reach(await self._newest())

    async def close(self) -> None:
        """Give up a swap in the making."""
        if self._swap is not None:
            self._swap.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._swap

    async def _look(self) -> None:
        newest, served = await self._newest(), self._served
        self._checked = asyncio.get_running_loop().time()
        if newest == served:
            return
        if served is None or newest.today != served.today or newest.revision < served.revision:
            if served is not None and newest.revision < served.revision:
                self._snapshots.clear()  # another store was put in its place
            await self._reach(newest)
        elif self._swap is None or self._swap.done():
            self._swap = asyncio.create_task(self._swap_to(newest))

    async def _newest(self) -> Moment:
        return Moment(await self._workshop.aside(self._store.head), self._today())

    async def _reach(self, moment: Moment) -> Moment:
        await self._workshop.aside(lambda: self._snapshots.get(moment))
        self._served = moment
        return moment

    async def _swap_to(self, moment: Moment) -> None:
        """In the background: a failure leaves what is served, and the next look tries again."""
        with contextlib.suppress(Exception):
            await self._workshop.aside(lambda: self._snapshots.get(moment))
            if self._served is None or self._served.revision <= moment.revision:
                self._served = moment
