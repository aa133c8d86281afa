"""redefine 调整 and convert 改类: the inside of one power."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.arguments import ROWS, Bad, articles_of, need, need_list, need_new, need_object
from tests.oracle.derived import Derived
from tests.oracle.law import authorize_by
from tests.oracle.world import BrokenRule, Graph, Props, check_props, merge_props

UNTOUCHABLE = ("code", "status", "type", "level", "delegated_from")


def retire_steps(graph: Graph, steps: set[str]) -> None:
    """Retire the steps and the risks that end with them: dangers outside, and those that hang elsewhere, stay."""
    d = Derived(graph)
    for r in {r for s, r in d.pairs("EXPOSES") if s in steps}:
        elsewhere = any(x == r and s not in steps for s, x in d.pairs("EXPOSES"))
        borne = any(x == r for x, _ in d.pairs("BORNE_BY"))
        if not elsewhere and not borne and d.risks[r].get("class") != "external":
            graph.drop_node(("RiskPoint", r))
    for s in steps:
        graph.drop_node(("Step", s))


def convert(graph: Graph, change: Props) -> None:
    w = ("Power", change["power"])
    to_type = change["to_type"]
    if not isinstance(to_type, str):
        raise Bad("to_type", "a type is a string")
    if graph.nodes[w].get("type") == to_type:
        raise Bad("to_type", "it has that type already")
    graph.set_props(w, type=to_type)
    redefine(graph, change)


def redefine(graph: Graph, change: Props) -> None:
    """The seven parts in their order. Each sees what those before it left (CHOICE 4).

    Of several wrong arguments the one that the row lists first is named, though another is applied earlier.
    """
    wrong: dict[str, Bad] = {}
    for field, part in PARTS.items():
        if field in change:
            try:
                part(graph, change["power"], change[field])
            except Bad as bad:
                wrong[field] = bad
    for name in ROWS[change["op"]]:
        if name.rstrip("?") in wrong:
            raise wrong[name.rstrip("?")]


def set_part(graph: Graph, power: str, values: object) -> None:
    if not isinstance(values, dict):
        raise Bad("set", "not an object")
    for name in values:
        if name in UNTOUCHABLE:
            raise Bad("set", f"{name} may not be set")
    check_values(values, "set")
    merge_props(graph.nodes["Power", power], values)


def check_values(values: Props, field: str) -> None:
    try:
        check_props({name: value for name, value in values.items() if value is not None})
    except BrokenRule as broken:
        raise Bad(field, str(broken)) from broken


def own_step(graph: Graph, power: str, step: object, field: str) -> str:
    if not isinstance(step, str) or step not in Derived(graph).steps_of(power):
        raise Bad(field, f"{step!r} is not a step of {power}")
    return step


def retire_part(graph: Graph, power: str, steps: object) -> None:
    codes = {own_step(graph, power, s, "retire_steps") for s in need_list(steps, "retire_steps")}
    retire_steps(graph, codes)


def add_part(graph: Graph, power: str, steps: object) -> None:
    field = "add_steps"
    for item in need_list(steps, field):
        step = need_object(
            item, field, ["code", "name", "seq", "act"], ["limit_days", "min_posts", "posts", "risks", "after"]
        )
        need_new(graph, "Step", step["code"], field)
        props: Props = {k: step[k] for k in ("name", "seq", "act", "limit_days", "min_posts") if k in step}
        check_values(props, field)
        ref = ("Step", step["code"])
        for kind, name in (("Post", "posts"), ("RiskPoint", "risks")):
            for code in need_list(step.get(name, []), field):
                need(graph, kind, code, field)
        after = own_step(graph, power, step["after"], field) if "after" in step else None
        graph.nodes[ref] = {k: v for k, v in props.items() if v is not None}
        graph.add_link("HAS_STEP", ("Power", power), ref)
        for p in step.get("posts", []):
            graph.add_link("PERFORMED_BY", ref, ("Post", p))
        for r in step.get("risks", []):
            graph.add_link("EXPOSES", ref, ("RiskPoint", r))
        if after is not None:
            graph.add_link("NEXT", ("Step", after), ref)


def pairs_of(graph: Graph, power: str, items: object, field: str) -> list[tuple[str, str]]:
    found = []
    for item in need_list(items, field):
        pair = need_object(item, field, ["step", "post"])
        step = own_step(graph, power, pair["step"], field)
        need(graph, "Post", pair["post"], field)
        found.append((step, pair["post"]))
    return found


def unassign_part(graph: Graph, power: str, items: object) -> None:
    for s, p in pairs_of(graph, power, items, "unassign"):
        graph.drop_links("PERFORMED_BY", ("Step", s), ("Post", p))


def assign_part(graph: Graph, power: str, items: object) -> None:
    for s, p in pairs_of(graph, power, items, "assign"):
        graph.add_link("PERFORMED_BY", ("Step", s), ("Post", p))


def retire_articles_part(graph: Graph, power: str, items: object) -> None:
    for a, _ in articles_of(graph, items, "retire_articles"):
        graph.drop_links("AUTHORIZED_BY", ("Power", power), ("Article", a))


def add_articles_part(graph: Graph, power: str, items: object) -> None:
    for a, level in articles_of(graph, items, "add_articles"):
        authorize_by(graph, power, a, given=level)


PARTS: dict[str, Callable[[Graph, str, object], None]] = {
    "set": set_part,
    "retire_steps": retire_part,
    "add_steps": add_part,
    "unassign": unassign_part,
    "assign": assign_part,
    "retire_articles": retire_articles_part,
    "add_articles": add_articles_part,
}
