"""What a run of drawn cases has met: operations, arguments, findings, statuses, gaps, refusals."""

from __future__ import annotations

from collections import Counter

from tests.oracle.world import Props, Refusal


class Coverage:
    """Counts of cases in which something occurred (once a case)."""

    def __init__(self) -> None:
        self.cases = 0
        self.refusals = 0
        self.counts: dict[str, Counter[str]] = {}

    def note(self, group: str, names: set[str]) -> None:
        self.counts.setdefault(group, Counter()).update(names)

    def add(self, reform: Props, answer: Props | Refusal) -> None:
        self.cases += 1
        if isinstance(answer, Refusal):
            self.refusals += 1
            change = reform["changes"][answer.position]
            self.note("refusal (op: field)", {f"{change.get('op')}: {answer.field}"})
            return
        ops = {c["op"] for c in reform["changes"]}
        self.note("operation", ops)
        self.note("argument", {f"{c['op']}.{a}" for c in reform["changes"] for a in c if a != "op"})
        self.note("edit", {e["edit"] for c in reform["changes"] if c["op"] == "edit" for e in c["edits"]})
        for name in ("opened", "closed"):
            self.note(f"finding {name}", {f[0] for f in answer["findings"][name]})
        for name in ("posts", "risks", "articles"):
            self.note(f"status of {name}", set(answer[name].values()))
        self.note("gap", {gap[2] for gap in answer["gaps"]})
        rows = ("no_receiver", "no_counterpart", "days")
        self.note("row", {name for name in rows if answer[name]})
        self.note("row", {f"duties.{name}" for name, found in answer["duties"].items() if found})
        self.note("row", {f"offices.{name}" for name, found in answer["offices"].items() if found})
        self.note("row", {f"review.{name}" for name, found in answer["review"].items() if found})
        book = answer["ledger"]
        if sum(five["out"] for five in book["by_grade"].values()) > book["out"]:
            self.note("row", {"ledger: a kept bearing changed its grade"})
        if answer["complete"]:
            self.note("row", {"complete"})

    def table(self) -> str:
        text = [f"{self.cases} compared, {self.refusals} refusals"]
        for group in sorted(self.counts):
            text.append(f"{group}:")
            found = sorted(self.counts[group].items(), key=lambda item: (-item[1], item[0]))
            text += [f"  {count:6d}  {name}" for name, count in found]
        return "\n".join(text)
