"""Nodes as items of a picture: what stands beside the shape, and all that is known of it for pointing at."""

from __future__ import annotations

from collections.abc import Collection

from api.ui.scene.model import Caption, Item
from api.ui.words import phrase, word
from graph.model import EMPTY, NodeId
from graph.overlay import Overlay
from graph.schema import KINDS, Kind
from graph.snapshot import Snapshot
from graph.view import View
from queries.census import SYNTHETIC
from queries.citing import parts_of_citation

__all__ = [
    "caption_of",
    "caption_of_nodes",
    "item_of",
    "name_of",
    "plain_name",
    "tags_of",
    "typed_name",
    "whole_name",
]

_ORIGINS = KINDS[Kind.POWER].properties["origin"].values


def name_of(view: View, node: NodeId) -> str:
    """The name that is read without its lane: an article with its instrument, a power with its code.

    A line break stands where it may best be broken.
    """
    held = view.node(*node) or EMPTY
    name = str(held.get("name", "")) or node.code
    if node.kind is Kind.ARTICLE:
        instrument, _ = parts_of_citation(view, node.code)
        return f"《{instrument}》\n{name}" if instrument else name
    return f"{node.code} {name}" if node.kind is Kind.POWER and name != node.code else name


def plain_name(view: View, node: NodeId) -> str:
    """The name in one line and without a code: an article with its instrument; "" for a node without a name."""
    if node.kind is Kind.ARTICLE:
        return name_of(view, node).replace("\n", "")
    return str((view.node(*node) or EMPTY).get("name", ""))


def whole_name(view: View, node: NodeId) -> str:
    """Code and name in one line."""
    name = plain_name(view, node)
    return f"{node.code} {name}" if name not in ("", node.code) else node.code


def typed_name(view: View, node: NodeId) -> str:
    """Code and name as a field shows them; `queries.paths.resolve` reads them again."""
    name = str((view.node(*node) or EMPTY).get("name", ""))
    return f"{node.code} {name}" if name not in ("", node.code) else str(node)


def item_of(view: View, node: NodeId, facts: tuple[str, ...] = (), *, rank: int = 0, root: bool = False) -> Item:
    """One node as an item."""
    held = view.node(*node) or EMPTY
    origin = str(held.get("origin", ""))
    source = word(_ORIGINS[origin]) if origin in _ORIGINS else phrase("未注明", "not stated")
    text = name_of(view, node)
    name = text.replace("\n", "")
    code = () if name.startswith(f"{node.code} ") or name == node.code else (node.code,)
    title = phrase("｜", " | ").join(
        (" ".join((word(KINDS[node.kind].label), *code, name)), *facts, f"{phrase('来源', 'origin')} {source}")
    )
    return Item(
        id=str(node),
        kind=node.kind,
        code=node.code,
        text=text,
        title=title,
        rank=rank,
        synthetic=int(origin == SYNTHETIC),
        root=root,
        tags=tuple(tags_of(view, node)),
    )


def tags_of(view: View, node: NodeId) -> list[str]:
    """What the drawing shows of a node without words: a risk of grade 1, a power that is not exercised."""
    held = view.node(*node) or EMPTY
    found = []
    if node.kind is Kind.RISK:
        found.append("high" if held.get("grade") == 1 else "low" if held.get("grade") == 3 else "middle")
    if held.get("status", "active") not in ("active", "live"):
        found.append("inactive")
    return found


def caption_of(view: View, items: list[Item]) -> Caption:
    """What a picture of these items was made from."""
    return _caption(view, sum(len(item.codes) for item in items), sum(item.synthetic for item in items))


def caption_of_nodes(view: View, nodes: Collection[NodeId]) -> Caption:
    """The same of a picture that shows nodes otherwise than as items, such as posts as lanes."""
    return _caption(view, len(nodes), sum((view.node(*node) or EMPTY).get("origin") == SYNTHETIC for node in nodes))


def _caption(view: View, total: int, synthetic: int) -> Caption:
    base = view.base if isinstance(view, Overlay) else view
    origin = base.origin if isinstance(base, Snapshot) else None
    return Caption(
        revision=origin.revision if origin else None,
        on=origin.on.isoformat() if origin and origin.on else "",
        total=total,
        synthetic=synthetic,
    )
