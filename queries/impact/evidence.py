"""The path behind every row of an impact: from a touched power, through relations, to the row (calculus §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.model import EMPTY, NodeId
from graph.schema import HAS_STEP, IN_UNIT, PERFORMED_BY, UNIT_PART_OF, Kind
from graph.view import View
from queries.findings.catalog import FINDINGS, Finding
from queries.impact.model import ArticleStatus, Impact, Path, RiskStatus
from queries.impact.scope import Changes
from queries.impact.tree import Hop, Tree, hop

__all__ = ["MAX_PATHS", "evidence_of", "row_key"]

MAX_PATHS = 50
"""At most so many shortest paths are given for one row, even when all are asked for."""

_ONLY_AFTER = frozenset({RiskStatus.NEW, RiskStatus.SPREAD, ArticleStatus.TAKEN_UP, ArticleStatus.WIDENED})


def row_key(*parts: str) -> str:
    """The key of a row in ``evidence``: its parts, with ``~`` and ``/`` escaped as in RFC 6901."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def evidence_of(impact: Impact, changes: Changes, *, all_paths: bool = False) -> Impact:
    """The impact with evidence for each of its rows.

    A path lies in the graph before or in the graph after as a whole. It begins at an article that the touched
    power rests on, where there is one; a row that nothing hanging on a touched power explains has a path from what
    the reform edited too. ``cut`` is set when more than `MAX_PATHS` paths were asked for.
    """
    finder = _Finder(impact, changes, MAX_PATHS if all_paths else 1)
    evidence: dict[str, tuple[Path, ...]] = {}
    of_post: dict[str, list[Path]] = {}
    for name, rows, after in (("lost", impact.duties_lost, False), ("gained", impact.duties_gained, True)):
        for step, post in rows:
            found = evidence[row_key(name, step, post)] = finder.duty(step, post, after=after)
            of_post.setdefault(post, []).extend(found)
    for post in impact.posts:
        paths = of_post.get(post)
        evidence[row_key("posts", post)] = finder.take(paths) if paths else finder.to(NodeId(Kind.POST, post), after=True)
    for risk, risk_status in impact.risks.items():
        node = NodeId(Kind.RISK, risk)
        evidence[row_key("risks", risk)] = finder.to(node, after=risk_status in _ONLY_AFTER)
    for article, article_status in impact.articles.items():
        node = NodeId(Kind.ARTICLE, article)
        evidence[row_key("articles", article)] = finder.to(node, after=article_status in _ONLY_AFTER)
    for findings, after in ((impact.opened, True), (impact.closed, False)):
        for finding in findings:
            evidence[row_key(finding.code, *finding.identity)] = finder.finding(finding, after=after)
    ordered = {key: evidence[key] for key in sorted(evidence)}
    return replace(impact, evidence=ordered, cut=finder.cut)


class _Finder:
    """Paths of one impact; what two rows share is looked for once. ``after`` says in which graph to look first."""

    def __init__(self, impact: Impact, changes: Changes, limit: int) -> None:
        self._touched = frozenset(impact.touched)
        self._limit = limit
        moved = frozenset(step for step, _ in (*impact.duties_lost, *impact.duties_gained))
        views = changes.before, changes.after
        self._trees = tuple(Tree(view, impact.touched, changes.edited_nodes, moved) for view in views)
        self.cut = False

    def take(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """As many different paths as are wanted."""
        found = tuple(dict.fromkeys(paths))
        if self._limit > 1 and len(found) > self._limit:
            self.cut = True
        return found[: self._limit]

    def duty(self, step: str, post: str, *, after: bool) -> tuple[Path, ...]:
        """The way to a duty: basis, power, step, post."""
        tree = self._trees[after]
        way = (hop(PERFORMED_BY, step, post),)
        return tuple(
            (*tree.basis(power), hop(HAS_STEP, power, step), *way) for power in tree.view.into(HAS_STEP, step)
        )

    def to(self, node: NodeId, *, after: bool) -> tuple[Path, ...]:
        """The shortest ways to a node."""
        trees = (self._trees[after], self._trees[not after])
        for tree in trees:
            found = tree.hanging(node, self._limit + 1)
            if found:
                return self.take(found)
        for tree in trees:
            found = tree.connected(node, self._limit)
            if found:
                return found
        return ()

    def finding(self, finding: Finding, *, after: bool) -> tuple[Path, ...]:
        """The ways to what a finding is about."""
        nodes = _nodes(finding)
        view = self._trees[after].view
        if finding.code == "PG009":
            telling = self.take(self._clashing(finding, view, after=after))
        elif finding.code in ("PG014", "PG017", "PG018") and finding.identity[0] in self._touched:
            telling = self.take(self._working(finding, nodes, view, after=after))
        else:
            telling = ()
        return telling or self._several(nodes, after=after)

    def _several(self, nodes: Iterable[NodeId], *, after: bool) -> tuple[Path, ...]:
        found: dict[Path, None] = {}
        for node in nodes:
            found.update(dict.fromkeys(self.to(node, after=after)))
        return tuple(path for path in found if not _starts(path, found))

    def _clashing(self, finding: Finding, view: View, *, after: bool) -> Iterator[Path]:
        """PG009: the duties of touched powers in the two acts."""
        post, acts = finding.identity[1], finding.identity[2:4]
        for step in view.into(PERFORMED_BY, post):
            act = (view.node(Kind.STEP, step) or EMPTY).get("act")
            if act in acts and self._touched.intersection(view.into(HAS_STEP, step)):
                yield from self.duty(step, post, after=after)

    def _working(
        self, finding: Finding, nodes: tuple[NodeId, ...], view: View, *, after: bool
    ) -> Iterator[Path]:
        """PG014, PG017, PG018: the duties by which a power counts at a unit, up to that unit."""
        steps = [node.code for node in nodes if node.kind is Kind.STEP] or view.out(HAS_STEP, finding.identity[0])
        for step in steps:
            for post in view.out(PERFORMED_BY, step):
                way = _place(view, step, post, finding.identity[-1])
                if way is not None:
                    yield from ((*path, *way) for path in self.duty(step, post, after=after))


def _place(view: View, step: str, post: str, unit: str) -> tuple[Hop, ...] | None:
    """From a post up to the unit that its duty counts at; no hop where the duty is done on its behalf."""
    if any(held.get("on_behalf_of") == unit for held in view.pair(PERFORMED_BY, step, post).values()):
        return ()
    here = view.out(IN_UNIT, post)
    way = [hop(IN_UNIT, post, unit_) for unit_ in here]
    while here and here[0] != unit:
        above = view.out(UNIT_PART_OF, here[0])
        way.extend(hop(UNIT_PART_OF, here[0], parent) for parent in above)
        here = above
    return tuple(way) if here else None


def _nodes(finding: Finding) -> tuple[NodeId, ...]:
    parts = zip(FINDINGS[finding.code].kinds, finding.identity, strict=True)
    return tuple(NodeId(kind, code) for kind, code in parts if kind is not None and code)


def _starts(path: Path, others: Iterable[Path]) -> bool:
    """The path is only the beginning of another."""
    return any(other != path and other[: len(path)] == path for other in others)
