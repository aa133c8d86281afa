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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.terms import Both, Label, Lack, label_of

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
        return label_of(told if isinstance(told, Label) else str(self))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    ``where`` names the place inside the file for a person (``第 17 行 row 17``); ``row`` (from 1, the header
    counted), ``column`` and, in a sheet, ``cell`` (``C17``) say it for a program. ``unmatched``: a name or code that
    nothing answers to, so that it is asked back. ``warning``: a notice that must be seen before anything is
    written. ``got`` and ``expected`` are short; ``advice`` says what to do; what is language in them is a `Both`,
    and what did not come a `Lack`.
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

    @property
    def said(self) -> Label:
        """What came, what was expected and what to do, a sentence in each language, without its place."""
        got, expected, advice = map(label_of, (self.got, self.expected, self.advice))
        came = got.zh if isinstance(self.got, Lack) else f"收到{_apart(got.zh)}"
        return Label(
            f"{came}；应为{_apart(expected.zh)}" + (f"；{advice.zh}" if advice.zh else ""),
            f"got {got.en}; expected {expected.en}" + (f"; {advice.en}" if advice.en else ""),
        )

    @property
    def message(self) -> Label:
        """The same with its place."""
        row = "" if self.row is None else Both(f"第 {self.row} 行", f"row {self.row}")
        column = "" if self.column is None else f"“{' '.join(self.column.split())}”"
        parts = [label_of(part) for part in (self.file, self.cell or row, column) if part]
        return Label(
            f"{' · '.join(part.zh for part in parts)}：{self.said.zh}",
            f"{' · '.join(part.en for part in parts)}: {self.said.en}",
        )

    def in_each(self) -> dict[str, dict[str, dict[str, str]]]:
        """Its words in each language alone, as JSON under ``said``; nothing where they are the same in both."""
        words = {"got": self.got, "expected": self.expected, "advice": self.advice}
        if not any(isinstance(text, Both) for text in words.values()):
            return {}
        labels = {name: label_of(text) for name, text in words.items() if text}
        zh, en = ({name: getattr(label, lang) for name, label in labels.items()} for lang in ("zh", "en"))
        return {"said": {"zh": zh, "en": en}}

    def __str__(self) -> str:
        return f"{self.where}: {self.said}"


def _apart(text: str) -> str:
    """A text behind Chinese words: a space before what is not Chinese itself."""
    return f" {text}" if text[:1].isascii() else text


class InputError(QuangangError):
    """A file or an argument is wrong; ``problems`` holds all of them, in the order of the file."""

    def __init__(self, problems: Sequence[Problem] | str | Label) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(problems, str | Label) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)) if self.problems else problems)

    @property
    def message(self) -> Label:
        """Every problem on a line of its own."""
        if not self.problems:
            return super().message
        told = [problem.message for problem in self.problems]
        return Label("\n".join(each.zh for each in told), "\n".join(each.en for each in told))


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
        self.said = label_of(reason)
        self.article = article
        number = position + 1  # people count from one
        self.told = Label(
            f"第 {number} 项变更，{field}：{self.said.zh}" + (f"（{article}）" if article else ""),
            f"change {number}, {field}: {self.said.en}" + (f" ({article})" if article else ""),
        )
        lines = [Label(f"改革被拒绝：{self.told.zh}", f"reform refused: {self.told.en}")]
        lines += [Label(f"另外：{each.told.zh}", f"also: {each.told.en}") for each in self.also]
        self.lines = tuple(lines)
        super().__init__("\n".join(map(str, lines)))

    @property
    def message(self) -> Label:
        """Every refusal on a line of its own."""
        return Label("\n".join(line.zh for line in self.lines), "\n".join(line.en for line in self.lines))

    def beside(self, also: Sequence[ReformRefused]) -> ReformRefused:
        """The same refusal with those of later changes."""
        said = self.said if str(self.said) == self.reason else self.reason
        return ReformRefused(self.position, self.field, said, self.article, self.unknown, also)

    def at(self, position: int) -> ReformRefused | None:
        """The refusal of the change at a position, this one or one beside it."""
        return next((each for each in (self, *self.also) if each.position == position), None)


class MissingError(QuangangError):
    """A code, a revision or a file that was asked for does not exist.

    ``near`` are the nodes that may be meant, as ``Kind/CODE``, each with its name. ``there`` is a day on which what was
    asked for is in force, where there is one.
    """

    def __init__(self, message: str | Label, near: Iterable[tuple[str, str]] = (), there: date | None = None) -> None:
        self.near = tuple(near)
        self.there = there
        super().__init__(message)


class ConflictError(QuangangError):
    """The write was made for another state than the one found.

    ``revision`` is that of the state or version in the way, where it is known.
    """

    def __init__(self, message: str | Label, revision: int | None = None) -> None:
        self.revision = revision
        super().__init__(message)


class StoreError(QuangangError):
    """The store cannot be opened, read or written, or its log does not hold together."""
