"""How the benchmark lays out its tables: no figure and no word is cut, however narrow the terminal."""

from __future__ import annotations

from rich.table import Column, Table

__all__ = ["table_of"]


def table_of(*headers: str, title: str, caption: str = "") -> Table:
    """A table whose cells go over as many lines as they need."""
    return Table(*(Column(header, overflow="fold") for header in headers), title=title, caption=caption or None)
