"""Findings: each code with its count and denominator, and the findings themselves with remedy and article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.acceptance import finding_key
from api.checking import Check, CodeCount, check
from api.render.names import least_origin, nodes_of, title
from api.schemas.common import Whole
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.near import Near, near_to
from api.ui.pages.rendering import page_reply
from api.ui.words import Lang, said
from api.web.door import Door, door
from graph.errors import MissingError
from graph.labels import GRADES
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.blanks import Blanks, blanks_of
from queries.catalog import entry_named
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.gravity import grade_at_stake
from queries.findings.holds import HOLDS
from queries.findings.model import Finding, FindingType
from queries.findings.spoken import parts_of
from queries.totals import Total, total_of

__all__ = ["FindingsAsk", "FindingsPage", "findings_page", "router", "starts_of"]

router = APIRouter(include_in_schema=False)

PER_PAGE = 100


class FindingsAsk(PageAsk):
    """Of which code the findings are listed, and from which row on."""

    code: Annotated[str, Field(max_length=20)] = ""
    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: what it is about, node by node with its name, or an act or rule in plain words.

    ``basis`` is its own article, None where it is that of its code; ``grade`` is that of the risk at stake, by which
    the rows are ordered, None where no risk is.
    """

    key: str
    parts: tuple[tuple[NodeId | None, str], ...]
    origin: str
    basis: Label | None
    grade: Label | None = None


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Every code that was looked for, the gravest that is found first, and the rows of the one that is chosen.

    ``next`` is the code that comes after the chosen one and is found somewhere; None after the last.
    """

    counts: tuple[CodeCount, ...]
    total: int
    blanks: Blanks
    declared: FindingType | None
    rows: tuple[FindingRow, ...]
    start: int
    of: int
    twins: tuple[tuple[str, str], ...]
    wholes: Mapping[Kind, Total]
    """The denominators: all nodes of a kind, and how many of them are in use."""

    next: CodeCount | None = None
    near: tuple[Near, ...] = ()
    """What is worth looking at where the chosen code is found nowhere."""
    grades: tuple[tuple[Label, int, int], ...] = ()
    """Of the chosen code, by the grade of the risk at stake: how many findings, and about how many things."""

    @property
    def holds(self) -> Label | None:
        """When the chosen finding holds: its name says it short."""
        return HOLDS[self.declared.code] if self.declared else None

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.start + PER_PAGE
        return after if after < self.of else None


def findings_page(view: View, found: Check, ask: FindingsAsk, frame: Frame) -> FindingsPage:
    """The view model.

    Raises:
        MissingError: there is no such code.
    """
    code = ask.code.partition("-")[0].upper()
    if code and code not in FINDINGS:
        known = ", ".join(FINDINGS)
        raise MissingError(Label(f"没有检查项 {ask.code!r}；可用 {known}", f"no finding {ask.code!r}; known: {known}"))
    chosen = [finding for finding in found.findings if finding.code == code]
    rows = tuple(_row(view, finding, frame.lang) for finding in chosen[ask.start : ask.start + PER_PAGE])
    counts = found.worst_first()
    return FindingsPage(
        counts,
        len(found.findings),
        blanks_of(view),
        FINDINGS.get(code),
        rows,
        ask.start,
        len(chosen),
        frame.twins("/api/v1/findings", *LISTS, "GraphML", code=code or None),
        {item.declared.anchor: total_of(view, item.declared.anchor) for item in found.counts},
        _next(counts, code),
        near_to(view, entry_named(code), frame) if code and not chosen else (),
        _grades(view, chosen),
    )


def starts_of(found: Check, code: str) -> Mapping[Finding, int]:
    """From which row on the page begins on which each finding of a code stands."""
    rows = (finding for finding in found.findings if finding.code == code)
    return {finding: at - at % PER_PAGE for at, finding in enumerate(rows)}


def _grades(view: View, findings: Sequence[Finding]) -> tuple[tuple[Label, int, int], ...]:
    """Findings by the grade of the risk at stake: how many there are, and about how many things; none without one."""
    held: dict[Label, list[Finding]] = {}
    for finding in findings:
        grade = _grade(view, finding)
        if grade is not None:
            held.setdefault(grade, []).append(finding)
    at = FINDINGS[findings[0].code].at if findings else 0
    return tuple((grade, len(each), len({finding.identity[at] for finding in each})) for grade, each in held.items())


def _next(counts: Sequence[CodeCount], code: str) -> CodeCount | None:
    codes = [item.declared.code for item in counts]
    after = counts[codes.index(code) + 1 :] if code else ()
    return next((item for item in after if item.found.total), None)


def _row(view: View, finding: Finding, lang: Lang) -> FindingRow:
    basis = basis_of(view, finding)
    parts = tuple(
        (NodeId(kind, code), title(view, kind, code))
        if kind is not None
        else (None, said(lang, word) if word else code)
        for kind, code, word in parts_of(view, finding)
    )
    own = None if basis == FINDINGS[finding.code].basis else basis
    return FindingRow(finding_key(finding), parts, least_origin(view, nodes_of(finding)), own, _grade(view, finding))


def _grade(view: View, finding: Finding) -> Label | None:
    if {Kind.RISK, Kind.CONTROL}.isdisjoint(kind for kind, _ in nodes_of(finding)):
        return None
    return GRADES.get(grade_at_stake(view, finding) or "", Label("未定级", "not graded"))


@router.get("/findings")
async def findings(
    ask: Annotated[FindingsAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """What is wrong in the graph."""

    def make(frame: Frame) -> FindingsPage:
        view = entrance.view(frame.moment)
        return findings_page(view, check(view), ask, frame)

    return await page_reply(request, entrance, ask, "findings.html", make)
