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
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import ConflictError, QuangangError, StoreError
from graph.store.neo4j_address import Address, Login

__all__ = ["Row", "Rows", "Server", "is_stopped", "rows_of"]

Row = list[Any]
"""One answer of the server, value by value, in the order of the statement's RETURN."""

Rows = Callable[..., list[Row]]
"""Runs a statement with its parameters inside a transaction."""

_T = TypeVar("_T")
_SECONDS = 600.0
"""For one transaction; the longest one, a snapshot of 1 M relations, took 12 s."""

_RETRY = 15.0
"""Seconds that the driver tries a transaction again for: a server that restarts takes about 6."""

_STOPPED = ("LockClientStopped", "TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated")

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
            raise self._explanation(error) from error

    def _explanation(self, error: Exception) -> QuangangError:
        code = (error.code or "").rpartition(".")[2] if isinstance(error, Neo4jError) else ""
        where = f"{self.address}"
        for told, text in _EXPLANATIONS:
            if told(error, code):
                kind = ConflictError if told in (_is_contended, _is_taken) else StoreError
                return kind(f"{where}: {text.format(username=self._username, database=self.address.database or '–')}")
        return StoreError(f"{where}: 数据库报错 the database says: {_said(error)}; 见服务器日志 see the server's log")

    def _session(self, access: str) -> Session:
        return self._driver.session(
            database=self.address.database or None, default_access_mode=access, bookmark_manager=self._bookmarks
        )


def is_stopped(error: Neo4jError) -> bool:
    """Whether a transaction took longer than it was given."""
    return _is_slow(error, (error.code or "").rpartition(".")[2])


def _limited(work: Callable[[Rows], _T]) -> Callable[[ManagedTransaction], _T]:
    return unit_of_work(timeout=_SECONDS)(lambda transaction: work(rows_of(transaction)))


def _said(error: Exception) -> str:
    text = error.message if isinstance(error, Neo4jError) else str(error)
    return " ".join((text or type(error).__name__).split())[:300]


def _is_login(error: Exception, code: str) -> bool:
    return isinstance(error, AuthError) or code in {"Unauthorized", "AuthenticationRateLimit", "CredentialsExpired"}


def _is_forbidden(error: Exception, code: str) -> bool:
    return isinstance(error, ClientError) and code == "Forbidden"


def _is_database(_: Exception, code: str) -> bool:
    return code in {"DatabaseNotFound", "DatabaseUnavailable"}


def _is_contended(error: Exception, code: str) -> bool:
    return isinstance(error, TransientError) and code in {
        "DeadlockDetected",
        "LockAcquisitionTimeout",
        "LockClientStopped",
    }


def _is_taken(error: Exception, code: str) -> bool:
    return isinstance(error, ConstraintError) or code == "ConstraintValidationFailed"


def _is_memory(_: Exception, code: str) -> bool:
    return "OutOfMemory" in code


def _is_slow(_: Exception, code: str) -> bool:
    return code in _STOPPED


def _is_size(error: Exception, _: str) -> bool:
    return isinstance(error, Neo4jError) and "too large to index" in (error.message or "")


def _is_away(error: Exception, _: str) -> bool:
    return isinstance(error, ServiceUnavailable | SessionExpired | OSError) or (
        isinstance(error, TransientError | DriverError) and not isinstance(error, ConfigurationError)
    )


_EXPLANATIONS: tuple[tuple[Callable[[Exception, str], bool], str], ...] = (
    (
        _is_login,
        "用户名或口令不对 the server does not let in {username!r}: wrong user name or password; "
        "请设 set NEO4J_USERNAME, NEO4J_PASSWORD",
    ),
    (
        _is_forbidden,
        "用户 {username} 无此权限 has no right to do this; 应为 expected 读、写与建索引 read, write, make indexes; "
        "请管理员授权 ask the server's administrator",
    ),
    (
        _is_database,
        "服务器上没有或未启动数据库 the server has no running database {database!r}; "
        "请核对 check ?database=NAME (SHOW DATABASES)",
    ),
    (
        _is_contended,
        "另有写入正在进行 another writer is at work; 应为 expected one writer at a time; "
        "请稍后重试 try again in a moment",
    ),
    (
        _is_taken,
        "同时有人写入 somebody wrote the same thing at the same time; "
        "重新读取图谱后再提交 read the graph again and make the edits anew",
    ),
    (
        _is_memory,
        "服务器内存不足 the server has not enough memory for this; "
        "请调大 raise server.memory.heap.max_size, dbms.memory.transaction.total.max",
    ),
    (
        _is_slow,
        f"超过 {_SECONDS:g} 秒未完成，已中止 ended by the server or after {_SECONDS:g} s; "
        "请查看服务器负荷 look at what the server is busy with",
    ),
    (_is_size, "编码过长，无法索引 a code is too long for an index (about 8,000 bytes); 请缩短 shorten it"),
    (
        _is_away,
        "服务器没有回应 no answer from the server; 应为 expected a running Neo4j at this address; "
        "请核对地址、端口与服务状态 check address, port and whether it runs, 然后重试 then try again",
    ),
)
"""What an error means, in the order in which it is asked."""
