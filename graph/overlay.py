"""A reform as a layer of edits over a view that it never touches (architecture decision 4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from graph.edits import ADDS, Action, Edit
from graph.model import EMPTY, Manifest, NodeId, Properties, RelationId, Value
from graph.schema import LINKS_FROM, LINKS_INTO, Kind, Link
from graph.view import View

__all__ = ["Overlay"]

_NO_PAIR: Mapping[str, Properties] = MappingProxyType({})


class Overlay:
    """What ``base`` becomes by edits; read as a `graph.view.View` like any other.

    The methods that change it record an `Edit` for each real change and nothing for what is so already
    (calculus §4). They take identities for granted: whoever calls them has checked that the ends exist.
    Reading costs what the base costs, plus the edits to the neighbourhood that is read.
    """

    def __init__(self, base: View, edits: Iterable[Edit] = ()) -> None:
        self.base = base
        self._edits: list[Edit] = []
        self._nodes: dict[NodeId, Properties | None] = {}
        self._pairs: dict[tuple[Link, str, str], Mapping[str, Properties]] = {}
        self._out: dict[tuple[Link, str], tuple[str, ...]] = {}
        self._into: dict[tuple[Link, str], tuple[str, ...]] = {}
        for edit in edits:
            self.apply(edit)

    @property
    def manifest(self) -> Manifest:
        return self.base.manifest

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits so far, in order, each with what it undoes."""
        return tuple(self._edits)

    def node(self, kind: Kind, code: str) -> Properties | None:
        if not self._nodes:
            return self.base.node(kind, code)
        found = self._nodes.get((kind, code), _UNTOUCHED)  # type: ignore[call-overload]  # a plain tuple is equal
        return self.base.node(kind, code) if found is _UNTOUCHED else found

    def codes(self, kind: Kind) -> tuple[str, ...]:
        touched = {identity.code: held for identity, held in self._nodes.items() if identity.kind is kind}
        if not touched:
            return self.base.codes(kind)
        kept = {code for code in self.base.codes(kind) if code not in touched}
        return tuple(sorted(kept | {code for code, held in touched.items() if held is not None}))

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        found = self._out.get((link, code))
        return self.base.out(link, code) if found is None else found

    def into(self, link: Link, code: str) -> tuple[str, ...]:
        found = self._into.get((link, code))
        return self.base.into(link, code) if found is None else found

    def pair(self, link: Link, source: str, target: str) -> Mapping[str, Properties]:
        found = self._pairs.get((link, source, target))
        return self.base.pair(link, source, target) if found is None else found

    def pairs(self, link: Link) -> Iterator[tuple[str, str]]:
        touched = {ends[1:]: held for ends, held in self._pairs.items() if ends[0] == link}
        kept = (ends for ends in self.base.pairs(link) if ends not in touched)
        added = (ends for ends, held in touched.items() if held)
        return iter(sorted([*kept, *added]))

    def changed_nodes(self) -> dict[NodeId, tuple[Properties | None, Properties | None]]:
        """Nodes that differ from the base: before and after, None where there is none."""
        found = {key: (self.base.node(*key), after) for key, after in self._nodes.items()}
        return {key: ends for key, ends in found.items() if ends[0] != ends[1]}

    def changed_pairs(
        self,
    ) -> dict[tuple[Link, str, str], tuple[Mapping[str, Properties], Mapping[str, Properties]]]:
        """Pairs whose relations differ from the base: before and after, each key to properties."""
        found = {key: (self.base.pair(*key), after) for key, after in self._pairs.items()}
        return {key: ends for key, ends in found.items() if ends[0] != ends[1]}

    def add_node(self, kind: Kind, code: str, properties: Properties) -> None:
        """Add a node that is not there."""
        self._record(Edit(Action.ADD_NODE, NodeId(kind, code), dict(properties)))

    def retire_node(self, kind: Kind, code: str) -> None:
        """Retire a node and, before it, every relation from or to it."""
        for link in LINKS_FROM[kind]:
            for target in self.out(link, code):
                self.retire_pair(link, code, target)
        for link in LINKS_INTO[kind]:
            for source in self.into(link, code):
                self.retire_pair(link, source, code)
        held = self.node(kind, code)
        self._record(Edit(Action.RETIRE_NODE, NodeId(kind, code), {}, dict(held or EMPTY)))

    def set_node(self, kind: Kind, code: str, changes: Mapping[str, Value | None]) -> None:
        """Set properties of a node that is there; None clears one."""
        real, before = _real_changes(self.node(kind, code) or EMPTY, changes)
        if real:
            self._record(Edit(Action.SET_NODE, NodeId(kind, code), real, before))

    def add_relation(self, link: Link, source: str, target: str, properties: Properties = EMPTY, key: str = "") -> None:
        """Add a relation; one that is there already keeps its own properties."""
        if key not in self.pair(link, source, target):
            self._record(Edit(Action.ADD_RELATION, RelationId(link, source, target, key), dict(properties)))

    def retire_relation(self, link: Link, source: str, target: str, key: str = "") -> None:
        """Retire one relation, if it is there."""
        held = self.pair(link, source, target).get(key)
        if held is not None:
            self._record(Edit(Action.RETIRE_RELATION, RelationId(link, source, target, key), {}, dict(held)))

    def retire_pair(self, link: Link, source: str, target: str) -> None:
        """Retire every parallel relation of one pair."""
        for key in sorted(self.pair(link, source, target)):
            self.retire_relation(link, source, target, key)

    def copy_pair(self, link: Link, pair: tuple[str, str], onto: tuple[str, str]) -> None:
        """Add every parallel relation of one pair to another pair, with keys and properties."""
        for key, properties in self.pair(link, *pair).items():
            self.add_relation(link, *onto, properties, key)

    def set_relation(
        self, link: Link, source: str, target: str, changes: Mapping[str, Value | None], key: str = ""
    ) -> None:
        """Set properties of a relation that is there; None clears one."""
        real, before = _real_changes(self.pair(link, source, target).get(key, EMPTY), changes)
        if real:
            self._record(Edit(Action.SET_RELATION, RelationId(link, source, target, key), real, before))

    def apply(self, edit: Edit) -> None:
        """Apply a recorded edit as it stands."""
        self._record(edit)

    def _record(self, edit: Edit) -> None:
        self._edits.append(edit)
        if isinstance(edit.identity, NodeId):
            self._nodes[edit.identity] = _after(edit, self.node(*edit.identity))
        else:
            self._record_relation(edit, edit.identity)

    def _record_relation(self, edit: Edit, identity: RelationId) -> None:
        link, source, target, key = identity
        held = dict(self.pair(link, source, target))
        joined = bool(held)
        after = _after(edit, held.pop(key, None))
        if after is not None:
            held[key] = after
        self._pairs[link, source, target] = held or _NO_PAIR
        if bool(held) != joined:
            change = _with if held else _without
            self._out[link, source] = change(self.out(link, source), target)
            self._into[link, target] = change(self.into(link, target), source)


_UNTOUCHED: Properties = MappingProxyType({})


def _with(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    place = bisect_left(codes, code)
    return (*codes[:place], code, *codes[place:])


def _without(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    place = bisect_left(codes, code)
    return (*codes[:place], *codes[place + 1 :])


def _after(edit: Edit, held: Properties | None) -> Properties | None:
    if edit.action in (Action.RETIRE_NODE, Action.RETIRE_RELATION):
        return None
    kept = {} if held is None or edit.action in ADDS else dict(held)
    for name, value in edit.properties.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    return kept


def _real_changes(
    held: Properties, changes: Mapping[str, Value | None]
) -> tuple[dict[str, Value | None], dict[str, Value | None]]:
    real = {name: value for name, value in changes.items() if not _same(held.get(name), value)}
    return real, {name: held.get(name) for name in real}


def _same(first: Value | None, second: Value | None) -> bool:
    """Equal, and of one type: a flag is no number."""
    return type(first) is type(second) and first == second
