"""What a reform makes of powers, as rows of the list: of each its new status, level, properties or bases, once.

The calculus has no row of a power itself: what moves by it are duties, risks, articles. A reader who looks for a power
that was cancelled or delegated finds it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from graph.model import NodeId
from graph.schema import Kind, Label
from queries.impact.model import Impact
from queries.impact.rows import Change, Row
from queries.report import cell_text
from queries.report.case import Case
from queries.report.days import Days, days_of
from queries.report.document import Cell
from queries.report.powers import differences

__all__ = ["becomes", "power_rows", "told_apart", "what_changes"]

_TOLD = 3
"""Differences of one power that are told in its row; the chapter has them all."""
_WORDS: Mapping[str, Label] = {
    "gone": Label("不再存在", "gone"),
    "cancelled": Label("取消", "cancelled"),
    "merged": Label("并入他项", "merged"),
    "split": Label("拆分", "split"),
    "suspended": Label("暂停", "suspended"),
    "resumed": Label("恢复", "resumed"),
    "founded": Label("新设", "new"),
    "delegated": Label("下放", "delegated"),
    "recalled": Label("收回", "recalled"),
    "altered": Label("调整", "changed"),
    "days-ended": Label("不再行使，时限不再计", "no longer exercised, its working days end"),
    "days-begun": Label("开始行使，开始计时限", "exercised from now on, its working days begin"),
    "lost-with": Label("随职权失去", "lost with the power itself"),
}
_HANDED: Mapping[str, str] = {"delegate": "delegated", "recall": "recalled"}


def power_rows(case: Case) -> Iterator[Row]:
    """One row for each touched power that is not as it was, what ends first; of others their duties tell."""
    found = {power: becomes(case.impact, power) for power in case.impact.touched if any(differences(case, power))}
    for power in sorted(found, key=lambda code: ([*_WORDS].index(found[code]), code)):
        change = Change(found[power], _WORDS[found[power]])
        yield Row(Kind.POWER.value, power, change, (NodeId(Kind.POWER, power),), case.basis(power))


def what_changes(case: Case, power: str) -> Label:
    """What is not as it was of a power, before and after; of much the first."""
    told = [
        (Label(f"{label.zh} ", f"{label.en} "), _said(first), _said(last))
        for label, first, last in differences(case, power)
    ]
    zh = "；".join(f"{label.zh}{first.zh} → {last.zh}" for label, first, last in told[:_TOLD])
    en = "; ".join(f"{label.en}{first.en} → {last.en}" for label, first, last in told[:_TOLD])
    more = len(told) - _TOLD
    return Label(zh, en) if more <= 0 else Label(f"{zh}；另有 {more} 处", f"{en}; and {more} more")


def told_apart(case: Case, row: Row) -> Row:
    """A row of working days or of an office that loses a power, told apart where the power itself ends or begins.

    The sentence tells such offices apart too, and leaves such days out: that the power ends says it.
    """
    word = row.change.word
    if row.kind == Kind.POWER.value and word == "days":
        word = {Days.ENDED: "days-ended", Days.BEGUN: "days-begun"}.get(days_of(case, row.code), word)
    elif row.kind == "Office" and word == "lost" and not case.after.active(row.nodes[0].code):
        word = "lost-with"
    return row if word == row.change.word else replace(row, change=Change(word, _WORDS[word]))


def becomes(impact: Impact, power: str) -> str:
    """What becomes of a power itself, as one word: a key of `api.ui.theme.POWER_MARKS`."""
    first, last = (view.node(Kind.POWER, power) for view in (impact.before, impact.after))
    if last is None:
        return "gone"
    if first is None:
        return "founded"
    was, status = (str(held.get("status", "active")) for held in (first, last))
    if was != status:
        return "resumed" if status == "active" else status
    ranks = impact.after.manifest.rank_of_level
    high, low = (ranks(held.get("level")) for held in (first, last))
    if high is None or low is None or high == low:
        return _handed(impact, power)
    return "delegated" if low > high else "recalled"


def _handed(impact: Impact, power: str) -> str:
    """What becomes of a power whose level stays: offices of another level may have handed duties down or up."""
    asked = {change.get("op") for change in impact.reform.changes if change.get("power") == power}
    handed = {word for op, word in _HANDED.items() if op in asked}
    return handed.pop() if len(handed) == 1 else "altered"


def _said(cell: Cell) -> Label:
    if isinstance(cell, Label):
        return cell
    return Label(*(cell_text(cell) or "—",) * 2)
