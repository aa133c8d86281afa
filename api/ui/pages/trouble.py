"""Errors on pages: the same problem document, as a page to a browser that asked for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.ui.pages.frame import Frame, Lang, PageAsk
from api.ui.pages.rendering import rendered
from api.ui.words import drawn_in
from api.web.door import Door
from api.web.problems import FAULTS
from graph.errors import InputError
from graph.schema import Label

__all__ = ["Trouble", "page_problem", "wants_page"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in the words of the problem document; without ``detail`` where ``problems`` say it all."""

    status: int
    title: Label
    detail: Label | None
    request_id: str
    problems: tuple[Label, ...]


_INPUT = FAULTS[InputError].status


def _said(told: Mapping[str, Any], name: str) -> Label:
    return Label(told["said"]["zh"][name], told["said"]["en"][name])


def _problem(told: Mapping[str, Any]) -> Label:
    """One problem of an input as a sentence: where, what came, what was expected, and what to do if that is known."""
    where, row = told.get("column") or told["file"], told.get("row")
    sides = []
    for lang, at, got, expected, then in (
        ("zh", f" 第 {row} 行", "：收到 ", "；应为 ", "；"),
        ("en", f", row {row}", ": got ", "; expected ", "; "),
    ):
        said = {**told, **told.get("said", {}).get(lang, {})}
        advice = str(said.get("advice", "")).removesuffix("/api/v1/openapi.json")
        place = where if row is None else f"{where}{at}"
        # A page has no use for the document of the API.
        rest = "" if advice in ("", "见 ", "see ") else f"{then}{advice}"
        sides.append(f"{place}{got}{said['got']}{expected}{said['expected']}{rest}")
    return Label(*sides)


def wants_page(request: Request) -> bool:
    """A page was asked for, and not a file or an answer of the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/static/"))


def page_problem(request: Request, response: Response, message: Label | None = None) -> Response:
    """A problem as a page where a page was asked for, in its language as far as ``message`` is; else as it is."""
    entrance = request.scope.get("quangang.door")
    if not wants_page(request) or not isinstance(entrance, Door):
        return response
    told = json.loads(bytes(response.body))
    lang = Lang.EN if request.query_params.get("lang") == Lang.EN else Lang.ZH
    frame = Frame(
        request.url.path, (("lang", lang),) * (lang is Lang.EN), PageAsk(lang=lang), entrance.moment, entrance.moment
    )
    page = Trouble(
        response.status_code,
        _said(told, "title"),
        None if told.get("problems") and response.status_code == _INPUT else message or _said(told, "detail"),
        told["request_id"],
        tuple(map(_problem, told.get("problems") or ())),
    )
    headers = MutableHeaders(raw=list(response.headers.raw))
    for name in ("content-type", "content-length"):
        del headers[name]
    with drawn_in(lang):
        return HTMLResponse(rendered("trouble.html", frame, page), response.status_code, dict(headers))
