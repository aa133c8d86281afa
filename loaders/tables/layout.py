"""What a table is: its title, and columns that refer to properties and links of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from graph.schema import KINDS, Kind, Link, Property

__all__ = ["Column", "Form", "Table", "dates"]


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
    JSON = auto()
    """Whatever value a property has, as JSON."""
    NAME = auto()
    """The name of what another column has the code of."""


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
        required: the header must be there and no cell may be empty, unless names stand in for codes.
        stands_for: the column whose codes this one gives by name (``Form.NAME``).
        of: the kind that codes of a column without a link are of.
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
    stands_for: str = ""
    of: Kind | None = None


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


def kind_in(column: Column) -> Kind | None:
    """The kind whose codes, or names in their place, stand in the cells of a column."""
    if column.link is None:
        return column.of
    return column.link.from_kind if column.into else column.link.to_kind


def code(kind: Kind, *others: str) -> Column:
    """The column of the row's own code."""
    label = KINDS[kind].code
    return Column("code", label.zh, (label.en, "code", "编码", *others), Form.CODE, required=True, of=kind)


def prop(kind: Kind, name: str, *others: str) -> Column:
    """A property of the row's node."""
    found = KINDS[kind].properties[name]
    return Column(name, found.label.zh, (found.label.en, name, *found.aliases, *others), property=found)


def named(stands_for: str, header: str, *others: str) -> Column:
    """Names in place of the codes of another column, or beside them for people to read."""
    return Column(f"{stands_for} name", header, others, Form.NAME, stands_for=stands_for)


def unit_names(stands_for: str = "", office: str = "", section: str = "") -> tuple[Column, Column]:
    """Where the things of a row are, by the names of office and section: among these a name is looked for first.

    ``office`` and ``section`` are further headers of the two.
    """
    return (
        Column(
            "office name",
            "单位",
            ("单位名称", "机关", "机构名称", "所在机构名称", "单位科室", "单位/科室", *((office,) if office else ())),
            Form.NAME,
            stands_for=stands_for,
        ),
        Column(
            "section name",
            "部门",
            ("科室", "部门名称", "科室名称", "处室", "内设机构", *((section,) if section else ())),
            Form.NAME,
            stands_for=stands_for,
        ),
    )


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
        Column("valid_from", "生效日期", ("valid_from", "valid from", "施行日期", "生效时间"), Form.DATE),
        Column("valid_to", "失效日期", ("valid_to", "valid to", "终止日期", "失效时间"), Form.DATE),
    )


def provenance(kind: Kind = Kind.UNIT) -> tuple[Column, ...]:
    """The columns that every table may end with; their properties are the same for every kind."""
    return (*(prop(kind, name) for name in ("origin", "source", "note")), *dates())
