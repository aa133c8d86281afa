"""What the store holds beside what a file states: what is missing, what gives way, what hangs on what is retired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.schema import ARTICLE_PART_OF, HAS_STEP, IN_UNIT, UNIT_PART_OF, Kind, Link
from graph.store.base import Store, Version
from loaders.elements import Source, in_force

__all__ = ["Held", "Identity", "by_kind", "hanging_on", "held_by", "missing", "now", "replaced"]

Identity = NodeId | RelationId
Held = Mapping[Identity, Sequence[Version]]

_ONE_PER_SOURCE = frozenset({UNIT_PART_OF, ARTICLE_PART_OF, IN_UNIT})
_ONE_PER_TARGET = frozenset({HAS_STEP})


def held_by(store: Store) -> dict[Identity, list[Version]]:
    """Every version that a store holds, by identity and then by date."""
    result: dict[Identity, list[Version]] = {}
    for version in store.versions():
        result.setdefault(version.identity, []).append(version)
    return result


def now(held: Held, identity: Identity, day: date) -> Version | None:
    """The version of an identity in force on a day."""
    return next((version for version in held.get(identity, ()) if in_force(version, day)), None)


def missing(held: Held, stated: Collection[Identity], source: Source, day: date) -> list[Version]:
    """What is in force and within what the file states, but not in the file: nodes first, each sorted."""
    within = source.within
    kinds = {node.kind for node in within or ()}

    def spoken_of(identity: Identity) -> bool:
        """A relation is where all its ends are of which the file has some."""
        ends = (identity,) if isinstance(identity, NodeId) else identity.ends
        return within is None or all(end in within for end in ends if end.kind in kinds)

    return sorted(
        (
            version
            for identity in held.keys() - stated - source.newer
            if (identity in source.lacks or (identity[0] in source.scope and spoken_of(identity)))
            and (version := now(held, identity, day)) is not None
        ),
        key=lambda version: (isinstance(version.identity, RelationId), str(version.identity)),
    )


def replaced(edits: Iterable[Edit], held: Held, stated: Collection[Identity], day: date) -> Iterator[Version]:
    """Relations that give way to added ones, since there can be only one: a parent, a post's unit, a step's power."""
    added = {
        slot: edit.identity
        for edit in edits
        if edit.action is Action.ADD_RELATION
        and isinstance(edit.identity, RelationId)
        and (slot := _slot(edit.identity)) is not None
        and in_force_from(edit, day)
    }
    if not added:
        return
    for identity in held:
        if isinstance(identity, RelationId) and identity not in stated and _slot(identity) in added:
            version = now(held, identity, day)
            if version is not None:
                yield version


def in_force_from(edit: Edit, day: date) -> bool:
    """Whether an added version holds on a day."""
    return (edit.valid_from is None or edit.valid_from <= day) and (edit.valid_to is None or day < edit.valid_to)


def hanging_on(nodes: Collection[NodeId], held: Held, day: date) -> list[Version]:
    """Relations in force from or to some nodes, sorted."""
    found = (
        version
        for identity in held
        if isinstance(identity, RelationId)
        and any(end in nodes for end in identity.ends)
        and (version := now(held, identity, day)) is not None
    )
    return sorted(found, key=lambda version: str(version.identity))


def by_kind(versions: Mapping[Identity, Sequence[Version]]) -> dict[Kind, dict[str, Sequence[Version]]]:
    """The versions of nodes by kind and code; identities without any version are left out."""
    result: dict[Kind, dict[str, Sequence[Version]]] = defaultdict(dict)
    for identity, found in versions.items():
        if isinstance(identity, NodeId) and found:
            result[identity.kind][identity.code] = found
    return result


def _slot(identity: RelationId) -> tuple[Link, str] | None:
    """What can be filled once only: the unit of a post, the power of a step."""
    if identity.link in _ONE_PER_SOURCE:
        return identity.link, identity.source
    return (identity.link, identity.target) if identity.link in _ONE_PER_TARGET else None
