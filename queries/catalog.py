"""The catalogue: every question that has a name, asked of a view in Python or of a server in Cypher.

Both ways give the same rows. The Cypher text of an entry is ``queries/cypher/<id>.cypher``; entries that link things
have ``<id>.graph.cypher`` beside it, whose paths are for the eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from types import MappingProxyType

from graph.derived import Derived, derived_of
from graph.errors import InputError, MissingError, StoreError
from graph.model import EMPTY, NodeId
from graph.schema import Label
from graph.store.cypher_reader import CypherReader
from graph.view import View
from queries.answers import ENTRIES
from queries.answers.model import Arguments, Cell, Column, ColumnType, Entry, Parameter, Row
from queries.paths import resolve
from queries.topics import entries_about

__all__ = [
    "CATALOG",
    "Answer",
    "arguments_of",
    "ask",
    "ask_cypher",
    "cypher_text",
    "entry_named",
    "graph_text",
    "neighbouring",
]

CATALOG: Mapping[str, Entry] = MappingProxyType({item.id: item for item in ENTRIES})
"""Every entry by its id: questions in the order of their subjects, then the findings."""


_NEAR = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of one question, in their order.

    ``of`` is the denominator's count, ``found`` the numerator: how many of those the rows are about (None where each
    row has a number of its own).
    """

    entry: Entry
    arguments: Arguments
    rows: tuple[Row, ...]
    found: int | None
    of: int


def entry_named(entry_id: str, listed: str = "quangang query --list") -> Entry:
    """An entry by its id, or by the code of its finding (``PG005``).

    Args:
        entry_id: the id or the code.
        listed: where whoever asks sees all of them, for the message.

    Raises:
        MissingError: there is none; the message names those that look like it.
    """
    entry = CATALOG.get(entry_id) or _FINDINGS.get(entry_id.upper())
    if entry is not None:
        return entry
    near = _about(entry_id) or get_close_matches(entry_id, CATALOG, _NEAR, 0.4)
    zh, en = (f"相近的有 {', '.join(near)}；", f"near: {', '.join(near)}; ") if near else ("", "")
    raise MissingError(
        Label(f"没有查询 {entry_id!r}；{zh}全部见 {listed}", f"no query {entry_id!r}; {en}all of them: {listed}")
    )


def _about(text: str) -> list[str]:
    """The ids of the entries that words, which are no id, are about: riskiest posts."""
    words = " " in text.strip() or not text.isascii()
    return [item.id for item in entries_about(text)[:_NEAR]] if words else []


def neighbouring(entry: Entry) -> tuple[Entry, ...]:
    """What is worth asking where an entry has no rows."""
    return tuple(map(entry_named, entry.near))


_FINDINGS = MappingProxyType({item.finding: item for item in ENTRIES if item.finding})


def ask(view: View, entry: Entry, given: Mapping[str, str] | None = None, option: str = "") -> Answer:
    """Ask a view.

    Args:
        view: the graph on one date.
        entry: the question.
        given: arguments as text, as a person writes them.
        option: what whoever asks writes before an argument, for the message: ``-p `` on a command line.

    Raises:
        InputError: an argument is unknown, missing or wrong; all of them are named.
        MissingError: an argument names a node that is not in the graph.
    """
    arguments = arguments_of(view, entry, given or {}, option)
    derived = derived_of(view)
    return _answer(derived, entry, arguments, entry.ask(derived, arguments))


def ask_cypher(
    reader: CypherReader, view: View, entry: Entry, given: Mapping[str, str] | None = None, option: str = ""
) -> Answer:
    """Ask a server, in Cypher.

    Args:
        reader: the store whose graph in force today is asked.
        view: the same graph, for the arguments and the denominator.
        entry: the question.
        given: arguments as text.
        option: as `ask`.

    Raises:
        InputError, MissingError: as `ask`.
        StoreError: the server cannot answer, or with rows of another form.
    """
    arguments = arguments_of(view, entry, given or {}, option)
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in arguments.items()}
    rows = [_row(entry, row) for row in reader.run_cypher(cypher_text(entry), asked)]
    return _answer(derived_of(view), entry, arguments, rows)


def cypher_text(entry: Entry) -> str:
    """The Cypher text of an entry, with the question in its first lines."""
    return files("queries").joinpath(f"cypher/{entry.id}.cypher").read_text(encoding="utf-8")


def graph_text(entry: Entry) -> str | None:
    """What to paste into Neo4j Browser to see the entry as a picture; None where it links nothing."""
    found = files("queries").joinpath(f"cypher/{entry.id}.graph.cypher")
    return found.read_text(encoding="utf-8") if found.is_file() else None


