"""Rows whose cells hold numbered lists: as many rows as items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.tables.numbering import numbered_items
from loaders.tables.rows import Row

__all__ = ["split_lists"]


def split_lists(rows: Iterable[Row]) -> Iterator[Row]:
    """A row whose name is a numbered list is as many rows; lists of the same length beside it are shared out."""
    for row in rows:
        name = row.values.get("name")
        items = numbered_items(name) if isinstance(name, str) and "code" not in row.values else ()
        if not items or row.heading.table.kind is None:
            yield row
            continue
        for at, item in enumerate(items):
            values = {key: _share(value, at, len(items)) for key, value in row.values.items()}
            yield Row(row.heading, row.place, {**values, "name": item})


def _share(value: object, at: int, count: int) -> object:
    """One item's part of a cell beside a list: its own where there are as many, else all of it."""
    items = numbered_items(value) if isinstance(value, str) else value
    if isinstance(items, tuple) and len(items) == count:
        return items[at] if isinstance(value, str) else (items[at],)
    return value
