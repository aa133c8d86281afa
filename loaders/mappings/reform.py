"""A list becomes a reform, by a mapping: changes for every row, and changes that sum up all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import InputError, Problem
from graph.model import parse_date
from graph.reform import Reform
from graph.terms import Both, Lack
from graph.view import View
from loaders.elements import DATE_ADVICE, shown
from loaders.mappings.model import ListMapping
from loaders.mappings.rows import read_rows
from loaders.mappings.templates import Bound, filled
from loaders.mappings.values import Valuer, Values

__all__ = ["MappedReform", "mapped_reform"]


@dataclass(frozen=True, slots=True)
class MappedReform:
    """The reform that a list states, and what of the list is not in it: ``problems`` name every row left out."""

    reform: Reform
    rows: int
    taken: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def mapped_reform(mapping: ListMapping, path: Path, view: View, effective: date | None = None) -> MappedReform:
    """The reform that a list states.

    Args:
        mapping: with a ``reform``.
        path: of the list.
        view: the graph that names are found in, on the day that the reform takes effect.
        effective: that day; the mapping's where none is given.

    Raises:
        InputError: the file cannot be read or lacks a column, the mapping makes no reform, or no row is left.
    """
    if mapping.reform is None:
        expected = Both("有 reform 的映射", "a mapping with a reform")
        raise InputError(
            [
                Problem(
                    mapping.name,
                    Lack("没有 reform", "no reform"),
                    expected,
                    Both("载入请用 quangang load --mapping", "to load: quangang load --mapping"),
                )
            ]
        )
    listed = read_rows(mapping, path)
    if listed.problems:
        raise InputError(listed.problems)
    valuer = Valuer(mapping, view, listed.headers)
    taken = [values for row in listed.rows if (values := valuer.of(row)) is not None]
    if not taken:
        raise InputError(valuer.problems)
    reform = _reform(mapping.reform, taken, path.name, effective)
    notices = (*listed.notices, *valuer.notices)
    return MappedReform(reform, len(listed.rows), len(taken), tuple(valuer.problems), notices)


def _reform(rule: Mapping[str, Any], rows: list[Values], file: str, effective: date | None) -> Reform:
    whole: Values = {**rows[0], "file": file, "row": len(rows)}
    whole.update({name: _total(total, rows) for name, total in rule.get("totals", {}).items()})
    changes = [
        *filled(rule.get("first", []), whole),
        *(change for values in rows for change in filled(rule.get("each", []), values)),
        *filled(rule.get("last", []), whole),
    ]
    texts = {name: str(filled(rule.get(name, ""), whole) or "") for name in ("name", "number", "reason")}
    return Reform(
        name=texts["name"],
        changes=tuple(changes),
        effective=effective or _effective(rule),
        number=texts["number"],
        reason=texts["reason"],
    )


def _effective(rule: Mapping[str, Any]) -> date | None:
    held = rule.get("effective")
    try:
        return None if held is None else parse_date(held)
    except ValueError as error:
        raise InputError(
            [
                Problem(
                    "reform", shown(held), Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), DATE_ADVICE, column="effective"
                )
            ]
        ) from error


def _total(rule: Mapping[str, Any], rows: list[Values]) -> Bound:
    """A value over all rows: their number, the distinct values of a name, or those with how often each occurs."""
    if "count_by" in rule:
        found = Counter(_each(rows, rule["count_by"]))
        return "、".join(f"{text} {number} 项" for text, number in found.most_common()) or None
    if "distinct" in rule:
        return tuple(dict.fromkeys(_each(rows, rule["distinct"]))) or None
    return len(rows)


def _each(rows: list[Values], name: str) -> list[str]:
    held = [row.get(name) for row in rows]
    return [text for item in held if item is not None for text in (item if isinstance(item, tuple) else (str(item),))]
