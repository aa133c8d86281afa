"""merge 合并, split 拆分 and rebase 依据更替: what becomes of a power's relations when it gets heirs or a new law."""

from __future__ import annotations

from tests.oracle.arguments import Bad, article_of, articles_of, need, need_list, need_new, need_object
from tests.oracle.derived import Derived
from tests.oracle.law import authorize_by, higher_of, inherited_level
from tests.oracle.redefinition import check_values
from tests.oracle.world import Graph, Link, Props, Ref

COPIED = ("category", "type", "public", "level", "delegated_from", "compulsion")


def links_from(graph: Graph, start: Ref, *types: str) -> list[Link]:
    return [k for k in graph.links if k[1] == start and k[0] in types]


def links_to(graph: Graph, end: Ref, *types: str) -> list[Link]:
    return [k for k in graph.links if k[2] == end and k[0] in types]


def merge_target(graph: Graph, change: Props) -> str:
    """The code of the target, created when `into` describes a new power."""
    into = change["into"]
    if isinstance(into, str):
        if into not in change["powers"]:
            raise Bad("into", "not among powers")
        return into
    need_object(into, "into", ["code", "name"], ["*"])
    need_new(graph, "Power", into["code"], "into")
    if into.get("status") not in (None, "active"):
        raise Bad("into", "the new power is active")
    if into.get("delegated_from") is not None:
        raise Bad("into", "delegated_from comes from the merged powers")
    check_values(into, "into")
    graph.nodes["Power", into["code"]] = {k: v for k, v in into.items() if k != "code" and v is not None}
    graph.set_props(("Power", into["code"]), status="active")
    return str(into["code"])


def merge(graph: Graph, change: Props) -> None:
    target = merge_target(graph, change)
    merged = {("Power", w) for w in change["powers"]}
    t = ("Power", target)
    others = [("Power", w) for w in change["powers"] if w != target]

    delegated = None
    for ref in sorted(merged | {t}):
        delegated = higher_of(graph, delegated, graph.nodes[ref].get("delegated_from"))
    for w in others:
        for _, _, (_, article), _ in links_from(graph, w, "AUTHORIZED_BY"):
            authorize_by(graph, target, article, inherited=inherited_level(graph, w[1], article))
        for link in links_from(graph, w, "HAS_STEP", "EXERCISED_BY", "SUPERVISED_BY"):
            graph.add_link(link[0], t, link[2], graph.links.pop(link))
        for link in links_from(graph, w, "DEPENDS_ON"):
            props = graph.links.pop(link)
            if link[2] not in merged | {t}:
                graph.add_link("DEPENDS_ON", t, link[2], props)
        for link in links_to(graph, w, "DEPENDS_ON"):
            props = graph.links.pop(link)
            if link[1] not in merged | {t}:
                graph.add_link("DEPENDS_ON", link[1], t, props)
        graph.set_props(w, status="merged", delegated_from=None)
        graph.add_link("DERIVED_FROM", t, w)
    for link in links_from(graph, t, "DEPENDS_ON"):
        if link[2] == t:
            del graph.links[link]
    graph.set_props(t, delegated_from=delegated)


def check_parts(graph: Graph, change: Props) -> list[Props]:
    field = "parts"
    parts = need_list(change["parts"], field)
    if len(parts) < 2:
        raise Bad(field, "two parts or more")
    own = Derived(graph).steps_of(change["power"])
    codes: list[str] = []
    steps: list[str] = []
    for item in parts:
        part = need_object(item, field, ["code", "name", "steps"], ["articles"])
        need_new(graph, "Power", part["code"], field)
        codes.append(part["code"])
        for s in need_list(part["steps"], field):
            need(graph, "Step", s, field)
            steps.append(s)
        articles_of(graph, part.get("articles", []), field)
    if len(set(codes)) < len(codes):
        raise Bad(field, "two parts of one code")
    if sorted(steps) != sorted(own):
        raise Bad(field, "each step in exactly one part")
    return parts


def split(graph: Graph, change: Props) -> None:
    parts = check_parts(graph, change)
    power = change["power"]
    w = ("Power", power)
    before = graph.copy()
    for part in parts:
        x = ("Power", part["code"])
        copied = {k: v for k, v in before.nodes[w].items() if k in COPIED}
        graph.nodes[x] = {"name": part["name"], **copied, "status": "active"}
        for link in links_from(before, w, "EXERCISED_BY", "SUPERVISED_BY"):
            graph.add_link(link[0], x, link[2], before.links[link])
        if part.get("articles"):
            for a, level in articles_of(graph, part["articles"], "parts"):
                authorize_by(graph, part["code"], a, given=level, inherited=inherited_level(before, power, a))
        else:
            for link in links_from(before, w, "AUTHORIZED_BY"):
                authorize_by(graph, part["code"], link[2][1], inherited=before.links[link].get("lowest_level"))
        for link in links_from(before, w, "DEPENDS_ON"):
            graph.add_link("DEPENDS_ON", x, link[2], before.links[link])
        for link in links_to(before, w, "DEPENDS_ON"):
            graph.add_link("DEPENDS_ON", link[1], x, before.links[link])
        graph.add_link("DERIVED_FROM", x, w)
    for link in [k for k in graph.links if w in (k[1], k[2]) and k[0] not in ("AUTHORIZED_BY", "DERIVED_FROM")]:
        del graph.links[link]
    for part in parts:
        for s in part["steps"]:
            graph.add_link("HAS_STEP", ("Power", part["code"]), ("Step", s))
    graph.set_props(w, status="split", delegated_from=None)


def rebase(graph: Graph, change: Props) -> None:
    old, _ = article_of(graph, change["from_article"], "from_article")
    new = articles_of(graph, change["to_articles"], "to_articles")
    d = Derived(graph)
    powers = {change["power"]} if "power" in change else d.active
    for w in powers:
        if old not in d.basis(w):
            continue
        level = inherited_level(graph, w, old)
        graph.drop_links("AUTHORIZED_BY", ("Power", w), ("Article", old))
        for a, given in new:
            authorize_by(graph, w, a, given=given, inherited=level)
