"""Rows of a sheet as its XML has them: openpyxl takes thirty times as long, for it makes objects of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from loaders.grids.grid import letters

__all__ = ["rows_xml"]


def rows_xml(rows: Iterable[Sequence[str]], first: int, style: int | None = None) -> Iterator[str]:
    """Rows of texts, one piece of XML each; a text stays one whatever it looks like.

    Args:
        rows: of texts that XML can say; an empty one is an empty cell.
        first: the number of the first row.
        style: the number of the style of all cells; None for the usual one.
    """
    styled = "" if style is None else f' s="{style}"'
    columns: list[str] = []
    for number, row in enumerate(rows, first):
        columns += [letters(at) for at in range(len(columns) + 1, len(row) + 1)]
        cells = (_cell(f'r="{name}{number}"{styled}', text) for name, text in zip(columns, row, strict=False))
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(attributes: str, text: str) -> str:
    if not text:
        return f"<c {attributes}/>"
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f'<c {attributes} t="inlineStr"><is><t{kept}>{said}</t></is></c>'
