"""Which table a file is, and which column stands under which header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from graph.errors import Problem
from graph.terms import Both, Lack
from loaders.elements import shown
from loaders.tables.layout import Column, Form, Table
from loaders.tables.layouts import FREE, POWER_TYPES, RISKS, TABLES, UNSAYABLE
from loaders.tables.spellings import PERSONAL

__all__ = [
    "Heading",
    "columns_by_header",
    "fits",
    "fold",
    "is_personal",
    "known",
    "listed",
    "match",
    "nearest",
    "recognise",
]

_MARKS = re.compile(r"^[*※★]+|[*※★:]+$")
_LISTED = 200
"""Characters of headers that a message lists."""
_REMARK = re.compile(r"\([^()]*\)$")

_LIKE = 0.65
"""How like a header a strange one must be to be taken for it misspelt: one character in four may differ."""

_A_LITTLE_LIKE = 0.5
_NEAREST = 3
"""Known headers that the notice of a strange one names."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of one file: the layout's column at each position, None where it is ignored."""

    table: Table
    columns: tuple[Column | None, ...]
    headers: tuple[str, ...]
    present: frozenset[str] = field(init=False, repr=False, compare=False)
    """Names of the columns that the file has."""
    _headers: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = zip(self.columns, self.headers, strict=True)
        held = [(column.name, header) for column, header in pairs if column is not None]
        official = {column.name: column.header for column in reversed(self.table.columns)}
        object.__setattr__(self, "present", frozenset(name for name, _ in held))
        object.__setattr__(self, "_headers", {**official, **dict(reversed(held))})  # the first of a name stands

    def header_of(self, name: str) -> str:
        """The header as the file writes it; the official one where the file lacks the column."""
        return self._headers.get(name, name)


def fold(text: str) -> str:
    """A header as it is compared: compatibility forms, spaces and case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def recognise(stem: str, headers: Sequence[str]) -> Table | None:
    """The table that a file is, by the title in its name or else by its headers; None where neither tells."""
    name = fold(stem)
    titled = [(len(title), table) for table in TABLES for title in _titles(table) if title in name]
    if titled:
        return max(titled, key=lambda item: item[0])[1]
    fitting = [(_count(table, headers), table) for table in TABLES if fits(table, headers)]
    best = max((count for count, _ in fitting), default=0)
    candidates = [table for count, table in fitting if count == best]
    return candidates[0] if len(candidates) == 1 else None


def nearest(headers: Sequence[str]) -> tuple[Table, tuple[str, ...]] | None:
    """The table that has most of some headers, with the headers that it still lacks; None where it has none or all."""
    near = max(TABLES, key=lambda table: _count(table, headers))
    names = columns_by_header(near)
    found = [column for header in headers if (column := known(names, header)) is not None]
    lacking = tuple(column.header for column in _lacking(near, found)) if found else ()
    return (near, lacking) if lacking else None


def listed(headers: Sequence[str]) -> str:
    """Headers as a message lists them, cut to what fits."""
    text = "、".join(" ".join(header.split()) for header in headers if header.strip())
    return text if len(text) <= _LISTED else f"{text[:_LISTED]}…"


def columns_by_header(table: Table) -> dict[str, Column]:
    """Every header that the table knows, folded; the official ones win over the others."""
    result = {fold(other): column for column in table.columns for other in column.others}
    result.update({fold(column.header): column for column in table.columns})
    return result


def known(names: Mapping[str, Column], header: str) -> Column | None:
    """The column under a header; marks around it, and a remark in brackets behind it, do not count."""
    text = _MARKS.sub("", fold(header))
    free = header.strip()
    if free.startswith(FREE):
        return Column(free.removeprefix(FREE), free, form=Form.JSON)
    return names.get(text) or names.get(_REMARK.sub("", text))


def fits(table: Table, headers: Sequence[str]) -> bool:
    """Whether headers have all that the table requires, or names in the place of codes."""
    names = columns_by_header(table)
    found = _named(table, [column for header in headers if (column := known(names, header)) is not None])
    return bool(found) and not _lacking(table, found)


def is_personal(header: str) -> bool:
    """Whether a column holds names of persons, which no graph of posts may keep."""
    text = _REMARK.sub("", _MARKS.sub("", fold(header)))
    return text in PERSONAL or "姓名" in text


def _named(table: Table, found: Sequence[Column | None]) -> list[Column | None]:
    """The columns of a risk table, where a risk without a name of its own is called by its manifestation."""
    present = {column.name for column in found if column is not None}
    if table is not RISKS or {"code", "name"} & present:
        return list(found)
    name = next(column for column in table.columns if column.name == "name")
    return [name if column is not None and column.name == "manifestation" else column for column in found]


def _count(table: Table, headers: Sequence[str]) -> int:
    names = columns_by_header(table)
    return len({column.name for header in headers if (column := known(names, header)) is not None})


def _lacking(table: Table, found: Sequence[Column | None]) -> list[Column]:
    """Required columns that are not there, and for which no names can stand."""
    present = {column.name for column in found if column is not None}
    stood_for = {column.stands_for for column in found if column is not None}
    if "name" in present and (table.kind is not None or table is POWER_TYPES):
        stood_for.add("code")
    return [column for column in table.columns if column.required and column.name not in present | stood_for]


def match(table: Table, headers: Sequence[str], file: str, row: int) -> tuple[Heading, list[Problem], list[Problem]]:
    """The columns under a file's headers, with problems and, for what will be ignored, notices."""
    names = columns_by_header(table)
    columns: list[Column | None] = []
    problems: list[Problem] = []
    strange: list[str] = []
    personal: list[str] = []
    for header in headers:
        column = known(names, header)
        if column is not None and column in columns:
            got = Both(f"表头 {header!r} 再次出现", f"column {header!r} again")
            problems.append(Problem(file, got, Both("每列一次", "each column once"), row=row, column=header))
        elif column is None and header.strip():
            (personal if is_personal(header) else strange).append(header)
        columns.append(column)
    columns, read = _named(table, columns), columns
    lacking = _lacking(table, columns)
    for column in table.columns:
        near = get_close_matches(column.header, strange, n=1, cutoff=_LIKE)
        if column.required and column not in columns and (near or column in lacking):
            got = Both(f"表头 {near[0]!r}", f"header {near[0]!r}") if near else Lack("没有这一列", "no such column")
            others = "、".join(column.others)
            problems.append(
                Problem(
                    file,
                    got,
                    Both(f"{column.header}（或 {others}）", f"{column.header} (or {others})"),
                    Both(f"这是{table.title}", f"this is the table {table.title}") + _or_another(table, headers),
                    row,
                    column.header,
                )
            )
    unused = [column.header for column in table.columns if column not in columns and column.form is not Form.NAME]
    notices = [_unknown_header(table, header, unused, file, row) for header in strange]
    notices += [_personal_header(header, file, row) for header in personal]
    pairs = zip(headers, read, columns, strict=True)
    notices += [_naming_header(header, file, row) for header, before, now in pairs if now is not before]
    return Heading(table, tuple(columns), tuple(headers)), problems, notices


