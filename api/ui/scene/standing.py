"""What stands on a side of a reform: what is there then, and still hangs together with what the reform touches.

A post that gave all its steps of a touched power up is there after the reform as before, but not in this: drawn, it
would be read as holding them. So it stands before and with both laid over only, and who receives stands after.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from api.ui.theme import Mark, Tone
from graph.derived import Derived
from graph.model import NodeId
from graph.schema import AUTHORIZED_BY, EXERCISED_BY, PERFORMED_BY, Kind, Link
from graph.view import View

__all__ = ["Holding", "Standing"]

_HOLDERS = frozenset({Kind.ARTICLE, Kind.POST, Kind.CONTROL, Kind.UNIT})
"""Kinds that are drawn for what they hold; a power, a step and a risk are drawn for being there."""


class Holding:
    """The relations of a side as they hold: a power that is not active has nobody to perform it, and needs no basis."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._derived = Derived(view)

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        """Codes that relations of this link lead to from a node."""
        if link == PERFORMED_BY:
            return self._derived.performers(code)
        if link in (AUTHORIZED_BY, EXERCISED_BY) and not self._derived.active(code):
            return ()
        return self.view.out(link, code)

    def ends(self, shown: Mapping[Kind, Collection[str]], links: Sequence[Link]) -> frozenset[NodeId]:
        """All nodes that relations of these links lead from or to, among those that begin at what is shown."""
        found: set[NodeId] = set()
        for link in links:
            for code in shown.get(link.from_kind, ()):
                reached = [end for end in self.out(link, code) if end in shown.get(link.to_kind, (end,))]
                found |= {NodeId(link.to_kind, end) for end in reached}
                found |= {NodeId(link.from_kind, code)} if reached else set()
        return frozenset(found)


class Standing:
    """For both sides, which of the things that are shown stand there."""

    def __init__(self, sides: Sequence[Holding], shown: Mapping[Kind, Collection[str]], links: Sequence[Link]) -> None:
        self._sides = sides
        self._held = [side.ends(shown, links) for side in sides]

    def of(self, node: NodeId, mark: Mark | None) -> tuple[bool, bool]:
        """Whether it stands before and after; a control that the reform leaves idle or stopped stands as a danger."""
        there = [side.view.node(*node) is not None for side in self._sides]
        held = [is_there and node in ends for is_there, ends in zip(there, self._held, strict=True)]
        danger = node.kind is Kind.CONTROL and mark is not None and mark.tone is Tone.LOST
        before, after = held if node.kind in _HOLDERS and any(held) and not danger else there
        return before, after
