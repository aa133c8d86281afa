"""What a finding is about in words: its nodes, the acts, and a set of incompatible acts by these and not by its id."""

from __future__ import annotations

from graph.model import Manifest
from graph.schema import Kind, Label
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding

__all__ = ["RULE", "acts_of", "parts_of"]

RULE = "rule"
"""The part of an identity, and the column of an answer, that is the id of a set of incompatible acts."""


def acts_of(manifest: Manifest, rule: str) -> Label | None:
    """A set of incompatible acts by its acts; None where the manifest has no such set."""
    held = next((item for item in manifest.incompatible if item.id == rule), None)
    if held is None:
        return None
    return Label(f"不相容动作：{'、'.join(held.acts)}", f"incompatible acts: {', '.join(held.acts)}")


def parts_of(view: View, finding: Finding) -> tuple[tuple[Kind | None, str, Label | None], ...]:
    """The parts of an identity that are there, one by one.

    Returns:
        The kind of node, None of what is no node; the code or the word itself; what to say in its place, if anything.
    """
    declared = FINDINGS[finding.code]
    return tuple(
        (kind, text, acts_of(view.manifest, text) if field == RULE else None)
        for field, kind, text in zip(declared.fields, declared.kinds, finding.identity, strict=True)
        if text
    )
