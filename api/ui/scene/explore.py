"""Free exploration: a node, and what was unfolded from it one click after the other.

The state is what a link can hold: the root, the expansions in their order and what was collapsed. An expansion brings
the neighbours of a node, or those of one kind only (``Power/E39:Post``); where these are more than `FOLD_OVER`, they
come as one counted bundle, which is expanded by its own id. Collapsing hides what an expansion brought and keeps its
places; so whatever is shown stays where it is, and undoing is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from api.ui.scene.bundles import FOLD_OVER, Bundler
from api.ui.scene.items import caption_of, item_of
from api.ui.scene.model import Column, Group, Item, Scene, Tie
from api.ui.words import word
from graph.derived import derived_of
from graph.errors import InputError
from graph.model import NodeId
from graph.schema import KINDS, LINKS_FROM, LINKS_INTO, Kind, Label
from graph.view import View

__all__ = ["Exploration", "Found", "Neighbours", "exploration_scene", "explored", "first_walk", "neighbours_of"]


@dataclass(frozen=True, slots=True)
class Exploration:
    """A state of exploring: ``add`` are expansions, first to last, ``hide`` those of them that are collapsed."""

    root: str
    add: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()

    def expand(self, what: str) -> Exploration:
        """With an expansion more, or a collapsed one shown again in its old places."""
        if what in self.hide:
            return replace(self, hide=tuple(each for each in self.hide if each != what))
        return self if what in self.add else replace(self, add=(*self.add, what))

    def collapse(self, what: str) -> Exploration:
        """With an expansion hidden; nothing else moves."""
        return self if what in self.hide or what not in self.add else replace(self, hide=(*self.hide, what))

    def undo(self) -> Exploration:
        """Without the last expansion."""
        last = self.add[-1:]
        return replace(self, add=self.add[:-1], hide=tuple(each for each in self.hide if each not in last))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Neighbours of one kind: how many there are, counted before they are expanded."""

    kind: Kind
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What one expansion brought: new items, in the order in which they get their places, beside ``beside``."""

    what: str
    beside: str
    items: tuple[Item, ...]
    hidden: bool


def neighbours_of(view: View, node: NodeId) -> tuple[Neighbours, ...]:
    """The neighbours of a node by kind, in the order of the schema; kinds without any are left out."""
    near: dict[Kind, set[str]] = {}
    for link in LINKS_FROM[node.kind]:
        near.setdefault(link.to_kind, set()).update(view.out(link, node.code))
    for link in LINKS_INTO[node.kind]:
        near.setdefault(link.from_kind, set()).update(view.into(link, node.code))
    if node.code in near.get(node.kind, ()):
        near[node.kind].discard(node.code)
    return tuple(Neighbours(kind, tuple(sorted(near[kind]))) for kind in Kind if near.get(kind))


def first_walk(view: View, root: str) -> tuple[str, ...]:
    """The expansions that a stage begins with: what hangs on the root, kind by kind, many of one kind as a bundle.

    Not the offices that exercise a power: a country has many, and they stand between the power and its articles.

    Raises:
        InputError: the root names nothing that is there.
    """
    node = _node(view, root, "root")
    left_out = Kind.UNIT if node.kind is Kind.POWER else None
    return tuple(f"{node}:{near.kind.value}" for near in neighbours_of(view, node) if near.kind is not left_out)


def explored(view: View, state: Exploration) -> tuple[tuple[Found, ...], tuple[Tie, ...]]:
    """What is on the stage, expansion by expansion (the first is the root), and the relations among what is shown.

    Raises:
        InputError: the root or an expansion names nothing that is there.
    """
    root = _node(view, state.root, "root")
    found = [Found("", "", (item_of(view, root, root=True),), hidden=False)]
    there: dict[str, Item] = {str(root): found[0].items[0]}
    for what in state.add:
        beside, items = _brought(view, what, there)
        there.update((item.id, item) for item in items)
        found.append(Found(what, beside, items, hidden=what in state.hide))
    return tuple(_without_orphans(found)), tuple(_ties(view, found))


def _brought(view: View, what: str, there: dict[str, Item]) -> tuple[str, tuple[Item, ...]]:
    """The item that an expansion starts from, and those that are new."""
    item = there.get(what)
    if item is not None and item.members:
        members = (NodeId(item.kind, code) for code in item.members)
        fresh = tuple(item_of(view, node) for node in members if str(node) not in there)
        return what, Bundler(view, derived_of(view)).by_region(what, fresh) if item.kind is Kind.POST else fresh
    name, wanted = _parted(what)
    if name not in there:
        raise InputError(
            Label(f"add：收到 {what!r}；应为已在图上的节点", f"add: got {what!r}; expected a node that is on the stage")
        )
    node = _node(view, name, "add")
    items: list[Item] = []
    for near in neighbours_of(view, node):
        if wanted in (None, near.kind):
            items += _of_kind(view, node, near, there)
    return name, tuple(items)


def _of_kind(view: View, node: NodeId, near: Neighbours, there: dict[str, Item]) -> Iterator[Item]:
    fresh = [item_of(view, NodeId(near.kind, code)) for code in near.codes if f"{near.kind.value}/{code}" not in there]
    if len(fresh) <= FOLD_OVER:
        yield from fresh
        return
    text = f"{word(KINDS[near.kind].label)} ×{len(fresh)}"
    yield replace(
        fresh[0],
        id=f"{node}*{near.kind.value}",
        code="",
        text=text,
        title=f"{text}（{node}）",
        members=tuple(item.code for item in fresh),
        opens=True,
        synthetic=sum(item.synthetic for item in fresh),
        tags=(),
    )


def _parted(what: str) -> tuple[str, Kind | None]:
    """A node and a kind of neighbour: codes may hold colons, so only the last one counts, before the name of a kind."""
    name, colon, last = what.rpartition(":")
    kinds = {kind.value: kind for kind in Kind}
    return (name, kinds[last]) if colon and last in kinds else (what, None)


def _node(view: View, text: str, field: str) -> NodeId:
    head, _, code = text.partition("/")
    kinds = {kind.value: kind for kind in Kind}
    if head not in kinds or view.node(kinds[head], code) is None:
        raise InputError(
            Label(
                f"{field}：收到 {text!r}；应为图中的 Kind/CODE",
                f"{field}: got {text!r}; expected a Kind/CODE of the graph",
            )
        )
    return NodeId(kinds[head], code)


def _without_orphans(found: Iterable[Found]) -> Iterator[Found]:
    """What was expanded from something hidden is hidden with it."""
    hidden: set[str] = set()
    for each in found:
        gone = each.hidden or each.beside in hidden
        if gone:
            hidden.update(item.id for item in each.items)
        yield replace(each, hidden=gone)


def _ties(view: View, found: Iterable[Found]) -> Iterator[Tie]:
    """Relations among everything shown; a bundle has those of its members, expanded or not."""
    where: dict[NodeId, list[str]] = {}
    for item in (item for each in _without_orphans(found) if not each.hidden for item in each.items):
        for code in item.codes:
            where.setdefault(NodeId(item.kind, code), []).append(item.id)
    ties: set[Tie] = set()
    for node, sources in where.items():
        for link in LINKS_FROM[node.kind]:
            for code in view.out(link, node.code):
                targets = where.get(NodeId(link.to_kind, code), ())
                ties.update(Tie(link.rel, a, b) for a in sources for b in targets if a != b)
    yield from sorted(ties, key=lambda tie: (tie.rel.value, tie.source, tie.target))


def exploration_scene(view: View, found: Iterable[Found], ties: Iterable[Tie]) -> Scene:
    """What is shown, for the drawing."""
    held = list(found)
    items = [item for each in held if not each.hidden for item in each.items]
    root = held[0].items[0]
    title = Label(
        f"从{KINDS[root.kind].label.zh} {root.name} 出发", f"Exploring from {KINDS[root.kind].label.en} {root.name}"
    )
    group = Group("explore", title, tuple(items), len(items))
    return Scene(title, (Column((group,)),), tuple(ties), caption_of(view, items))
