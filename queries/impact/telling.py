"""The paths that tell most about a finding: the power's own duties and relations that made or ended it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from graph.model import EMPTY, NodeId
from graph.schema import (
    DEPENDS_ON,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    PERFORMED_BY,
    UNIT_PART_OF,
    Kind,
)
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.impact.model import Path
from queries.impact.tree import Hop, Tree, hop

__all__ = ["finding_nodes", "telling_paths"]


def finding_nodes(finding: Finding) -> tuple[NodeId, ...]:
    """The nodes that a finding names."""
    parts = zip(FINDINGS[finding.code].kinds, finding.identity, strict=True)
    return tuple(NodeId(kind, code) for kind, code in parts if kind is not None and code)


def telling_paths(tree: Tree, touched: Collection[str], finding: Finding) -> Iterator[Path]:
    """The paths through touched powers that a finding of this kind calls for; none where they do not explain it."""
    found = _BY_CODE.get(finding.code)
    return iter(()) if found is None else found(tree, touched, finding)


def _related(tree: Tree, touched: Collection[str], finding: Finding) -> Iterator[Path]:
    """PG002, PG003, PG004: from the power to the step, the office or the other power."""
    power = finding.identity[0]
    if power in touched:
        for node in finding_nodes(finding)[1:]:
            link = _OF_POWER[node.kind]
            if tree.view.pair(link, power, node.code):
                yield (*tree.basis(power), hop(link, power, node.code))


def _bearing(tree: Tree, touched: Collection[str], finding: Finding) -> Iterator[Path]:
    """PG005, PG006, PG010: a step of a touched power that exposes the risk and that the post performs."""
    risk, post = finding.identity
    for step in tree.view.into(EXPOSES, risk):
        owners = tree.view.into(HAS_STEP, step)
        if tree.view.pair(PERFORMED_BY, step, post) and any(power in touched for power in owners):
            for path in tree.duty(step, post):
                yield (*path[:-1], hop(EXPOSES, step, risk))
                yield path
            return


def _clashing(tree: Tree, touched: Collection[str], finding: Finding) -> Iterator[Path]:
    """PG009: the duties of touched powers in the two acts."""
    post, acts = finding.identity[1], finding.identity[2:4]
    for step in tree.view.into(PERFORMED_BY, post):
        act = (tree.view.node(Kind.STEP, step) or EMPTY).get("act")
        if act in acts and any(power in touched for power in tree.view.into(HAS_STEP, step)):
            yield from tree.duty(step, post)


def _working(tree: Tree, touched: Collection[str], finding: Finding) -> Iterator[Path]:
    """PG014, PG017, PG018: a duty by which the power counts at the unit, up to that unit."""
    power, *_, unit = finding.identity
    if power not in touched:
        return
    steps = finding.identity[1:2] if finding.code == "PG018" else tree.view.out(HAS_STEP, power)
    for step in steps:
        for post in tree.view.out(PERFORMED_BY, step):
            way = _place(tree.view, step, post, unit)
            if way is not None:
                yield from ((*path, *way) for path in tree.duty(step, post))
                return


def _place(view: View, step: str, post: str, unit: str) -> tuple[Hop, ...] | None:
    """From a post up to the unit that its duty counts at; no hop where the duty is done on its behalf."""
    if any(held.get("on_behalf_of") == unit for held in view.pair(PERFORMED_BY, step, post).values()):
        return ()
    here = view.out(IN_UNIT, post)
    way = [hop(IN_UNIT, post, held) for held in here]
    while here and here[0] != unit:
        above = view.out(UNIT_PART_OF, here[0])
        way.extend(hop(UNIT_PART_OF, here[0], parent) for parent in above)
        here = above
    return tuple(way) if here else None


_OF_POWER = {Kind.STEP: HAS_STEP, Kind.UNIT: EXERCISED_BY, Kind.POWER: DEPENDS_ON}

_BY_CODE: dict[str, Callable[[Tree, Collection[str], Finding], Iterator[Path]]] = {
    **dict.fromkeys(("PG002", "PG003", "PG004"), _related),
    **dict.fromkeys(("PG005", "PG006", "PG010"), _bearing),
    "PG009": _clashing,
    **dict.fromkeys(("PG014", "PG017", "PG018"), _working),
}