def _answer(derived: Derived, entry: Entry, arguments: Arguments, rows: Iterable[Row]) -> Answer:
    ordered = entry.ordered(rows)
    over = [entry.place(name) for name in entry.denominator.over]
    found = len({tuple(row[at] for at in over) for row in ordered}) if over else None
    return Answer(entry, arguments, ordered, found, entry.denominator.count(derived, arguments))


# ------------------------------------------------------------------------------------------ rows of a server


def _row(entry: Entry, cells: Sequence[object]) -> Row:
    if len(cells) != len(entry.columns):
        got, expected = len(cells), len(entry.columns)
        raise StoreError(
            Label(
                f"{entry.id}：服务器返回 {got} 列；应为 {expected} 列",
                f"{entry.id}: number of columns: the server gave {got}; expected {expected}",
            )
        )
    return tuple(_cell(entry, column, cell) for column, cell in zip(entry.columns, cells, strict=True))


def _cell(entry: Entry, column: Column, cell: object) -> Cell:
    if isinstance(cell, list | tuple) and all(isinstance(item, str) for item in cell):
        return tuple(cell)
    if cell is None or isinstance(cell, str | int):
        return cell
    raise StoreError(
        Label(
            f"{entry.id}：{column.name} 列，服务器返回 {cell!r}；应为 {column.type.value}",
            f"{entry.id}: column {column.name}: the server gave {cell!r}; expected {column.type.value}",
        )
    )


# ------------------------------------------------------------------------------------------ arguments


def arguments_of(view: View, entry: Entry, given: Mapping[str, str], option: str = "") -> Arguments:
    """The arguments of an entry from text, checked and complete; ``option`` as in `ask`.

    Raises:
        InputError: an argument is unknown, missing or wrong.
        MissingError: an argument names a node that is not in the graph.
    """
    unknown = [name for name in given if entry.parameter(name) is None]
    missing = [item for item in entry.parameters if item.required and item.name not in given]
    if unknown or missing:
        raise InputError(_wrong(entry, unknown, missing, option))
    return MappingProxyType(
        {
            item.name: _argument(view, entry, item, given[item.name]) if item.name in given else item.default
            for item in entry.parameters
        }
    )


def _wrong(entry: Entry, unknown: Sequence[str], missing: Sequence[Parameter], option: str) -> Label:
    """What is wrong with the names of arguments, all of it, and which there are."""
    needed = [(f"{option}{item.name}=…", item.label) for item in missing]
    zh = [*(f"没有参数 {name!r}" for name in unknown), *(f"缺少参数 {text}（{label.zh}）" for text, label in needed)]
    en = [*(f"no parameter {name!r}" for name in unknown), *(f"missing: {text} ({label.en})" for text, label in needed)]
    known = [(item.name if item.required else f"[{item.name}]", item.label) for item in entry.parameters]
    listed = (
        "、".join(f"{name}（{label.zh}）" for name, label in known) or "无",
        ", ".join(f"{name} ({label.en})" for name, label in known) or "none",
    )
    return Label(f"{entry.id}：{'；'.join(zh)}；可用 {listed[0]}", f"{entry.id}: {'; '.join(en)}; known: {listed[1]}")


def _node(view: View, entry: Entry, item: Parameter, node: NodeId) -> str:
    status = (view.node(*node) or EMPTY).get("status", "active")
    if item.states and status not in item.states:
        expected = " / ".join(item.states)
        told = f"{entry.id}: {item.name}={node.code}"
        raise InputError(
            Label(f"{told} 状态为 {status}；应为 {expected}", f"{told} has status {status}; expected {expected}")
        )
    return node.code


def _argument(view: View, entry: Entry, item: Parameter, text: str) -> Cell:
    if item.type is ColumnType.NODE:
        return str(resolve(view, text))
    if item.kind is not None:
        return _node(view, entry, item, resolve(view, text, item.kind))
    value: Cell = text
    if item.type is ColumnType.INTEGER:
        value = int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdecimal() else None
    allowed = item.values or (view.manifest.levels if item.level else ())
    if value is None or (allowed and value not in allowed):
        listed, told = " / ".join(map(str, allowed)), f"{entry.id}: {item.name}"
        raise InputError(
            Label(
                f"{told} 收到 {text!r}；应为 {listed or '整数'}",
                f"{told} got {text!r}; expected {listed or 'an integer'}",
            )
        )
    return value
