"""The printed report of an impact: one sentence, six chapters, every row with its path (calculus §5)."""

from __future__ import annotations

from queries.report.chapters import SIX, report_of
from queries.report.document import Cell, Chapter, Column, Report, Row, Table, cell_text
from queries.report.headline import headline_of
from queries.report.markdown import markdown_of

__all__ = [
    "SIX",
    "Cell",
    "Chapter",
    "Column",
    "Report",
    "Row",
    "Table",
    "cell_text",
    "headline_of",
    "markdown_of",
    "report_of",
]
