"""Moving duties (§4): performers from offices v to offices T(v), the controls after them, the offices after those."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.derived import Derived
from tests.oracle.world import Graph, Props

NoReceiver = set[tuple[str, str]]  # (step, unit)
NoCounterpart = set[tuple[str, str, str]]  # (step, post, unit)


def below(d: Derived, unit: str, level: str) -> set[str]:
    """T(v, to): the offices of the level that have the unit as a proper ancestor."""
    return {u for u in d.units if d.level_of(u) == level and u != unit and unit in d.up(u)}


def nearest_above(d: Derived, unit: str, level: str) -> set[str]:
    """The nearest proper ancestor of that level, as a set of one or none."""
    at = d.parent.get(unit)
    while at is not None and d.level_of(at) != level:
        at = d.parent.get(at)
    return set() if at is None else {at}


def counterparts(d: Derived, post: str, office: str) -> set[str]:
    """Posts of that office that are instances of the same standard post."""
    role = d.posts[post].get("role")
    if role is None:
        return set()
    return {q for q, props in d.posts.items() if props.get("role") == role and d.office(q) == office}


def move_duties(
    graph: Graph,
    power: str,
    sources: set[str],
    targets: Callable[[str], set[str]],
    *,
    units: set[str] | None = None,
    keep: frozenset[str] | set[str] = frozenset(),
    properties: Props | None = None,
    stay: bool = False,
) -> tuple[NoReceiver, NoCounterpart]:
    """Move the duties of the power out of the `sources`; `stay` keeps EXERCISED_BY where it is (entrusting)."""
    before = Derived(graph)
    no_receiver: NoReceiver = set()
    no_counterpart: NoCounterpart = set()
    lost_steps: set[str] = set()
    lost_offices: set[str] = set()
    received: set[str] = set()

    def chosen(office: str) -> set[str]:
        return targets(office) if units is None else targets(office) & units

    retired: set[tuple[str, str]] = set()
    added: set[tuple[str, str]] = set()
    for s in before.steps_of(power) - keep:
        for p in {p for t, p in before.pairs("PERFORMED_BY") if t == s}:
            v = before.office(p)
            if v is None or v not in sources:
                continue
            if not targets(v):
                no_receiver.add((s, v))
                continue
            if not chosen(v):
                continue
            retired.add((s, p))
            lost_steps.add(s)
            lost_offices.add(v)
            for u in chosen(v):
                received.add(u)
                there = counterparts(before, p, u)
                added |= {(s, q) for q in there}
                if not there:
                    no_counterpart.add((s, p, u))
    for s, p in retired:
        graph.drop_links("PERFORMED_BY", ("Step", s), ("Post", p))
    for s, q in added:
        # A parallel relation under another key is another relation (CHOICE 3).
        graph.add_link("PERFORMED_BY", ("Step", s), ("Post", q), properties)

    controls_follow(graph, lost_steps, lost_offices, chosen)

    if lost_offices:
        after = Derived(graph)
        still = {after.office(p) for s, p in after.pairs("PERFORMED_BY") if s in after.steps_of(power)}
        for u in received:
            graph.add_link("EXERCISED_BY", ("Power", power), ("Unit", u))
        for v in lost_offices - still:
            if not stay:
                graph.drop_links("EXERCISED_BY", ("Power", power), ("Unit", v))
    return no_receiver, no_counterpart


def controls_follow(
    graph: Graph, lost_steps: set[str], lost_offices: set[str], chosen: Callable[[str], set[str]]
) -> None:
    """Line-1 controls of the steps that lost a performer follow into the receiving offices."""
    d = Derived(graph)
    risks = {r for s, r in d.pairs("EXPOSES") if s in lost_steps}
    controls = {c for r, c in d.pairs("MITIGATED_BY") if r in risks and d.controls[c].get("line") == 1}
    for c in controls:
        mitigated = {r for r, x in d.pairs("MITIGATED_BY") if x == c}
        for o in {o for x, o in d.pairs("OWNED_BY") if x == c}:
            v = d.office(o)
            if v is None or v not in lost_offices:
                continue
            successors = set().union(*(counterparts(d, o, u) for u in chosen(v)))
            for q in successors:
                graph.add_link("OWNED_BY", ("Control", c), ("Post", q))
            still_borne = any(r in mitigated and d.office(p) == v for r, p in d.B)
            if successors and not still_borne:
                graph.drop_links("OWNED_BY", ("Control", c), ("Post", o))
