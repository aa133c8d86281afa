"""repeal 废止: an article, or an instrument with all its articles, is no longer law."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.schema import Kind, Label

__all__ = ["REPEAL"]

_KINDS = {"article": Kind.ARTICLE, "instrument": Kind.INSTRUMENT}


def _repeal(call: Call) -> None:
    given = [field for field in _KINDS if call.given(field)]
    if len(given) != 1:
        call.refuse("article", "条款和法规文件应恰好填一个", "exactly one of article and instrument")
    kind = _KINDS[given[0]]
    call.draft.set_node(kind, call.code(given[0], kind), {"status": "repealed"})


REPEAL = Operation(
    "repeal",
    Label("废止", "repeal"),
    (
        Argument("article", Label("条款", "article"), required=False),
        Argument("instrument", Label("法规文件", "instrument"), required=False),
    ),
    (),
    _repeal,
)
