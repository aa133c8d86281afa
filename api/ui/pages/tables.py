"""Tables of nodes that pages save: whatever a page lists, with kind, code, name and origin."""

from __future__ import annotations

from collections.abc import Iterable

from api.render.tables import TableForm, table_bytes
from api.ui.pages.signs import origin_label
from api.ui.scene.items import plain_name
from api.ui.words import Lang, said
from graph.model import EMPTY, NodeId
from graph.schema import KINDS, Label
from graph.view import View

__all__ = ["NODE_HEADER", "node_cells", "node_table"]

NODE_HEADER = (Label("类别", "kind"), Label("编码", "code"), Label("名称", "name"), Label("来源", "origin"))


def node_cells(view: View, node: NodeId, lang: Lang) -> tuple[object, ...]:
    """The cells of one node; see `NODE_HEADER`."""
    held = view.node(*node) or EMPTY
    origin = origin_label(str(held.get("origin", "")))
    return said(lang, KINDS[node.kind].label), node.code, plain_name(view, node), said(lang, origin)


def node_table(view: View, nodes: Iterable[NodeId], form: TableForm, lang: Lang) -> bytes:
    """Some nodes as a table."""
    rows = (node_cells(view, node, lang) for node in nodes)
    return table_bytes(form, [said(lang, label) for label in NODE_HEADER], rows)
