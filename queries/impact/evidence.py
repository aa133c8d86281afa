"""The path behind every row of an impact: from a touched power, through relations, to the row (calculus §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.model import NodeId
from graph.schema import Kind
from queries.findings.model import Finding
from queries.impact.model import ArticleStatus, Impact, Path, RiskStatus
from queries.impact.scope import Changes
from queries.impact.telling import finding_nodes, telling_paths
from queries.impact.tree import Tree

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
        evidence[row_key("posts", post)] = (
            finder.take(paths) if paths else finder.to(NodeId(Kind.POST, post), after=True)
        )
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
        """The way to a duty."""
        return tuple(self._trees[after].duty(step, post))

    def to(self, node: NodeId, *, after: bool) -> tuple[Path, ...]:
        """The shortest ways to a node, before or after; of equals those in the graph to look in first."""
        trees = (self._trees[after], self._trees[not after])
        hanging = [found for tree in trees if (found := tree.hanging(node, self._limit + 1))]
        if hanging:
            nearest = min(hanging, key=lambda paths: len(paths[0]))
            return self.take(nearest)
        for tree in trees:
            found = tree.connected(node, self._limit)
            if found:
                return found
        return ()

    def finding(self, finding: Finding, *, after: bool) -> tuple[Path, ...]:
        """The ways to what a finding is about: its own duties and relations where a touched power has them."""
        telling = tuple(dict.fromkeys(telling_paths(self._trees[after], self._touched, finding)))
        return telling or self._several(finding_nodes(finding), after=after)

    def _several(self, nodes: Iterable[NodeId], *, after: bool) -> tuple[Path, ...]:
        found: dict[Path, None] = {}
        for node in nodes:
            found.update(dict.fromkeys(self.to(node, after=after)))
        return tuple(path for path in found if not _starts(path, found))


def _starts(path: Path, others: Iterable[Path]) -> bool:
    """The path is only the beginning of another."""
    return any(other != path and other[: len(path)] == path for other in others)
