"""Arguments for the entries of the catalogue on graphs that nobody has read."""

from __future__ import annotations

import random

from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.answers.model import ColumnType, Entry, Parameter

__all__ = ["asked_by_example", "asked_of"]


def asked_by_example(entry: Entry) -> list[dict[str, str]]:
    """The arguments of the reference data: without, and with, what may be left out."""
    required = {item.name: str(item.example) for item in entry.parameters if item.required}
    optional = {item.name: str(item.example) for item in entry.parameters if not item.required}
    return [required, required | optional] if optional else [required]


def asked_of(entry: Entry, snapshot: Snapshot, rng: random.Random) -> list[dict[str, str]]:
    """Arguments that a graph can answer; none where it has no node of the kind that is asked for."""
    given = {item.name: _value(item, snapshot, rng) for item in entry.parameters}
    required = {name: value for name, value in given.items() if _required(entry, name)}
    if None in required.values():
        return []
    whole = {name: value for name, value in given.items() if value is not None}
    plain = {name: value for name, value in required.items() if value is not None}
    return [plain] if plain == whole else [plain, whole]


def _required(entry: Entry, name: str) -> bool:
    parameter = entry.parameter(name)
    return parameter is not None and parameter.required


def _value(item: Parameter, snapshot: Snapshot, rng: random.Random) -> str | None:
    if item.type is ColumnType.NODE:
        return rng.choice([f"{kind.value}/{code}" for kind in Kind for code in snapshot.codes(kind)])
    if item.kind is not None:
        fitting = [code for code, held in snapshot.nodes(item.kind) if _fits(item, held.get("status", "active"))]
        return f"{item.kind.value}/{rng.choice(fitting)}" if fitting else None
    if item.level:
        return rng.choice(snapshot.manifest.levels)
    return str(rng.choice(item.values))


def _fits(item: Parameter, status: object) -> bool:
    return not item.states or status in item.states
