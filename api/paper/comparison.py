"""新旧对照表: one row for every cell that changed, and for every row that is new or gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.paper.grounds import Grounds
from graph.model import NodeId
from graph.schema import KINDS
from loaders.books.redline import Section
from loaders.books.revised import Change, RevisedPage, RevisedRow
from queries.report.case import Case

__all__ = ["comparison_section"]

_HEADERS = ("序号", "表", "对象", "栏目", "原", "新", "理由", "依据")
_ROW = {Change.NEW: "整行新增", Change.GONE: "整行删除"}


def comparison_section(case: Case, pages: Sequence[RevisedPage], grounds: Grounds) -> Section:
    """The table of old and new over all pages, in their order."""
    found = [line for page in pages for row in page.changed for line in _lines(case, page, row, grounds)]
    rows = tuple((str(number), *line) for number, line in enumerate(found, 1))
    return Section("新旧对照表", _HEADERS, rows, "没有变化")


def _lines(case: Case, page: RevisedPage, row: RevisedRow, grounds: Grounds) -> Iterator[tuple[str, ...]]:
    reason, article = grounds.of(row.node)
    about = (page.table.title, _about(case, row.node))
    if row.change is Change.CHANGED:
        for at in row.differing:
            yield *about, page.headers[at], row.before[at] or "（空）", row.after[at] or "（空）", reason, article
        return
    old, new = (_whole(page, cells) for cells in (row.before, row.after))
    yield *about, _ROW[row.change], old or "—", new or "—", reason, article


def _about(case: Case, node: NodeId) -> str:
    return f"{KINDS[node.kind].label.zh} {case.title(*node)}"


def _whole(page: RevisedPage, cells: tuple[str, ...]) -> str:
    """A row in one cell, header by header."""
    return "；".join(f"{header}：{text}" for header, text in zip(page.headers, cells, strict=False) if text)
