"""The graph of a revision on a date, built once and shared by all who ask for it."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from datetime import date
from threading import Lock
from typing import NamedTuple

from graph.snapshot import Snapshot
from graph.store.base import Store

__all__ = ["Moment", "Snapshots"]

_KEPT = 6
"""Snapshots kept: today's, the one before it while it is swapped, and a few that people look back to."""


class Moment(NamedTuple):
    """What "now" means for one request: the newest revision that is ready, and today's date."""

    revision: int
    today: date


class Snapshots:
    """A small cache of snapshots, safe for threads; who asks while one is being built waits for that one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[Moment, Future[Snapshot]] = OrderedDict()
        self._lock = Lock()

    def get(self, moment: Moment) -> Snapshot:
        """The graph in force on a date, as known at a revision.

        Raises:
            MissingError: there is no such revision.
            StoreError: it cannot be read.
        """
        dropped: list[Future[Snapshot]] = []
        with self._lock:
            held = self._held.get(moment)
            builds = held is None
            if held is None:
                held = self._held[moment] = Future()
                while len(self._held) > _KEPT:
                    dropped.append(self._held.popitem(last=False)[1])
            self._held.move_to_end(moment)
        for old in dropped:
            _let_go(old)
        if builds:
            self._build(moment, held)
        return held.result()

    def clear(self) -> None:
        """Forget everything: the store behind is another one."""
        with self._lock:
            dropped = list(self._held.values())
            self._held.clear()
        for old in dropped:
            _let_go(old)

    def _build(self, moment: Moment, held: Future[Snapshot]) -> None:
        try:
            held.set_result(self._store.snapshot(on=moment.today, as_of=moment.revision))
        except BaseException as error:  # noqa: BLE001 - raised again for everybody who waits for the graph
            with self._lock:
                if self._held.get(moment) is held:
                    del self._held[moment]
            held.set_exception(error)


def _let_go(held: Future[Snapshot]) -> None:
    """What is kept with a snapshot refers back to it: without that, its memory is free as soon as nobody reads it."""
    if held.done() and held.exception() is None:
        held.result().memo.clear()
