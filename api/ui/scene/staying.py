"""What the graph still holds after a reform though its picture does not: told, or it would be read as gone.

A post is drawn for its duties in what the reform touches, an office for the powers it exercises there, a control for
the risks, an article for its users. When these end it leaves the picture; in the graph it stays, with whatever else
it has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from api.ui.scene.model import Item, Stay
from api.ui.words import counted
from graph.derived import Derived
from graph.schema import Kind, Label
from queries.citing import cited
from queries.impact.model import Impact, PostStatus

__all__ = ["Staying"]

_BUSY, _SPARE, _VACATED = (
    Label("另有职责", "with other duties"),
    Label("只余防控、监管或风险", "with controls, supervision or risks only"),
    Label("职责清空", "left without any duty"),
)
_PROTECTING, _IDLE = Label("防控其他风险", "for other risks"), Label("不再防控风险", "for no risk any more")
_USED, _UNUSED = Label("另有援用", "used elsewhere"), Label("不再援用", "used by nothing any more")
_HEADS = {
    Kind.POST: (Label(" 个岗位仍在，在此不再有职责", "post"), "still there, without a duty here"),
    Kind.UNIT: (Label(" 个机关仍在，不再行使", "office"), "still there, not exercising it any more"),
    Kind.CONTROL: (Label(" 项措施仍在，在此不再使用", "control"), "still there, not used here"),
    Kind.ARTICLE: (Label(" 项条款仍在，在此不再援用", "article"), "still there, not used here"),
}
_NAMED = 2
"""So many articles that lose their effect are named; of more the list beside the picture tells."""
_ORDER = (_BUSY, _SPARE, _VACATED, _PROTECTING, _IDLE, _USED, _UNUSED)


class Staying:
    """What of the lanes of one impact stays beyond the picture."""

    def __init__(self, impact: Impact) -> None:
        self._impact = impact
        self._after = Derived(impact.after)

    def of(self, kind: Kind, items: Iterable[Item]) -> Stay | None:
        """How many of a lane are there after the reform without being drawn, and what they have then."""
        gone = (code for item in items if item.before and not item.after for code in item.codes)
        held = [code for code in gone if self._impact.after.node(kind, code) is not None]
        if kind not in _HEADS or not held:
            return None
        (words, noun), number = _HEADS[kind], len(held)
        # An office has more than any picture could say of it.
        having = {code: self._having(kind, code) for code in held if kind is not Kind.UNIT}
        found = Counter(having.values())
        unused = self._named(code for code, label in having.items() if label == _UNUSED)
        parts = tuple(
            _part(found[label], number, label, unused if label == _UNUSED else "") for label in _ORDER if found[label]
        )
        return Stay(Label(f"{number}{words.zh}", f"{counted(number, words.en)} {noun}"), parts)

    def _named(self, articles: Iterable[str]) -> str:
        """The articles that a reader looks for, as they are cited; "" where they are too many to be named here."""
        named = [cited(self._impact.after, code) or code for code in articles]
        return "、".join(named) if len(named) <= _NAMED else ""

    def _having(self, kind: Kind, code: str) -> Label:
        """What one of them has; a post is without any duty by the statuses of the calculus, as in the chapters."""
        if kind is Kind.CONTROL:
            return _PROTECTING if self._after.protects(code) else _IDLE
        if kind is Kind.ARTICLE:
            return _USED if self._after.used(code) else _UNUSED
        if self._impact.posts.get(code) is PostStatus.VACATED:
            return _VACATED
        return _BUSY if self._after.duties(code) else _SPARE


def _part(number: int, total: int, label: Label, named: str = "") -> Label:
    """So many have it, and which, where they are named; where that is all there is no second number."""
    if number < total:
        zh = f"{number} {'个' if label in (_BUSY, _SPARE, _VACATED) else '项'}{label.zh}"
        said = Label(zh, f"{number:,} {label.en}")
    else:
        said = label if total == 1 else Label(f"均{label.zh}", f"all {label.en}")
    return Label(f"{said.zh}：{named}", f"{said.en}: {named}") if named else said
