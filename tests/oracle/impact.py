"""The impact of §5: the differences between the derived relations of two graphs, as the JSON of §6."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from tests.oracle.derived import Bearing, Derived
from tests.oracle.findings import findings
from tests.oracle.operations import apply_reform
from tests.oracle.world import Graph, Props

Five = dict[str, int]


def dump(impact: Props) -> str:
    """The file form: indent 1, keys by code point, no ASCII escapes, one newline at the end."""
    return json.dumps(impact, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def impact(graph: Graph, reform: Props) -> Props:
    """All keys of §5 but `evidence` and `meta`."""
    after, no_receiver, no_counterpart = apply_reform(graph, reform)
    return compare(graph, after, no_receiver, no_counterpart)


def rows(tuples: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return sorted(list(t) for t in tuples)


def compare(
    graph: Graph, graph_after: Graph, no_receiver: set[tuple[str, str]], no_counterpart: set[tuple[str, str, str]]
) -> Props:
    before, after = Derived(graph), Derived(graph_after)
    found_before, found_after = findings(graph), findings(graph_after)
    opened, closed = found_after - found_before, found_before - found_after
    touched = touched_powers(graph, graph_after)
    posts = post_statuses(before, after, opened)
    risks = risk_statuses(before, after, opened)
    articles = article_statuses(before, after)
    gaps = all_gaps(before, after, touched, no_counterpart)
    offices_before, offices_after = active_offices(before), active_offices(after)
    return {
        "duties": {
            "lost": rows(before.duty_pairs - after.duty_pairs),
            "gained": rows(after.duty_pairs - before.duty_pairs),
            "reassigned": rows(
                (s, before.owner[s], after.owner[s])
                for s in before.steps.keys() & after.steps.keys()
                # A step that is in no power on one side has no row (CHOICE 5).
                if s in before.owner and s in after.owner and before.owner[s] != after.owner[s]
            ),
        },
        "offices": {"lost": rows(offices_before - offices_after), "gained": rows(offices_after - offices_before)},
        "posts": posts,
        "risks": risks,
        "articles": articles,
        "review": review(after, touched, posts, risks, articles),
        "days": {w: [before.days(w), after.days(w)] for w in touched if before.days(w) != after.days(w)},
        "ledger": ledger(before, after),
        "findings": {"opened": rows(opened), "closed": rows(closed)},
        "no_receiver": rows(no_receiver),
        "no_counterpart": rows(no_counterpart),
        "complete": not gaps,
        "gaps": rows(gaps),
    }


def active_offices(d: Derived) -> set[tuple[str, str]]:
    return {(w, u) for w, u in d.pairs("EXERCISED_BY") if w in d.active}


def touched_powers(graph: Graph, after: Graph) -> set[str]:
    """Powers that came or went, or whose node, relations, steps or steps' relations differ."""

    def picture(g: Graph, power: str) -> Any:
        if ("Power", power) not in g.nodes:
            return None
        steps = g.targets("HAS_STEP", ("Power", power))
        elements = [("Power", power), *(("Step", s) for s in steps)]
        return (
            {ref: g.nodes[ref] for ref in elements},
            {link: props for link, props in g.links.items() if link[1] in elements},
        )

    powers = graph.of_kind("Power").keys() | after.of_kind("Power").keys()
    return {w for w in powers if picture(graph, w) != picture(after, w)}


def post_statuses(before: Derived, after: Derived, opened: set[tuple[str, ...]]) -> dict[str, str]:
    lost = {p for _, p in before.duty_pairs - after.duty_pairs}
    gained = {p for _, p in after.duty_pairs - before.duty_pairs}
    vacant = {f[1] for f in opened if f[0] == "PG012"}
    statuses = {}
    for p in lost | gained | vacant:
        if p in vacant:
            statuses[p] = "vacated" if p in before.posts else "idle"
        elif p in lost:
            statuses[p] = "shifted" if p in gained else "relieved"
        else:
            statuses[p] = "burdened"
    return statuses


