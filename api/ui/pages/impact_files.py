"""The file twins of the page of an impact, and the reform itself as a file."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.ui.impact_files import IMPACT_TYPES, ImpactForm, Wanted, impact_file
from api.ui.pages.asking import impact_found, reform_asked
from api.ui.pages.impact import SIDES, ImpactAsk
from api.ui.words import Lang, said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.errors import InputError
from graph.schema import Label
from loaders.reforms import write_reform
from queries.report.operations import title_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_SIDED = (ImpactForm.SVG, ImpactForm.PNG)
Ask = Annotated[ImpactAsk, Query()]
Entrance = Annotated[Door, Depends(door)]


@router.get("/impact.{form}")
async def saved(form: ImpactForm, ask: Ask, entrance: Entrance) -> Response:
    """The picture, the changes or a table of the report, the data, the report as a text; no cell runs as a formula."""

    def make() -> bytes:
        reform, view = reform_asked(ask, entrance)
        if not reform.changes:
            raise InputError(
                Label(
                    "没有变更：请给出 r=…、cancel=CODE 或 suspend=CODE；见 /reform",
                    "no change: give r=…, cancel=CODE or suspend=CODE; see /reform",
                )
            )
        wanted = Wanted(ask.side, tuple(ask.open), ask.chip, ask.table, ask.lang)
        return impact_file(impact_found(reform, view), form, wanted)

    what = Label("", "") if form not in _SIDED else SIDES[ask.side]
    parts = (what.zh if ask.lang is Lang.ZH else what.en.lower(), ask.table or ask.chip)
    return await file_reply(entrance, make, IMPACT_TYPES[form], partial(_named, ask, entrance, form.value, *parts))


@router.get("/reform.yaml")
async def reform_file(ask: Ask, entrance: Entrance) -> Response:
    """The reform as a file for the command line."""

    def make() -> bytes:
        return write_reform(reform_asked(ask, entrance)[0]).encode()

    return await file_reply(entrance, make, "application/yaml", partial(_named, ask, entrance, "yaml"))


def _named(ask: ImpactAsk, entrance: Door, form: str, *parts: str) -> FileName:
    """Files are called after the reform and the day that it takes effect, or that was asked about."""
    reform, _ = reform_asked(ask, entrance)
    lead = Label("改革", "reform") if form == "yaml" else Label("改革影响", "impact")
    day = reform.effective or ask.on or entrance.moment.today
    return FileName(lead, form, day, (said(ask.lang, title_of(reform)), *parts), ask.lang)
