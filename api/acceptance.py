"""Findings that somebody accepts by name: with a reason, and until a date.

A commit stops on findings that would open. One that is known and answered for may open all the same: it is named
(``PG005/R-12/P-7``, or ``PG011/*`` for every finding of one code), and the reason and the date until which that
holds are kept with the revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import InputError, Problem
from graph.model import parse_date
from graph.terms import Both, Label, Lack
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding

__all__ = ["Acceptance", "Sorted", "acceptance_from_mapping", "acceptance_from_text", "finding_key", "sort_findings"]

EVERY = "*"
_FORM = "PG005/R-12/P-7=理由 reason;until=2014-12-31"
_KEYS = ("finding", "reason", "until")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One acceptance; ``identity`` None accepts every finding of the code."""

    code: str
    identity: tuple[str, ...] | None
    reason: str
    until: date

    @property
    def name(self) -> str:
        """The finding as it is named in files and on the command line."""
        return finding_key(Finding(self.code, self.identity)) if self.identity is not None else f"{self.code}/{EVERY}"

    def covers(self, finding: Finding, day: date) -> bool:
        """Whether the finding is the one that is named, and the acceptance not over on the day on which it opens."""
        return finding.code == self.code and self.identity in (None, finding.identity) and day < self.until

    def to_json(self) -> dict[str, str]:
        return {"finding": self.name, "reason": self.reason, "until": self.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings by whether they are accepted."""

    blocking: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Acceptance], ...]


def finding_key(finding: Finding) -> str:
    """The name of a finding: its parts with ``/`` between them, escaped as in RFC 6901."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in finding.to_json())


def sort_findings(findings: Iterable[Finding], acceptances: Sequence[Acceptance], day: date) -> Sorted:
    """Tell the findings accepted on a day from the others; one that is named itself goes before a whole code."""
    ordered = sorted(acceptances, key=lambda item: (item.identity is None, item.name))
    blocking, accepted = [], []
    for finding in findings:
        found = next((item for item in ordered if item.covers(finding, day)), None)
        if found is None:
            blocking.append(finding)
        else:
            accepted.append((finding, found))
    return Sorted(tuple(blocking), tuple(accepted))


def acceptance_from_text(text: str, effective: date) -> Acceptance:
    """An acceptance as the command line has it.

    Raises:
        InputError: it is not of that form, or over before the reform takes effect.
    """
    where = f"--accept {text!r}"
    head, mark, until = text.rpartition(";until=")
    name, equals, reason = head.partition("=")
    if not mark or not equals:
        raise InputError(Label(f"{where}: 应为 --accept '{_FORM}'", f"{where}: expected --accept '{_FORM}'"))
    return _acceptance(where, name.strip(), reason.strip(), until.strip(), effective)


def acceptance_from_mapping(item: Mapping[str, Any], position: int, effective: date) -> Acceptance:
    """An acceptance as a reform file has it: ``{finding, reason, until}``.

    Raises:
        InputError: it is not of that form, or over before the reform takes effect.
    """
    where = f"accept[{position}]"
    problems = [
        Problem(where, Lack(f"没有 {key}", f"no {key}"), Both("文字", "a text"))
        for key in _KEYS
        if not isinstance(item.get(key), str)
    ]
    problems += [
        Problem(where, Both(f"键 {key!r}", f"key {key!r}"), " / ".join(_KEYS)) for key in item if key not in _KEYS
    ]
    if problems:
        raise InputError(problems)
    return _acceptance(where, item["finding"].strip(), item["reason"].strip(), item["until"], effective)


def _acceptance(where: str, name: str, reason: str, until: str, effective: date) -> Acceptance:
    code, _, rest = name.partition("/")
    declared = FINDINGS.get(code)
    if declared is None:
        raise InputError(
            Label(
                f"{where}: 没有发现 {code!r}；可用：{', '.join(FINDINGS)}",
                f"{where}: no finding {code!r}; known: {', '.join(FINDINGS)}",
            )
        )
    identity = None if rest == EVERY else tuple(part.replace("~1", "/").replace("~0", "~") for part in rest.split("/"))
    if identity is not None and (not rest or len(identity) != len(declared.fields) or EVERY in identity):
        wanted = "/".join((code, *declared.fields))
        raise InputError(
            Label(
                f"{where}：收到 {name!r}；应为 {wanted}，或整类 {code}/{EVERY}",
                f"{where}: got {name!r}; expected {wanted}, or all of it {code}/{EVERY}",
            )
        )
    if not reason:
        raise InputError(
            Label(f"{where}：没有理由：接受一项发现须说明理由", f"{where}: no reason: say why the finding is accepted")
        )
    try:
        day = parse_date(until)
    except ValueError as error:
        raise InputError(
            Label(
                f"{where}：until 收到 {until!r}；应为 YYYY-MM-DD", f"{where}: until got {until!r}; expected YYYY-MM-DD"
            )
        ) from error
    if day <= effective:
        raise InputError(
            Label(
                f"{where}：有效期至 {day}，不晚于生效日 {effective}；请给出更晚的日期",
                f"{where}: valid until {day}, which is over when the reform takes effect on {effective}; "
                "give a later date",
            )
        )
    return Acceptance(code, identity, reason, day)
