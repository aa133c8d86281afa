"""rebase 依据更替: the power goes on, resting on other articles."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.schema import AUTHORIZED_BY, Label

__all__ = ["REBASE"]


def _rebase(call: Call) -> None:
    """The new bases take over the lowest level of the old one unless they give one; others stay as they are."""
    draft, derived = call.draft, call.derived()
    old = call.basis("from_article", call.change["from_article"]).article
    new = call.bases("to_articles")
    powers = (call.change["power"],) if call.given("power") else draft.into(AUTHORIZED_BY, old)
    for power in powers:
        if not draft.pair(AUTHORIZED_BY, power, old) or not derived.active(power):
            continue
        level = call.inheritance(power, old).get("lowest_level")
        draft.retire_pair(AUTHORIZED_BY, power, old)
        for basis in new:
            call.authorize(power, basis, {} if level is None else {"lowest_level": level})


REBASE = Operation(
    "rebase",
    Label("依据更替", "rebase"),
    (
        Argument("power", Label("职权", "power"), required=False),
        Argument("from_article", Label("原依据", "old article")),
        Argument("to_articles", Label("新依据", "new articles")),
    ),
    ("active",),
    _rebase,
)
