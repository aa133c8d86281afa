"""Before a reform is computed: can it be applied, and what may be done to a power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.render.errors import error_object, problem_object
from api.routes.describing import LIST_BODY, POSTED, REFORM_BODY, answers
from api.schemas.common import Reading
from api.schemas.reforms import ListedAnswer, ListedAsk, OperationsAnswer, OperationsAsk, ValidateAnswer
from api.web.bodies import reform_reader
from api.web.door import Door, door
from api.web.replies import JSON, reply, reply_once, told
from api.web.uploads import LISTS, uploaded
from graph.errors import ConflictError, InputError, Problem, QuangangError
from graph.reform import Applied, Reform, apply_reform
from graph.terms import Both
from graph.undeclared import undeclared_properties
from loaders.mappings.model import read_mapping
from loaders.mappings.reform import mapped_reform
from loaders.reforms import reform_to_dict
from queries.legal import Legality, legal_operations

__all__ = ["router"]

router = APIRouter(tags=["reforms 改革"])

Entrance = Annotated[Door, Depends(door)]


@router.get("/operations", responses=answers(OperationsAnswer), summary="可做的操作 What may be done to a power")
async def operations(ask: Annotated[OperationsAsk, Query()], entrance: Entrance) -> Response:
    """每种操作是否可用于此职权，不可的说明原因与条款。Each operation: legal on this power, or why not."""

    def make() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        return told(_operations(ask.power, legal_operations(entrance.view(moment), ask.power)), moment)

    return await reply(entrance, make)


@router.post(
    "/operations",
    responses=answers(OperationsAnswer, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="在若干变更之后可做的操作 What may be done after some changes",
)
async def operations_after(request: Request, ask: Annotated[OperationsAsk, Query()], entrance: Entrance) -> Response:
    """同上，先适用所给的改革。The same, after the changes of the reform that is given."""
    read, body = await reform_reader(request, entrance.house.serving.depth)

    def make() -> bytes:
        before = read()
        moment = entrance.at(ask.as_of, before.effective or ask.on)
        return told(_operations(ask.power, legal_operations(entrance.view(moment), ask.power, before)), moment)

    return await reply_once(entrance, request, body, make)


@router.post(
    "/validate",
    responses=answers(ValidateAnswer, *POSTED),
    openapi_extra=REFORM_BODY,
    summary="校验改革 Can a reform be applied?",
)
async def validate(request: Request, ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """改革可否适用；不可的，说明第几项、哪个参数、为何。Can it be applied? If not, which change and why."""
    read, body = await reform_reader(request, entrance.house.serving.depth)

    def make() -> bytes:
        asked: Reform | None = None
        moment = entrance.at(ask.as_of, ask.on)
        try:
            asked = read()
            moment = entrance.at(ask.as_of, asked.effective or ask.on)
            applied = apply_reform(entrance.view(moment), asked)
        except (InputError, ConflictError) as error:
            return told(_invalid(asked, error), moment)
        return told(_valid(asked, applied), moment)

    return await reply_once(entrance, request, body, make)


@router.post(
    "/reform-from",
    responses=answers(ListedAnswer, *POSTED),
    openapi_extra=LIST_BODY,
    summary="由清单得出改革 A reform of a list",
)
async def reform_from(request: Request, ask: Annotated[ListedAsk, Query()], entrance: Entrance) -> Response:
    """按映射把一个清单变成改革；没有收进的行逐行指出。A list as a reform, by a mapping; rows left out are named."""
    async with uploaded(request, LISTS) as paths:
        body = await entrance.house.workshop.answer(lambda: _listed([*paths], ask, entrance))
    return Response(body, media_type=JSON)


def _listed(paths: Sequence[Path], ask: ListedAsk, entrance: Door) -> bytes:
    if len(paths) != 1:
        got = Both(f"{len(paths)} 个文件", f"{len(paths)} files")
        raise InputError([Problem("body", got, Both("一个清单", "one list"), column="files")])
    moment = entrance.at(ask.as_of, ask.effective or ask.on)
    found = mapped_reform(read_mapping(ask.mapping), paths[0], entrance.view(moment), ask.effective)
    value = {
        "reform": reform_to_dict(found.reform),
        "rows": found.rows,
        "taken": found.taken,
        "problems": [problem_object(problem) for problem in found.problems],
        "notices": [problem_object(problem) for problem in found.notices],
    }
    return told(value, moment, complete=found.taken == found.rows)


def _operations(power: str, found: tuple[Legality, ...]) -> Mapping[str, Any]:
    return {"power": power, "operations": [item.to_json() for item in found]}


def _invalid(asked: Reform | None, error: QuangangError) -> Mapping[str, Any]:
    told_of = {"reform": asked and asked.name, "edits": None, "error": error_object(error)}
    return {"valid": False, **told_of, "undeclared": [], "no_receiver": [], "no_counterpart": []}


def _valid(asked: Reform, applied: Applied) -> Mapping[str, Any]:
    return {
        "valid": True,
        "reform": asked.name,
        "edits": len(applied.overlay.edits),
        "error": None,
        "undeclared": list(undeclared_properties(applied.overlay)),
        "no_receiver": [list(row) for row in sorted(applied.no_receiver)],
        "no_counterpart": [list(row) for row in sorted(applied.no_counterpart)],
    }
