"""Cells that leave out what the store has beside them: a file that is part of the whole ends nothing, and says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import NodeId, RelationId
from graph.schema import Link
from graph.store.base import Version
from graph.terms import Both
from loaders.elements import Source
from loaders.tables.layout import Column

__all__ = ["Unsaid", "unsaid_in"]

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Unsaid:
    """One cell, and what the store has of its kind for its row while the cell does not say it.

    Args:
        file: of the cell, or of the workbook.
        sheet: of a workbook; "" of other files.
        row: counted with the header.
        column: the header above it.
        cell: as a spreadsheet names it; None of other files.
        node: what its row is about.
        relations: that the cell leaves out.
    """

    file: str
    sheet: str
    row: int
    column: str
    cell: str | None
    node: NodeId
    relations: tuple[RelationId, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The codes that the cell leaves out."""
        return tuple(item.source if item.ends[1] == self.node else item.target for item in self.relations)

    @property
    def said(self) -> Both:
        """What is left out and stays, without its place."""
        more = " …" if len(self.others) > _NAMED else ""
        named, column = self.others[:_NAMED], " ".join(self.column.split())
        return Both(
            f"{self.node.code} {column}：库中另有 {'、'.join(named)}{more}，文件没有写，未改动",
            f"{self.node.code} {column}: the store has {', '.join(named)}{more} besides, which the file does not say: "
            "left as it is",
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "node": str(self.node),
            "others": list(self.others),
            "identities": [str(item) for item in self.relations],
        }


def unsaid_in(absent: Sequence[Version], source: Source) -> tuple[Unsaid, ...]:
    """What is missing in cells of rows that the files have, in their order.

    Args:
        absent: what the store has and the files lack.
        source: the files.
    """
    columns = _columns(source)
    rows = {(item.place.file, item.identity): item.place.row for item in source.elements}
    cells: dict[tuple[str, int, str, NodeId], list[RelationId]] = defaultdict(list)
    for identity in (version.identity for version in absent):
        if not isinstance(identity, RelationId) or identity.key:  # a cell cannot say a second one
            continue
        for file, column, header in columns.get(identity.link, ()):
            node = identity.ends[column.into]
            row = rows.get((file, node))
            if row is not None:
                cells[file, row, header, node].append(identity)
                break
    return tuple(_unsaid(source, *cell, tuple(left)) for cell, left in sorted(cells.items()))


def _columns(source: Source) -> dict[Link, list[tuple[str, Column, str]]]:
    """The columns of relations that the files have, with their headers; those that name standard posts last."""
    result: dict[Link, list[tuple[str, Column, str]]] = defaultdict(list)
    for file, column, header in sorted(_linking(source), key=lambda item: item[1].by_role):
        if column.link is not None:
            result[column.link].append((file, column, header))
    return result


def _linking(source: Source) -> Iterator[tuple[str, Column, str]]:
    for file, table in sorted(source.tables.items()):
        headers = source.columns[file]
        for column in table.columns if table.kind is not None else ():
            header = next((x for x in (column.header, *column.others) if x in headers), None)
            if header is not None:
                yield file, column, header


def _unsaid(source: Source, file: str, row: int, header: str, node: NodeId, left: tuple[RelationId, ...]) -> Unsaid:
    sheet = source.sheets.get(file)
    if sheet is None:
        return Unsaid(file, "", row, header, None, node, left)
    letter = sheet.columns.get(header)
    return Unsaid(sheet.file, sheet.title, row, header, f"{letter}{row}" if letter else None, node, left)
