"""How two nodes hang together: every shortest path of relations between them.

Relations are walked both ways; each hop of the answer keeps its relation's own direction. Units are hubs: nearly
everything in one office is two hops apart through it, which answers no question about a post and a power. So units
are no inner nodes of a path unless one end is a unit itself, or the caller says otherwise (``avoid``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph.errors import InputError, MissingError
from graph.model import NodeId
from graph.near import alike
from graph.schema import KINDS, LINKS_FROM, LINKS_INTO, Kind, Label
from graph.view import View
from queries.bonds import Bound, bound
from queries.find import find_nodes, nodes_named, role_named
from queries.roles import roles_of

__all__ = ["HUBS", "SHARED", "End", "Paths", "end_named", "path_rank", "resolve", "shortest_paths"]

HUBS: frozenset[Kind] = frozenset({Kind.UNIT})
"""Kinds that a path does not lead through unless it begins or ends at one."""

SHARED: frozenset[Kind] = frozenset({Kind.ARTICLE, Kind.INSTRUMENT, Kind.SYSTEM})
"""Kinds that many things come under without having to do with each other; see `queries.shared`."""

_KIND_ORDER = {kind: place for place, kind in enumerate(sorted(Kind, key=lambda kind: kind in SHARED))}
"""Of paths of one length those that lead through `SHARED` are told last: they show no bond."""
_KIND_NAMES = {kind.value.casefold(): kind for kind in Kind}

_ROLE = "Role/"

_LISTED = 8
"""How many of several nodes a message names."""

Hop = tuple[str, str, str]
"""A relation: type, ``Kind/CODE`` it starts from, ``Kind/CODE`` it leads to."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a path: a node, or a standard post 标准岗位, which stands for all its posts.

    ``name`` is ``Kind/CODE``, or ``Role/NAME`` of a standard post; both can be given to `end_named` again.
    """

    name: str
    nodes: tuple[NodeId, ...]

    @classmethod
    def of(cls, node: NodeId) -> End:
        """A node as an end."""
        return cls(str(node), (node,))

    @property
    def short(self) -> str:
        """The code of the node, or the name of the standard post."""
        return self.name.partition("/")[2]

    @property
    def role(self) -> str:
        """The standard post; "" of a node."""
        return self.short if self.name.startswith(_ROLE) else ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Paths:
    """The shortest paths between two ends, ordered by the nodes they lead through.

    Attributes:
        start, end: the two ends; of a standard post the posts nearest to the other end are led to.
        paths: hops in walking order; an empty path where a node is at both ends.
        firsts: for each path the node that it begins at.
        length: hops of each path; None where none was found.
        cut: there are more shortest paths than were asked for.
        exhausted: without a path, whether all that is reachable was searched; False means that the depth ended it.
        avoided: kinds that were not walked through.
        direct: whether the ends are bound by the relation that is named for their kinds; None where there is none.
    """

    start: End
    end: End
    paths: tuple[tuple[Hop, ...], ...]
    firsts: tuple[NodeId, ...]
    length: int | None
    cut: bool
    exhausted: bool
    avoided: tuple[Kind, ...]
    direct: Bound | None = None

    @property
    def said(self) -> Label | None:
        """First of all whether the ends are bound at all; None where no relation of their kinds has a name."""
        return None if self.direct is None else self.direct.said(self._through())

    def _through(self) -> tuple[Kind, ...]:
        """The kinds that the paths lead through, in walking order."""
        ends = {str(node) for node in (*self.start.nodes, *self.end.nodes)}
        hops = (hop for path in self.paths for hop in path)
        inner = (node for _, source, target in hops for node in (source, target) if node not in ends)
        return tuple(dict.fromkeys(Kind(node.partition("/")[0]) for node in inner))

    @property
    def note(self) -> Label:
        """What a path may lead through, in a sentence."""
        if Kind.UNIT in self.avoided:
            return Label(
                "机构是枢纽，几乎什么都与它相邻：路径不经过机构，除非一头就是机构。",
                "Units are hubs that nearly everything is near: no path leads through one unless an end is a unit.",
            )
        return Label("一头是机构，路径可以经过机构。", "An end is a unit, so paths may lead through units.")

    @property
    def complete(self) -> bool:
        """The answer is whole: no path is left out, and none was missed for want of depth."""
        return not self.cut and (self.length is not None or self.exhausted)

    def to_json(self) -> dict[str, Any]:
        return {
            "from": str(self.start),
            "to": str(self.end),
            "length": self.length,
            "complete": self.complete,
            "cut": self.cut,
            "exhausted": self.exhausted,
            "avoided": [kind.value for kind in self.avoided],
            "note": {"zh": self.note.zh, "en": self.note.en},
            "direct": None if self.direct is None else self.direct.to_json(self._through()),
            "paths": [[list(hop) for hop in path] for path in self.paths],
        }


def resolve(view: View, text: str, kind: Kind | None = None) -> NodeId:
    """The node that a text names: ``Kind/CODE`` (the kind in any case), a code that only one kind has, or a whole name.

    A code goes before a name. ``Kind/NAME`` names one among nodes of one kind, and ``CODE NAME`` is what pages and
    lists show.

    Args:
        view: where to look.
        text: what a person wrote.
        kind: the only kind to consider, where the question leaves no other.

    Raises:
        InputError: several nodes have the code or the name; the message names them.
        MissingError: no node has it.
    """
    head, slash, rest = text.partition("/")
    named = _KIND_NAMES.get(head.casefold()) if slash else None
    if named is not None and kind in (None, named) and view.node(named, rest) is not None:
        return NodeId(named, rest)
    found = [NodeId(each, text) for each in Kind if kind in (None, each) and view.node(each, text) is not None]
    if not found:
        found = list(nodes_named(view, text, kind))
    if not found and named is not None and kind in (None, named):
        found = list(nodes_named(view, rest, named))
    if not found:
        code, _, name = text.partition(" ")
        found = [node for node in nodes_named(view, name, kind) if node.code == code]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(map(str, found[:_LISTED])) + (f" … {len(found)}" if len(found) > _LISTED else "")
        raise InputError(
            Label(f"{text!r} 不止一个：{listed}；请写其一", f"{text!r} is ambiguous: {listed}; write one of these")
        )
    among = "" if kind is None else f"（{KINDS[kind].label.zh}）"
    called = "node" if kind is None else KINDS[kind].label.en
    near = alike(view, text.rpartition("/")[2], kind) or [
        f"{hit.code} {hit.name}" for hit in find_nodes(view, text, None if kind is None else (kind,), 3).hits
    ]
    listed = ", ".join(near)
    zh, en = (f"相近的有 {listed}；", f"near: {listed}; ") if near else ("", "")
    raise MissingError(
        Label(
            f"没有编码或名称 {text!r}{among}；{zh}请按名称查找",
            f"no {called} has this code or name: {text!r}; {en}search by its name (find)",
        )
    )


def end_named(view: View, text: str) -> End:
    """The end that a text names: a standard post, by itself or as ``Role/NAME``, or else a node as in `resolve`.

    Raises:
        InputError: several nodes have the code or the name.
        MissingError: there is nothing of this code or name.
    """
    role = role_named(view, text)
    if role is None:
        return End.of(resolve(view, text))
    return End(_ROLE + role, tuple(NodeId(Kind.POST, post) for post in roles_of(view)[role]))


def shortest_paths(
    view: View,
    start: NodeId | End,
    end: NodeId | End,
    *,
    limit: int = 20,
    depth: int = 8,
    avoid: frozenset[Kind] | None = None,
) -> Paths:
    """Every shortest path between two ends, up to ``limit`` of them and ``depth`` hops long.

    Args:
        view: the graph.
        start: where the walk begins; of a standard post at any of its posts.
        end: where it leads.
        limit: how many paths to return.
        depth: how many hops a path may have.
        avoid: kinds not to walk through; None for `HUBS`, or none of them where an end is of such a kind.

    Raises:
        MissingError: one of the nodes is not in the graph.
    """
    start, end = (each if isinstance(each, End) else End.of(each) for each in (start, end))
    for node in (*start.nodes, *end.nodes):
        if view.node(*node) is None:
            raise MissingError(Label(f"{node} 不在图中", f"{node} is not in the graph"))
    if avoid is None:
        avoid = frozenset() if {node.kind for node in (*start.nodes, *end.nodes)} & HUBS else HUBS
    avoided = tuple(sorted(avoid, key=lambda kind: _KIND_ORDER[kind]))
    direct = bound(view, start.nodes, end.nodes)
    search = _Search(view, start.nodes, end.nodes, avoid)
    if not search.meet(depth):
        return Paths(start, end, (), (), None, cut=False, exhausted=search.exhausted, avoided=avoided, direct=direct)
    first, *layers = search.layers()
    every = ((node, path) for node in sorted(first) for path in _spelled(view, node, layers))
    told = tuple(islice(every, limit))
    paths, firsts = tuple(path for _, path in told), tuple(node for node, _ in told)
    cut = next(every, None) is not None
    return Paths(start, end, paths, firsts, len(layers), cut=cut, exhausted=True, avoided=avoided, direct=direct)


def path_rank(nodes: Sequence[str], relations: Sequence[str]) -> tuple[tuple[int, str, str, bool], ...]:
    """Where a path stands among others of its length, from its nodes and its relations, ``REL→`` or ``←REL``."""
    found = []
    for node, relation in zip(nodes[1:], relations, strict=True):
        kind, _, code = node.partition("/")
        found.append((_KIND_ORDER[Kind(kind)], code, relation.strip("←→"), relation.startswith("←")))
    return tuple(found)


class _Search:
    """A walk from both ends at once, whole levels at a time, the smaller one first, until they meet."""

    def __init__(
        self, view: View, starts: Collection[NodeId], ends: Collection[NodeId], avoid: frozenset[Kind]
    ) -> None:
        self.view = view
        self.avoid = avoid
        self.ends = {*starts, *ends}
        self.seen: tuple[dict[NodeId, int], dict[NodeId, int]] = (dict.fromkeys(starts, 0), dict.fromkeys(ends, 0))
        self.frontiers = [set(starts), set(ends)]
        self.levels = [0, 0]
        self.exhausted = False
        self.meeting = self.frontiers[0] & self.frontiers[1]

    def meet(self, depth: int) -> bool:
        """Whether the two walks meet within so many hops."""
        if self.meeting:
            return True
        while sum(self.levels) < depth:
            side = 0 if len(self.frontiers[0]) <= len(self.frontiers[1]) else 1
            self._advance(side)
            if self.meeting:
                return True
            if not self.frontiers[side]:
                self.exhausted = True
                return False
        return False

    def layers(self) -> list[set[NodeId]]:
        """The nodes of all shortest paths by their distance from the start, the start itself first."""
        return [*self._back(0)[::-1], *self._back(1)[1:]]

    def _advance(self, side: int) -> None:
        self.levels[side] += 1
        seen, other = self.seen[side], self.seen[1 - side]
        reached: set[NodeId] = set()
        for node in self.frontiers[side]:
            for near in _near(self.view, node):
                if near not in seen and (near.kind not in self.avoid or near in self.ends):
                    seen[near] = self.levels[side]
                    reached.add(near)
        self.frontiers[side] = reached
        self.meeting = {node for node in reached if node in other}

    def _back(self, side: int) -> list[set[NodeId]]:
        """From the meeting nodes back to one end, level by level: the meeting nodes first, then the nearer ones."""
        seen = self.seen[side]
        levels = [self.meeting]
        for level in range(self.levels[side] - 1, -1, -1):
            levels.append({near for node in levels[-1] for near in _near(self.view, node) if seen.get(near) == level})
        return levels


def _near(view: View, node: NodeId) -> Iterator[NodeId]:
    for link in LINKS_FROM[node.kind]:
        for code in view.out(link, node.code):
            yield NodeId(link.to_kind, code)
    for link in LINKS_INTO[node.kind]:
        for code in view.into(link, node.code):
            yield NodeId(link.from_kind, code)


def _hops(view: View, node: NodeId) -> list[tuple[tuple[int, str, str, bool], NodeId, Hop]]:
    """The relations of a node with the nodes at their other ends, in the order in which paths are told."""
    found = []
    for link in LINKS_FROM[node.kind]:
        for code in view.out(link, node.code):
            near = NodeId(link.to_kind, code)
            found.append(
                ((_KIND_ORDER[near.kind], code, link.rel.value, False), near, (link.rel.value, str(node), str(near)))
            )
    for link in LINKS_INTO[node.kind]:
        for code in view.into(link, node.code):
            near = NodeId(link.from_kind, code)
            found.append(
                ((_KIND_ORDER[near.kind], code, link.rel.value, True), near, (link.rel.value, str(near), str(node)))
            )
    return sorted(found)


def _spelled(view: View, start: NodeId, layers: list[set[NodeId]]) -> Iterator[tuple[Hop, ...]]:
    """The paths that lead from the start through one node of each layer."""
    if not layers:
        yield ()
        return
    for _, near, hop in _hops(view, start):
        if near in layers[0]:
            for rest in _spelled(view, near, layers[1:]):
                yield (hop, *rest)
