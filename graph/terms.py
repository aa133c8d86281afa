"""The words in which the schema is declared: labels, kinds, relations, properties and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

__all__ = ["Both", "Kind", "KindSchema", "Label", "Lack", "Link", "Property", "Rel", "ValueType", "label_of", "plural"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads: the official Chinese term first, English beside it."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


class Both(str):
    """What a message says in each language, as one text: Chinese first, English beside it.

    It is written, compared and looked into as the text that it is; `label_of` takes it apart again. Texts that are
    joined to it with ``+`` are joined in each language. An f-string makes one text of it, which cannot be taken apart.
    """

    __slots__ = ("en", "zh")
    zh: str
    en: str

    def __new__(cls, zh: str, en: str) -> Self:
        made = super().__new__(cls, f"{zh} {en}")
        made.zh, made.en = zh, en
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (self.zh, self.en)

    def __str__(self) -> str:
        return self  # else the text of an error that holds it would be a plain one

    def __add__(self, other: str | Label) -> Self:
        beside = label_of(other)
        return type(self)(self.zh + beside.zh, self.en + beside.en)

    def __radd__(self, other: str) -> Self:
        return type(self)(other + self.zh, other + self.en)


class Lack(Both):
    """What did not come, in words that say so themselves: 没有文件 no files. Of it nobody says that it came."""

    __slots__ = ()


def label_of(text: str | Label) -> Label:
    """A text in each language alone; one that is known in both together only, or is no language, stands in each."""
    if isinstance(text, Label):
        return text
    return Label(text.zh, text.en) if isinstance(text, Both) else Label(text, text)


def plural(number: int, noun: str) -> str:
    """``1 post``, ``2 posts``, ``2 bodies``."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y"):
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}s"


class Kind(StrEnum):
    """Kinds of node; the value is the label of the kind in files and in both stores."""

    UNIT = "Unit"
    POST = "Post"
    POWER = "Power"
    STEP = "Step"
    RISK = "RiskPoint"
    CONTROL = "Control"
    STANDARD = "Standard"
    SYSTEM = "System"
    INSTRUMENT = "Instrument"
    ARTICLE = "Article"


class Rel(StrEnum):
    """Types of relation; the value is the type in files and in both stores."""

    PART_OF = "PART_OF"
    IN_UNIT = "IN_UNIT"
    AUTHORIZED_BY = "AUTHORIZED_BY"
    DEPENDS_ON = "DEPENDS_ON"
    EXERCISED_BY = "EXERCISED_BY"
    HAS_STEP = "HAS_STEP"
    NEXT = "NEXT"
    PERFORMED_BY = "PERFORMED_BY"
    EXPOSES = "EXPOSES"
    BORNE_BY = "BORNE_BY"
    MITIGATED_BY = "MITIGATED_BY"
    OWNED_BY = "OWNED_BY"
    CARRIED_OUT_IN = "CARRIED_OUT_IN"
    REGULATED_BY = "REGULATED_BY"
    SPECIFIED_BY = "SPECIFIED_BY"
    GOVERNED_BY = "GOVERNED_BY"
    RUNS_IN = "RUNS_IN"
    SUPERVISED_BY = "SUPERVISED_BY"
    DERIVED_FROM = "DERIVED_FROM"


class ValueType(StrEnum):
    """Types of property value; every store can hold exactly these (calculus §1)."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXTS = "strings"


@dataclass(frozen=True, slots=True, eq=False)
class Property:
    """One property: its name in files, its type, its labels, and the values it may take.

    There is one object for each, compared and hashed as what it is.

    ``values`` maps each allowed value to its label; empty means that any value of the type will do. ``known`` are
    values of a text that are met in many files, with their labels; any other will do too.
    ``level`` marks a property whose values are the office levels of the manifest (``section`` too where
    ``sections`` is set), ``date`` a text that is a calendar date YYYY-MM-DD. ``aliases`` are further table headers
    under which the column is recognised.
    """

    name: str
    type: ValueType
    label: Label
    values: Mapping[str | int, Label] = field(default_factory=dict)
    level: bool = False
    sections: bool = False
    date: bool = False
    aliases: tuple[str, ...] = ()
    note: str = ""
    known: Mapping[str, Label] = field(default_factory=dict)

    def called(self, value: object) -> Label | None:
        """What a value is called in each language; None of one that stands for itself in both."""
        if isinstance(value, str) and value in self.known:
            return self.known[value]
        return self.values.get(value) if isinstance(value, str | int) else None


@dataclass(frozen=True, slots=True)
class KindSchema:
    """One kind of node with its properties; ``code`` is the label of its code column."""

    kind: Kind
    label: Label
    code: Label
    properties: Mapping[str, Property]
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One pair of kinds that a relation type may join, with the header of its column in tables.

    There is one object for each pair, so that links are compared and hashed as what they are: millions of look-ups
    by link make up an answer.
    """

    rel: Rel
    from_kind: Kind
    to_kind: Kind
    label: Label
    properties: Mapping[str, Property] = field(default_factory=dict)
    note: str = ""
