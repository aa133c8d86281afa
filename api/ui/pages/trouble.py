"""Errors on pages: the same problem document, as a page to a browser that asked for one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.ui.pages.frame import Frame, Lang, PageAsk
from api.ui.pages.rendering import rendered
from api.ui.words import drawn_in
from api.web.door import Door
from api.web.problems import AS_DOCUMENTED, FAULTS
from graph.errors import InputError, MissingError, Problem
from graph.schema import Label

__all__ = ["Trouble", "page_problem", "wants_page"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in the words of the problem document; without ``detail`` where ``problems`` say it all.

    ``near`` are the nodes that may be meant, each with its name, and ``there`` is a day on which what was asked for is
    in force.
    """

    status: int
    title: Label
    detail: Label | None
    request_id: str
    problems: tuple[Label, ...]
    near: tuple[tuple[str, str], ...] = ()
    there: date | None = None


_INPUT = FAULTS[InputError].status


def _said(told: Mapping[str, Any], name: str) -> Label:
    return Label(told["said"]["zh"][name], told["said"]["en"][name])


def _problem(problem: Problem) -> Label:
    """One problem of an input as a sentence: to a person its field is the place, and the API's document no advice."""
    advice = "" if problem.advice == AS_DOCUMENTED else problem.advice
    return replace(problem, file=problem.column or problem.file, column=None, cell=None, advice=advice).message


def wants_page(request: Request) -> bool:
    """A page was asked for, and not a file or an answer of the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/static/"))


def page_problem(
    request: Request,
    response: Response,
    message: Label | None = None,
    problems: Sequence[Problem] = (),
    missing: MissingError | None = None,
) -> Response:
    """A problem as a page where a page was asked for, in its language as far as ``message`` is; else as it is."""
    entrance = request.scope.get("quangang.door")
    if not wants_page(request) or not isinstance(entrance, Door):
        return response
    told = json.loads(bytes(response.body))
    lang = Lang.EN if request.query_params.get("lang") == Lang.EN else Lang.ZH
    asked = {"as_of": request.query_params.get("as_of", ""), "lang": lang.value if lang is Lang.EN else ""}
    kept = tuple((name, value) for name, value in asked.items() if value)
    frame = Frame(quote(request.url.path), kept, PageAsk(lang=lang), entrance.moment, entrance.moment)
    page = Trouble(
        response.status_code,
        _said(told, "title"),
        None if problems and response.status_code == _INPUT else message or _said(told, "detail"),
        told["request_id"],
        tuple(map(_problem, problems)),
        missing.near if missing else (),
        missing.there if missing else None,
    )
    headers = MutableHeaders(raw=list(response.headers.raw))
    for name in ("content-type", "content-length"):
        del headers[name]
    with drawn_in(lang):
        return HTMLResponse(rendered("trouble.html", frame, page), response.status_code, dict(headers))