def risk_statuses(before: Derived, after: Derived, opened: set[tuple[str, ...]]) -> dict[str, str]:
    statuses = {}
    for r in before.live_risks | after.live_risks:
        old, new = before.bearers(r), after.bearers(r)
        if old == new:
            continue
        if not old:
            statuses[r] = "new"
        elif ("PG019", r) in opened:
            statuses[r] = "unattended"
        elif not new:
            statuses[r] = "ended"
        elif old - new and new - old:
            statuses[r] = "moved"
        else:
            statuses[r] = "narrowed" if old - new else "spread"
    return statuses


def article_statuses(before: Derived, after: Derived) -> dict[str, str]:
    statuses = {}
    for a in before.articles.keys() | after.articles.keys():
        old, new = before.users(a), after.users(a)
        ceased = before.is_live(a) and not after.is_live(a)
        if old == new and not ceased:
            continue
        if ceased:
            statuses[a] = "repealed"
        elif not new:
            statuses[a] = "idle"
        elif not old:
            statuses[a] = "taken-up"
        elif old - new and new - old:
            statuses[a] = "shifted"
        else:
            statuses[a] = "narrowed" if old - new else "widened"
    return statuses


def review(d: Derived, touched: set[str], posts: Props, risks: Props, articles: Props) -> dict[str, list[str]]:
    """What hangs on the touched powers that are active afterwards and has not moved."""
    powers = touched & d.active
    steps = {s for w, s in d.pairs("HAS_STEP") if w in powers}
    exposed = {r for s, r in d.pairs("EXPOSES") if s in steps}
    controls = {c for r, c in d.pairs("MITIGATED_BY") if r in exposed}
    standards = {x for s, x in d.pairs("GOVERNED_BY") if s in steps}
    standards |= {x for c, x in d.pairs("SPECIFIED_BY") if c in controls}
    law = {a for w, a in d.pairs("AUTHORIZED_BY") if w in powers}
    law |= {a for s, a in d.pairs("Step REGULATED_BY") if s in steps}
    law |= {a for c, a in d.pairs("Control REGULATED_BY") if c in controls}
    return {
        "posts": sorted({p for w, _, p in d.D if w in powers} - posts.keys()),
        "risks": sorted(exposed - risks.keys()),
        "controls": sorted(controls),
        "standards": sorted(standards),
        "articles": sorted(law - articles.keys()),
    }


def ledger(before: Derived, after: Derived) -> Props:
    def text(value: object) -> str:
        return "" if value is None else str(value)

    values: dict[str, Callable[[Derived, Bearing], str]] = {
        "by_grade": lambda d, b: text(d.risks[b[0]].get("grade")),
        "by_level": lambda d, b: text(d.level_of(d.office(b[1]))),
        "by_class": lambda d, b: text(d.risks[b[0]].get("class")),
    }
    book: Props = dict(five(before.B, after.B))
    for name, value in values.items():
        old = {(value(before, b), b) for b in before.B}
        new = {(value(after, b), b) for b in after.B}
        book[name] = {v: five({x for x in old if x[0] == v}, {x for x in new if x[0] == v}) for v, _ in old | new}
    return book


def five(old: set[Any], new: set[Any]) -> Five:
    return {
        "before": len(old),
        "kept": len(old & new),
        "out": len(old - new),
        "in": len(new - old),
        "after": len(new),
    }


def all_gaps(
    before: Derived, after: Derived, touched: set[str], no_counterpart: set[tuple[str, str, str]]
) -> set[tuple[str, str, str]]:
    gaps: set[tuple[str, str, str]] = set()
    for d in (before, after):
        performed = {s for s, _ in d.pairs("PERFORMED_BY")}
        for w in touched & d.powers.keys():
            steps = d.steps_of(w)
            if not steps and w in d.active:
                gaps.add(("Power", w, "power-without-steps"))
            gaps |= {("Step", s, "step-without-post") for s in steps - performed}
            risks = {r for s, r in d.pairs("EXPOSES") if s in steps}
            gaps |= {("RiskPoint", r, "risk-without-grade") for r in risks if "grade" not in d.risks[r]}
            controls = {c for r, c in d.pairs("MITIGATED_BY") if r in risks}
            gaps |= {("Control", c, "control-without-line") for c in controls if "line" not in d.controls[c]}
        for _, p, _ in no_counterpart:
            if p in d.posts and "role" not in d.posts[p]:
                gaps.add(("Post", p, "post-without-role"))
    return gaps
