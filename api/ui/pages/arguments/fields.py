"""What a page shows of an operation's arguments: fields, and rows of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.ui.pages.arguments.forms import Form
from api.ui.pages.arguments.reading import codes_of
from graph.schema import Label

__all__ = ["Adding", "Choice", "Field", "Named", "Row", "Rows", "inputs_of"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose, its name, whether it is chosen, and the code that is shown beside the name."""

    value: str
    name: Label
    chosen: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A node that a field may name: code, name, level of an office."""

    code: str
    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a form: what it is, what it holds now, and what may be chosen.

    ``kind`` is the kind of node that a code names ("" for none), by which a page looks codes up; ``offered`` are all
    that may be named where these are few. ``names`` are the codes that it holds now, with what they are called.
    ``blank`` says what an empty field comes to, where that is more than nothing. ``now`` is what stands in the graph in
    its place; ``clears`` is the text by which that is cleared, ``cleared`` whether it is to be. ``example`` is a value
    that would do.
    """

    name: str
    label: Label
    required: bool
    form: Form
    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    offered: tuple[Named, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    blank: Label | None = None
    now: Label | None = None
    clears: str = ""
    cleared: bool = False
    example: str = ""

    def parts(self) -> list[str]:
        """What was typed, each code or name by itself: one, or several where it takes a list."""
        return codes_of(self.text) if self.form is Form.CODES else [self.text.strip()]

    def mended(self, part: str, code: str) -> str:
        """What it holds with a code in the place of a part of it, however many others stand beside that part."""
        parts = self.parts()
        return " ".join(code if each == part else each for each in parts) if part in parts else code

    @property
    def filled(self) -> bool:
        """It holds something."""
        return bool(self.text or self.cleared or any(choice.chosen and choice.value for choice in self.choices))


@dataclass(frozen=True, slots=True)
class Row:
    """Fields that belong together; ``folded`` are those further ones that stand under a heading of their own.

    ``name`` and ``text`` are what the form holds for the row itself, "" for none; ``removable`` whether it may go.
    ``adds`` is the kind of node that it adds, "" for none; ``shows`` whether it shows what its code names.
    """

    label: Label | None
    fields: tuple[Field, ...]
    folded: tuple[Field, ...] = ()
    heading: Label | None = None
    name: str = ""
    text: str = ""
    number: int = 0
    removable: bool = False
    hint: Label | None = None
    adds: str = ""
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Adding:
    """How a row is added: at once, or after it was chosen what is done to which kind of thing.

    ``links`` are the relations by the kind that they start from.
    """

    label: Label
    verbs: tuple[Choice, ...] = ()
    nodes: tuple[Choice, ...] = ()
    links: tuple[tuple[Label, tuple[Choice, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """An argument of several parts, as rows; ``adding`` says how one more comes, None where none does.

    ``after`` is what is filled in once for all of them.
    """

    name: str
    label: Label
    required: bool
    rows: tuple[Row, ...]
    adding: Adding | None = None
    after: tuple[Row, ...] = ()
    hint: Label | None = None
    form: Form = Form.ROWS


def inputs_of(fields: Iterable[Field | Rows]) -> Iterator[Field]:
    """Every field, those in rows too."""
    for field in fields:
        if isinstance(field, Field):
            yield field
        else:
            for row in (*field.rows, *field.after):
                yield from (*row.fields, *row.folded)
