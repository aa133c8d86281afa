"""The twenty findings of §3, one function each, over the derived relations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.oracle.derived import Derived
from tests.oracle.world import Graph

Identity = tuple[str, ...]
BELOW_STATUTE = ("department_rule", "normative", "internal")


def findings(graph: Graph) -> set[tuple[str, ...]]:
    """Every (code, identity…) that holds in the graph."""
    facts = Derived(graph)
    return {(code, *identity) for code, holds in CATALOGUE.items() for identity in holds(facts)}


def power_without_live_basis(d: Derived) -> Iterator[Identity]:
    for w in d.active:
        if not d.live_basis(w):
            yield (w,)


def step_without_post(d: Derived) -> Iterator[Identity]:
    performed = {s for s, _ in d.pairs("PERFORMED_BY")}
    for w, s in d.pairs("HAS_STEP"):
        if w in d.active and s not in performed:
            yield w, s


def places(d: Derived, step: str) -> set[str]:
    """Every office that some duty of the step counts for."""
    found: set[str] = set()
    for s, p, props in d.relations("PERFORMED_BY"):
        if s == step:
            found |= {u for u in (d.office(p), props.get("on_behalf_of")) if u is not None}
    return found


def unstaffed_office(d: Derived) -> Iterator[Identity]:
    for w, u in d.pairs("EXERCISED_BY"):
        if w in d.active:
            for s in d.steps_of(w):
                if not places(d, s) & d.up(u):
                    yield w, s, u


def blocked_power(d: Derived) -> Iterator[Identity]:
    for w, x in d.pairs("DEPENDS_ON"):
        if w in d.active and x not in d.active:
            yield w, x


def covering(d: Derived, risk: str, post: str) -> dict[str, set[str]]:
    """Controls that cover the pair, to their covering owners."""
    return {c: owners for (r, p, c), owners in d.K.items() if (r, p) == (risk, post)}


def uncovered_risk(d: Derived) -> Iterator[Identity]:
    for r, p in d.B:
        if not covering(d, r, p):
            yield r, p


def thin_defence(d: Derived) -> Iterator[Identity]:
    for r, p in d.B:
        if d.risks[r].get("grade") == 1:
            lines = {d.controls[c]["line"] for c in covering(d, r, p)}
            if len(lines) == 1:
                yield r, p


def orphaned_control(d: Derived) -> Iterator[Identity]:
    busy = {c for r, c in d.pairs("MITIGATED_BY") if r in d.live_risks}
    for c in d.controls:
        if c not in busy:
            yield (c,)


def unowned_control(d: Derived) -> Iterator[Identity]:
    owned = {c for c, _ in d.pairs("OWNED_BY")}
    for c in d.controls:
        if c not in owned:
            yield (c,)


def incompatible_duties(d: Derived) -> Iterator[Identity]:
    done: set[tuple[str, str, str]] = {(w, p, str(d.steps[s].get("act", ""))) for w, s, p in d.D}
    for rule in d.graph.incompatible:
        acts = set(rule["acts"])
        for p in d.posts:
            for w in d.active if rule["scope"] == "power" else [""]:
                mine = {a for v, q, a in done if q == p and a in acts and w in ("", v)}
                for a, b in combinations(sorted(mine), 2):
                    yield rule["id"], p, a, b, w


def common_mode_control(d: Derived) -> Iterator[Identity]:
    for r, p in d.B:
        cover = covering(d, r, p)
        if d.risks[r].get("grade") == 1 and cover:
            owners = set().union(*cover.values())
            if all(d.unit[q] == d.unit[p] for q in owners):
                yield r, p


def idle_article(d: Derived) -> Iterator[Identity]:
    for a in d.articles:
        named_by = {w for w, b in d.pairs("AUTHORIZED_BY") if b == a}
        if d.is_live(a) and named_by and not named_by & d.active:
            yield (a,)


def vacant_post(d: Derived) -> Iterator[Identity]:
    needed = {p for _, _, p in d.D} | {p for _, p in d.B}
    needed |= {p for _, p in d.pairs("OWNED_BY")} | {p for _, p in d.pairs("SUPERVISED_BY")}
    for p in d.posts:
        if p not in needed:
            yield (p,)


def supervision_gap(d: Derived) -> Iterator[Identity]:
    supervised = {w for w, _ in d.pairs("SUPERVISED_BY")}
    for w, props in d.powers.items():
        if (props.get("status") == "cancelled" or "delegated_from" in props) and w not in supervised:
            yield (w,)


def below_statutory_level(d: Derived) -> Iterator[Identity]:
    for w, a, law in d.relations("AUTHORIZED_BY"):
        if w not in d.active or not d.is_live(a) or "lowest_level" not in law:
            continue
        for s, p, duty in d.relations("PERFORMED_BY"):
            if d.owner.get(s) != w:
                continue
            u = duty.get("on_behalf_of", d.office(p))
            if u is not None and d.lower(d.level_of(u), law["lowest_level"]):
                yield w, a, u


def public_power_without_flow(d: Derived) -> Iterator[Identity]:
    for w in d.active:
        steps = d.steps_of(w)
        flow = any(a in steps and b in steps for a, b in d.pairs("NEXT"))
        if d.powers[w].get("public") is True and len(steps) >= 2 and not flow:
            yield (w,)


def licence_without_law(d: Derived) -> Iterator[Identity]:
    for w in d.active:
        basis = d.live_basis(w)
        if d.powers[w].get("type") == "01" and basis and all(d.rank_of(a) in BELOW_STATUTE for a in basis):
            yield (w,)


def entrusted_compulsion(d: Derived) -> Iterator[Identity]:
    for s, _, props in d.relations("PERFORMED_BY"):
        w = d.owner.get(s)
        if w in d.active and "on_behalf_of" in props:
            power = d.powers[w]
            if power.get("type") == "03" and power.get("compulsion") != "execution":
                yield w, props["on_behalf_of"]


def single_handed_step(d: Derived) -> Iterator[Identity]:
    for w, s in d.pairs("HAS_STEP"):
        need = d.steps[s].get("min_posts", 1)
        if w not in d.active or need <= 1:
            continue
        performers = {p for t, p in d.pairs("PERFORMED_BY") if t == s}
        for u in {d.office(p) for p in performers} - {None}:
            seats = sum(d.posts[p].get("seats", 1) for p in performers if d.office(p) == u)
            if seats < need:
                yield w, s, str(u)


def unattended_external_risk(d: Derived) -> Iterator[Identity]:
    for r, props in d.risks.items():
        if props.get("class") == "external" and r not in d.live_risks:
            yield (r,)


def stalled_control(d: Derived) -> Iterator[Identity]:
    for c, props in d.controls.items():
        if props.get("mode", "standing") == "step" and not d.works(c):
            yield (c,)


CATALOGUE = {
    "PG001": power_without_live_basis,
    "PG002": step_without_post,
    "PG003": unstaffed_office,
    "PG004": blocked_power,
    "PG005": uncovered_risk,
    "PG006": thin_defence,
    "PG007": orphaned_control,
    "PG008": unowned_control,
    "PG009": incompatible_duties,
    "PG010": common_mode_control,
    "PG011": idle_article,
    "PG012": vacant_post,
    "PG013": supervision_gap,
    "PG014": below_statutory_level,
    "PG015": public_power_without_flow,
    "PG016": licence_without_law,
    "PG017": entrusted_compulsion,
    "PG018": single_handed_step,
    "PG019": unattended_external_risk,
    "PG020": stalled_control,
}
