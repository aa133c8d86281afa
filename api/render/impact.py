"""An impact as JSON, with what it was computed from beside it."""

from __future__ import annotations

from typing import Any

from graph.snapshot import Snapshot
from queries.impact.model import Impact

__all__ = ["impact_object"]


def impact_object(found: Impact) -> dict[str, Any]:
    """The impact as calculus §6 has it, with what it was computed from beside it."""
    origin = found.before.origin if isinstance(found.before, Snapshot) else None
    meta: dict[str, Any] = {
        "date": origin and origin.on and origin.on.isoformat(),
        "revision": origin and origin.revision,
        "reform": found.reform.name,
    }
    if found.cut:
        meta["cut"] = True
    return {**found.to_json(), "meta": meta}
