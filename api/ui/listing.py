"""The file twins of a table whose rows name nodes: CSV, XLSX, and those nodes as a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.files import graph_file
from graph.part import Part

__all__ = ["LIST_TYPES", "ListForm", "list_file"]


class ListForm(StrEnum):
    """Files that hold a table of nodes."""

    CSV = "csv"
    XLSX = "xlsx"
    GRAPHML = "graphml"


LIST_TYPES = {
    ListForm.CSV: TABLE_TYPES[TableForm.CSV],
    ListForm.XLSX: TABLE_TYPES[TableForm.XLSX],
    ListForm.GRAPHML: "application/graphml+xml",
}


def list_file(
    form: ListForm, header: Sequence[str], rows: Iterable[Sequence[object]], part: Callable[[], Part]
) -> bytes:
    """A table in one of its forms; ``part`` makes the graph of what its rows name."""
    if form is ListForm.GRAPHML:
        return graph_file(part())
    return table_bytes(TableForm(form.value), header, rows)
