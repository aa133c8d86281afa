"""A console for other people's Cypher: it reads, in limited time, a limited number of rows (decisions 5 and 7).

A session opened for reading keeps the graph as it is, but still reads local files and loopback addresses (LOAD CSV),
shows settings and ends other people's transactions. So a statement passes three gates:

1. its words (`graph.store.gates`): no LOAD CSV, and calls on the lists only. EXPLAIN alone would not do: the plan
   hides subqueries inside expressions, such as ``[x IN [1] | COLLECT { LOAD CSV … }]``;
2. its plan: it reads, and each operator is on the list;
3. the server, which refuses to write in a transaction opened for reading, and ends one that takes too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graph.errors import InputError, StoreError
from graph.store.gates import refused_plan, refused_words
from graph.store.values import plain

__all__ = ["Answer", "Server", "ask"]

_EXPLAIN = "EXPLAIN\n"
_POSITION = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")
_TIMED_OUT = "TransactionTimedOut"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Neo4j server is, and who asks it."""

    url: str
    username: str
    password: str
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of plain values (`graph.store.values`); ``cut`` says that there were more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


def ask(server: Server, text: str, parameters: Mapping[str, Any], *, limit: int, timeout: float) -> Answer:
    """Run one statement that reads; at most ``limit`` rows, at most ``timeout`` seconds.

    Raises:
        InputError: it is refused, or the server does not understand it (then with the place).
        StoreError: the server does not answer, does not let us in, or the statement took too long.
    """
    if reason := refused_words(text):
        raise _refusal(reason)
    with _transaction(server, timeout) as transaction:
        planned = transaction.run(_EXPLAIN + text, parameters).consume()
        if reason := refused_plan(planned.query_type, planned.plan):
            raise _refusal(reason)
        result = transaction.run(text, parameters)
        found = result.fetch(limit + 1)
        rows = tuple(tuple(plain(value) for value in record.values()) for record in found[:limit])
        return Answer(tuple(result.keys()), rows, len(found) > limit)


@contextmanager
def _transaction(server: Server, timeout: float) -> Iterator[Any]:
    from neo4j import READ_ACCESS, GraphDatabase  # noqa: PLC0415 - only who asks a server loads the driver
    from neo4j.exceptions import DriverError, Neo4jError  # noqa: PLC0415

    try:
        with (
            GraphDatabase.driver(
                server.url, auth=(server.username, server.password), notifications_min_severity="OFF"
            ) as driver,
            driver.session(database=server.database, default_access_mode=READ_ACCESS, fetch_size=1000) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            yield transaction
            transaction.rollback()
    except Neo4jError as error:
        raise _told(error, timeout) from error
    except DriverError as error:
        raise StoreError(f"{server.url}: 连接不上 cannot be reached: {error}") from error
    except (OverflowError, TypeError, ValueError) as error:  # a number of more than 64 bits, half a character
        raise InputError(f"语句或参数不能送达 the statement or a parameter cannot be sent: {error}") from error


def _refusal(reason: str) -> InputError:
    return InputError(f"语句被拒绝 statement refused: {reason}")


def _told(error: Any, timeout: float) -> InputError | StoreError:  # noqa: ANN401 - the driver's error, not imported here
    code, message = str(error.code or ""), str(error.message or error)
    if _TIMED_OUT in code:
        return StoreError(f"超过 {timeout:g} 秒，已中止 took more than {timeout:g} s and was ended: --timeout")
    if ".Statement." in code or ".Procedure." in code or message.startswith("Lexical error"):
        return InputError(f"语句有误 the statement is wrong: {_placed(message)}")
    if ".Security." in code:
        return StoreError(f"服务器不让进 the server does not let us in: {message} NEO4J_USERNAME, NEO4J_PASSWORD")
    return StoreError(f"{code}: {message}")


def _placed(message: str) -> str:
    """The server's message with the place first, counted in the statement as it was given (without EXPLAIN)."""
    found = _POSITION.search(message)
    if found is None:
        return message.partition("\n")[0]
    line, column = max(1, int(found[1]) - _EXPLAIN.count("\n")), int(found[2])
    return f"第 {line} 行第 {column} 列 line {line}, column {column}: {message[: found.start()].strip()}"
