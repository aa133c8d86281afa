"""Codes with the names that people know them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.model import NodeId, RelationId, called, link_between
from graph.schema import KINDS, Kind
from graph.view import View
from queries.census import ORIGINS, SYNTHETIC, Count
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.findings.spoken import parts_of

__all__ = ["about", "called_in", "least_origin", "nodes_of", "of_which_synthetic", "title"]

_WRITTEN = re.compile(
    r"(?P<kind>[A-Za-z]+)/(?P<code>.+?)(?: (?P<rel>[A-Z_]+) (?P<end>[A-Za-z]+)/(?P<other>.+?)(?: \[(?P<key>.*)\])?)?"
)


def title(view: View, kind: Kind, code: str) -> str:
    """Code and name of a node; the code alone where it has no name."""
    held = view.node(kind, code) or {}
    name = held.get("name")
    return code if name is None or name == code else f"{code} {name}"


def called_in(text: str) -> str:
    """A node or relation that is written for programs, in words: ``Power/E39 EXERCISED_BY Unit/GZ``.

    What is neither, as the name of a rule, stays as it is.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or found["kind"] not in Kind.__members__.values():
        return text
    kind, code, rel, end, other, key = found.groups()
    if rel is None:
        return called(NodeId(Kind(kind), code)).zh
    link = link_between(rel, kind, end)
    return text if link is None else called(RelationId(link, code, other, key or "")).zh


def nodes_of(finding: Finding) -> tuple[NodeId, ...]:
    """The nodes that a finding is about."""
    kinds = FINDINGS[finding.code].kinds
    return tuple(
        NodeId(kind, code) for kind, code in zip(kinds, finding.identity, strict=True) if kind is not None and code
    )


def about(view: View, finding: Finding) -> str:
    """What a finding is about, in the words of the catalogue: ``风险点 R-12 …；岗位 P-7 …``."""
    return "；".join(
        f"{KINDS[kind].label.zh} {title(view, kind, code)}" if kind is not None else said.zh if said else code
        for kind, code, said in parts_of(view, finding)
    )


def least_origin(view: View, nodes: Iterable[NodeId]) -> str:
    """The least documented origin among some nodes; "" where none is stated."""
    found = {str((view.node(*node) or {}).get("origin", "")) for node in nodes}
    return max(found, key=lambda origin: (ORIGINS.index(origin) if origin in ORIGINS else 1, origin), default="")


def of_which_synthetic(counts: Sequence[Count] | Count) -> str:
    """The share of synthetic things in words, "" where there is none."""
    held = (counts,) if isinstance(counts, Count) else counts
    number = sum(count.by_origin.get(SYNTHETIC, 0) for count in held)
    return f"（其中合成 {number}）" if number else ""
