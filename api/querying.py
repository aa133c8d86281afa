"""Questions of the catalogue from outside: arguments as words, answers as JSON and as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from api.render.names import least_origin
from graph.errors import InputError
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.snapshot import Snapshot
from graph.terms import Both
from graph.view import View
from queries.answers.model import Cell, ColumnType, Entry, Row
from queries.catalog import CATALOG, Answer
from queries.census import SYNTHETIC

__all__ = [
    "COMMAND",
    "IN_ADDRESS",
    "answer_object",
    "answer_table",
    "given_of",
    "list_object",
    "list_table",
    "nodes_in",
    "synthetic_in",
]

COMMAND, IN_ADDRESS = "-p ", "param="
"""What is written before an argument on the command line, and in an address of the API."""


def given_of(words: Sequence[str], written: str) -> Mapping[str, str]:
    """Arguments written as ``NAME=VALUE``; ``written`` is what stands before each, for the message.

    Raises:
        InputError: a word is not of that form, or a name stands twice.
    """
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not name or not equals or name in given:
            expected = Both(f"{written}NAME=VALUE，每个名称一次", f"{written}NAME=VALUE, each name once")
            raise InputError(
                Both(
                    f"{written.rstrip(' =')}：收到 {word!r}；应为 ", f"{written.rstrip(' =')}: got {word!r}; expected "
                )
                + expected
            )
        given[name] = value
    return given


def nodes_in(entry: Entry, row: Row) -> Iterator[NodeId]:
    """The nodes that a row names."""
    for column, cell in zip(entry.columns, row, strict=True):
        if column.type in (ColumnType.NODE, ColumnType.NODES):
            named = cell if isinstance(cell, tuple) else (str(cell),)
            yield from (NodeId(Kind(kind), code) for kind, _, code in (text.partition("/") for text in named))
        elif column.kind is not None and isinstance(cell, str) and cell:
            yield NodeId(column.kind, cell)


def synthetic_in(view: View, answer: Answer) -> int | None:
    """How many rows rest on something synthetic; None where the rows are counts and have a column for that."""
    if any(column.name == SYNTHETIC for column in answer.entry.columns):
        return None
    origins = (least_origin(view, nodes_in(answer.entry, row)) for row in answer.rows)
    return sum(origin == SYNTHETIC for origin in origins)


def answer_object(view: Snapshot, answer: Answer) -> dict[str, Any]:
    """The answer as JSON: what was asked, what the rows are, what they are a share of, the rows."""
    entry, origin = answer.entry, view.origin
    found: dict[str, Any] = {
        "query": entry.id,
        "question": _label(entry.question),
        "parameters": dict(answer.arguments),
        "columns": [
            {
                "name": item.name,
                "label": _label(item.label),
                "type": item.type.value,
                "kind": item.kind.value if item.kind else None,
            }
            for item in entry.columns
        ],
        "identity": list(entry.identity),
        "count": len(answer.rows),
        "synthetic": synthetic_in(view, answer),
        "denominator": {
            "label": _label(entry.denominator.label),
            "count": answer.of,
            "found": answer.found,
            "measure": entry.denominator.measure or None,
        },
        "rows": [list(row) for row in answer.rows],
        "near": list(entry.near),
        "meta": {"date": origin.on.isoformat() if origin.on else None, "revision": origin.revision},
    }
    if entry.finding:
        found["findings"] = [[entry.finding, *row] for row in answer.rows]
    return found


def answer_table(answer: Answer) -> Iterator[Sequence[str]]:
    """The rows as text under the names of their columns."""
    yield [column.name for column in answer.entry.columns]
    for row in answer.rows:
        yield [_text(cell) for cell in row]


def list_object() -> list[dict[str, Any]]:
    """Every entry with what it asks for."""
    return [
        {
            "query": entry.id,
            "question": _label(entry.question),
            "finding": entry.finding or None,
            "near": list(entry.near),
            "parameters": [
                {
                    "name": item.name,
                    "label": _label(item.label),
                    "type": item.type.value,
                    "kind": item.kind.value if item.kind else None,
                    "values": list(item.values),
                    "required": item.required,
                    "default": item.default,
                    "example": item.example,
                }
                for item in entry.parameters
            ],
        }
        for entry in CATALOG.values()
    ]


def list_table() -> Iterable[Sequence[str]]:
    """Every entry as a row: id, question, parameters."""
    yield ["query", "question_zh", "question_en", "parameters"]
    for entry in CATALOG.values():
        names = " ".join(item.name if item.required else f"[{item.name}]" for item in entry.parameters)
        yield [entry.id, entry.question.zh, entry.question.en, names]


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return " ".join(cell)
    return "" if cell is None else str(cell)
