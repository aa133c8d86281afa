"""What files lack of what the store has, told in few words: by kind, with the sheets that should have had it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import NodeId, RelationId, called
from graph.schema import KINDS, Kind, Link
from graph.store.base import Version
from loaders.elements import Source

__all__ = ["Absent", "absences"]

_FIRST = 3


@dataclass(frozen=True, slots=True)
class Absent:
    """Things of one kind, or relations of one link, that the store has and the files lack.

    Args:
        what: the kind or link, for people.
        sheets: of which it is missing: those that state this kind or link; none where the source is no table.
        count: how many.
        named: the first few of them.
    """

    what: str
    sheets: tuple[str, ...]
    count: int
    named: tuple[NodeId | RelationId, ...]

    @property
    def first(self) -> tuple[str, ...]:
        """The first few, for programs."""
        return tuple(map(str, self.named))

    def __str__(self) -> str:
        sheets = f"（{'、'.join(self.sheets)}）" if self.sheets else ""
        more = " …" if self.count > len(self.named) else ""
        first = "、".join(called(each).zh for each in self.named)
        return f"{self.what}{sheets}：{self.count} 项，如 such as {first}{more}"

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "sheets": list(self.sheets), "count": self.count, "first": list(self.first)}


def absences(absent: Sequence[Version], source: Source) -> tuple[Absent, ...]:
    """What is missing, one entry a kind or link, in the order in which they come."""
    found: dict[Kind | Link, list[Version]] = {}
    for version in absent:
        found.setdefault(version.identity[0], []).append(version)
    return tuple(_absent(owner, versions, source) for owner, versions in found.items())


def _absent(owner: Kind | Link, versions: Sequence[Version], source: Source) -> Absent:
    sheets = tuple(sorted(name for name, scope in source.scopes.items() if owner in scope))
    return Absent(_label(owner), sheets, len(versions), tuple(version.identity for version in versions[:_FIRST]))


def _label(owner: Kind | Link) -> str:
    if isinstance(owner, Kind):
        return f"{KINDS[owner].label.zh} {owner.value}"
    return f"{KINDS[owner.from_kind].label.zh}的{owner.label.zh} {owner.from_kind.value} {owner.rel.value}"
