"""The Python side of the catalogue's entries, by subject."""

from __future__ import annotations

from queries.answers import findings
from queries.answers.model import Entry

__all__ = ["ENTRIES"]

ENTRIES: tuple[Entry, ...] = findings.ENTRIES
