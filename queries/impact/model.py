"""The answer to "what moves if …": every key of calculus §5, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from graph.reform import Reform
from graph.schema import Label
from graph.view import View
from queries.findings.model import Finding

__all__ = [
    "ArticleStatus",
    "Five",
    "Impact",
    "Ledger",
    "Path",
    "PostStatus",
    "Review",
    "RiskStatus",
]

Pairs = tuple[tuple[str, str], ...]
Triples = tuple[tuple[str, str, str], ...]
Path = tuple[tuple[str, str, str], ...]
"""Relations in walking order: (type, ``Kind/CODE`` it starts from, ``Kind/CODE`` it leads to)."""


class _Status(StrEnum):
    """A status that knows its label; the first one that fits is given."""

    label: Label

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Label(zh, en)
        return member


class PostStatus(_Status):
    """What happens to a post."""

    IDLE = "idle", "新设而无职责", "new, without a duty"
    VACATED = "vacated", "职责清空", "left without a duty"
    SHIFTED = "shifted", "职责有增有减", "duties lost and gained"
    RELIEVED = "relieved", "职责减少", "duties lost"
    BURDENED = "burdened", "职责增加", "duties gained"


class RiskStatus(_Status):
    """What happens to the bearers of a risk point."""

    NEW = "new", "新生", "new"
    UNATTENDED = "unattended", "待承接", "waiting for a successor"
    ENDED = "ended", "终止", "ended"
    MOVED = "moved", "转移", "moved"
    NARROWED = "narrowed", "收窄", "fewer bearers"
    SPREAD = "spread", "扩散", "more bearers"


class ArticleStatus(_Status):
    """What happens to the users of an article."""

    REPEALED = "repealed", "已废止", "repealed"
    IDLE = "idle", "不再援用", "used by nothing any more"
    TAKEN_UP = "taken-up", "开始援用", "taken up"
    SHIFTED = "shifted", "援用变动", "users lost and gained"
    NARROWED = "narrowed", "援用减少", "users lost"
    WIDENED = "widened", "援用增加", "users gained"


@dataclass(frozen=True, slots=True)
class Five:
    """Counts of bearings: always ``before - out + in_ == after``; ``kept`` is what stayed as it was."""

    before: int
    kept: int
    out: int
    in_: int
    after: int

    def to_json(self) -> dict[str, int]:
        return {"before": self.before, "kept": self.kept, "out": self.out, "in": self.in_, "after": self.after}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The balance of bearings, whole and by grade, office level and class ("" for none)."""

    total: Five
    by_grade: Mapping[str, Five]
    by_level: Mapping[str, Five]
    by_class: Mapping[str, Five]

    def to_json(self) -> dict[str, Any]:
        parts = {"by_grade": self.by_grade, "by_level": self.by_level, "by_class": self.by_class}
        split = {name: {key: five.to_json() for key, five in part.items()} for name, part in parts.items()}
        return {**self.total.to_json(), **split}


@dataclass(frozen=True, slots=True)
class Review:
    """What hangs on a touched power without having moved: to be looked at again."""

    posts: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    def to_json(self) -> dict[str, list[str]]:
        return {
            "posts": list(self.posts),
            "risks": list(self.risks),
            "controls": list(self.controls),
            "standards": list(self.standards),
            "articles": list(self.articles),
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """What a reform moves, between ``before`` (the baseline) and ``after`` (the overlay), sorted by code point.

    ``days`` maps a touched power to its working days before and after (None: unknown). ``touched`` are the
    powers that differ. ``evidence`` maps a row's key (calculus §6) to its paths; ``cut`` says that some paths
    were left out.
    """

    reform: Reform
    before: View
    after: View
    touched: tuple[str, ...]
    duties_lost: Pairs
    duties_gained: Pairs
    duties_reassigned: Triples
    offices_lost: Pairs
    offices_gained: Pairs
    posts: Mapping[str, PostStatus]
    risks: Mapping[str, RiskStatus]
    articles: Mapping[str, ArticleStatus]
    review: Review
    days: Mapping[str, tuple[int | None, int | None]]
    ledger: Ledger
    opened: tuple[Finding, ...]
    closed: tuple[Finding, ...]
    no_receiver: Pairs
    no_counterpart: Triples
    gaps: Triples
    evidence: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    cut: bool = False

    @property
    def complete(self) -> bool:
        """Nothing is missing from the graph around the touched powers."""
        return not self.gaps

    def to_json(self) -> dict[str, Any]:
        """The answer in the form of calculus §6, ``evidence`` included and ``meta`` not."""
        return {
            "duties": {
                "lost": _lists(self.duties_lost),
                "gained": _lists(self.duties_gained),
                "reassigned": _lists(self.duties_reassigned),
            },
            "offices": {"lost": _lists(self.offices_lost), "gained": _lists(self.offices_gained)},
            "posts": {code: status.value for code, status in self.posts.items()},
            "risks": {code: status.value for code, status in self.risks.items()},
            "articles": {code: status.value for code, status in self.articles.items()},
            "review": self.review.to_json(),
            "days": {code: list(ends) for code, ends in self.days.items()},
            "ledger": self.ledger.to_json(),
            "findings": {
                "opened": [finding.to_json() for finding in self.opened],
                "closed": [finding.to_json() for finding in self.closed],
            },
            "no_receiver": _lists(self.no_receiver),
            "no_counterpart": _lists(self.no_counterpart),
            "complete": self.complete,
            "gaps": _lists(self.gaps),
            "evidence": {key: [[list(hop) for hop in path] for path in paths] for key, paths in self.evidence.items()},
        }


def _lists(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [list(row) for row in rows]
