"""The rows of a list: objects in nested JSON lists with what stands above them, records of CSV, rows of sheets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from graph.errors import InputError, Problem
from graph.terms import Both, Lack
from loaders.elements import Place, Sheet, shown
from loaders.grids.records import encoding_of, line_of, records
from loaders.lines import text_of
from loaders.mappings.grids import GRIDS, grid_rows
from loaders.mappings.model import ListMapping
from loaders.strictjson import NotJson, decode
from loaders.tables.headers import fold

__all__ = ["Listed", "Row", "read_rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place, its cells by the mapping's names of the columns, and the text that a report shows."""

    place: Place
    cells: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a file, with what is wrong with the file as a whole and what is not read of it."""

    rows: tuple[Row, ...]
    headers: Mapping[str, str]
    header: Mapping[str, str]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    sheets: Mapping[str, Sheet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Raw:
    number: int
    cells: Mapping[str, str]
    text: str
    sheet: str = ""


def read_rows(mapping: ListMapping, path: Path) -> Listed:
    """The rows of a file as a mapping names its columns.

    Headers are compared without spaces and line breaks, in compatibility forms; a number is read as the text that
    it was written as.

    Raises:
        InputError: the file cannot be read, or is none of the mapping's format.
    """
    suffix = path.suffix.lower()
    spelt = {fold(spelling): name for name, all_ in mapping.columns.items() for spelling in all_}
    if suffix in GRIDS:
        return _of_grids(mapping, path, spelt)
    form = mapping.format or ("csv" if suffix == ".csv" else "json")
    held = list(_csv_rows(path) if form == "csv" else _json_rows(mapping, path))
    header = {}
    if form == "csv" and held:
        header, held = {path.name: held[0].text}, held[1:]
    seen = list(dict.fromkeys(name for row in held for name in row.cells))
    return _listed(mapping, path, spelt, seen, held, header)


def _of_grids(mapping: ListMapping, path: Path, spelt: Mapping[str, str]) -> Listed:
    found = grid_rows(path, spelt)
    if not found.sheets:
        raise InputError(found.problems)
    raw = [_Raw(row.number, row.cells, row.text, row.sheet) for row in found.rows]
    listed = _listed(mapping, path, spelt, found.headers, raw, found.header)
    problems, notices = (*listed.problems, *found.problems), (*listed.notices, *found.notices)
    return replace(listed, problems=problems, notices=notices, sheets=found.sheets)


def _listed(
    mapping: ListMapping,
    path: Path,
    spelt: Mapping[str, str],
    seen: list[str],
    held: list[_Raw],
    header: Mapping[str, str],
) -> Listed:
    headers: dict[str, str] = {}
    for original in seen:
        if fold(original) in spelt:
            headers.setdefault(spelt[fold(original)], original)
    rows = tuple(
        Row(
            Place(row.sheet or path.name, row.number),
            {spelt[fold(original)]: cell for original, cell in row.cells.items() if fold(original) in spelt},
            row.text,
        )
        for row in held
    )
    if not rows:
        where = ".".join(mapping.path)
        got = Lack(f"没有数据行{f'（{where}）' if where else ''}", f"no rows{f' under {where}' if where else ''}")
        raise InputError([Problem(path.name, got, Both("至少一行", "at least one row"))])
    problems = tuple(_missing(mapping, path.name, headers, seen))
    return Listed(rows, headers, header, problems, tuple(_unknown(mapping, path.name, seen, spelt)))


def _missing(mapping: ListMapping, file: str, headers: Mapping[str, str], seen: list[str]) -> Iterator[Problem]:
    for name, spellings in mapping.columns.items():
        if name not in headers and name not in mapping.optional:
            near = get_close_matches(spellings[0], seen, n=1, cutoff=0.5)
            got = (
                Both(f"列 {near[0]!r}", f"column {near[0]!r}")
                if near
                else Lack(f"没有这一列；有 {'、'.join(seen)}", f"no such column; there are {'、'.join(seen)}")
            )
            yield Problem(
                file,
                got,
                " / ".join(spellings),
                Both(f"映射 {mapping.name}：columns.{name}", f"mapping {mapping.name}: columns.{name}"),
            )


def _unknown(mapping: ListMapping, file: str, seen: list[str], spelt: Mapping[str, str]) -> Iterator[Problem]:
    known = spelt.keys() | {fold(name) for name in mapping.ignored}
    for original in seen:
        if fold(original) not in known:
            expected = "、".join(all_[0] for all_ in mapping.columns.values())
            advice = Both(
                "此列未读；要读写进 columns，不读写进 ignore",
                "column not read; declare it under columns, or under ignore to leave it",
            )
            yield Problem(
                file,
                Both(f"未知列 {shown(original)}", f"unknown column {shown(original)}"),
                expected,
                advice,
                column=original.strip(),
            )


# -- JSON ------------------------------------------------------------------------------------------------------


def _json_rows(mapping: ListMapping, path: Path) -> Iterator[_Raw]:
    text = text_of(path)
    try:
        held = decode(text)
    except NotJson as error:
        row = None if error.position is None else text.count("\n", 0, error.position) + 1
        raise InputError([Problem(path.name, error.got, error.expected, error.advice, row)]) from error
    for number, found in enumerate(_objects(held, mapping.path, {}, path.name, ""), 1):
        cells = {name: _cell(value) for name, value in found.items() if not isinstance(value, list | dict)}
        yield _Raw(number, cells, json.dumps(found, ensure_ascii=False))


def _objects(
    held: Any,  # noqa: ANN401 - a tree of JSON
    path: tuple[str, ...],
    above: Mapping[str, Any],
    file: str,
    where: str,
) -> Iterator[dict[str, Any]]:
    """The objects at the end of a path of keys, each with the plain values of those above it."""
    items = held if isinstance(held, list) else [held]
    for at, item in enumerate(items):
        here = f"{where}[{at}]"
        if not isinstance(item, dict):
            raise InputError([Problem(file, shown(item), Both("对象", "an object"), column=here)])
        if not path:
            yield {**above, **item}
            continue
        inner = item.get(path[0])
        if not isinstance(inner, list):
            raise InputError(
                [Problem(file, shown(inner), Both(f"{path[0]} 下的列表", f"a list under {path[0]}"), column=here)]
            )
        plain = {name: value for name, value in item.items() if not isinstance(value, list | dict)}
        yield from _objects(inner, path[1:], {**above, **plain}, file, f"{here}.{path[0]}")


def _cell(value: object) -> str:
    """A plain JSON value as the text of a cell; a code that became a number is that number's digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# -- CSV -------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path) -> Iterator[_Raw]:
    """The header as a row of its own, then the records that hold anything."""
    headers: list[str] | None = None
    for number, cells in records(path, path.name, encoding_of(path, path.name), lambda _position: None):
        if headers is None:
            headers = [cell if cell.strip() else f"#{at}" for at, cell in enumerate(cells, 1)]
            yield _Raw(number, dict.fromkeys(headers, ""), line_of(cells))
        elif any(cell.strip() for cell in cells):
            if len(cells) > len(headers):
                got = Both(f"{len(cells)} 格", f"{len(cells)} cells")
                raise InputError(
                    [
                        Problem(
                            path.name,
                            got,
                            Both(f"{len(headers)} 格，与表头同", f"{len(headers)} as the header has"),
                            row=number,
                        )
                    ]
                )
            yield _Raw(number, dict(zip(headers, cells, strict=False)), line_of(cells))
