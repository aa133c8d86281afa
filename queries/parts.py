"""Answers as graphs and as rows: what a notebook hands on to networkx, py2neo, GraphML or a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.model import EMPTY, NodeId, Properties, RelationId, Value, link_between
from graph.overlay import Overlay
from graph.part import Part, part_among
from graph.schema import EXERCISED_BY, HAS_STEP, PERFORMED_BY, Kind
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.impact.model import Impact, Path
from queries.impact.telling import finding_nodes

__all__ = ["finding_rows", "part_of_findings", "part_of_impact", "part_of_paths", "part_of_rows"]

CHANGE = "_change"
"""The mark of an impact: the status of a post, risk or article, ``touched``, ``review``; of a relation ``lost``,
``gained`` or ``kept``."""
OPENED, CLOSED, FOUND = "_opened", "_closed", "_findings"
"""Marks that list the codes of findings at a node."""


def part_of_impact(impact: Impact) -> Part:
    """What a reform moves, as a graph: every node that the answer names, and what comes, goes or leads there.

    Nodes carry their properties after the reform (before it, where they are gone) and the mark ``_change``; where
    findings open or close at them, ``_opened`` and ``_closed`` list the codes.
    """
    relations = _relations_of(impact)
    nodes = {end for relation in relations for end in relation.ends}
    marks: dict[NodeId | RelationId, dict[str, Value]] = {}
    for node, change in _changes(impact):
        nodes.add(node)
        marks.setdefault(node, {})[CHANGE] = change
    for name, findings in ((OPENED, impact.opened), (CLOSED, impact.closed)):
        for node, codes in _codes_at(findings).items():
            nodes.add(node)
            marks.setdefault(node, {})[name] = codes
    held = {node: found for node in sorted(nodes) if (found := _node(impact, node)) is not None}
    joined: dict[RelationId, Properties] = {}
    for relation in sorted(relations, key=str):
        before, after = _relation(impact.before, relation), _relation(impact.after, relation)
        properties = before if after is None else after
        if properties is not None:
            joined[relation] = properties
            marks[relation] = {CHANGE: "gained" if before is None else "lost" if after is None else "kept"}
    return Part("impact", impact.after.manifest, held, joined, marks)


def part_of_findings(view: View, findings: Iterable[Finding]) -> Part:
    """The nodes that findings name, with the relations between them; ``_findings`` lists the codes at each."""
    codes = _codes_at(findings)
    return part_among(view, codes, "findings", {node: {FOUND: found} for node, found in codes.items()})


def part_of_paths(view: View, paths: Iterable[Path]) -> Part:
    """The nodes and relations that paths lead through (`queries.paths`, the evidence of an impact)."""
    relations: dict[RelationId, Properties] = {}
    nodes: dict[NodeId, Properties] = {}
    for relation in sorted(_hops(view, paths), key=str):
        relations[relation] = _relation(view, relation) or EMPTY
        nodes |= {end: view.node(*end) or EMPTY for end in relation.ends}
    return Part("paths", view.manifest, {node: nodes[node] for node in sorted(nodes)}, relations)


def part_of_rows(view: View, rows: Iterable[Mapping[str, object]], kinds: Mapping[str, Kind]) -> Part:
    """The nodes that the rows of a query name, with the relations between them.

    Args:
        view: where they lie.
        rows: column to value.
        kinds: the columns that hold codes, and of which kind of node.
    """
    nodes = {NodeId(kind, code) for row in rows for name, kind in kinds.items() if isinstance(code := row[name], str)}
    return part_among(view, nodes, "rows")


def finding_rows(findings: Iterable[Finding]) -> tuple[dict[str, str], ...]:
    """Findings as rows for a table: code, severity, what it is called, and each part of the identity by its name."""
    return tuple(
        {
            "finding": finding.code,
            "severity": FINDINGS[finding.code].severity.name.lower(),
            "label": str(FINDINGS[finding.code].label),
            **dict(zip(FINDINGS[finding.code].fields, finding.identity, strict=True)),
        }
        for finding in findings
    )


def _changes(impact: Impact) -> Iterable[tuple[NodeId, str]]:
    """What becomes of each node, the more telling word last."""
    review = impact.review
    under = (
        (Kind.POST, review.posts),
        (Kind.RISK, review.risks),
        (Kind.CONTROL, review.controls),
        (Kind.STANDARD, review.standards),
        (Kind.ARTICLE, review.articles),
    )
    yield from ((NodeId(kind, code), "review") for kind, codes in under for code in codes)
    yield from ((NodeId(Kind.POWER, code), "touched") for code in impact.touched)
    yield from ((NodeId(Kind.POST, code), status.value) for code, status in impact.posts.items())
    yield from ((NodeId(Kind.RISK, code), status.value) for code, status in impact.risks.items())
    yield from ((NodeId(Kind.ARTICLE, code), status.value) for code, status in impact.articles.items())


def _codes_at(findings: Iterable[Finding]) -> dict[NodeId, tuple[str, ...]]:
    found: dict[NodeId, set[str]] = {}
    for finding in findings:
        for node in finding_nodes(finding):
            found.setdefault(node, set()).add(finding.code)
    return {node: tuple(sorted(codes)) for node, codes in found.items()}


def _relations_of(impact: Impact) -> set[RelationId]:
    """The relations of the evidence, of the duties and offices that move, and all that the reform itself edits."""
    views = impact.before, impact.after
    result = {hop for view in views for paths in impact.evidence.values() for hop in _hops(view, paths)}
    pairs = [(PERFORMED_BY, *ends) for ends in (*impact.duties_lost, *impact.duties_gained)]
    pairs += [(EXERCISED_BY, *ends) for ends in (*impact.offices_lost, *impact.offices_gained)]
    for step, before, after in impact.duties_reassigned:
        pairs += [(HAS_STEP, before, step), (HAS_STEP, after, step)]
    if isinstance(impact.after, Overlay):
        pairs += list(impact.after.changed_pairs())
    result.update(RelationId(*pair, key) for pair in pairs for view in views for key in view.pair(*pair))
    return result


def _hops(view: View, paths: Iterable[Path]) -> Iterable[RelationId]:
    """Every relation that the hops of paths stand for and the view holds, parallel ones too."""
    for rel, source, target in {hop for path in paths for hop in path}:
        (from_kind, _, from_code), (to_kind, _, to_code) = source.partition("/"), target.partition("/")
        link = link_between(rel, from_kind, to_kind)
        if link is not None:
            yield from (RelationId(link, from_code, to_code, key) for key in view.pair(link, from_code, to_code))


def _node(impact: Impact, node: NodeId) -> Properties | None:
    after = impact.after.node(*node)
    return impact.before.node(*node) if after is None else after


def _relation(view: View, relation: RelationId) -> Properties | None:
    return view.pair(relation.link, relation.source, relation.target).get(relation.key)
