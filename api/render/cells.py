"""Cells of an answer in words: what the codes of a status, a lane or a rank mean to people."""

from __future__ import annotations

from api.ui.words import Lang, said
from graph.schema import Kind, Label
from graph.view import View
from queries.answers.model import Cell, Column
from queries.findings.spoken import RULE, acts_of

__all__ = ["cell_word", "told_word", "word_of"]

_YES, _NO = Label("是", "yes"), Label("否", "no")
_BETWEEN = Label("、", ", ")


def cell_word(column: Column, cell: Cell, lang: Lang, kind: Kind | None = None) -> str | int:
    """A cell as people read it, "" where there is nothing; ``kind`` is that of the first node of its row."""
    if isinstance(cell, tuple):
        return said(lang, _BETWEEN).join(word_of(column, item, lang, kind) for item in cell)
    if isinstance(cell, bool):
        return said(lang, _YES if cell else _NO)
    if isinstance(cell, int) and str(cell) not in column.words:
        return cell
    return word_of(column, "" if cell is None else str(cell), lang, kind)


def told_word(view: View, column: Column, cell: Cell, lang: Lang, kind: Kind | None = None) -> str | int:
    """Like `cell_word`, and a set of incompatible acts, which only the manifest knows, by its acts."""
    acts = acts_of(view.manifest, str(cell)) if column.name == RULE else None
    return cell_word(column, cell, lang, kind) if acts is None else said(lang, acts)


def word_of(column: Column, value: str, lang: Lang, kind: Kind | None = None) -> str:
    """One value in words; data that has none stays as it is."""
    label = column.word(value, kind)
    return value if label is None else said(lang, label)
