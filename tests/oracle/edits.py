"""repeal 废止 and edit: what touches one element at a time."""

from __future__ import annotations

from tests.oracle.arguments import Bad, article_of, need, need_list, need_new, need_object
from tests.oracle.redefinition import check_values
from tests.oracle.world import ENDS, KINDS, Graph, Link, Props, merge_props, split_ref

FIELD = "edits"


def repeal(graph: Graph, change: Props) -> None:
    if "article" in change:
        code, _ = article_of(graph, change["article"], "article")
        graph.set_props(("Article", code), status="repealed")
    else:
        need(graph, "Instrument", change["instrument"], "instrument")
        graph.set_props(("Instrument", change["instrument"]), status="repealed")


def edit(graph: Graph, change: Props) -> None:
    for item in need_list(change["edits"], FIELD):
        if not isinstance(item, dict):
            raise Bad(FIELD, "not an object")
        if item.get("edit") in ("add_node", "retire_node", "set_node"):
            edit_node(graph, item)
        elif item.get("edit") in ("add_relation", "retire_relation", "set_relation"):
            edit_relation(graph, item)
        else:
            raise Bad(FIELD, f"no edit {item.get('edit')!r}")


def properties_of(item: Props) -> Props:
    values = item.get("properties", {})
    if not isinstance(values, dict):
        raise Bad(FIELD, "properties is not an object")
    check_values(values, FIELD)
    return values


def edit_node(graph: Graph, item: Props) -> None:
    need_object(item, FIELD, ["edit", "kind", "code"], ["properties"])
    kind, code = item["kind"], item["code"]
    if kind not in KINDS:
        raise Bad(FIELD, f"no kind {kind!r}")
    if item["edit"] == "add_node":
        need_new(graph, kind, code, FIELD)
        graph.nodes[kind, code] = {k: v for k, v in properties_of(item).items() if v is not None}
        return
    need(graph, kind, code, FIELD)
    if item["edit"] == "retire_node":
        graph.drop_node((kind, code))
    else:
        merge_props(graph.nodes[kind, code], properties_of(item))


def edit_relation(graph: Graph, item: Props) -> None:
    need_object(item, FIELD, ["edit", "rel", "from", "to"], ["key", "properties"])
    rel, key = item["rel"], item.get("key", "")
    if rel not in ENDS or not isinstance(item["from"], str) or not isinstance(item["to"], str):
        raise Bad(FIELD, f"no relation {rel!r}")
    start, end = split_ref(item["from"]), split_ref(item["to"])
    need(graph, start[0], start[1], FIELD)
    need(graph, end[0], end[1], FIELD)
    if (start[0], end[0]) not in ENDS[rel]:
        raise Bad(FIELD, f"{rel} does not run from {start[0]} to {end[0]}")
    link: Link = (rel, start, end, key)
    if item["edit"] == "add_relation":
        graph.add_link(rel, start, end, {k: v for k, v in properties_of(item).items() if v is not None}, key)
    elif item["edit"] == "retire_relation":
        graph.links.pop(link, None)
    elif link not in graph.links:
        raise Bad(FIELD, "there is no such relation to set")
    else:
        merge_props(graph.links[link], properties_of(item))
