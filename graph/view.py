"""How the graph is read: one protocol, two implementations (`Snapshot`, `Overlay`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from graph.model import Manifest, Properties
from graph.schema import Kind, Link

__all__ = ["View"]


class View(Protocol):
    """A graph in force on one date. Everything returned is in code-point order, without duplicates.

    Unknown codes are no error here: they have no node (None) and no neighbours (empty). Nothing returned may be
    changed by the caller. Costs: a neighbourhood costs its own size, whatever the size of the graph.
    """

    @property
    def manifest(self) -> Manifest:
        """Levels and incompatible acts of the graph."""

    def node(self, kind: Kind, code: str) -> Properties | None:
        """Properties of a node, or None where it is not in the snapshot."""

    def codes(self, kind: Kind) -> tuple[str, ...]:
        """All codes of a kind; costs the size of the kind."""

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        """Codes that relations of this link lead to from a node; parallel relations count once."""

    def into(self, link: Link, code: str) -> tuple[str, ...]:
        """Codes from which relations of this link lead to a node; parallel relations count once."""

    def pair(self, link: Link, source: str, target: str) -> Mapping[str, Properties]:
        """The parallel relations of one pair: key to properties; empty where there is none."""

    def pairs(self, link: Link) -> Iterator[tuple[str, str]]:
        """Every pair that the link joins; costs the number of relations."""
