"""What was given a code, and what was known by its name: how many of each kind, and the first with their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.errors import Problem
from graph.schema import KINDS, Kind
from graph.terms import Both, Lack, label_of, plural
from loaders.elements import Rows, shown
from loaders.grids.grid import letters
from loaders.tables.rows import Row

__all__ = ["Made"]

_NAMED = 3


@dataclass(slots=True)
class Made:
    """The names that codes were made for, and those that were known, by kind and file."""

    named: dict[tuple[Kind, str], list[tuple[Row, str, str]]] = field(default_factory=lambda: defaultdict(list))
    """Rows with the column and the name that a code was made of."""
    known: dict[tuple[Kind, str], list[tuple[Row, str]]] = field(default_factory=lambda: defaultdict(list))
    """Rows whose cell of the code is empty, with the code of what has their name in their place."""

    def code_of(self, row: Row, kind: Kind, name: str, code: str, *, known: bool) -> None:
        """The code that a row without one was given; ``known``: something with this name had it already."""
        if not known:
            self.add(kind, row, "name", name)
        elif "code" in row.heading.present:
            self.known[kind, row.place.file].append((row, code))

    def add(self, kind: Kind, row: Row, column: str, name: str) -> None:
        """One more, whose name stands in a column of a row."""
        self.named[kind, row.place.file].append((row, column, name))

    def notices(self, refused: Rows) -> Iterator[Problem]:
        """One for each kind and file; ``refused``: file and row of what is wrong, and so was given no code."""
        for (kind, file), named in self.named.items():
            if taken := [each for each in named if each[0].place[:2] not in refused]:
                yield _made(kind, file, taken)
        for (_, file), rows in self.known.items():
            if matched := [each for each in rows if each[0].place[:2] not in refused]:
                yield _by_name(file, matched)


def _made(kind: Kind, file: str, named: Sequence[tuple[Row, str, str]]) -> Problem:
    """Which names codes were made of."""
    label = KINDS[kind].label
    got = (
        Lack(f"{len(named)} 个{label.zh}没有编码：", f"{plural(len(named), label.en)} without a code: ")
        + _joined([_cell(row, column) + " " + shown(name) for row, column, name in named[:_NAMED]])
        + " …" * (len(named) > _NAMED)
    )
    advice = Both(
        "已按所在与名称定码，重装不变", "codes were made of place and name: the same whenever they are loaded"
    )
    return Problem(file, got, KINDS[kind].code.zh, advice)


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
