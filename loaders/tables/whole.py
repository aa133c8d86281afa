"""What tables say of the graph as a whole: incompatible acts, and the types of power with their definitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.errors import Problem
from graph.model import IncompatibleSet, Manifest
from graph.schema import KINDS, SECTION, Kind
from graph.terms import Both
from loaders.manifest import SCOPES
from loaders.tables.headers import fold
from loaders.tables.layouts import INCOMPATIBLE, LEVELS_TABLE, POWER_TYPES
from loaders.tables.rows import Row

__all__ = ["levels_from_rows", "manifest_from_rows"]

_SCOPE_LABELS = {
    **{scope: scope for scope in SCOPES},
    "任何": "any",
    "任何职权": "any",
    "同一职权": "power",
    "同一权力": "power",
}


def manifest_from_rows(rows: Sequence[Row], before: Manifest, problems: list[Problem]) -> Manifest | None:
    """The manifest with what the tables change in it; None where they say nothing of it."""
    sets = [row for row in rows if row.heading.table is INCOMPATIBLE]
    types = [row for row in rows if row.heading.table is POWER_TYPES]
    levels = levels_from_rows(rows, before, problems)
    if not sets and not types and not any(row.heading.table is LEVELS_TABLE for row in rows):
        return None
    for row in types:
        _give_type(row)
    sets, stated = _unique(sets, "id", problems), _unique(types, "code", problems)
    found = tuple(item for row in sets if (item := _incompatible(row, problems)) is not None)
    extra = dict(before.extra)
    if types:
        extra["power_types"] = [one for row in stated if (one := _power_type(row, problems)) is not None]
    return Manifest(levels, found if sets else before.incompatible, extra)


def levels_from_rows(rows: Sequence[Row], before: Manifest, problems: list[Problem]) -> tuple[str, ...]:
    """The office levels, highest first, as their rows stand; as before where no table states them."""
    stated = [row for row in rows if row.heading.table is LEVELS_TABLE and "level" in row.values]
    if not stated:
        return before.levels
    _unique(stated, "level", problems)
    for row in stated:
        if row.values["level"] == SECTION:
            expected = Both(f"机关的层级；{SECTION} 是科室，不在其中", f"an office level, and not {SECTION}, a section")
            problems.append(row.at("level").problem(repr(SECTION), expected, Both("删去此行", "remove the row")))
    return tuple(dict.fromkeys(str(row.values["level"]) for row in stated if row.values["level"] != SECTION))


def _unique(rows: Sequence[Row], name: str, problems: list[Problem]) -> list[Row]:
    """The rows less those that say again what an earlier one says: a row that is refused changes nothing."""
    first: dict[object, Row] = {}
    for row in rows:
        held = first.setdefault(row.values.get(name, id(row)), row)
        if held is not row:
            got = Both(
                f"{row.values[name]!r} 再次出现（先见于第 {held.place.row} 行）",
                f"{row.values[name]!r} again (first at row {held.place.row})",
            )
            problems.append(
                row.at(name).problem(got, Both("每个编码一行", "each code once"), Both("删去一行", "remove one"))
            )
    return list(first.values())


def _incompatible(row: Row, problems: list[Problem]) -> IncompatibleSet | None:
    values = row.values
    if not {"id", "acts", "scope"} <= values.keys():
        return None  # reported with the cell
    scope = _SCOPE_LABELS.get(fold(values["scope"]))
    if scope is None:
        problems.append(row.at("scope").problem(repr(values["scope"]), " / ".join(_SCOPE_LABELS)))
    if len(values["acts"]) < 2:
        expected = Both("两个以上动作", "two or more acts")
        problems.append(row.at("acts").problem(repr(values["acts"][0]), expected))
    if scope is None or len(values["acts"]) < 2:
        return None
    return IncompatibleSet(values["id"], values["acts"], scope, values.get("basis", ""))


def _types() -> dict[str, str]:
    return {str(value): label.zh for value, label in KINDS[Kind.POWER].properties["type"].values.items()}


def _give_type(row: Row) -> None:
    """The code of a type, where a table has no column of codes and calls it by its official name."""
    if "code" not in row.values and "code" not in row.heading.present:
        codes = {fold(name): code for code, name in _types().items()}
        code = codes.get(fold(str(row.values.get("name", ""))))
        if code is not None:
            row.values["code"] = code


def _power_type(row: Row, problems: list[Problem]) -> dict[str, Any] | None:
    """One type of power as the manifest keeps it; code and name are checked against the schema."""
    known = _types()
    code, name = str(row.values.get("code", "")).zfill(2), row.values.get("name", "")
    if "code" not in row.values:
        if name and "code" not in row.heading.present:
            advice = Both("请加一列类别编码", "add a column of type codes")
            problems.append(row.at("name").problem(repr(name), " / ".join(known.values()), advice))
        return None  # else reported with the cell
    if code not in known:
        problems.append(row.at("code").problem(repr(row.values["code"]), " / ".join(known)))
        return None
    if name and name != known[code]:
        problems.append(row.at("name").problem(repr(name), known[code], Both(f"类别 {code}", f"type {code}")))
        return None
    fields = ("definition", "rule", "law", "origin", "source", "note")
    return {"code": code, "name": name} | {key: row.values[key] for key in fields if key in row.values}
