"""The errors of the program, by whose fault they are.

    QuangangError
    ├── InputError          the file or argument that came is wrong; carries every problem found in it
    │   └── ReformRefused   one change of a reform cannot be applied (calculus §4)
    ├── MissingError        what was asked for is not there
    ├── ConflictError       somebody else changed the same thing first, or later versions exist
    └── StoreError          the store cannot be read or written

A message says what came, what was expected, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.terms import Label

__all__ = [
    "ConflictError",
    "InputError",
    "MissingError",
    "Problem",
    "QuangangError",
    "ReformRefused",
    "StoreError",
]


class QuangangError(Exception):
    """Base of every error that the program raises on purpose.

    What it says is a text, or a label where a page may say it in one language; as text a label is both.
    """

    @property
    def message(self) -> Label:
        """What it says in each language alone; where that is not known, the whole text in both."""
        told = self.args[0] if self.args else None
        return told if isinstance(told, Label) else Label(str(self), str(self))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    ``where`` names the place inside the file for a person (``第 17 行 row 17``); ``row`` (from 1, the header
    counted), ``column`` and, in a sheet, ``cell`` (``C17``) say it for a program. ``unmatched``: a name or code that
    nothing answers to, so that it is asked back. ``warning``: a notice that must be seen before anything is
    written. ``got`` and ``expected`` are short; ``advice`` says what to do.
    """

    file: str
    got: str
    expected: str
    advice: str = ""
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    unmatched: bool = False
    warning: bool = False

    @property
    def where(self) -> str:
        parts = [self.file]
        if self.cell is not None:
            parts.append(self.cell)
        elif self.row is not None:
            parts.append(f"第 {self.row} 行 row {self.row}")
        if self.column is not None:
            parts.append(f"“{' '.join(self.column.split())}”")
        return " · ".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: 收到 got {self.got}; 应为 expected {self.expected}"
        return f"{text}; {self.advice}" if self.advice else text


class InputError(QuangangError):
    """A file or an argument is wrong; ``problems`` holds all of them, in the order of the file."""

    def __init__(self, problems: Sequence[Problem] | str | Label) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(problems, str | Label) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)) if self.problems else problems)


class ReformRefused(InputError):
    """A change of a reform is refused, and with it the whole reform (calculus §4).

    Args:
        position: of the change in the reform, from 0.
        field: the argument's name at the top level of the change.
        reason: what is wrong with it; ``said`` is the same in each language alone, where it is known so.
        article: the article that forbids it, where one does.
        unknown: the ``Kind/CODE`` that it names and the graph does not have.
        also: refusals of later changes that do not depend on what is before them.
    """

    def __init__(
        self,
        position: int,
        field: str,
        reason: str | Label,
        article: str | None = None,
        unknown: str | None = None,
        also: Sequence[ReformRefused] = (),
    ) -> None:
        self.unknown = unknown
        self.also = tuple(also)
        self.position = position
        self.field = field
        self.reason = str(reason)
        self.said = reason if isinstance(reason, Label) else Label(reason, reason)
        self.article = article
        basis = f"（{article}）" if article else ""
        number = position + 1  # people count from one
        self.told = f"第 {number} 项变更 change {number}, {field}: {reason}{basis}"
        beside = "".join(f"\n另外 also: {each.told}" for each in self.also)
        super().__init__(f"改革被拒绝 reform refused: {self.told}{beside}")

    def beside(self, also: Sequence[ReformRefused]) -> ReformRefused:
        """The same refusal with those of later changes."""
        said = self.said if str(self.said) == self.reason else self.reason
        return ReformRefused(self.position, self.field, said, self.article, self.unknown, also)

    def at(self, position: int) -> ReformRefused | None:
        """The refusal of the change at a position, this one or one beside it."""
        return next((each for each in (self, *self.also) if each.position == position), None)


class MissingError(QuangangError):
    """A code, a revision or a file that was asked for does not exist."""


class ConflictError(QuangangError):
    """The write was made for another state than the one found.

    ``revision`` is that of the state or version in the way, where it is known.
    """

    def __init__(self, message: str, revision: int | None = None) -> None:
        self.revision = revision
        super().__init__(message)


class StoreError(QuangangError):
    """The store cannot be opened, read or written, or its log does not hold together."""
