"""What the console found: as a table, as JSON, as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api.render.csvtext import csv_text as table_text
from api.render.page import Block, Column, Grid, Paragraph
from graph.store.console import Answer
from graph.store.values import FoundNode, FoundPath, FoundRelation, to_json

__all__ = ["csv_text", "rows_object", "rows_page"]


def rows_object(found: Answer) -> dict[str, Any]:
    """Columns, rows in their order, and whether some are missing."""
    return {"columns": list(found.columns), "rows": [to_json(list(row)) for row in found.rows], "cut": found.cut}


def rows_page(found: Answer) -> Iterator[Block]:
    """One grid, and the number of rows."""
    columns = tuple(
        Column(name, right=all(_is_number(row[at]) for row in found.rows)) for at, name in enumerate(found.columns)
    )
    if columns:
        yield Grid(columns, tuple(tuple(map(_cell, row)) for row in found.rows))
    number = len(found.rows)
    yield Paragraph(
        f"{number} 行{'，还有更多' if found.cut else ''} rows{', and there are more' if found.cut else ''}", "faint"
    )


def csv_text(found: Answer) -> str:
    """The rows like every other table: a spreadsheet opens them, and computes none of them."""
    rows = ([value if _is_number(value) else _cell(value) for value in row] for row in found.rows)
    return table_text(found.columns, rows)


def _cell(value: Any) -> str:  # noqa: ANN401 - a plain value
    if value is None:
        return ""
    if isinstance(value, str | FoundNode | FoundRelation | FoundPath):
        return str(value)
    if isinstance(value, list) and not any(isinstance(held, list | dict) for held in value):
        return "、".join(map(_cell, value))
    return json.dumps(to_json(value), ensure_ascii=False)


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and not isinstance(value, bool)
