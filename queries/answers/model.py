"""What an entry of the catalogue is: a question with its parameters, its typed rows and what they are a share of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from graph.derived import Derived
from graph.schema import KINDS, Kind, Label

__all__ = [
    "Arguments",
    "Ask",
    "Cell",
    "Column",
    "ColumnType",
    "Denominator",
    "Entry",
    "Parameter",
    "Row",
    "entry",
    "node_column",
]

Cell = str | int | bool | None | tuple[str, ...]
"""One value of a row, or of an argument."""

Row = tuple[Cell, ...]
Arguments = Mapping[str, Cell]
"""Every parameter of the entry by name; those left out have their default."""

Ask = Callable[[Derived, Arguments], Iterable[Row]]
"""The Python side of an entry: rows in any order, without duplicates."""


class ColumnType(StrEnum):
    """What the values of a column or a parameter are; ``node`` is ``Kind/CODE``, ``nodes`` a list of these."""

    TEXT = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXTS = "strings"
    NODE = "node"
    NODES = "nodes"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows.

    ``kind`` says that its values are codes of that kind of node; "" or None then is no node. A column of type
    ``node`` names nodes of any kind, as ``Kind/CODE``. ``words`` says values to people; where a value means something
    else of each kind of node, ``Kind/value`` says it of rows whose first node is of that kind.
    """

    name: str
    label: Label
    type: ColumnType = ColumnType.TEXT
    kind: Kind | None = None
    words: Mapping[str, Label] = field(default_factory=dict, hash=False)

    def word(self, value: str, kind: Kind | None = None) -> Label | None:
        """What people call a value; None where it speaks for itself."""
        return self.words.get(f"{kind}/{value}") or self.words.get(value)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that an entry asks for.

    Attributes:
        name: as written behind ``-p`` and, with ``$`` before it, in the Cypher text.
        label: what it is, for people.
        type: of its values.
        kind: its values are codes of this kind of node.
        values: the only values it may have; empty for any.
        default: the value when none is given; only where ``required`` is False.
        required: it must be given.
        example: a value that means something in the reference data.
        level: its values are the office levels of the graph.
        states: the node that it names has one of these statuses; empty for any.
    """

    name: str
    label: Label
    type: ColumnType = ColumnType.TEXT
    kind: Kind | None = None
    values: tuple[str | int, ...] = ()
    default: Cell = None
    required: bool = True
    example: Cell = None
    level: bool = False
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Denominator:
    """What the rows, or the numbers in them, are a share of.

    Attributes:
        label: what is counted.
        count: how many there are in the graph.
        over: the columns whose distinct values are the numerator; empty where each row has a number of its own.
        measure: the column whose number in each row is a share of the count; "" where the rows themselves are.
        kind: the kind of the nodes that are counted, all of them or those in use; None where pairs or others are.
    """

    label: Label
    count: Callable[[Derived, Arguments], int]
    over: tuple[str, ...] = ()
    measure: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the catalogue; its Cypher text is ``queries/cypher/<id>.cypher``.

    Attributes:
        id: in words joined by hyphens; a finding's begins with its code.
        question: as a person asks it.
        columns: of the rows, in the order in which the Cypher text returns them.
        identity: the columns that tell a row from any other.
        order: columns by which rows are sorted first, a minus before those that fall; then by identity.
        denominator: what a share of the rows is taken of.
        ask: the rows, from derived relations.
        parameters: what must or may be given.
        finding: the code of the finding that the entry lists; "" for other questions.
        rank: how rows are sorted where columns alone do not say it.
        near: entries, by id or code, that look at the same from another side; worth asking where there are no rows.
    """

    id: str
    question: Label
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    order: tuple[str, ...]
    denominator: Denominator
    ask: Ask
    parameters: tuple[Parameter, ...] = ()
    finding: str = ""
    rank: Callable[[Row], tuple[object, ...]] | None = None
    near: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """Where a column stands in a row."""
        return next(at for at, column in enumerate(self.columns) if column.name == name)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of a name, or None."""
        return next((item for item in self.parameters if item.name == name), None)

    def ordered(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Rows in the order of the answer: what `order` says, then by identity, by Unicode code point.

        Both ways of asking go through here, since a server sorts otherwise than Python does.
        """
        if self.rank is not None:
            return tuple(sorted(rows, key=self.rank))
        found = sorted(rows, key=lambda row: tuple(_rank(row[self.place(name)]) for name in self.identity))
        for name in reversed(self.order):
            place, falls = self.place(name.lstrip("-")), name.startswith("-")
            found.sort(key=lambda row, place=place: _rank(row[place]), reverse=falls)  # type: ignore[misc]  # mypy sees no default in a lambda
        return tuple(found)


def _rank(cell: Cell) -> tuple[bool, str, int, tuple[str, ...]]:
    """How cells of one column compare: numbers by size, texts by code point, what is absent last."""
    if isinstance(cell, str):
        return False, cell, 0, ()
    if isinstance(cell, tuple):
        return False, "", 0, cell
    return cell is None, "", int(cell or 0), ()


def node_column(kind: Kind, name: str = "", label: Label | None = None) -> Column:
    """A column of codes, named and labelled after its kind unless it says otherwise."""
    return Column(name or _NAMES[kind], label or KINDS[kind].label, ColumnType.TEXT, kind)


_NAMES: Mapping[Kind, str] = MappingProxyType(
    {kind: kind.value.lower() for kind in Kind} | {Kind.RISK: "risk"},
)


def entry(  # noqa: PLR0913 - a declaration has as many parts as it has
    entry_id: str,
    question: tuple[str, str],
    columns: tuple[Column, ...],
    denominator: Denominator,
    ask: Ask,
    *,
    identity: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    parameters: tuple[Parameter, ...] = (),
    rank: Callable[[Row], tuple[object, ...]] | None = None,
    near: tuple[str, ...] = (),
) -> Entry:
    """Declare an entry; without ``identity`` it is all columns that name nodes."""
    named = identity or tuple(
        item.name for item in columns if item.kind or item.type in (ColumnType.NODE, ColumnType.NODES)
    )
    return Entry(entry_id, Label(*question), columns, named, order, denominator, ask, parameters, rank=rank, near=near)
