"""What a table is: its title, and columns that refer to properties and links of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from graph.schema import KINDS, Kind, Link, Property

__all__ = ["Column", "Form", "Table"]


class Form(Enum):
    """How the cells of a column are written."""

    VALUE = auto()
    """The value of a property, or free text."""
    CODE = auto()
    CODES = auto()
    """A list of codes."""
    TEXTS = auto()
    """A list of texts, such as standard posts or acts."""
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        name: of its value in a row that was read.
        header: the official one; ``others`` are recognised too.
        form: how a cell is written.
        property: the one of the row's node that the column holds.
        link: the one whose relations the column names the other ends of; they run into the row's node where
            ``into`` is set. ``by_role`` takes standard posts and means every post that is an instance of one.
        required: the header must be there and no cell may be empty.
    """

    name: str
    header: str
    others: tuple[str, ...] = ()
    form: Form = Form.VALUE
    property: Property | None = None
    link: Link | None = None
    into: bool = False
    by_role: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One of the instruments 三表一图一说明, or a table of the things that they refer to.

    Args:
        title: the official one; a file is recognised by it or by one of ``aliases`` in its name.
        columns: in their official order.
        kind: what each row is a node of; None for a table of relations or of what holds for the whole graph.
        repeats: several rows may state one node, such as a risk that several steps expose.
    """

    title: str
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]
    kind: Kind | None = None
    repeats: bool = False


def code(kind: Kind) -> Column:
    """The column of the row's own code."""
    label = KINDS[kind].code
    return Column("code", label.zh, (label.en, "code", "编码"), Form.CODE, required=True)


def prop(kind: Kind, name: str, *others: str) -> Column:
    """A property of the row's node."""
    found = KINDS[kind].properties[name]
    return Column(name, found.label.zh, (found.label.en, name, *found.aliases, *others), property=found)


def ends(link: Link, *others: str, many: bool = True, required: bool = False) -> Column:
    """Relations from the row's node to the codes in the cell."""
    names = (link.label.en, link.rel.value, *others)
    form = Form.CODES if many else Form.CODE
    return Column(link.rel.value, link.label.zh, names, form, link=link, required=required)


def starts(link: Link, *others: str, many: bool = True, required: bool = False) -> Column:
    """Relations from the codes in the cell to the row's node."""
    label = KINDS[link.from_kind].code
    form = Form.CODES if many else Form.CODE
    return Column(link.rel.value, label.zh, (label.en, *others), form, link=link, into=True, required=required)


def roles(link: Link, header: str, *others: str) -> Column:
    """Relations from the row's node to every post that is an instance of the standard posts in the cell."""
    return Column(f"{link.rel.value} by role", header, others, Form.TEXTS, link=link, by_role=True)


def dates() -> tuple[Column, Column]:
    """From when and until before when a row holds."""
    return (
        Column("valid_from", "生效日期", ("valid_from", "valid from", "施行日期"), Form.DATE),
        Column("valid_to", "失效日期", ("valid_to", "valid to", "终止日期"), Form.DATE),
    )


def provenance(kind: Kind = Kind.UNIT) -> tuple[Column, ...]:
    """The columns that every table may end with; their properties are the same for every kind."""
    return (*(prop(kind, name) for name in ("origin", "source", "note")), *dates())
