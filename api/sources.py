"""Which file, sheet and row an element was loaded from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import NodeId, RelationId
from graph.store import Store
from graph.store.base import Revision

__all__ = ["Loaded", "rows_of"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One element, and the row that last said something new of it."""

    element: str
    file: str
    row: int
    revision: int

    def to_json(self) -> dict[str, str | int]:
        file, _, sheet = self.file.partition(" › ")
        return {"element": self.element, "file": file, "sheet": sheet, "row": self.row, "revision": self.revision}


def rows_of(store: Store, node: NodeId, as_of: int | None = None) -> tuple[Loaded, ...]:
    """The rows that a node and its relations come from, the node first; what no file stated has none."""
    found: dict[str, Loaded] = {}
    for revision in store.history(newest_first=True):
        if as_of is None or revision.revision <= as_of:
            for loaded in _rows(revision, node):
                found.setdefault(loaded.element, loaded)
    own = str(node)
    return tuple(sorted(found.values(), key=lambda item: (item.element != own, item.element)))


def _rows(revision: Revision, node: NodeId) -> Iterator[Loaded]:
    load = revision.details.get("load", {})
    files = sorted(load.get("files", {}))
    for edit, place in zip(revision.edits, load.get("rows", ()), strict=False):
        if place and _concerns(edit.identity, node):
            yield Loaded(str(edit.identity), files[place[0]], place[1], revision.revision)


def _concerns(identity: NodeId | RelationId, node: NodeId) -> bool:
    return node == identity if isinstance(identity, NodeId) else node in identity.ends
