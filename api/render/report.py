"""The report of an impact as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.render.page import Block, Column, Grid, Heading, Paragraph
from graph.schema import Label
from queries.report import SIX, Chapter, Report, Row, Table, cell_text

__all__ = ["grid_of", "report_page"]


_PLAIN = frozenset({"edit", "repeal"})


def report_page(report: Report, *, paths: bool = True, limit: int | None = None) -> Iterator[Block]:
    """The sentence that says it all, then the chapters with every table folded as `Table.shown` has it.

    Args:
        report: the report.
        paths: print the path behind each row below it.
        limit: print at most so many rows of a table; None as many as the report shows.
    """
    yield Heading(report.title, 1)
    yield Paragraph(report.headline.zh, "strong")
    yield Paragraph(report.headline.en)
    yield Paragraph(_meta(report), "faint")
    for chapter in report.chapters:
        yield from _chapter(chapter, paths=paths, limit=limit)


def grid_of(table: Table, rows: Sequence[Row], *, paths: bool = True) -> Grid:
    """Rows of a table as a grid, with the origin of each row at its end and the path behind it below."""
    folded = any(row.number > 1 for row in rows)
    columns = [Column(column.label.zh, right=_numbers(table, at)) for at, column in enumerate(table.columns)]
    columns += [Column("项数", right=True)] if folded else []
    columns += [Column("来源"), Column("路径", below=True)] if table.sourced else []
    lines = []
    for row in rows:
        cells = [cell_text(cell) for cell in row.cells]
        cells += [str(row.number)] if folded else []
        cells += [row.source.zh, (row.path or "") if paths else ""] if table.sourced else []
        lines.append(tuple(cells))
    return Grid(tuple(columns), tuple(lines))


def _numbers(table: Table, at: int) -> bool:
    """Whether a column holds numbers only."""
    cells = [row.cells[at] for row in table.shown if row.cells[at] is not None]
    return bool(cells) and all(isinstance(cell, int) for cell in cells)


def _chapter(chapter: Chapter, *, paths: bool, limit: int | None) -> Iterator[Block]:
    number = SIX.get(chapter.name)
    yield Heading(Label(f"{number}、{chapter.label.zh}" if number else chapter.label.zh, chapter.label.en))
    for paragraph in chapter.paragraphs:
        yield Paragraph(str(paragraph))
    for table in chapter.tables:
        yield Heading(table.heading, 3)
        rows = _rows(table, limit)
        yield grid_of(table, rows, paths=paths)
        left_out = len(table.rows) - sum(row.number for row in rows)
        if left_out:
            yield Paragraph(f"另有 {left_out} 行 and {left_out} more rows: --format json", "faint")


def _rows(table: Table, limit: int | None) -> Sequence[Row]:
    """The rows to print: up to the limit, and of what the reform does all but plain edits and repeals."""
    if limit is None or table.name != "operations":
        return table.shown[:limit]
    return [row for at, row in enumerate(table.shown) if at < limit or row.status not in _PLAIN]


def _meta(report: Report) -> str:
    labels = {
        "reform": "改革",
        "number": "文号",
        "effective": "生效",
        "date": "数据日期",
        "revision": "修订",
        "graph": "数据",
        "changed": "最近的变动（信息系统不计）",
        "texts": "法规文本至",
    }
    return " · ".join(f"{labels[key]} {text}" for key, text in report.meta.items() if key in labels)
