"""The operations of §4. Each changes the graph it is given (a copy) or raises `Bad`."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.arguments import (
    Bad,
    check_names,
    check_power,
    need_levels,
    need_offices,
    need_post,
    need_steps,
    need_units,
)
from tests.oracle.derived import Derived
from tests.oracle.edits import edit, repeal
from tests.oracle.lineage import merge, rebase, split
from tests.oracle.moves import NoCounterpart, NoReceiver, below, counterparts, move_duties, nearest_above
from tests.oracle.redefinition import convert, redefine, retire_steps
from tests.oracle.world import BrokenRule, Graph, Props, Refusal, check_rules

Reports = tuple[NoReceiver, NoCounterpart]
NOTHING: Reports = (set(), set())


def apply_reform(graph: Graph, reform: Props) -> tuple[Graph, NoReceiver, NoCounterpart]:
    """The graph after the reform, and what it could not place. The graph given is left as it is.

    Raises:
        Refusal: a change is wrong; nothing is applied.
    """
    after = graph.copy()
    no_receiver: NoReceiver = set()
    no_counterpart: NoCounterpart = set()
    for position, change in enumerate(reform["changes"]):
        try:
            more = apply_change(after, change)
        except Bad as bad:
            raise Refusal(position, bad.field, bad.because) from bad
        no_receiver |= more[0]
        no_counterpart |= more[1]
    return after, no_receiver, no_counterpart


def apply_change(graph: Graph, change: Props) -> Reports:
    """One change, in place; its result must obey §1."""
    check_names(change)
    check_power(graph, change)
    reports = OPERATIONS[change["op"]](graph, change) or NOTHING
    try:
        check_rules(graph)
    except BrokenRule as broken:
        # Only elementary edits can break a rule of §1; the others are listed for safety's sake.
        field = {"edit": "edits", "redefine": "set", "merge": "into"}.get(change["op"], "op")
        raise Bad(field, str(broken)) from broken
    return reports


def supervise(graph: Graph, change: Props) -> None:
    if "supervision_post" in change:
        graph.add_link("SUPERVISED_BY", ("Power", change["power"]), ("Post", change["supervision_post"]))


def cancel(graph: Graph, change: Props) -> None:
    w = ("Power", change["power"])
    need_post(graph, change)
    graph.set_props(w, status="cancelled")
    retire_steps(graph, Derived(graph).steps_of(change["power"]))
    for rel in ("EXERCISED_BY", "DEPENDS_ON"):
        for link in [k for k in graph.links if k[0] == rel and k[1] == w]:
            del graph.links[link]
    supervise(graph, change)


def suspend(graph: Graph, change: Props) -> None:
    graph.set_props(("Power", change["power"]), status="suspended")


def resume(graph: Graph, change: Props) -> None:
    graph.set_props(("Power", change["power"]), status="active")


def delegate(graph: Graph, change: Props) -> Reports:
    need_levels(graph, change, to_lower=True)
    units = need_units(graph, change)
    keep = need_steps(graph, change, "keep_steps")
    need_post(graph, change)
    d = Derived(graph)
    sources = {u for u in d.units if d.level_of(u) == change["from"]}
    reports = move_duties(graph, change["power"], sources, lambda v: below(d, v, change["to"]), units=units, keep=keep)
    graph.set_props(("Power", change["power"]), level=change["to"], delegated_from=change["from"])
    supervise(graph, change)
    return reports


def recall(graph: Graph, change: Props) -> Reports:
    need_levels(graph, change, to_lower=False)
    keep = need_steps(graph, change, "keep_steps")
    need_post(graph, change)
    d = Derived(graph)
    sources = {u for u in d.units if d.level_of(u) == change["from"]}
    reports = move_duties(graph, change["power"], sources, lambda v: nearest_above(d, v, change["to"]), keep=keep)
    graph.set_props(("Power", change["power"]), level=change["to"], delegated_from=None)
    supervise(graph, change)
    return reports


def authorize(graph: Graph, change: Props) -> Reports:
    steps = need_steps(graph, change, "steps")
    need_levels(graph, change, to_lower=True)
    units = need_units(graph, change)
    d = Derived(graph)
    no_counterpart: NoCounterpart = set()
    for s, p in d.pairs("PERFORMED_BY"):
        v = d.office(p)
        if s not in steps or v is None or d.level_of(v) != change["from"]:
            continue
        for u in below(d, v, change["to"]):
            if units is not None and u not in units:
                continue
            graph.add_link("EXERCISED_BY", ("Power", change["power"]), ("Unit", u))
            there = counterparts(d, p, u)
            for q in there:
                graph.add_link("PERFORMED_BY", ("Step", s), ("Post", q))
            if not there:
                no_counterpart.add((s, p, u))
    return set(), no_counterpart


def transfer(graph: Graph, change: Props) -> Reports:
    need_offices(graph, change)
    keep = need_steps(graph, change, "keep_steps")
    return move_duties(graph, change["power"], {change["from_unit"]}, lambda _: {change["to_unit"]}, keep=keep)


def entrust(graph: Graph, change: Props) -> Reports:
    need_offices(graph, change)
    need_post(graph, change)
    reports = move_duties(
        graph,
        change["power"],
        {change["from_unit"]},
        lambda _: {change["to_unit"]},
        properties={"on_behalf_of": change["from_unit"]},
        stay=True,
    )
    supervise(graph, change)
    return reports


OPERATIONS: dict[str, Callable[[Graph, Props], Reports | None]] = {
    "cancel": cancel,
    "suspend": suspend,
    "resume": resume,
    "delegate": delegate,
    "recall": recall,
    "authorize": authorize,
    "transfer": transfer,
    "entrust": entrust,
    "merge": merge,
    "split": split,
    "convert": convert,
    "redefine": redefine,
    "rebase": rebase,
    "repeal": repeal,
    "edit": edit,
}
