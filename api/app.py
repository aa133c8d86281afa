"""The HTTP application: its routes under ``/api/v1``, what stands around them, its description in OpenAPI."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from api.routes import (
    exports,
    findings,
    history,
    impact,
    nodes,
    pictures,
    queries,
    reforms,
    schemas,
    statutes,
    system,
    writes,
)
from api.settings import Serving, Settings
from api.ui.pages import mounting
from api.ui.pages.trouble import page_problem
from api.web.conditional import Conditional
from api.web.description import described
from api.web.door import House
from api.web.edge import Edge
from api.web.logs import Log
from api.web.problems import BlockedError, http_problem, invalid, parameter_problem, problem_of
from api.web.routing import allowed_methods, files_beside, files_of
from graph.errors import InputError, MissingError, QuangangError

__all__ = ["PREFIX", "create_app"]

PREFIX = "/api/v1"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_SUBJECTS = (nodes, statutes, findings, queries, impact, reforms, history, exports, pictures, schemas, writes)
_ROUTERS = (*((PREFIX, subject.router) for subject in _SUBJECTS), *(("", router) for router in mounting.ROUTERS))
_FILES = tuple(file for prefix, router in _ROUTERS for file in files_of(router.routes, prefix))
"""The address of every file, for those who ask for a form that there is not."""


def create_app(settings: Settings, serving: Serving, log: Log | None = None) -> FastAPI:
    """The application over a store; the store is opened when it starts and closed when it stops."""
    log = log or Log(quiet=True)
    version = system.program_version()
    token = serving.token or secrets.token_urlsafe(24)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Log]]:
        house = House.opened(settings, serving, token)
        app.state.house = house
        warm = house.moments.warm()
        try:
            yield {"log": log}  # for what is refused before it comes here: `api.web.protocol`
        finally:
            warm.cancel()
            await house.close()

    hosts = _LOOPBACK | frozenset(name.casefold() for name in serving.hosts)
    app = FastAPI(
        title="权岗图谱 Quangang",
        version=version,
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its pages come from another host
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Edge, hosts=hosts, body=serving.body, upload=serving.upload, log=log),
            Middleware(Conditional, version=f"{version} {token}"),
        ],
        exception_handlers={
            QuangangError: _own,
            RequestValidationError: _invalid,
            HTTPException: _framework,
        },
    )
    app.include_router(system.router)
    for prefix, router in _ROUTERS:
        app.include_router(router, prefix=prefix)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]  # as FastAPI documents it
    return app


async def _own(request: Request, error: Exception) -> Response:
    message = error.message if isinstance(error, QuangangError) else None
    problems = error.problems if isinstance(error, InputError | BlockedError) else ()
    missing = error if isinstance(error, MissingError) else None
    return page_problem(request, problem_of(error, request.url.path, _id(request)), message, problems, missing)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    problems = [parameter_problem(each) for each in error.errors()]
    return page_problem(request, invalid(problems, request.url.path, _id(request)), problems=problems)


async def _framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_methods(request.app.routes, request.scope))
    files = files_beside(_FILES, request.url.path) if error.status_code == 404 else ()
    told = http_problem(error.status_code, request.url.path, _id(request), headers, files)
    return page_problem(request, told)


def _id(request: Request) -> str:
    found: Any = request.scope.get("quangang.request_id", "")
    return str(found)
