"""Codes that look like one that is not there: what a message offers instead."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from graph.schema import Kind
from graph.view import View

__all__ = ["alike"]


def alike(view: View, code: str, kind: Kind | None = None) -> list[str]:
    """At most three codes that look like this one, whatever their case; of equally near ones those that begin alike."""
    wanted = code.casefold()
    folded = {each.casefold(): each for one in ([kind] if kind else Kind) for each in view.codes(one)}
    near = get_close_matches(wanted, folded, 200)
    near.sort(key=lambda text: (-SequenceMatcher(None, text, wanted).ratio(), -_shared_start(text, wanted), text))
    return [folded[found] for found in near[:3]]


def _shared_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
