"""What changes the graph: loading files, committing a reform. Each is one revision, or none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.acceptance import finding_key
from api.approving import Approving, approving
from api.commits import Intent, Plan, carry_out, plan_commit
from api.loads import Kept, Loaded, LoadIntent, load_into
from api.render.commits import commit_object, commit_outcome
from api.render.loads import load_object
from api.render.names import about
from api.render.planned import PLANNED_HEADER, planned_rows
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.routes.describing import REFORM_BODY, UPLOAD_BODY, WRITING, XLSX, answers, file_answers
from api.schemas.history import NoAsk
from api.schemas.writes import (
    ApproversSetAnswer,
    ApproversSetAsk,
    CommitAnswer,
    CommitAsk,
    LoadAnswer,
    LoadAsk,
    MarkedAsk,
    PlannedAsk,
    TokenAnswer,
)
from api.web.bodies import ReformReader, reform_reader
from api.web.door import Door, door
from api.web.files import download
from api.web.problems import BlockedError, LateError
from api.web.replies import JSON, told
from api.web.uploads import uploaded
from api.web.writing import writing
from graph.errors import ConflictError, InputError, MissingError, Problem
from graph.store.base import Revision
from graph.terms import Both, Label
from graph.view import View
from loaders.elements import Progress
from loaders.report import marked_copies
from queries.approvers import approvals_of
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, Severity

__all__ = ["router"]

router = APIRouter(tags=["writes 写入"])

CSV = TABLE_TYPES[TableForm.CSV]
_LOAD_TIMES = 10
"""A load may take so many times as long as an answer."""


@router.get("/token", responses=answers(TokenAnswer, 421, 500, 503), summary="写入令牌 Token for writes")
async def token(ask: Annotated[NoAsk, Query()], entrance: Annotated[Door, Depends(door)]) -> Response:
    """写入时放在 X-CSRF-Token 中；别的网站读不到它。To be sent as X-CSRF-Token; no other site can read it."""
    del ask
    body = told({"token": entrance.house.token}, entrance.moment)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=JSON)


@router.post(
    "/commit",
    responses={**answers(CommitAnswer, *WRITING), 201: {"model": CommitAnswer, "description": "已写入 Written."}},
    openapi_extra=REFORM_BODY,
    summary="提交改革 Carry out a reform",
)
async def commit(
    request: Request, ask: Annotated[CommitAsk, Query()], entrance: Annotated[Door, Depends(writing)]
) -> Response:
    """提交改革，一次修订，全部或全不；有须先处置的发现则 409。One revision or none; 409 where findings stop it."""
    read, _ = await reform_reader(request, entrance.house.serving.depth)
    plan = await entrance.house.workshop.answer(lambda: _planned(read, ask, entrance))
    if ask.dry_run:
        return _commit_reply(plan, None, entrance, ask)
    if plan.refused:
        raise _blocked(plan)
    revision = await entrance.house.workshop.write(lambda: carry_out(entrance.keeping(), plan))
    return _commit_reply(plan, revision, await _renewed(entrance), ask)


@router.post(
    "/approvers",
    responses={
        **answers(ApproversSetAnswer, *WRITING),
        201: {"model": ApproversSetAnswer, "description": "已写入 Written."},
    },
    summary="填写审批层级 Write approver levels",
)
async def approvers(ask: Annotated[ApproversSetAsk, Query()], entrance: Annotated[Door, Depends(writing)]) -> Response:
    """把条文规定的审批层级写到职权上；已有的不改。The levels of articles onto powers; what is there stays."""
    chosen, plan = await entrance.house.workshop.answer(lambda: _approving(ask, entrance))
    if plan.refused and not ask.dry_run:
        raise _blocked(plan)
    revision = None
    if not ask.dry_run:
        revision = await entrance.house.workshop.write(lambda: carry_out(entrance.keeping(), plan))
        entrance = await _renewed(entrance)
    value = {**commit_object(plan, revision, dry_run=ask.dry_run), **chosen.to_json()}
    return _written(told(value, entrance.moment), revision)


@router.post(
    "/load",
    responses={**answers(LoadAnswer, *WRITING), 201: {"model": LoadAnswer, "description": "已写入 Written."}},
    openapi_extra=UPLOAD_BODY,
    summary="载入文件 Load files",
)
async def load(
    request: Request, ask: Annotated[LoadAsk, Query()], entrance: Annotated[Door, Depends(writing)]
) -> Response:
    """载入若干表、法规、流程图，或一个图文件，一次修订或没有。Tables and other files, as one revision or none."""
    async with uploaded(request) as paths:
        loaded = await entrance.house.workshop.write(lambda: _loaded(paths, ask, entrance))
    if loaded.nothing and not ask.dry_run:
        raise InputError(loaded.report.problems)
    if loaded.revision is not None:
        entrance = await _renewed(entrance)
    body = told(load_object(loaded, Kept()), entrance.moment)
    return _written(body, loaded.revision)


@router.post(
    "/load/marked",
    responses=file_answers(XLSX, *WRITING),
    openapi_extra=UPLOAD_BODY,
    summary="标出错误的副本 Marked copy",
)
async def marked(
    request: Request, ask: Annotated[MarkedAsk, Query()], entrance: Annotated[Door, Depends(writing)]
) -> Response:
    """试装同样的文件，退还一个标出错误的工作簿副本；什么都不写。A workbook with its problem cells marked; no write."""
    async with uploaded(request) as paths:
        name, content = await entrance.house.workshop.write(lambda: _marked(paths, ask, entrance))
    return download(entrance, content, XLSX, name)


@router.post(
    "/load/edits",
    responses=file_answers(CSV, *WRITING),
    openapi_extra=UPLOAD_BODY,
    summary="试装的全部编辑 All edits of a rehearsal",
)
async def planned_edits(
    request: Request, ask: Annotated[PlannedAsk, Query()], entrance: Annotated[Door, Depends(writing)]
) -> Response:
    """试装同样的文件，逐行列出将写入的全部编辑；什么都不写。All edits they would make; no write."""

    def make() -> bytes:
        author = entrance.house.settings.author_of(ask.author, dry_run=True)
        intent = LoadIntent(
            tuple(paths),
            author,
            effective=ask.effective,
            complete=ask.complete,
            dry_run=True,
            partial=ask.partial,
            mapping=ask.mapping,
        )
        loaded = _run(intent, entrance)
        return table_bytes(TableForm.CSV, PLANNED_HEADER, planned_rows(loaded.rest or loaded.plan))

    async with uploaded(request) as paths:
        content = await entrance.house.workshop.write(make)
    return download(entrance, content, CSV, "edits.csv")


def _planned(read: ReformReader, ask: CommitAsk, entrance: Door) -> Plan:
    settings, asked = entrance.house.settings, read()
    day = asked.effective or settings.date()
    author = settings.author_of(asked.author, dry_run=ask.dry_run)
    plan = plan_commit(entrance.keeping(), Intent(asked, day, author, fail_on=Severity[ask.fail_on.name]))
    _check_parent(ask.parent, plan.revision)
    return plan


def _approving(ask: ApproversSetAsk, entrance: Door) -> tuple[Approving, Plan]:
    if bool(ask.power) == ask.every:
        got = f"power × {len(ask.power)}, every={str(ask.every).lower()}"
        raise InputError([Problem("query", got, Both("二者取一", "one of the two"), column="power")])
    store, settings = entrance.keeping(), entrance.house.settings
    day = ask.effective or settings.date()
    view = store.snapshot(on=day)
    chosen = approving(view, approvals_of(view), ask.power)
    author = settings.author_of(ask.author, dry_run=ask.dry_run)
    severity, accepted = Severity[ask.fail_on.name], tuple(ask.accept)
    intent = Intent(chosen.reform, day, author, ask.reason or "", ask.number or "", severity, accepted)
    plan = plan_commit(store, intent)
    _check_parent(ask.parent, plan.revision)
    return chosen, plan


def _loaded(paths: Sequence[Path], ask: LoadAsk, entrance: Door) -> Loaded:
    store, settings = entrance.keeping(), entrance.house.settings
    _check_parent(ask.parent, store.head())
    author = settings.author_of(ask.author, dry_run=ask.dry_run)
    intent = LoadIntent(
        tuple(paths),
        author,
        ask.reason or "",
        ask.number or "",
        ask.effective,
        ask.complete,
        ask.dry_run,
        partial=ask.partial,
        mapping=ask.mapping,
        findings=ask.dry_run,
    )
    return _run(intent, entrance)


def _run(intent: LoadIntent, entrance: Door) -> Loaded:
    house = entrance.house
    limit = _until(house.serving.seconds * _LOAD_TIMES)
    return load_into(entrance.keeping(), intent, house.settings.date(), limit)


def _marked(paths: Sequence[Path], ask: MarkedAsk, entrance: Door) -> tuple[str, bytes]:
    """Name and content of the marked copy of one workbook, by the same reader as the load itself."""
    author = entrance.house.settings.author_of(ask.author, dry_run=True)
    intent = LoadIntent(
        tuple(paths), author, effective=ask.effective, complete=ask.complete, dry_run=True, partial=False
    )
    copies = marked_copies(_run(intent, entrance).report, ask.file)
    if not copies:
        got = ask.file or "、".join(path.name for path in paths)
        raise MissingError(
            Label(
                f"{got}: 没有有错的工作簿；见试装的报告",
                f"{got}: no workbook with problems; see the report of the rehearsal",
            )
        )
    return next(iter(sorted(copies.items())))


def _check_parent(asked: int | None, found: int) -> None:
    if asked not in (None, found):
        raise ConflictError(
            Label(
                f"parent：依据第 {asked} 次修订；现为第 {found} 次；请重新读取",
                f"parent: made for revision {asked}; the newest is {found}; read the graph again",
            ),
            found,
        )


def _until(seconds: float) -> Progress:
    """Progress that ends a load over its time; when it is being written it is past this."""
    end = time.monotonic() + seconds

    def progress(_name: str, _done: int, _total: int) -> None:
        if time.monotonic() > end:
            raise LateError(
                Label(
                    f"载入超过 {seconds:g} 秒；请分次载入",
                    f"the load takes longer than {seconds:g} s; load less at a time",
                )
            )

    return progress


def _blocked(plan: Plan) -> BlockedError:
    rows = [_blocking(gate.view, finding, gate.day) for gate, finding in plan.blocking]
    return BlockedError(commit_outcome(plan, None, dry_run=False), rows)


def _blocking(view: View, finding: Finding, day: date) -> Problem:
    """A finding that opens on a day, as a problem: what there is, that there should be none, and its remedy."""
    declared, told, basis = FINDINGS[finding.code], about(view, finding), basis_of(view, finding)
    return Problem(
        finding_key(finding),
        Both(f"{declared.label.zh}：{told}（自 {day}）", f"{declared.label.en}: {told} (from {day})"),
        Both(f"没有；{basis.zh}", f"none; {basis.en}"),
        Both(declared.remedy.zh, declared.remedy.en),
        column="accept",
    )


async def _renewed(entrance: Door) -> Door:
    """The door at the moment after a write: who wrote reads what was written."""
    return replace(entrance, moment=await entrance.house.moments.renew())


def _commit_reply(plan: Plan, revision: Revision | None, entrance: Door, ask: CommitAsk) -> Response:
    body = told(commit_object(plan, revision, dry_run=ask.dry_run), entrance.moment)
    return _written(body, revision)


def _written(body: bytes, revision: Revision | None) -> Response:
    if revision is None:
        return Response(body, media_type=JSON)
    headers = {"Location": f"/api/v1/history/{revision.revision}"}
    return Response(body, 201, headers, JSON)
