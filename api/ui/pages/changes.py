"""What the log of revisions says of one node: its own edits and those of its relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.render.history import edit_words
from graph.edits import Edit
from graph.model import NodeId
from graph.store.base import Revision

__all__ = ["Change", "changes_of"]

_SHOWN = 60
"""Edits of a revision that are told one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One revision that touched the node; ``more`` counts edits that are left out."""

    revision: int
    day: str
    effective: str
    author: str
    reason: str
    number: str
    edits: tuple[tuple[str, str, str], ...]
    more: int


def changes_of(node: NodeId, log: Iterable[Revision]) -> Iterator[Change]:
    """The revisions that touched a node, in the order of the log."""
    for revision in log:
        edits = [edit for edit in revision.edits if _touches(edit, node)]
        if edits:
            effective = revision.effective.isoformat() if revision.effective else ""
            told = tuple(edit_words(edit) for edit in edits[:_SHOWN])
            yield Change(
                revision.revision,
                f"{revision.time:%Y-%m-%d}",
                effective,
                revision.author,
                revision.reason,
                revision.number,
                told,
                max(len(edits) - _SHOWN, 0),
            )


def _touches(edit: Edit, node: NodeId) -> bool:
    identity = edit.identity
    return identity == node if isinstance(identity, NodeId) else node in identity.ends
