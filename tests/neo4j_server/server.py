"""What a test may ask of a server, wherever it came from."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from contextlib import suppress

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

__all__ = ["MARK", "Neo4jServer"]

MARK = "quangang_tests"
"""An index of this name says that the tests may empty a database: an index is no node, so no test meets it."""

_PATIENCE = 240.0
"""Seconds that a server may take to answer; a cold one took 25 beside other work, and more than 120 beside eight."""


class Neo4jServer(ABC):
    """A running server with one database that belongs to the tests.

    ``browser`` is the address of its Browser, "" where that is not known. ``mortal`` says whether a test may
    `kill` it and `start` it again, on the same ports and the same data.
    """

    mortal = True

    def __init__(self, uri: str, username: str, password: str, browser: str = "") -> None:
        self.uri = uri
        self.username = username
        self.password = password
        self.browser = browser

    @abstractmethod
    def start(self) -> None:
        """Start it, and return when it answers."""

    @abstractmethod
    def kill(self) -> None:
        """End it without warning, as a power cut would."""

    @abstractmethod
    def stop(self) -> None:
        """End it for good and leave nothing behind."""

    def driver(self) -> Driver:
        """A connection for a test that looks at the database itself."""
        return GraphDatabase.driver(self.uri, auth=(self.username, self.password))

    def wipe(self) -> None:
        """Empty the database; constraints and indexes stay."""
        with self.driver() as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()

    def drop_schema(self) -> None:
        """Drop every constraint and index that somebody made."""
        with self.driver() as driver, driver.session() as session:
            for row in list(session.run("SHOW CONSTRAINTS YIELD name")):
                session.run(f"DROP CONSTRAINT `{row['name']}`").consume()
            for row in list(
                session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' AND name <> $mark", mark=MARK)
            ):
                session.run(f"DROP INDEX `{row['name']}`").consume()

    def wait(self, patience: float = _PATIENCE) -> None:
        """Return when the server answers; TimeoutError where it does not."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not self.alive():
                raise TimeoutError("the server ended while it was starting")
            with suppress(DriverError, Neo4jError, OSError), self.driver() as driver:
                driver.verify_connectivity()  # a query would be tried again by the driver, ever more slowly
                return
            time.sleep(0.25)
        raise TimeoutError(f"no answer within {patience:g} s")

    def alive(self) -> bool:
        """Whether waiting for it makes sense."""
        return True
