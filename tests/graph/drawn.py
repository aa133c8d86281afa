"""Random snapshots and reforms for laws of the graph package, drawn like those of the oracle."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from graph.reform import Reform
from graph.snapshot import Snapshot
from loaders.jsonl import read_graph
from loaders.reforms import reform_from_dict
from tests.oracle.strategies import worlds

__all__ = ["cases"]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Snapshot, Reform]:
    """(snapshot, reform); now and then one that is refused."""
    objects, reform = draw(worlds())
    lines = [json.dumps(item, ensure_ascii=False) for item in objects]
    return read_graph(lines, "drawn"), reform_from_dict(reform)
