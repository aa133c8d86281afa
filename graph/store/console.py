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
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, StoreError
from graph.store.gates import refused_plan, refused_words
from graph.store.values import plain
from graph.terms import Both, Label

if TYPE_CHECKING:
    from graph.store.neo4j_server import Server

__all__ = ["Answer", "ask", "check_words"]

_EXPLAIN = "EXPLAIN\n"
_POSITION = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")
_TIMED_OUT = "TransactionTimedOut"


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
    check_words(text)
    from neo4j.exceptions import Neo4jError  # noqa: PLC0415 - only who asks a server loads the driver

    with server.explained():
        try:
            return _answer(server, text, parameters, limit=limit, timeout=timeout)
        except Neo4jError as error:
            told = _told(str(error.code or ""), str(error.message or error), timeout)
            if told is None:
                raise
            raise told from error
        except (OverflowError, TypeError, ValueError) as error:  # a number of more than 64 bits, half a character
            raise InputError(
                Label(f"语句或参数不能送达：{error}", f"the statement or a parameter cannot be sent: {error}")
            ) from error


def check_words(text: str) -> None:
    """Refuse what the words of a statement forbid; no server is asked for that.

    Raises:
        InputError: it is refused.
    """
    if reason := refused_words(text):
        raise _refusal(reason)


def _answer(server: Server, text: str, parameters: Mapping[str, Any], *, limit: int, timeout: float) -> Answer:
    with server.asking(timeout) as transaction:
        planned = transaction.run(_EXPLAIN + text, dict(parameters)).consume()
        if reason := refused_plan(planned.query_type, planned.plan):
            raise _refusal(reason)
        result = transaction.run(text, dict(parameters))
        found = result.fetch(limit + 1)
        rows = tuple(tuple(plain(value) for value in record.values()) for record in found[:limit])
        return Answer(tuple(result.keys()), rows, len(found) > limit)


def _refusal(reason: str) -> InputError:
    return InputError(Both("语句被拒绝：", "statement refused: ") + reason)


def _told(code: str, message: str, timeout: float) -> InputError | StoreError | None:
    """What is to be said of a statement that failed; None where the server failed, or the way to it."""
    if _TIMED_OUT in code:
        return StoreError(
            Label(
                f"超过 {timeout:g} 秒，已中止；可用 --timeout 放宽",
                f"took more than {timeout:g} s and was ended: --timeout",
            )
        )
    if ".Statement." in code or ".Procedure." in code or message.startswith("Lexical error"):
        return InputError(Both("语句有误：", "the statement is wrong: ") + _placed(message))
    return None


def _placed(message: str) -> str:
    """The server's message with the place first, counted in the statement as it was given (without EXPLAIN)."""
    found = _POSITION.search(message)
    if found is None:
        return message.partition("\n")[0]
    line, column = max(1, int(found[1]) - _EXPLAIN.count("\n")), int(found[2])
    return Both(
        f"第 {line} 行第 {column} 列：{message[: found.start()].strip()}",
        f"line {line}, column {column}: {message[: found.start()].strip()}",
    )
