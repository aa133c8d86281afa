"""The one door to the graph: every route gets what it reads from here, and nothing from anywhere else.

Today there is one viewer, who may see everything. Who may see what is to be decided in `Door.view` and its sisters:
a viewer's name is part of the key under which answers are kept, so that none is handed to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.requests import HTTPConnection

from api.horizon import LAWS, dated, law_changes
from api.settings import Serving, Settings
from api.web.answers import Answers
from api.web.moments import Moments
from api.web.running import Workshop
from api.web.snapshots import Moment, Snapshots
from graph.errors import MissingError
from graph.model import Manifest, NodeId
from graph.schema import Label
from graph.snapshot import Snapshot, once
from graph.store import open_store
from graph.store.base import Revision, Store, Version

__all__ = ["Door", "House", "Viewer", "door", "house_of"]


_LOG_KEPT = 100_000
"""Of how many edits a log may be, to be read once for all requests: they take some 100 MB."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks."""

    name: str = "local"


@dataclass(frozen=True, slots=True)
class House:
    """What all requests of one process share."""

    settings: Settings
    serving: Serving
    store: Store
    snapshots: Snapshots
    workshop: Workshop
    moments: Moments
    answers: Answers
    token: str

    @classmethod
    def opened(cls, settings: Settings, serving: Serving, token: str) -> House:
        """Open the store; `Moments.now` builds the first graph.

        Raises:
            MissingError: there is no store.
            StoreError: it cannot be opened.
        """
        store = open_store(settings.store, clock=settings.now, login=settings.login())
        snapshots, workshop = Snapshots(store), Workshop(serving.threads, serving.seconds)
        moments = Moments(store, snapshots, workshop, settings.date, serving.fresh / 1000)
        return cls(settings, serving, store, snapshots, workshop, moments, Answers(serving.cache), token)

    async def close(self) -> None:
        """Let go of the store when what is being written is done."""
        await self.moments.close()
        self.workshop.close()
        self.store.close()


@dataclass(frozen=True, slots=True)
class Door:
    """What one request may read, at one moment."""

    house: House
    viewer: Viewer
    moment: Moment

    def at(self, as_of: int | None = None, on: date | None = None) -> Moment:
        """The moment that is asked about; what is left out is the newest revision, and today."""
        if as_of is not None and as_of > self.moment.revision and as_of > self.house.store.head():
            raise MissingError(
                Label(
                    f"没有第 {as_of} 次修订；最新是第 {self.moment.revision} 次",
                    f"no revision {as_of}; the newest is {self.moment.revision}",
                )
            )
        return Moment(self.moment.revision if as_of is None else as_of, on or self.moment.today)

    def view(self, moment: Moment) -> Snapshot:
        """The graph in force on a date, as known at a revision.

        Raises:
            MissingError: there is no such revision.
        """
        return self.house.snapshots.get(moment)

    def dated_view(self, moment: Moment) -> Snapshot:
        """The same graph, which knows the last dated change too; worked out when somebody first asks."""
        view = self.view(moment)
        return once(view, "api.dated", lambda: dated(view, self.house.store))

    def revisions(self, moment: Moment) -> Iterator[Revision]:
        """The log up to a revision, the newest first."""
        log: Iterable[Revision] | None = None
        if moment.revision <= self.moment.revision:
            log = once(self.view(self.moment), "api.log", self._log)
        if log is None:
            log = self.house.store.history(newest_first=True)
        return (item for item in log if item.revision <= moment.revision)

    def _log(self) -> tuple[Revision, ...] | None:
        """The whole log, which never changes, where it is small enough to be kept beside the graph."""
        found: list[Revision] = []
        left = _LOG_KEPT
        for item in self.house.store.history(newest_first=True):
            left -= len(item.edits)
            if left < 0:
                return None
            found.append(item)
        return tuple(found)

    def versions(self, moment: Moment) -> Iterator[Version]:
        """Every dated version as known at a revision."""
        return self.house.store.versions(moment.revision)

    def law_changes(self, moment: Moment) -> Mapping[NodeId, date]:
        """The last dated change of each instrument and article, as known at a revision; worked out once."""
        return once(self.view(moment), "api.law_changes", lambda: law_changes(self._laws(moment)))

    def _laws(self, moment: Moment) -> Iterator[Version]:
        return self.house.store.node_versions(moment.revision, kinds=LAWS)

    def first_day(self, moment: Moment) -> date | None:
        """The earliest date on which anything begins or ends; None where nothing is dated."""
        return once(self.view(moment), "api.first_day", lambda: next(iter(self.house.store.days(date.min)), None))

    def manifest(self, moment: Moment) -> Manifest:
        """The manifest at a revision."""
        return self.house.store.manifest(moment.revision)

    def keeping(self) -> Store:
        """The store itself, for what writes to it or checks it whole."""
        return self.house.store


def house_of(connection: HTTPConnection) -> House:
    """The house of the application."""
    house = connection.app.state.house
    if not isinstance(house, House):
        raise TypeError(f"the application has no house but {house!r}")
    return house


def viewer_of(connection: HTTPConnection) -> Viewer:
    """Who asks: today always the local user."""
    del connection
    return Viewer()


async def door(connection: HTTPConnection) -> Door:
    """The dependency of every route that reads or writes the graph."""
    held = connection.scope.get("quangang.door")
    if isinstance(held, Door):
        return held
    house = house_of(connection)
    return Door(house, viewer_of(connection), await house.moments.now())
