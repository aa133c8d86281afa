"""Is the evidence of an impact plausible? A path for every row, each hop real, from a touched power to the row."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.impact import touched_powers
from tests.oracle.world import Graph, Props, Ref, split_ref

Hop = tuple[str, Ref, Ref]

# What the members of a finding's identity are; "" is no element of the graph (a rule, an act).
IDENTITY: dict[str, tuple[str, ...]] = {
    "PG001": ("Power",),
    "PG002": ("Power", "Step"),
    "PG003": ("Power", "Step", "Unit"),
    "PG004": ("Power", "Power"),
    "PG005": ("RiskPoint", "Post"),
    "PG006": ("RiskPoint", "Post"),
    "PG007": ("Control",),
    "PG008": ("Control",),
    "PG009": ("", "Post", "", "", "Power"),
    "PG010": ("RiskPoint", "Post"),
    "PG011": ("Article",),
    "PG012": ("Post",),
    "PG013": ("Power",),
    "PG014": ("Power", "Article", "Unit"),
    "PG015": ("Power",),
    "PG016": ("Power",),
    "PG017": ("Power", "Unit"),
    "PG018": ("Power", "Step", "Unit"),
    "PG019": ("RiskPoint",),
    "PG020": ("Control",),
}


def escape(code: str) -> str:
    """One segment of a key, as in JSON Pointer (RFC 6901)."""
    return code.replace("~", "~0").replace("/", "~1")


def evidence_rows(impact: Props) -> dict[str, set[Ref]]:
    """Every key that evidence must have, to the elements its row is about."""
    rows: dict[str, set[Ref]] = {}
    for name, kind in (("posts", "Post"), ("risks", "RiskPoint"), ("articles", "Article")):
        for code in impact[name]:
            rows[f"{name}/{escape(code)}"] = {(kind, code)}
    for name in ("lost", "gained"):
        for step, post in impact["duties"][name]:
            rows[f"{name}/{escape(step)}/{escape(post)}"] = {("Step", step), ("Post", post)}
    for name in ("opened", "closed"):
        for code, *identity in impact["findings"][name]:
            key = "/".join([code, *(escape(part) for part in identity)])
            kinds = zip(IDENTITY[code], identity, strict=True)
            rows[key] = {(kind, part) for kind, part in kinds if kind and part}
    return rows


def check_evidence(before: Graph, after: Graph, impact: Props, evidence: Props, *, strict: bool = False) -> list[str]:
    """Complaints about the evidence; none when it is plausible.

    A path is a walk (a relation may be walked against its direction) of relations of G or G′. It starts at a
    touched power, or at an article that one rests on and goes on to that power, and ends at an element of its row.
    Where no touched power is connected with the row, it may start at an element that the reform edited, and there
    may be none. Left lenient, a start at an edited element is always accepted; `strict` demands the touched power, an
    article where it rests on one, and a path that lies in G or in G′ as a whole.
    """
    rows = evidence_rows(impact)
    complaints = [f"{key}: no such row" for key in evidence.keys() - rows.keys()]
    worlds = [{(rel, start, end) for rel, start, end, _ in g.links} for g in (before, after)]
    touched = {("Power", w) for w in touched_powers(before, after)}
    reach = reachable(touched, worlds[0]) | reachable(touched, worlds[1])
    edited = edited_elements(before, after)
    for key, elements in rows.items():
        if key not in evidence:
            complaints.append(f"{key}: no evidence")
            continue
        connected = bool(elements & reach)
        if not evidence[key] and connected:
            complaints.append(f"{key}: no path, though a touched power is connected")
        for path in evidence[key]:
            hops = [(hop[0], split_ref(hop[1]), split_ref(hop[2])) for hop in path]
            lenient_starts = set() if strict and connected else edited
            fault = fault_of(hops, worlds, touched, elements, lenient_starts, strict=strict)
            if fault:
                complaints.append(f"{key}: {fault}: {path}")
    return sorted(complaints)


def fault_of(
    hops: list[Hop], worlds: list[set[Hop]], touched: set[Ref], elements: set[Ref], edited: set[Ref], *, strict: bool
) -> str | None:
    """What is wrong with one path; None when nothing is."""
    if not hops:
        return None if elements & (touched | edited) else "a path without hops"
    missing = [hop for hop in hops if not any(hop in world for world in worlds)]
    if missing:
        return f"no such relation {missing[0]}"
    if strict and not any(all(hop in world for hop in hops) for world in worlds):
        return "neither in G nor in G′ as a whole"
    walks = list(walks_of(hops))
    if not walks:
        return "not connected"
    based = {w for world in worlds for rel, w, _ in world if rel == "AUTHORIZED_BY"}
    for walk in walks:
        at_article = walk[0][0] == "Article" and walk[1] in touched and hops[0][0] == "AUTHORIZED_BY"
        at_power = walk[0] in touched and not (strict and walk[0] in based)
        # A row about the touched power itself is reached where the path passes it.
        ends = walk[-1] in elements or bool(elements & touched & set(walk))
        if (at_article or at_power or walk[0] in edited) and ends:
            return None
    return "does not lead from a touched power to the row"


def walks_of(hops: list[Hop]) -> Iterator[list[Ref]]:
    """The nodes in walking order, from either end of the first relation, if the relations hang together."""
    for first in {hops[0][1], hops[0][2]}:
        walk = [first]
        for _, start, end in hops:
            if walk[-1] not in (start, end):
                break
            walk.append(end if walk[-1] == start else start)
        else:
            yield walk


def reachable(starts: set[Ref], relations: set[Hop]) -> set[Ref]:
    """Everything connected with the starts, directions put aside."""
    near: dict[Ref, set[Ref]] = {}
    for _, start, end in relations:
        near.setdefault(start, set()).add(end)
        near.setdefault(end, set()).add(start)
    found, todo = set(), [s for s in starts if s in near]
    while todo:
        at = todo.pop()
        if at not in found:
            found.add(at)
            todo.extend(near[at])
    return found


def edited_elements(before: Graph, after: Graph) -> set[Ref]:
    """Nodes that differ, and both ends of relations that differ."""
    nodes = before.nodes.keys() | after.nodes.keys()
    edited = {ref for ref in nodes if before.nodes.get(ref) != after.nodes.get(ref)}
    for link in before.links.keys() | after.links.keys():
        if before.links.get(link) != after.links.get(link):
            edited |= {link[1], link[2]}
    return edited
