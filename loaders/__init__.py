"""What the sources look like: JSON Lines, the instrument tables, reform files. Everything becomes edits of a store.

The names listed here are for notebooks (docs/reference/python.md); the program itself imports from the modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.lazy import imported_when_asked

if TYPE_CHECKING:
    from loaders.jsonl import read_graph, write_graph
    from loaders.reforms import read_reform, reform_from_dict

__all__ = [
    "read_graph",
    "read_reform",
    "reform_from_dict",
    "write_graph",
]

if not TYPE_CHECKING:
    __getattr__ = imported_when_asked(
        __name__,
        {
            "read_graph": "loaders.jsonl",
            "read_reform": "loaders.reforms",
            "reform_from_dict": "loaders.reforms",
            "write_graph": "loaders.jsonl",
        },
    )
