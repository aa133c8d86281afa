"""The reference data as one snapshot, through the loaders that a user's files go through."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import loaders.samples
from graph.snapshot import Snapshot
from loaders.checks import graph_of
from loaders.elements import Source
from loaders.tables import read_directory

__all__ = ["BEFORE_THE_REFORM", "SAMPLE", "reference_snapshot", "reference_tables"]

SAMPLE = Path(loaders.samples.__file__).parent / "customs"
BEFORE_THE_REFORM = date(2013, 1, 1)


@cache
def reference_tables() -> Source:
    """The tables of the customs reference data; read once for a process, for nothing can change what was read."""
    return read_directory(SAMPLE / "tables")


@cache
def reference_snapshot() -> Snapshot:
    """The customs reference data as it stands before the reform of 2013."""
    return graph_of(reference_tables(), BEFORE_THE_REFORM)
