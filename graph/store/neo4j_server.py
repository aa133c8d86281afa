"""The connection to a Neo4j server: transactions with a time limit, bookmarks, and errors that say what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, LiteralString, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import QuangangError
from graph.store.neo4j_address import Address, Login
from graph.store.neo4j_errors import SECONDS, explanation

__all__ = ["Row", "Rows", "Server", "rows_of"]

Row = list[Any]
"""One answer of the server, value by value, in the order of the statement's RETURN."""

Rows = Callable[..., list[Row]]
"""Runs a statement with its parameters inside a transaction."""

_T = TypeVar("_T")
_RETRY = 15.0
"""Seconds that the driver tries a transaction again for: a server that restarts takes about 6."""

# The driver tells of each retry by its log; where the program sets up none, Python would print that on stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def rows_of(transaction: ManagedTransaction | Transaction) -> Rows:
    """How the statements of a transaction are run."""

    def run(statement: str, /, **parameters: object) -> list[Row]:
        return transaction.run(_trusted(statement), dict(parameters)).values()

    return run


def _trusted(statement: str) -> LiteralString:
    """A statement that is put together from constants and the names in `graph.schema`: values are parameters."""
    return statement


class Server:
    """One database of one server, through one driver; safe for threads.

    Raises:
        StoreError: nobody answers, or does not let us in, or has no such database.
    """

    def __init__(self, address: Address, login: Login, connecting: float = 10.0) -> None:
        self.address = address
        self._username = login.username
        with self.explained():
            self._driver = GraphDatabase.driver(
                address.uri,
                auth=(login.username, login.password),
                connection_timeout=connecting,
                connection_acquisition_timeout=60.0,
                max_transaction_retry_time=_RETRY,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="quangang",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()
        try:
            with self.explained(), self._session(READ_ACCESS) as session:
                session.run("RETURN 1").consume()  # not tried again: who cannot get in is told at once
        except BaseException:
            self._driver.close()
            raise

    def read(self, work: Callable[[Rows], _T]) -> _T:
        """Run a piece of reading in one transaction; the driver runs it again where that may help."""
        with self.explained(), self._session(READ_ACCESS) as session:
            return session.execute_read(_limited(work))

    def write(self, work: Callable[[Rows], _T]) -> _T:
        """Run a piece of writing in one transaction: all of it is there afterwards, or nothing of it."""
        with self.explained(), self._session(WRITE_ACCESS) as session:
            return session.execute_write(_limited(work))

    @contextmanager
    def transaction(self, seconds: float) -> Iterator[Rows]:
        """One transaction that is never tried again, and undone at the end: it holds a lock, and writes nothing."""
        with self._session(WRITE_ACCESS) as session:
            opened = session.begin_transaction(timeout=seconds)
            try:
                yield rows_of(opened)
            finally:
                with suppress(DriverError, Neo4jError):  # a server that is gone has undone it by itself
                    opened.close()

    @contextmanager
    def asking(self, seconds: float) -> Iterator[Transaction]:
        """One reading transaction, never tried again: for a statement that somebody else wrote."""
        with self._session(READ_ACCESS) as session, session.begin_transaction(timeout=seconds) as opened:
            yield opened
            opened.rollback()

    def change_schema(self, statement: str) -> None:
        """Run a statement about constraints or indexes, in a transaction of its own as these must."""
        with self.explained(), self._session(WRITE_ACCESS) as session:
            session.run(_trusted(statement)).consume()

    def close(self) -> None:
        """Let go of every connection."""
        self._driver.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Tell what an error of the driver means for the user."""
        try:
            yield
        except QuangangError:
            raise
        except (DriverError, Neo4jError, OSError) as error:
            raise explanation(error, str(self.address), self._username, self.address.database) from error

    def _session(self, access: str) -> Session:
        return self._driver.session(
            database=self.address.database or None, default_access_mode=access, bookmark_manager=self._bookmarks
        )


def _limited(work: Callable[[Rows], _T]) -> Callable[[ManagedTransaction], _T]:
    return unit_of_work(timeout=SECONDS)(lambda transaction: work(rows_of(transaction)))
