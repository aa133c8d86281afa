"""How much of the defence a reform's impact was checked for, beside the list of what changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from api.ui.moves import OPENED, Line, grade_label
from api.ui.theme import ADRIFT, MARKS
from graph.schema import Label
from queries.findings.catalog import FINDINGS
from queries.impact.model import Impact, RiskStatus

__all__ = ["checks_of"]

_UNBORNE = (f"risk-{RiskStatus.UNATTENDED.value}", ADRIFT)


def checks_of(impact: Impact, lines: Iterable[Line]) -> tuple[Label, ...]:
    """How much of the defence was checked and how much newly fails, so that none found is not read as unchecked."""
    lines = tuple(lines)
    opened = Counter(line.code for line in lines if line.chip == OPENED)
    after = {grade: five.after for grade, five in impact.ledger.by_grade.items() if five.after}
    parts = [(grade_label(grade), number) for grade, number in sorted(after.items(), key=lambda item: item[0] or "~")]
    split = Label(
        "、".join(f"{label.zh} {number:,}" for label, number in parts) or "无",
        ", ".join(f"{label.en} {number:,}" for label, number in parts) or "none",
    )
    whole, first = impact.ledger.total.after, after.get("1", 0)
    asked = (
        ("PG005", whole, Label(f"“风险—岗位”（{split.zh}）", f"pairs of risk and post ({split.en})")),
        *((code, first, Label("“一级风险—岗位”", "pairs of grade-1 risk and post")) for code in ("PG006", "PG010")),
    )
    unborne = _unborne(lines)
    return tuple(
        Label(
            f"{FINDINGS[code].label.zh} {code}：新出现 {opened[code]} 项，查过 {number:,} 对{among.zh}"
            + (unborne.zh if code == "PG005" else ""),
            f"{FINDINGS[code].label.en} {code}: {opened[code]} new, {number:,} {among.en} checked"
            + (unborne.en if code == "PG005" else ""),
        )
        for code, number, among in asked
    )


def _unborne(lines: Iterable[Line]) -> Label:
    """Risks that are left with nobody are in no pair of risk and post: where they stand instead; empty for none."""
    held = Counter(line.chip for line in lines if line.chip in _UNBORNE)
    if not held:
        return Label("", "")
    zh = "、".join(f"“{MARKS[chip].label.zh}” {held[chip]} 个" for chip in _UNBORNE if held[chip])
    en = ", ".join(f"{held[chip]} “{MARKS[chip].label.en}”" for chip in _UNBORNE if held[chip])
    return Label(
        f"；没有岗位承担的风险不成对，不在其内，另列：{zh}",
        f"; risks that no post bears are in no pair and not counted here, but listed under their own status: {en}",
    )
