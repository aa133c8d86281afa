"""Statements for the console: where their text comes from, and what their parameters are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import InputError
from graph.store.console import Answer, ask, check_words
from graph.store.neo4j_address import SCHEMES, Login
from graph.store.open import connected
from graph.store.values import to_json
from graph.terms import Label

if TYPE_CHECKING:
    from graph.store.neo4j_server import Server

__all__ = ["Place", "Statement", "answer_of", "given_parameters", "split_statement", "text_of"]

_PARAM_LINE = re.compile(r":params?\s+`?(\w+)`?\s*(?:=>|:)\s*(.+?);?\s*$")
_NAME = re.compile(r"[^\W\d]\w*")


class Place(NamedTuple):
    """Where a store is, and who opens it."""

    url: str
    login: Login


class Statement(NamedTuple):
    """A statement and the expressions of its ``:param`` lines, by name."""

    text: str
    expressions: Mapping[str, str]


@contextmanager
def _server(store: Place) -> Iterator[Server]:
    url, login = store
    if url.partition("://")[0] not in SCHEMES:
        raise InputError(
            Label(
                f"此命令要 Neo4j 库：收到 {url}；应为 neo4j://HOST:7687 或 bolt://HOST:7687（--store、QUANGANG_STORE）",
                f"this needs a store on Neo4j: got {url}; expected neo4j://HOST:7687 or bolt://HOST:7687 (--store, "
                "QUANGANG_STORE)",
            )
        )
    with closing(connected(url, login)) as server:
        yield server


def answer_of(store: Place, text: str, given: Iterable[str], *, limit: int, timeout: float) -> Answer:
    """Run a text as `split_statement` reads it; a parameter that is given goes before its ``:param`` line.

    Raises:
        InputError: the statement or a parameter is wrong or refused, or the store is not on Neo4j.
        StoreError: the server cannot be reached, does not let us in, or does not answer in time.
    """
    statement, parameters = split_statement(text), given_parameters(given)
    check_words(statement.text)
    with _server(store) as server:
        for name, expression in statement.expressions.items():
            if name not in parameters:
                told = ask(server, f"RETURN {expression} AS value", {}, limit=1, timeout=timeout)
                parameters[name] = to_json(told.rows[0][0])
        return ask(server, statement.text, parameters, limit=limit, timeout=timeout)


def text_of(given: str, standard_input: Callable[[], bytes]) -> str:
    """The text that an argument means: ``-`` is standard input, the name of a file its content, else itself.

    Raises:
        InputError: there is nothing in it, or it is no UTF-8.
    """
    where, text = "", given
    try:
        if given == "-":
            where, text = "<stdin>", standard_input().decode("utf-8-sig")
        elif _is_file(given):
            where, text = given, Path(given).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Label(f"{where}：不是 UTF-8", f"{where}: not UTF-8")) from error
    if not text.strip():
        place, expected = where or "cypher", "MATCH … RETURN …"
        raise InputError(Label(f"{place}：没有语句；应为 {expected}", f"{place}: no statement; expected {expected}"))
    return text


def split_statement(text: str) -> Statement:
    """A text as Neo4j Browser takes it: ``:param name => value`` lines first, then one statement.

    Lines of remarks and ``:param`` lines give way to empty ones, so that the server counts lines as the reader does.
    """
    lines, expressions = text.splitlines(), {}
    for at, line in enumerate(lines):
        if found := _PARAM_LINE.match(line.strip()):
            expressions[found[1]] = found[2]
            lines[at] = ""
        elif line.strip() and not line.lstrip().startswith("//"):
            break
    return Statement("\n".join(lines).rstrip().removesuffix(";"), expressions)


def given_parameters(given: Iterable[str]) -> dict[str, Any]:
    """Parameters of the command line: ``name=value``, where a value that is JSON is read as JSON.

    Raises:
        InputError: no name, or the name of a parameter that was given already.
    """
    found: dict[str, Any] = {}
    for item in given:
        name, equals, text = item.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise InputError(Label(f"-p：收到 {item!r}；应为 name=value", f"-p: got {item!r}; expected name=value"))
        if name in found:
            raise InputError(Label(f"-p：{name} 给了两次", f"-p: {name} given twice"))
        found[name] = _value(text)
    return found


def _value(text: str) -> Any:  # noqa: ANN401 - a tree of JSON
    try:
        return json.loads(text, parse_constant=str)
    except ValueError:
        return text


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a zero in it
        return False
