"""The report as Markdown: Chinese first, English beside it in headings; same report, same text."""

from __future__ import annotations

from collections.abc import Iterator

from graph.schema import Label
from queries.report.chapters import SIX
from queries.report.document import Cell, Chapter, Report, Row, Table, cell_text

__all__ = ["markdown_of"]

_META = {
    "reform": Label("改革", "reform"),
    "number": Label("文号", "document number"),
    "author": Label("编制", "author"),
    "reason": Label("事由", "reason"),
    "effective": Label("生效日期", "effective"),
    "date": Label("数据日期", "date of the data"),
    "revision": Label("数据修订号", "revision"),
    "graph": Label("数据", "graph"),
    "changed": Label("最近的变动（信息系统不计）", "last change (systems aside)"),
    "texts": Label("法规文本至", "texts of law up to"),
}
_PATH, _SOURCE, _NUMBER = Label("路径", "path"), Label("来源", "origin"), Label("合并项数", "rows")
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~"})


def markdown_of(report: Report) -> str:
    """The report as one Markdown document that ends with a newline."""
    return "\n".join(_lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_both(report.title)}"
    yield ""
    yield f"**{_text(report.headline.zh)}**"
    yield ""
    yield _text(report.headline.en)
    yield ""
    for key, text in report.meta.items():
        label = _META.get(key, Label(key, key))
        yield f"- {_both(label)}: {_text(text)}"
    if report.meta:
        yield ""
    for chapter in report.chapters:
        yield from _chapter(chapter)


def _chapter(chapter: Chapter) -> Iterator[str]:
    number = SIX.get(chapter.name)
    yield f"## {number + '、' if number else ''}{_both(chapter.label)}"
    yield ""
    for paragraph in chapter.paragraphs:
        yield f"{_text(paragraph.zh)} {_text(paragraph.en)}"
        yield ""
    for table in chapter.tables:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    folded = any(row.number > 1 for row in table.shown)
    headers = [*(column.label for column in table.columns), *((_NUMBER,) if folded else ())]
    headers += (_PATH, _SOURCE) if table.sourced else ()
    yield f"### {_both(table.heading)}"
    yield ""
    yield _row([f"{_text(label.zh)} {_text(label.en)}" for label in headers])
    yield _row(["---"] * len(headers))
    for row in table.shown:
        yield _row([_cell(cell) for cell in _cells(row, folded=folded, sourced=table.sourced)])
    yield ""
    if table.left_out:
        yield f"另有 {table.left_out} 行见 JSON。 {table.left_out} more rows in the JSON."
        yield ""


def _cells(row: Row, *, folded: bool, sourced: bool) -> list[Cell]:
    cells = [*row.cells, *((row.number,) if folded else ())]
    return [*cells, row.path, row.source] if sourced else cells


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return _text(cell_text(cell))


def _both(label: Label) -> str:
    return f"{_text(label.zh)} {_text(label.en)}"


def _text(text: str) -> str:
    """Text that means only itself in Markdown, on one line."""
    return " ".join(text.split()).translate(_SPECIAL)
