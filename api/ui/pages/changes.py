"""What the log of revisions says of one node: its own edits and those of its relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.render.history import edit_words
from api.ui.words import word
from graph.edits import Edit
from graph.model import NodeId
from graph.schema import KINDS
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
            told = tuple(_told(edit, node) for edit in edits[:_SHOWN])
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


def _told(edit: Edit, node: NodeId) -> tuple[str, str, str]:
    """An edit as seen from the node: of a relation its name and the other end."""
    done, _, said = edit_words(edit)
    if isinstance(edit.identity, NodeId):
        return done, f"{word(KINDS[node.kind].label)} {node.code}", said
    source, target = edit.identity.ends
    other, arrow = (target, "→") if source == node else (source, "←")
    what = f"{word(edit.identity.link.label)} {arrow} {word(KINDS[other.kind].label)} {other.code}"
    return done, what, said


def _touches(edit: Edit, node: NodeId) -> bool:
    identity = edit.identity
    return identity == node if isinstance(identity, NodeId) else node in identity.ends
