"""The OpenAPI document: what FastAPI knows of the routes, with the forms of reform files beside it."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.schemas.common import Problem
from graph.jsonschema import reform_schema

__all__ = ["described"]

_ABOUT = """\
权岗图谱的 HTTP 接口：命令行能做的都能做，答案的键与 `--format json` 相同。
The HTTP API of the power-to-post knowledge graph: all that the command line does, with the keys of `--format json`.

每个答案在 `meta` 中说明修订、日期和有没有省略（`complete`）；每个错误是 `application/problem+json`。
Every answer says in `meta` its revision, its date and whether anything is left out of it (`complete`); every error is
a problem document.
"""
_REFORM = "Reform"


def described(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary="改革影响分析 reform impact analysis",
            description=_ABOUT,
            routes=app.routes,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas["Problem"] = _model_schema(schemas)
        schemas.update(_reform_schemas())
        for item in document["paths"].values():
            for operation in item.values():
                _only_problems(operation)
        app.openapi_schema = document
    return app.openapi_schema


def _model_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    held = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(held.pop("$defs", {}))
    return held


def _reform_schemas() -> dict[str, Any]:
    """The schema of reform files with its definitions as components of the document."""
    text = json.dumps(reform_schema(), ensure_ascii=False).replace('"#/$defs/', f'"#/components/schemas/{_REFORM}.')
    held = json.loads(text)
    parts = {f"{_REFORM}.{name}": part for name, part in held.pop("$defs").items()}
    held.pop("$schema")
    return {_REFORM: held, **parts}


def _only_problems(operation: dict[str, Any]) -> None:
    """FastAPI adds its own form of validation errors, and JSON to every file: no route gives them."""
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        if status >= "400" or content.get("application/json") == {"schema": {}}:
            content.pop("application/json", None)
