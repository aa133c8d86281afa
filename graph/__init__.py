"""What is true and how it is held: schema, snapshots, edits, the operations of a reform, and the stores.

The names listed here are for notebooks (docs/reference/python.md); the program itself imports from the modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.lazy import imported_when_asked

if TYPE_CHECKING:
    from graph.errors import QuangangError
    from graph.interop import GraphForm, from_networkx, graph_text, to_networkx
    from graph.model import NodeId
    from graph.reform import Reform, apply_reform
    from graph.schema import Kind
    from graph.snapshot import Snapshot
    from graph.store import Commit, open_store

__all__ = [
    "Commit",
    "GraphForm",
    "Kind",
    "NodeId",
    "QuangangError",
    "Reform",
    "Snapshot",
    "apply_reform",
    "from_networkx",
    "graph_text",
    "open_store",
    "to_networkx",
]

if not TYPE_CHECKING:
    __getattr__ = imported_when_asked(
        __name__,
        {
            "Commit": "graph.store",
            "GraphForm": "graph.interop",
            "Kind": "graph.schema",
            "NodeId": "graph.model",
            "QuangangError": "graph.errors",
            "Reform": "graph.reform",
            "Snapshot": "graph.snapshot",
            "apply_reform": "graph.reform",
            "from_networkx": "graph.interop",
            "graph_text": "graph.interop",
            "open_store": "graph.store",
            "to_networkx": "graph.interop",
        },
    )
