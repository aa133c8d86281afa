"""The reference data as one snapshot, through the loaders that a user's files go through."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import loaders.samples
from graph.snapshot import Snapshot
from loaders.checks import graph_of
from loaders.tables import read_directory

__all__ = ["BEFORE_THE_REFORM", "SAMPLE", "reference_snapshot"]

SAMPLE = Path(loaders.samples.__file__).parent / "customs"
BEFORE_THE_REFORM = date(2013, 1, 1)


@cache
def reference_snapshot() -> Snapshot:
    """The customs reference data as it stands before the reform of 2013; read once, for nothing can change it."""
    return graph_of(read_directory(SAMPLE / "tables"), BEFORE_THE_REFORM)
