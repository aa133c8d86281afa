"""What a reform moves: the impact and its report, of a reform in the body or in a few parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.render.impact import impact_object
from api.routes.describing import POSTED, REFORM_BODY, TRYING, answers, file_answers
from api.schemas.impact import Evidence, ImpactAnswer, ImpactAsk, ReportAnswer, ShortAsk
from api.shorthand import short_reform, spelled
from api.web.bodies import reform_reader
from api.web.door import Door, door
from api.web.replies import moment_of, reply, reply_once, told
from graph.errors import InputError
from graph.reform import Reform
from graph.snapshot import Snapshot
from queries.impact import impact_of
from queries.impact.model import Impact
from queries.report import markdown_of, report_of

__all__ = ["router"]

router = APIRouter(tags=["reforms 改革"])

_MARKDOWN = "text/markdown"

Entrance = Annotated[Door, Depends(door)]
Writer = Callable[[Impact], bytes]


@router.get("/impact", responses=answers(ImpactAnswer, *TRYING), summary="短改革的影响 Impact of a short reform")
async def short_impact(ask: Annotated[ShortAsk, Query()], entrance: Entrance) -> Response:
    """改革影响，以几个编码说明改革。What a reform moves that a few codes describe."""
    return await reply(entrance, lambda: _impact_bytes(_short(ask, entrance)))


@router.post(
    "/impact",
    responses=answers(ImpactAnswer, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="改革影响 Impact of a reform",
)
async def impact(request: Request, ask: Annotated[ImpactAsk, Query()], entrance: Entrance) -> Response:
    """改革影响：任意操作、任意多项；图谱不变。What a reform moves: any operations; the graph stays as it is."""
    return await _posted(request, ask, entrance, _impact_bytes)


@router.get("/report", responses=answers(ReportAnswer, *TRYING), summary="短改革的报告 Report of a short reform")
async def short_report(ask: Annotated[ShortAsk, Query()], entrance: Entrance) -> Response:
    """影响报告的六章，供页面使用。The six chapters of the report, for pages."""
    return await reply(entrance, lambda: _report_bytes(_short(ask, entrance)))


@router.post(
    "/report",
    responses=answers(ReportAnswer, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="影响报告 Report of a reform",
)
async def report(request: Request, ask: Annotated[ImpactAsk, Query()], entrance: Entrance) -> Response:
    """影响报告：一句话、六章，每行附依据路径。The report: one sentence, six chapters, each row with its path."""
    return await _posted(request, ask, entrance, _report_bytes)


@router.post(
    "/report.md",
    responses=file_answers(_MARKDOWN, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="报告文本 The report as a text",
)
async def report_text(request: Request, ask: Annotated[ImpactAsk, Query()], entrance: Entrance) -> Response:
    """影响报告，Markdown。The report as Markdown."""
    return await _posted(request, ask, entrance, lambda found: markdown_of(report_of(found)).encode(), _MARKDOWN)


async def _posted(
    request: Request, ask: ImpactAsk, entrance: Door, write: Writer, media_type: str = "application/json"
) -> Response:
    read, body = await reform_reader(request, entrance.house.serving.depth)

    def make() -> bytes:
        asked = read()
        return write(impact_of(_baseline(ask, entrance, asked), asked, all_paths=ask.evidence is Evidence.ALL))

    return await reply_once(entrance, request, body, make, media_type)


def _short(ask: ShortAsk, entrance: Door) -> Impact:
    asked = short_reform(ask.cancel, ask.suspend, (ask.delegate, ask.from_level, ask.to_level))
    if not asked.changes:
        raise InputError(
            "没有变更 no change: 请给出 give cancel=CODE, suspend=CODE, 或 or delegate=CODE&from=LEVEL&to=LEVEL"
        )
    view = _baseline(ask, entrance, asked)
    return impact_of(view, spelled(asked, view), all_paths=ask.evidence is Evidence.ALL)


def _baseline(ask: ImpactAsk, entrance: Door, asked: Reform) -> Snapshot:
    return entrance.view(entrance.at(ask.as_of, asked.effective or ask.on))


def _impact_bytes(found: Impact) -> bytes:
    return told(impact_object(found), moment_of(found.before), complete=found.complete and not found.cut)


def _report_bytes(found: Impact) -> bytes:
    return told(report_of(found).to_json(), moment_of(found.before), complete=found.complete and not found.cut)
