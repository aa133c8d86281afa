"""A path of relations as a page shows it: every node with its name and origin, every relation with its label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import hop_label
from graph.schema import KINDS, Kind, Label
from queries.impact.model import Path
from queries.report.case import Case
from queries.report.document import walk_of

__all__ = ["Hop", "hops_of", "walk_text"]


@dataclass(frozen=True, slots=True)
class Hop:
    """A node on a path, with the relation that leads to it; ``rel`` is None where the path begins."""

    rel: Label | None
    forward: bool
    node: str
    kind: Label
    kind_id: str
    code: str
    name: str
    origin: str


def hops_of(case: Case, path: Path) -> tuple[Hop, ...]:
    """A path as a page shows it: every node with its name and origin, every relation with its label and direction."""
    steps, found = walk_of(path), []
    for at, step in enumerate(steps):
        source = step.node if not step.forward else steps[at - 1].node
        found.append(_hop(case, step.node, hop_label(step.rel, source) if at else None, forward=step.forward))
    return tuple(found)


def walk_text(hops: Iterable[Hop]) -> str:
    """A path in one line, with the name of every node beside its code."""
    return "".join(map(_hop_text, hops))


def _hop_text(hop: Hop) -> str:
    named = hop.code if hop.name == hop.code else f"{hop.code} {hop.name}"
    return named if hop.rel is None else f" {'→' if hop.forward else '←'} {named}"


def _hop(case: Case, node: str, relation: Label | None, *, forward: bool) -> Hop:
    kind_id, _, code = node.partition("/")
    kind = Kind(kind_id)
    origin = case.origin((kind, code))
    return Hop(relation, forward, node, KINDS[kind].label, kind_id, code, case.name(kind, code), origin)
