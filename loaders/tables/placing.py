"""Where the risks of a table are that say their office beside them: no relation has room for it, so it is noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.errors import Problem
from graph.schema import BORNE_BY, EXPOSES
from loaders.tables.layouts import RISKS
from loaders.tables.rows import Row

__all__ = ["note_places"]

_UNITS = ("office name", "section name")


def note_places(rows: Sequence[Row]) -> list[Problem]:
    """Note the office and section of each risk that no post places, the same in all rows of one risk; and say so."""
    risks: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row.heading.table is RISKS and "code" in row.values:
            risks[row.values["code"]].append(row)
    noted = [row for group in risks.values() if any(map(_says_place, group)) for row in _noted(group)]
    return list(_told(row for row in noted if _says_place(row)))


def _says_place(row: Row) -> bool:
    posted = BORNE_BY.rel.value in row.values and EXPOSES.rel.value not in row.values
    return not posted and any(name in row.values for name in _UNITS)


def _noted(group: Sequence[Row]) -> Sequence[Row]:
    held = list(dict.fromkeys(row.values["note"] for row in group if "note" in row.values))
    places = [
        f"{row.heading.header_of(name)}：{row.values[name]}"
        for row in group
        if _says_place(row)
        for name in _UNITS
        if name in row.values
    ]
    text = "；".join(dict.fromkeys(places))
    for row in group:
        before = held[0] if len(held) == 1 else row.values.get("note", "")
        row.values["note"] = f"{before}；{text}" if before else text
    return group


def _told(rows: Iterable[Row]) -> Iterator[Problem]:
    """One notice for each column of each file."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in _UNITS:
            if name in row.values:
                found[row.place.file, name].append(row)
    for (_, name), those in found.items():
        got = f"{len(those)} 行风险点写明所在 rows say where a risk is"
        advice = "风险点没有“所在”一项：已记入备注 kept as a note: a risk hangs on a step or a post"
        yield those[0].at(name).problem(got, "环节或岗位 a step or a post", advice)
