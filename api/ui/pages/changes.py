"""What the log of revisions says of one node: its own edits and those of its relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.render.history import edit_words
from api.ui.words import word
from graph.edits import Edit
from graph.model import EMPTY, NodeId
from graph.schema import KINDS, Label
from graph.store.base import Revision
from graph.view import View

__all__ = ["Change", "Names", "changes_of", "edits_said", "nodes_of"]

_SHOWN = 60
"""Edits of a revision that are told one by one."""
_ELEMENTS = "element", "elements"


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


@dataclass(frozen=True, slots=True)
class Names:
    """What the nodes of some edits are called: as in a graph, or as an edit says where they are not in it."""

    view: View
    said: Mapping[NodeId, str]

    @classmethod
    def of(cls, view: View, shown: Sequence[Edit], edits: Sequence[Edit]) -> Names:
        """The names of what some edits are ``shown`` of; ``edits`` are all of their revision."""
        gone = {node for edit in shown for node in nodes_of(edit) if view.node(*node) is None}
        told = (edit for edit in edits if edit.identity in gone) if gone else ()
        said = ((edit.identity, edit.properties.get("name") or edit.before.get("name")) for edit in told)
        return cls(view, {node: str(name) for node, name in said if isinstance(node, NodeId) and name})

    def name(self, node: NodeId) -> str:
        """The name of a node; "" where it has none beside its code."""
        held = (self.view.node(*node) or EMPTY).get("name")
        name = self.said.get(node, "") if held is None else str(held)
        return "" if name == node.code else name


def changes_of(node: NodeId, log: Iterable[Revision], view: View) -> Iterator[Change]:
    """The revisions that touched a node, in the order of the log; names are those of ``view``."""
    for revision in log:
        edits = [edit for edit in revision.edits if _touches(edit, node)]
        if edits:
            shown = edits[:_SHOWN]
            names = Names.of(view, shown, revision.edits)
            effective = revision.effective.isoformat() if revision.effective else ""
            told = tuple(_told(edit, node, names) for edit in shown)
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


def edits_said(revisions: Iterable[Revision], differing: int | None = None) -> Label | None:
    """Why there are not as many differences as edits; None where there are.

    A comparison counts elements. One element may be edited more than once, and an edit may not show in what is
    compared, because it is not in force on that day or was taken back.

    Args:
        revisions: those whose edits lie between the two states.
        differing: how many elements differ; None where nothing is compared, only counted.
    """
    edits = [edit.identity for revision in revisions for edit in revision.edits]
    elements = len(set(edits))
    if not edits or len(edits) == (elements if differing is None else differing):
        return None
    zh = f"{len(edits):,} 处编辑，动到 {elements:,} 个元素（节点和关系）"
    en = f"{len(edits):,} edits touch {elements:,} {_ELEMENTS[elements != 1]} (nodes and relations)"
    if len(edits) != elements:
        zh = f"{zh}：同一元素改了几次，只算一处差别"
        en = f"{en}: what is edited more than once is one difference"
    if differing is not None and differing < elements:
        same = elements - differing
        zh = f"{zh}；其中 {same:,} 个在所比的这一日没有差别（尚未生效、已不在用或改后复原）"
        why = "not yet or no longer in force, or set back"
        en = f"{en}; {same:,} {_ELEMENTS[same != 1]} of them the same on the day compared: {why}"
    return Label(f"{zh}。", f"{en}.")


def _told(edit: Edit, node: NodeId, names: Names) -> tuple[str, str, str]:
    """An edit as seen from the node: of a relation its name and the other end."""
    done, _, said = edit_words(edit)
    if isinstance(edit.identity, NodeId):
        return done, f"{word(KINDS[node.kind].label)} {node.code}", said
    source, target = edit.identity.ends
    other, arrow = (target, "→") if source == node else (source, "←")
    what = f"{word(edit.identity.link.label)} {arrow} {word(KINDS[other.kind].label)} {other.code} {names.name(other)}"
    return done, what.rstrip(), said


def nodes_of(edit: Edit) -> tuple[NodeId, ...]:
    """The node that an edit is of, or both ends of its relation."""
    identity = edit.identity
    return (identity,) if isinstance(identity, NodeId) else tuple(identity.ends)


def _touches(edit: Edit, node: NodeId) -> bool:
    return node in nodes_of(edit)
