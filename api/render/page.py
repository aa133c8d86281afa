"""A page: headings, paragraphs and grids, and how they are laid out as lines of text.

A grid is given as many cells as its longest texts need; where that is more than there is, the widest columns give
way first and their texts are broken. So short codes and numbers stay whole, and the same page has the same lines
everywhere.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.render.wrap import cell_len, pad, wrap
from graph.schema import Label

__all__ = ["Block", "Column", "Grid", "Heading", "Line", "Paragraph", "page_lines", "page_text", "print_page"]

WIDTH = 80
WIDEST = 120
_GAP = "  "
_NARROWEST = 6
_WORD = re.compile(r"[!-~]+")
_KEPT = 16
"""Words in Latin letters, and codes, are not broken up to so many cells, as far as the page allows."""
_SHORT = 6
"""A column title of so many cells is not broken."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, Chinese first and English beside it; level 1 is the page's own."""

    label: Label
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``style`` is one of "", "strong", "faint", "caution", "alarm"; ``indent`` in cells."""

    text: str
    style: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid. ``right`` aligns numbers; ``below`` puts the text under the row instead of into it."""

    title: str
    right: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column titles; a cell may be empty but is never left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Grid


class Line(NamedTuple):
    """One line of a page and its style."""

    text: str
    style: str = ""


def page_lines(page: Iterable[Block], width: int = WIDTH) -> list[Line]:
    """The lines of a page, none wider than ``width``, none with spaces at its end."""
    lines: list[Line] = []
    for block in page:
        if lines and not isinstance(block, Paragraph) and lines[-1].text:
            lines.append(Line(""))
        if isinstance(block, Heading):
            lines.extend(_heading(block, width))
        elif isinstance(block, Paragraph):
            indent = " " * block.indent
            lines.extend(Line(indent + text, block.style) for text in wrap(block.text, width - block.indent))
        else:
            lines.extend(_grid(block, width))
            lines.append(Line(""))
    while lines and not lines[-1].text:
        lines.pop()
    return [Line(line.text.rstrip(), line.style) for line in lines]


def page_text(page: Iterable[Block], width: int | None = None) -> str:
    """A page as plain text; as wide as COLUMNS says, else 80 cells."""
    return "".join(f"{line.text}\n" for line in page_lines(page, width or _columns()))


def print_page(page: Iterable[Block]) -> None:
    """Print a page on a terminal, with styles."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    width = min(console.width, WIDEST)
    for line in page_lines(page, width):
        console.print(Text(line.text, style=_STYLES.get(line.style, "")), soft_wrap=True)


_STYLES = {
    "title": "bold",
    "heading": "bold cyan",
    "strong": "bold",
    "faint": "dim",
    "caution": "bold yellow",
    "alarm": "bold red",
}


def _columns() -> int:
    text = os.environ.get("COLUMNS", "")
    return max(40, int(text)) if text.isdecimal() else WIDTH


def _heading(heading: Heading, width: int) -> Iterator[Line]:
    label = heading.label
    if heading.level == 1:
        for text in wrap(str(label), width):
            yield Line(text, "title")
        yield Line("═" * width, "faint")
        return
    mark = "■ " if heading.level == 2 else ""
    for at, text in enumerate(wrap(str(label), width - cell_len(mark))):
        yield Line((mark if at == 0 else " " * cell_len(mark)) + text, "heading")


def _grid(grid: Grid, width: int) -> Iterator[Line]:
    inside = [at for at, column in enumerate(grid.columns) if not column.below]
    widths = _widths(grid, inside, width - len(_GAP) * (len(inside) - 1))
    columns = [(grid.columns[at], widths[at]) for at in inside]
    for text in _row([column.title for column, _ in columns], columns):
        yield Line(text, "strong")
    yield Line(_GAP.join("─" * size for _, size in columns), "faint")
    for row in grid.rows:
        for text in _row([row[at] for at in inside], columns):
            yield Line(text)
        for at, column in enumerate(grid.columns):
            if column.below and row[at]:
                for text in wrap(f"{column.title} {row[at]}", width - 4):
                    yield Line(f"    {text}", "faint")


def _row(cells: Sequence[str], columns: Sequence[tuple[Column, int]]) -> Iterator[str]:
    broken = [wrap(cell, size) for cell, (_, size) in zip(cells, columns, strict=True)]
    for at in range(max(map(len, broken))):
        parts = [lines[at] if at < len(lines) else "" for lines in broken]
        yield _GAP.join(
            pad(part, size, right=column.right) for part, (column, size) in zip(parts, columns, strict=True)
        )


def _widths(grid: Grid, inside: Sequence[int], room: int) -> dict[int, int]:
    """Cells for each column.

    What its texts and its title need; where that is too much, long titles are broken in two first, then the widest
    columns are cut to one common width, but none below its longest code.
    """
    texts = {at: max((_longest(row[at]) for row in grid.rows), default=0) for at in inside}
    titles = {at: cell_len(grid.columns[at].title) for at in inside}
    needs = {at: max(2, texts[at], titles[at]) for at in inside}
    if sum(needs.values()) > room:
        needs = {
            at: max(2, texts[at], titles[at] if titles[at] <= _SHORT else (titles[at] + 3) // 4 * 2) for at in inside
        }
    limit = max(needs.values(), default=0)
    whole = {at: max((_longest_word(row[at]) for row in grid.rows), default=0) for at in inside}
    if sum(min(need, max(_NARROWEST, whole[at])) for at, need in needs.items()) > room:
        whole = dict.fromkeys(inside, 0)
    while sum(min(need, max(limit, whole[at])) for at, need in needs.items()) > room and limit > _NARROWEST:
        limit -= 1
    widths = {at: min(need, max(limit, whole[at])) for at, need in needs.items()}
    for at in sorted(inside, key=lambda at: -needs[at]):  # what rounding left goes to those that were cut
        if widths[at] < needs[at] and sum(widths.values()) < room:
            widths[at] += 1
    return widths


def _longest_word(text: str) -> int:
    """Cells of the longest code or word in Latin letters, if it is short enough to be kept whole."""
    return min(_KEPT, max(map(len, _WORD.findall(text)), default=0))


def _longest(text: str) -> int:
    return max(cell_len(line) for line in text.split("\n"))
