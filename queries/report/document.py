"""The report as a document: chapters of paragraphs and tables, before anyone decides how it looks.

The command line draws it at 80 columns, `queries.report.markdown` writes it as a file, pages show it in a browser.
A table keeps every row with its codes and the path behind it; what is printed of a long one is folded
(`Table.shown`), and `Table.left_out` says how many rows the fold does not account for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.schema import KINDS, Kind, Label
from queries.census import ORIGINS, SYNTHETIC, Count, count_origins
from queries.impact.model import Path
from queries.report.words import closed

__all__ = [
    "MIXED",
    "Cell",
    "Chapter",
    "Column",
    "Report",
    "Row",
    "Step",
    "Table",
    "cell_text",
    "origin_label",
    "path_text",
    "table_of",
    "walk_of",
]

Cell = str | int | Label | None
"""What stands in a cell; None where it is unknown or there is nothing to say."""

FOLD_FROM = 12
"""A table of more rows than this is folded for printing."""
SHOWN_AT_MOST = 40
"""A printed table has no more lines than this; the rest is counted below it."""
UNKNOWN_TEXT = "—"
MIXED = "mixed"
"""The origin of a row that sums up others of several origins."""
_ORIGIN_LABELS = {**KINDS[Kind.POWER].properties["origin"].values, MIXED: Label("不一", "mixed")}
_UNKNOWN_ORIGIN = Label("未注明", "not stated")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``total`` says that its numbers are added up when rows are printed as one."""

    name: str
    label: Label
    total: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        cells: one per column.
        nodes: what the row is about, as ``Kind/CODE``.
        origin: the least documented origin among them.
        status: the status or finding that put the row here, as the calculus spells it.
        evidence: paths of relations from an article or a touched power to the row.
        codes: further codes behind a cell that only shows a summary, by the name of the column.
        fold: what rows must share to be printed as one, the most important part first.
        number: how many rows this one stands for; above one only in `Table.shown`.
        synthetic: how many of those are synthetic, where they are more than one.
    """

    cells: tuple[Cell, ...]
    nodes: tuple[str, ...]
    origin: str = ""
    status: str = ""
    evidence: tuple[Path, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fold: tuple[str, ...] = ()
    number: int = 1
    synthetic: int = 0

    @property
    def path(self) -> str | None:
        """The first path in codes, or None where there is none."""
        return path_text(self.evidence)

    @property
    def source(self) -> Label:
        """The origin as it is printed; of a folded row, how many of those it stands for are synthetic, if any are."""
        if self.number > 1 and self.synthetic:
            return Label(f"合成 {self.synthetic}/{self.number}", f"synthetic {self.synthetic}/{self.number}")
        return origin_label(self.origin)

    def to_json(self, columns: Sequence[Column]) -> dict[str, Any]:
        cells = {column.name: _plain(cell) for column, cell in zip(columns, self.cells, strict=True)}
        return {
            "cells": cells,
            "nodes": list(self.nodes),
            "origin": self.origin,
            "status": self.status,
            "codes": {name: list(codes) for name, codes in self.codes.items()},
            "evidence": [[list(hop) for hop in path] for path in self.evidence],
        }


class Step(NamedTuple):
    """A node on a path; ``rel`` is the relation that leads to it ("" where the path begins), ``forward`` its way."""

    node: str
    rel: str
    forward: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; ``count`` tells how many there are and how many of them are synthetic.

    It is None where the rows are no list of things, as in a ledger.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    count: Count | None

    @property
    def sourced(self) -> bool:
        """Whether its rows are about things, which have an origin and a path; lines of a ledger are sums."""
        return any(row.nodes for row in self.rows)

    @property
    def left_out(self) -> int:
        """How many rows printing leaves out altogether."""
        return len(self.rows) - sum(row.number for row in self.shown)

    @property
    def heading(self) -> Label:
        """The label with the number of rows and of the synthetic ones among them."""
        if self.count is None:
            return self.label
        synthetic = self.count.synthetic
        zh = f"{self.label.zh} {self.count.total} 项" + (f"（其中合成 {synthetic}）" if synthetic else "")
        en = f"{self.label.en}: {self.count.total}" + (f" (synthetic {synthetic})" if synthetic else "")
        return Label(zh, en)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": _plain(self.label),
            "count": None if self.count is None else self.count.to_json(),
            "columns": [{"name": column.name, "label": _plain(column.label)} for column in self.columns],
            "rows": [row.to_json(self.columns) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; a chapter without tables says in a paragraph that nothing falls under it."""

    name: str
    label: Label
    paragraphs: tuple[Label, ...]
    tables: tuple[Table, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": _plain(self.label),
            "paragraphs": [_plain(paragraph) for paragraph in self.paragraphs],
            "tables": [table.to_json() for table in self.tables],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """An impact in the form of a reform memo.

    ``sentence`` says what moves and ``remark`` how much of that is synthetic: together they are the headline.
    ``meta`` names the reform, its date and the state of the graph; ``chapters`` are what must be done first, the
    six chapters of calculus §5, and the annex.
    """

    title: Label
    sentence: Label
    remark: Label
    meta: Mapping[str, str]
    chapters: tuple[Chapter, ...]

    @property
    def headline(self) -> Label:
        """The one sentence that opens the report."""
        return closed(self.sentence, self.remark)

    def chapter(self, name: str) -> Chapter:
        """The chapter of a name; KeyError where there is none."""
        found = {chapter.name: chapter for chapter in self.chapters}
        return found[name]

    def to_json(self) -> dict[str, Any]:
        return {
            "title": _plain(self.title),
            "headline": _plain(self.headline),
            "meta": dict(self.meta),
            "chapters": [chapter.to_json() for chapter in self.chapters],
        }


def table_of(
    name: str, label: Label, columns: Sequence[Column], rows: Sequence[Row], count: Count | None = None
) -> tuple[Table, ...]:
    """A table of rows, folded for printing; no table where there are no rows.

    ``count`` is what the heading tells, where that is something else than the rows.
    """
    if not rows:
        return ()
    held = tuple(rows)
    counted = count or count_origins(row.origin for row in held)
    return (Table(name, label, tuple(columns), held, _shown(held, columns), counted),)


def cell_text(cell: Cell) -> str:
    """A cell as a Chinese reader sees it."""
    if cell is None or cell == "":
        return UNKNOWN_TEXT
    return cell.zh if isinstance(cell, Label) else str(cell)


def origin_label(origin: str) -> Label:
    """How well documented something is, as it is printed."""
    return _ORIGIN_LABELS.get(origin, _UNKNOWN_ORIGIN)


def path_text(paths: tuple[Path, ...]) -> str | None:
    """The first path in codes, with an arrow in each relation's own direction: ``HGF-26 ← E02 → E02-2``."""
    if not paths or not paths[0]:
        return None
    steps = walk_of(paths[0])
    return _code(steps[0].node) + "".join(f" {'→' if step.forward else '←'} {_code(step.node)}" for step in steps[1:])


def walk_of(path: Path) -> tuple[Step, ...]:
    """The nodes of a path in walking order, each with the relation that leads to it; empty for an empty path."""
    if not path:
        return ()
    here = _start(path)
    steps = [Step(here, "", forward=True)]
    for rel, source, target in path:
        forward = source == here
        here = target if forward else source
        steps.append(Step(here, rel, forward=forward))
    return tuple(steps)


def _start(path: Path) -> str:
    """Where a walk begins: the end of its first relation that the second does not touch."""
    _, source, target = path[0]
    if len(path) == 1:
        # An article is where a path begins, whatever it leads to (calculus §5).
        return target if target.startswith(f"{Kind.ARTICLE.value}/") else source
    return target if source in path[1][1:] and target not in path[1][1:] else source


def _code(node: str) -> str:
    return node.partition("/")[2]


def _shown(rows: tuple[Row, ...], columns: Sequence[Column]) -> tuple[Row, ...]:
    """Rows for printing: folded by as many of their ``fold`` parts as keep the table short."""
    if len(rows) <= FOLD_FROM:
        return rows
    folded = rows
    for parts in range(max(len(row.fold) for row in rows), 0, -1):
        folded = _folded(rows, columns, parts)
        if len(folded) <= SHOWN_AT_MOST:
            break
    return folded[:SHOWN_AT_MOST]


def _folded(rows: tuple[Row, ...], columns: Sequence[Column], parts: int) -> tuple[Row, ...]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for position, row in enumerate(rows):
        groups.setdefault(row.fold[:parts] or (str(position),), []).append(row)
    return tuple(group[0] if len(group) == 1 else _merged(group, columns) for group in groups.values())


def _merged(group: Sequence[Row], columns: Sequence[Column]) -> Row:
    first = group[0]
    cells = tuple(_one([row.cells[at] for row in group], column) for at, column in enumerate(columns))
    nodes = tuple(dict.fromkeys(node for row in group for node in row.nodes))
    synthetic = sum(row.origin == SYNTHETIC for row in group)
    origin = max((row.origin for row in group), key=lambda held: (ORIGINS.index(held) if held in ORIGINS else 1, held))
    return Row(cells, nodes, origin, first.status, first.evidence, {}, first.fold, len(group), synthetic)


def _one(cells: Sequence[Cell], column: Column) -> Cell:
    """One cell for several: their sum, called one, the one value they share, or the first and their number."""
    if column.total:
        total = sum(cell for cell in cells if isinstance(cell, int))
        return Label(f"共 {total}", f"{total} in all") if total else 0
    values = dict.fromkeys(cell for cell in cells if cell is not None)
    if len(values) < 2:
        return cells[0]
    first = next(iter(values))
    en = first.en if isinstance(first, Label) else cell_text(first)
    return Label(f"{cell_text(first)} 等 {len(values)} 项", f"{en} and {len(values) - 1} more")


def _plain(cell: Cell) -> str | int | dict[str, str] | None:
    return {"zh": cell.zh, "en": cell.en} if isinstance(cell, Label) else cell