def _or_another(table: Table, headers: Sequence[str]) -> str:
    """Another table that has all that these headers need, where a title says that it is this one."""
    other = recognise("", headers)
    if other is None or other is table:
        return ""
    return Both(
        f"；表头像 {other.title}：如是，请改表名", f"; its headers are those of {other.title}: if it is, name it so"
    )


def _unknown_header(table: Table, header: str, unused: Sequence[str], file: str, row: int) -> Problem:
    """What becomes of a strange column, and which header may be meant: one that it is like, else those not used."""
    got, advice = (
        Both(f"未知表头 {shown(header)}", f"unknown header {shown(header)}"),
        Both("此列只记入备注", "kept as a note and no more"),
    )
    why = UNSAYABLE.get(table.title, {}).get(_REMARK.sub("", _MARKS.sub("", fold(header))))
    if why is not None:
        return Problem(file, got, why, advice, row, header)
    headers = dict.fromkeys(name for column in table.columns for name in (column.header, *column.others))
    near = get_close_matches(header, headers, n=_NEAREST, cutoff=_LIKE) or get_close_matches(
        header, headers, n=_NEAREST, cutoff=_A_LITTLE_LIKE
    )
    expected = Both(f"{table.title}的表头", f"a header of the table {table.title}")
    if near or unused:
        expected += (
            Both(f"：{'、'.join(near)}？", f": {', '.join(near)}?")
            if near
            else Both(f"，如还没有用的：{listed(unused)}", f", such as those not used yet: {listed(unused)}")
        )
    advice += Both("；若是其中一列，请改表头再装", "; if it is one of these, mend the header and load again")
    return Problem(
        file,
        got,
        expected,
        advice + Both("；表头全表见 docs/reference/tables.md", "; all headers: docs/reference/tables.md"),
        row,
        header,
    )


def _naming_header(header: str, file: str, row: int) -> Problem:
    got = Lack("没有风险点一列", "no column of risk points")
    advice = Both(f"以{header}为名称", f"{shown(header)} is taken as the name")
    return Problem(file, got, Both("风险点", "risk points"), advice, row, header)


def _personal_header(header: str, file: str, row: int) -> Problem:
    advice = Both("此列未读：图谱记岗位，不记人名", "not read: the graph keeps posts, not persons")
    return Problem(
        file,
        Both(f"人名一列：{shown(header)}", f"names of persons: {shown(header)}"),
        Both("岗位", "posts"),
        advice,
        row,
        header,
    )


def _titles(table: Table) -> tuple[str, ...]:
    return tuple(fold(title) for title in (table.title, *table.aliases))
