"""What a reform moves: the impact and its report, of a reform in the body or in a few parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.routes.describing import INTO, POSTED, REFORM_BODY, TRYING, answers, file_answers, forms_answers
from api.schemas.impact import Evidence, ImpactAnswer, ImpactAsk, ImpactFileAsk, ReportAnswer, ShortAsk
from api.shorthand import short_reform, spelled
from api.ui.impact_files import IMPACT_TYPES, ImpactForm, Wanted, impact_file, impact_json
from api.web.bodies import reform_reader
from api.web.door import Door, door
from api.web.replies import moment_of, reply, reply_once, told
from graph.errors import InputError
from graph.reform import Reform
from graph.snapshot import Snapshot
from graph.terms import Label
from queries.impact import impact_of
from queries.impact.model import Impact
from queries.report import markdown_of, report_of

__all__ = ["router"]

router = APIRouter(tags=["reforms 改革"])

_MARKDOWN = "text/markdown"
_DELEGATION = "delegate=CODE&from=LEVEL&to=LEVEL"

Entrance = Annotated[Door, Depends(door)]
Writer = Callable[[Impact], bytes]


def _report_json(found: Impact) -> bytes:
    return told(report_of(found).to_json(), moment_of(found.before), complete=found.complete and not found.cut)


def _answering(
    path: str, model: type[BaseModel], write: Writer, names: tuple[str, str], about: tuple[str, str]
) -> None:
    """One answer about a reform under two methods: a short reform in the address, any reform in the body."""

    async def short(ask: Annotated[ShortAsk, Query()], entrance: Entrance) -> Response:
        return await reply(entrance, lambda: write(_short(ask, entrance)))

    async def posted(request: Request, ask: Annotated[ImpactAsk, Query()], entrance: Entrance) -> Response:
        return await _posted(request, ask, entrance, write)

    short.__name__, posted.__name__ = f"short_{path[1:]}", path[1:]
    router.get(path, responses=answers(model, *TRYING), summary=names[0], description=about[0])(short)
    described = answers(model, *POSTED)
    router.post(path, responses=described, openapi_extra=REFORM_BODY, summary=names[1], description=about[1])(posted)


_answering(
    "/impact",
    ImpactAnswer,
    impact_json,
    ("短改革的影响 Impact of a short reform", "改革影响 Impact of a reform"),
    (
        "改革影响，以几个编码说明改革。What a reform moves that a few codes describe.",
        "改革影响：任意操作、任意多项；图谱不变。What a reform moves: any operations; the graph stays as it is.",
    ),
)
_answering(
    "/report",
    ReportAnswer,
    _report_json,
    ("短改革的报告 Report of a short reform", "影响报告 Report of a reform"),
    (
        "影响报告的六章，供页面使用。The six chapters of the report, for pages.",
        "影响报告：一句话、六章，每行附依据路径。The report: one sentence, six chapters, each row with its path.",
    ),
)


@router.post(
    "/report.md",
    responses=file_answers(_MARKDOWN, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="报告文本 The report as a text",
)
async def report_text(request: Request, ask: Annotated[ImpactAsk, Query()], entrance: Entrance) -> Response:
    """影响报告，Markdown。The report as Markdown."""
    return await _posted(request, ask, entrance, lambda found: markdown_of(report_of(found)).encode(), _MARKDOWN)


@router.post(
    "/impact.{form}",
    responses=forms_answers(IMPACT_TYPES.values(), *POSTED),
    openapi_extra=REFORM_BODY,
    summary="影响，文件 The impact as a file",
)
async def impact_saved(
    form: Annotated[ImpactForm, INTO], request: Request, ask: Annotated[ImpactFileAsk, Query()], entrance: Entrance
) -> Response:
    """影响的图、表、数据、文本，各一个文件。Its picture, its changes or a table of the report, its data, its text."""
    wanted = Wanted(ask.side, tuple(ask.open), ask.chip, ask.table, ask.lang)
    return await _posted(request, ask, entrance, lambda found: impact_file(found, form, wanted), IMPACT_TYPES[form])


async def _posted(
    request: Request, ask: ImpactAsk, entrance: Door, write: Writer, media_type: str = "application/json"
) -> Response:
    read, body = await reform_reader(request, entrance.house.serving.depth)

    def make() -> bytes:
        asked = read()
        return write(impact_of(_baseline(ask, entrance, asked), asked, all_paths=ask.evidence is Evidence.ALL))

    return await reply_once(entrance, request, body, make, media_type)


def _short(ask: ShortAsk, entrance: Door) -> Impact:
    asked = short_reform(ask.cancel, ask.suspend, (ask.delegate, ask.from_level, ask.to_level), _DELEGATION)
    if not asked.changes:
        raise InputError(
            Label(
                f"没有变更：请给出 cancel=CODE、suspend=CODE 或 {_DELEGATION}",
                f"no change: give cancel=CODE, suspend=CODE or {_DELEGATION}",
            )
        )
    view = _baseline(ask, entrance, asked)
    return impact_of(view, spelled(asked, view), all_paths=ask.evidence is Evidence.ALL)


def _baseline(ask: ImpactAsk, entrance: Door, asked: Reform) -> Snapshot:
    return entrance.dated_view(entrance.at(ask.as_of, asked.effective or ask.on))
