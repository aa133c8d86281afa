"""The graph before and the graph after a reform as one: what is in either of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.model import Manifest, Properties
from graph.schema import Kind, Link
from graph.view import View

__all__ = ["Both"]


class Both:
    """A `graph.view.View` of the union; a node that is in both is as it is after the reform."""

    def __init__(self, before: View, after: View) -> None:
        self.before = before
        self.after = after

    @property
    def manifest(self) -> Manifest:
        return self.after.manifest

    def node(self, kind: Kind, code: str) -> Properties | None:
        held = self.after.node(kind, code)
        return self.before.node(kind, code) if held is None else held

    def codes(self, kind: Kind) -> tuple[str, ...]:
        return _united(self.before.codes(kind), self.after.codes(kind))

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        return _united(self.before.out(link, code), self.after.out(link, code))

    def into(self, link: Link, code: str) -> tuple[str, ...]:
        return _united(self.before.into(link, code), self.after.into(link, code))

    def pair(self, link: Link, source: str, target: str) -> Mapping[str, Properties]:
        return self.after.pair(link, source, target) or self.before.pair(link, source, target)

    def pairs(self, link: Link) -> Iterator[tuple[str, str]]:
        return iter(sorted({*self.before.pairs(link), *self.after.pairs(link)}))


def _united(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return one if one == other else tuple(sorted({*one, *other}))
