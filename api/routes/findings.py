"""What is wrong in a graph, and how much of everything it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.acceptance import finding_key
from api.checking import Check, check
from api.render.names import about, least_origin, nodes_of
from api.routes.describing import INTO, answers, forms_answers
from api.schemas.findings import (
    CensusAnswer,
    CensusAsk,
    FindingsAnswer,
    FindingsAsk,
    FindingsCsvAsk,
)
from api.ui.listing import LIST_TYPES, ListForm, list_file
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from api.web.paging import place_of
from api.web.replies import reply, told
from graph.schema import Label
from graph.snapshot import Snapshot
from queries.census import census_of
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.model import Severity
from queries.parts import part_of_findings

__all__ = ["router"]

router = APIRouter(tags=["findings 检查"])

Entrance = Annotated[Door, Depends(door)]
_HEADER = (
    "代码 code",
    "等级 severity",
    "发现 finding",
    "键 key",
    "对象 about",
    "处置 remedy",
    "依据 article",
    "来源 origin",
)


@router.get("/findings", responses=answers(FindingsAnswer), summary="检查 Findings in the graph")
async def findings(ask: Annotated[FindingsAsk, Query()], entrance: Entrance) -> Response:
    """图谱里的问题，重的在前，每项附处置与条款。Findings, gravest first, each with its remedy and article."""

    def make() -> bytes:
        question = {"findings": ask.code, "severity": ask.severity, "as_of": ask.as_of, "on": ask.on}
        place = place_of(question, entrance.at(ask.as_of, ask.on), ask.limit, ask.cursor)
        found = _found(ask, entrance.view(place.moment))
        return told(found.to_json(place.rows), place.moment, page=place.page(len(found.findings)))

    return await reply(entrance, make)


@router.get("/findings.{form}", responses=forms_answers(LIST_TYPES.values()), summary="检查，文件 Findings as a file")
async def findings_table(
    form: Annotated[ListForm, INTO], ask: Annotated[FindingsCsvAsk, Query()], entrance: Entrance
) -> Response:
    """全部发现，一行一项，不会被当作公式执行；GraphML 是所涉节点。All findings, a row each; no cell is a formula."""

    def make() -> bytes:
        found = _found(ask, entrance.view(entrance.at(ask.as_of, ask.on)))
        return list_file(form, _HEADER, _rows(found), lambda: part_of_findings(found.view, found.findings))

    day, lead = ask.on or entrance.moment.today, Label("检查", "findings")
    return await file_reply(entrance, make, LIST_TYPES[form], FileName(lead, form.value, day, tuple(ask.code)))


@router.get("/census", responses=answers(CensusAnswer), summary="清点 Census")
async def census(ask: Annotated[CensusAsk, Query()], entrance: Entrance) -> Response:
    """职权、风险、措施、标准、制度各多少，其中合成多少。How many of everything, and how much of it is synthetic."""

    def make() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        origins = frozenset("" if name == "unknown" else name.value for name in ask.origin)
        return told(census_of(entrance.view(moment), origins or None).to_json(), moment)

    return await reply(entrance, make)


def _found(ask: FindingsCsvAsk, view: Snapshot) -> Check:
    found = check(view, ask.code)
    return replace(found, findings=found.at_least(Severity[ask.severity.name]))


def _rows(found: Check) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for finding in found.findings:
        declared = FINDINGS[finding.code]
        rows.append(
            (
                declared.code,
                str(declared.severity.label),
                str(declared.label),
                finding_key(finding),
                about(found.view, finding),
                str(declared.remedy),
                basis_of(found.view, finding).zh,
                least_origin(found.view, nodes_of(finding)),
            )
        )
    return rows
