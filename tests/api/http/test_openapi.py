"""The OpenAPI document: complete, described in both languages, and true of whatever schemathesis thinks of."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from api.app import PREFIX
from api.web.edge import SECURE_HEADERS
from graph.changes import OPERATIONS as OPS
from tests.api.http.conftest import TOKEN, document
from tests.api.http.server import running, said_to

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")
OPERATIONS = [
    (method, path, operation) for path, item in document()["paths"].items() for method, operation in item.items()
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
EXAMPLES = 5
"""Requests for each operation: the whole stays well under a minute."""


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_an_operation_is_described_in_both_languages(method: str, path: str, operation: dict[str, Any]) -> None:
    told = [operation["summary"], operation["description"]]
    told += [item.get("description", "") for item in operation.get("parameters", ())]

    assert [text for text in told if not (HAN.search(text) and LATIN.search(text))] == ["" for _ in ()], (method, path)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_error_of_an_operation_has_the_one_shape(method: str, path: str, operation: dict[str, Any]) -> None:
    errors = {status: answer["content"] for status, answer in operation["responses"].items() if status >= "400"}

    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert errors, (method, path)
    assert [status for status, content in errors.items() if content != problem] == []


def test_every_reading_route_takes_a_revision_and_a_date() -> None:
    exempt = {"/healthz", "/readyz", "/token", "/verify", "/schema/{of}", "/history/{revision}", "/diff"}
    lacking = [
        path
        for method, path, operation in OPERATIONS
        if method == "get"
        and path.removeprefix(PREFIX) not in exempt
        and not {"as_of", "on"} <= {item["name"] for item in operation.get("parameters", ())}
    ]

    assert lacking == []


def test_no_route_takes_a_query_language() -> None:
    assert [path for _, path, _ in OPERATIONS if "cypher" in path or "sql" in path] == []


@pytest.fixture(scope="module")
def url(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that may be written to."""
    with running(Path(shutil.copy(original, tmp_path_factory.mktemp("schemathesis")))) as found:
        yield found


@pytest.mark.parametrize(
    ("came", "status", "word"),
    [
        ("GET /api/v1/find?q=海关 HTTP/1.1\r\n\r\n", 400, "“海关”"),
        ("GET /api/v1/find?q=a b HTTP/1.1\r\n\r\n", 400, "--data-urlencode"),
        ("GET /api/v1/find?q=a\x01 HTTP/1.1\r\n\r\n", 400, "“\\x01”"),
        ("GET api/v1/find HTTP/1.1\r\n\r\n", 400, "/"),
        ("get / HTTP/1.1\r\n\r\n", 400, "GET"),
        ("GET / HTTP/3.0\r\n\r\n", 400, "HTTP/1.1"),
        ("\x16\x03\x01\x02", 400, "http://"),
        ("GET / HTTP/1.1\r\nA b\r\n\r\n", 400, "header"),
        ("POST /api/v1/impact HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "Content-Length"),
        ("POST /api/v1/impact HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n", 400, "chunk"),
        ("POST /a HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n{}", 400, "Upgrade"),
        (f"GET /?q={'a' * 70_000} HTTP/1.1\r\n\r\n", 414, "65,536"),
        (f"GET / HTTP/1.1\r\nA: {'a' * 70_000}\r\n\r\n", 431, "65,536"),
        ("GET /?q=" + "a" * 1_100_000, 414, "65,536"),
    ],
)
def test_what_cannot_be_read_has_the_one_shape_too(url: str, came: str, status: int, word: str) -> None:
    """A refusal before the application: uvicorn itself says no more than that the request is invalid."""
    first, headers, told = said_to(url, came.encode())

    assert first.startswith(f"HTTP/1.1 {status} ")
    assert SECURE_HEADERS.items() <= headers.items()
    assert (headers["content-type"], headers["x-request-id"]) == ("application/problem+json", told["request_id"])
    jsonschema_rs.validate({"$ref": "#/components/schemas/Problem", "components": document()["components"]}, told)
    assert (told["status"], word in told["detail"]) == (status, True)


def _simpler() -> dict[str, Any]:
    """The document with looser changes: to draw any of the fifteen operations by its schema takes minutes.

    What a server has to answer to is wider than what the schema allows; `test_hostile` and the tests of the calculus
    know the operations.
    """
    held = copy.deepcopy(document())
    schemas = held["components"]["schemas"]
    names = {name: {"type": "string", "maxLength": 20} for name in ("power", "from", "to", "article", "into")}
    change = {"type": "object", "properties": {"op": {"enum": list(OPS)}, **names}, "required": ["op"]}
    for name in [name for name in schemas if name.startswith("Reform.")]:
        del schemas[name]
    texts = {name: {"type": ["string", "null"]} for name in ("reform", "number", "author", "reason")}
    schemas["Reform"] = {
        "type": "object",
        "properties": {**texts, "changes": {"type": "array", "items": change, "maxItems": 3}},
        "required": ["changes"],
        "additionalProperties": False,
    }
    return held


@pytest.fixture(scope="module")
def schema() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_dict(_simpler())


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in OPERATIONS])
def test_no_answer_is_outside_its_schema(method: str, path: str, schema: schemathesis.BaseSchema, url: str) -> None:
    """Its cases are made here and not while tests are collected, which every process that shares the tests does.

    So the public `parametrize` will not do. `from_fixture` makes them late, but fails with this pytest; `as_strategy`
    leaves out nine in ten of them: the values at the bounds, and the methods that are not there.
    """

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=url, headers={"X-CSRF-Token": TOKEN}, checks=CHECKS)

    operation = schema.include(method=method.upper(), path=path)
    (made,) = get_all_tests(schema=operation, test_func=check, settings=None, given_kwargs={})
    assert isinstance(made, Ok)
    _, run = made.ok()
    run()


def test_complete_is_said_to_be_of_the_answer_and_not_of_the_data() -> None:
    schemas = document()["components"]["schemas"]

    assert "列表中 false 不表示缺数据" in schemas["ListMeta"]["properties"]["complete"]["description"]
    assert "数据缺口见 `gaps`" in schemas["FindingsAnswer"]["properties"]["meta"]["description"]
