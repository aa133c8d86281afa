"""The Python side of the catalogue's entries, by subject."""

from __future__ import annotations

from queries.answers import findings, posts, powers, risks, rules, systems, ways
from queries.answers.model import Entry

__all__ = ["ENTRIES"]

ENTRIES: tuple[Entry, ...] = (
    *ways.ENTRIES,
    *powers.ENTRIES,
    *posts.ENTRIES,
    *risks.ENTRIES,
    *rules.ENTRIES,
    *systems.ENTRIES,
    *findings.ENTRIES,
)
