"""Answers of the catalogue as pages: the rows under their labels, and beneath them what they are a share of."""

from __future__ import annotations

from collections.abc import Iterator

from api.querying import nodes_in, synthetic_in
from api.render.cells import told_word
from api.render.names import title
from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.ui.words import Lang
from graph.schema import KINDS, Kind, Label
from graph.snapshot import Snapshot
from queries.answers.model import Cell, ColumnType, Entry, Row
from queries.answers.model import Column as Asked
from queries.catalog import CATALOG, Answer, neighbouring

__all__ = ["answer_page", "list_page"]

_LIST = (Column("查询 query"), Column("问题 question"), Column("参数"))


def list_page() -> Iterator[Block]:
    """Every entry with its question and its parameters, findings last."""
    yield Heading(Label("查询目录", "Catalogue of queries"), 1)
    for label, found in (
        (Label("问题", "questions"), [item for item in CATALOG.values() if not item.finding]),
        (Label("检查项", "findings"), [item for item in CATALOG.values() if item.finding]),
    ):
        yield Heading(label)
        yield Grid(_LIST, tuple((item.id, str(item.question), _parameters(item)) for item in found))
    yield Paragraph("用法 use: quangang query ID -p NAME=VALUE（方括号内可省 in brackets: optional）", "faint")


def _parameters(entry: Entry) -> str:
    return " ".join(item.name if item.required else f"[{item.name}]" for item in entry.parameters)


def answer_page(view: Snapshot, answer: Answer, limit: int) -> Iterator[Block]:
    """The question, its rows, at most ``limit`` of them, and what they are a share of."""
    entry, origin = answer.entry, view.origin
    yield Heading(entry.question, 1)
    state = [entry.finding] if entry.finding else [entry.id]
    state += [f"{name}={value}" for name, value in answer.arguments.items() if value is not None]
    state += [f"数据日期 {origin.on}"] if origin.on else []
    state += [f"修订 {origin.revision}"] if origin.revision is not None else []
    yield Paragraph(" · ".join(state), "faint")
    yield from _summary(view, answer)
    if answer.rows:
        yield Grid(tuple(_columns(entry)), tuple(_cells(view, answer, row) for row in answer.rows[:limit]))
    else:
        near = "；".join(f"{item.finding or item.id} {item.question}" for item in neighbouring(entry))
        yield Paragraph(f"一行也没有，也可问 no row, ask as well: {near}")
    rest = len(answer.rows) - limit
    if rest > 0:
        yield Paragraph(f"另有 {rest} 行 and {rest} more: --limit N, --format json / csv", "faint")


def _summary(view: Snapshot, answer: Answer) -> Iterator[Block]:
    rows, of, label = len(answer.rows), answer.of, answer.entry.denominator.label
    synthetic = synthetic_in(view, answer)
    share = f"，其中合成 synthetic {synthetic}" if synthetic is not None else ""
    yield Paragraph(f"{rows} 行 rows{share}。", "strong")
    if answer.found is not None:
        yield Paragraph(f"涉及 about {answer.found}/{of}{_percent(answer.found, of)}：{label}")
    elif answer.entry.denominator.measure:
        yield Paragraph(f"分母 denominator {of}：{label}；每行的占比在末列 each row's share stands last.")
    else:
        yield Paragraph(f"分母 denominator {of}：{label}")


def _percent(number: int, of: int) -> str:
    return f"（{100 * number / of:.1f} %）" if of else ""


def _columns(entry: Entry) -> Iterator[Column]:
    for item in entry.columns:
        yield Column(item.label.zh, right=item.type is ColumnType.INTEGER)
    if entry.denominator.measure:
        yield Column("占比", right=True)


def _cells(view: Snapshot, answer: Answer, row: Row) -> tuple[str, ...]:
    entry = answer.entry
    nodes = tuple(nodes_in(entry, row))
    kind = nodes[0].kind if nodes else None
    cells = [_cell(view, item, cell, kind) for item, cell in zip(entry.columns, row, strict=True)]
    if entry.denominator.measure:
        number = row[entry.place(entry.denominator.measure)]
        cells.append(_percent(number, answer.of).strip("（）") if isinstance(number, int) else "")
    return tuple(cells)


def _cell(view: Snapshot, column: Asked, cell: Cell, kind: Kind | None) -> str:
    if column.type is ColumnType.NODE and isinstance(cell, str):
        named, _, code = cell.partition("/")
        return f"{KINDS[Kind(named)].label.zh} {title(view, Kind(named), code)}"
    if column.kind and isinstance(cell, str) and cell:
        return title(view, column.kind, cell)
    return str(told_word(view, column, cell, Lang.ZH, kind)) or "—"
