"""A page as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.render.page import Block, Grid, Heading

__all__ = ["markdown_text"]

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~"})


def markdown_text(page: Iterable[Block]) -> str:
    """The page as one Markdown document that ends with a newline."""
    return "\n\n".join("\n".join(_lines(block)) for block in page) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_text(str(block.label))}"
    elif isinstance(block, Grid):
        yield _row(column.title for column in block.columns)
        yield _row("---:" if column.right else "---" for column in block.columns)
        for row in block.rows:
            yield _row(_text(cell) for cell in row)
    else:
        yield _text(block.text)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
