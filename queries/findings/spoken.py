"""What a finding is about in words: its nodes, the acts, and a set of incompatible acts by these and not by its id."""

from __future__ import annotations

from graph.labels import ACTS
from graph.model import Manifest
from graph.schema import Kind, Label
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding

__all__ = ["ACT_FIELDS", "RULE", "acts_of", "parts_of"]

RULE = "rule"
"""The part of an identity, and the column of an answer, that is the id of a set of incompatible acts."""
ACT_FIELDS = frozenset({"act", "other_act"})
"""The parts that are acts of steps."""


def acts_of(manifest: Manifest, rule: str) -> Label | None:
    """A set of incompatible acts by its acts; None where the manifest has no such set."""
    held = next((item for item in manifest.incompatible if item.id == rule), None)
    if held is None:
        return None
    acts = [_act(name) for name in held.acts]
    zh, en = "、".join(act.zh for act in acts), ", ".join(act.en for act in acts)
    return Label(f"不相容动作：{zh}", f"incompatible acts: {en}")


def _act(name: str) -> Label:
    return ACTS.get(name, Label(name, name))


def parts_of(view: View, finding: Finding) -> tuple[tuple[Kind | None, str, Label | None], ...]:
    """The parts of an identity that are there, one by one.

    Returns:
        The kind of node, None of what is no node; the code or the word itself; what to say in its place, if anything.
    """
    declared = FINDINGS[finding.code]
    return tuple(
        (kind, text, _said(view, field, text))
        for field, kind, text in zip(declared.fields, declared.kinds, finding.identity, strict=True)
        if text
    )


def _said(view: View, field: str, text: str) -> Label | None:
    if field == RULE:
        return acts_of(view.manifest, text)
    return ACTS.get(text) if field in ACT_FIELDS else None
