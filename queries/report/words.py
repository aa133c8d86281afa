"""Numbers in words, in both languages, with how much of them is synthetic."""

from __future__ import annotations

from collections.abc import Iterable

from graph.schema import Label
from graph.terms import plural
from queries.census import Count

__all__ = ["closed", "counted", "joined"]


def counted(count: Count, zh: str, en: str) -> Label:
    """A count with its noun (``zh`` begins with the measure word), the synthetic share behind it."""
    share = count.synthetic
    return Label(
        f"{count.total} {zh}" + (f"（合成 {share}）" if share else ""),
        plural(count.total, en) + (f" ({share} synthetic)" if share else ""),
    )


def joined(parts: Iterable[Label], zh: str = "，", en: str = ", ") -> Label:
    """Several phrases in one."""
    held = tuple(parts)
    return Label(zh.join(part.zh for part in held), en.join(part.en for part in held))


def closed(said: Label, remark: Label) -> Label:
    """A sentence with its remark, up to the full stop."""
    return Label(f"{said.zh}{remark.zh}。", f"{said.en}{remark.en}.")
