"""What was given a code, and what was known by its name: how many of each kind, and the first with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.errors import Problem
from graph.schema import KINDS, OWNED_BY, Kind
from graph.terms import Both, Lack, label_of, plural
from loaders.elements import shown
from loaders.grids.grid import letters
from loaders.tables.headers import Heading
from loaders.tables.layout import Column
from loaders.tables.layouts import CONTROLS
from loaders.tables.rows import Row

__all__ = ["Made", "control_of"]

_NAMED = 3


@dataclass(slots=True)
class Made:
    """The names that codes were made for, by kind and file."""

    names: dict[tuple[Kind, str], list[str]] = field(default_factory=dict)
    counts: dict[tuple[Kind, str], int] = field(default_factory=dict)
    known: dict[tuple[Kind, str], list[tuple[Row, str]]] = field(default_factory=dict)
    """Rows whose cell of the code is empty, with the code of what has their name in their place."""

    def code_of(self, row: Row, kind: Kind, name: str, code: str, *, known: bool) -> None:
        """The code that a row without one was given; ``known``: something with this name had it already."""
        if not known:
            self.add(kind, row, "name", name)
        elif "code" in row.heading.present:
            self.known.setdefault((kind, row.place.file), []).append((row, code))

    def add(self, kind: Kind, row: Row, column: str, name: str) -> None:
        """One more, whose name stands in a column of a row."""
        key = kind, row.place.file
        self.counts[key] = self.counts.get(key, 0) + 1
        held = self.names.setdefault(key, [])
        if len(held) < _NAMED:
            held.append(_cell(row, column) + " " + shown(name))

    def notices(self) -> Iterator[Problem]:
        """One for each kind and file."""
        for (kind, file), count in self.counts.items():
            label, names = KINDS[kind].label, self.names[kind, file]
            listed, more = _joined(names), " …" if count > len(names) else ""
            got = Lack(f"{count} 个{label.zh}没有编码：", f"{plural(count, label.en)} without a code: ") + listed + more
            advice = Both(
                "已按所在与名称定码，重装不变", "codes were made of place and name: the same whenever they are loaded"
            )
            yield Problem(file, got, KINDS[kind].code.zh, advice)
        for (_, file), rows in self.known.items():
            yield _by_name(file, rows)


def control_of(row: Row, column: Column, code: str, text: str) -> Row:
    """The control that a risk's row describes in a cell, as a row of its own."""
    header = row.heading.header_of(column.name)
    present = [item for item in CONTROLS.columns if item.name in {"code", "name", "measure", OWNED_BY.rel.value}]
    headers = tuple({"code": "", "name": header}.get(item.name, item.header) for item in present)
    values = {"code": code, "name": text}
    if "measure" in row.values:
        values["measure"] = row.values["measure"]
    return Row(Heading(CONTROLS, tuple(present), headers), row.place, values)


def _by_name(file: str, rows: Sequence[tuple[Row, str]]) -> Problem:
    """A row is not taken for another in silence: which rows were matched by their names, and with what."""
    first = rows[0][0]
    header = first.heading.header_of("code")
    named = _joined([_cell(row, "code") + f"＝{code}" for row, code in rows[:_NAMED]])
    got = (
        Lack(
            f"{len(rows)} 行的{header}空着，按所在和名称对上：",
            f"{plural(len(rows), 'row')} without {header}, matched by place and name: ",
        )
        + named
        + " …" * (len(rows) > _NAMED)
    )
    advice = Both("对得不对的，请填编码再装", "where that is wrong, fill in the code and load again")
    return Problem(file, got, Both(f"{header}（必填）", f"{header} (required)"), advice, first.place.row, header)


def _joined(texts: Sequence[str]) -> Both:
    """Texts beside each other, in each language."""
    labels = [label_of(text) for text in texts]
    return Both("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def _cell(row: Row, column: str) -> str:
    header, number = row.heading.header_of(column), row.place.row
    if header not in row.heading.headers:
        return Both(f"第 {number} 行", f"row {number}")
    return f"{letters(row.heading.headers.index(header) + 1)}{number}"
