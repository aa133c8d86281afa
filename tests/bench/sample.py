"""The reference data as one snapshot, through the loaders that a user's files go through."""

from __future__ import annotations

from graph.snapshot import Snapshot

__all__ = ["reference_snapshot"]


def reference_snapshot() -> Snapshot:
    """The customs reference data as it stands before the reform of 2013."""
    raise NotImplementedError
