"""The way to the page of a node: over which others one came, in its address, each of them one click away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from api.schemas.common import Text
from api.ui.pages.frame import Frame, PageAsk
from graph.model import EMPTY, NodeId
from graph.schema import Kind
from graph.view import View

__all__ = ["ROLE", "Crumb", "Trail", "TrailAsk", "trail_of"]

ROLE = "Role/"
"""Before the name of a standard post, which is no node."""
_LONGEST = 4
_KINDS = frozenset(Kind)


class TrailAsk(PageAsk):
    """Over which pages one came, the first first: ``Kind/CODE``, or ``Role/NAME`` of a standard post."""

    via: Annotated[list[Text], Field(max_length=_LONGEST)] = Field([])


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page that one came over."""

    kind: Kind
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The pages that one came over, and which one is here."""

    crumbs: tuple[Crumb, ...]
    steps: tuple[str, ...]

    def to(self, node: NodeId | str) -> tuple[str, ...]:
        """The way to the page of a node from here; back to one that one came over it is no longer than it was."""
        target = str(node)
        before = self.steps[: self.steps.index(target)] if target in self.steps else self.steps
        return before[-_LONGEST:]


def trail_of(view: View, via: Sequence[str], here: str, frame: Frame) -> Trail:
    """The way to the page of ``here``; what is not in the graph is left out."""
    known = [step for step in dict.fromkeys(via) if step != here and _there(view, step)]
    return Trail(tuple(_crumbs(view, known, frame)), (*known, here))


def _there(view: View, step: str) -> bool:
    kind, _, code = step.partition("/")
    return step.startswith(ROLE) or (kind in _KINDS and view.node(Kind(kind), code) is not None)


def _crumbs(view: View, steps: Sequence[str], frame: Frame) -> Iterator[Crumb]:
    for at, step in enumerate(steps):
        kind, _, code = step.partition("/")
        if step.startswith(ROLE):
            yield Crumb(Kind.POST, code, frame.role(code, via=steps[:at]))
        else:
            node = NodeId(Kind(kind), code)
            name = str((view.node(*node) or EMPTY).get("name", code))
            yield Crumb(node.kind, name, frame.node(node, via=steps[:at]))
