"""A server over a small store of two revisions; every answer is held against the OpenAPI document as it comes."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.commits import Intent, carry_out, plan_commit
from api.settings import Serving, Settings
from api.web.edge import SECURE_HEADERS
from graph.edits import Action, Edit
from graph.model import NodeId
from graph.schema import Kind
from graph.store import open_store
from graph.store.base import Commit
from loaders.jsonl import read_source
from loaders.load import execute, plan_load
from loaders.reforms import reform_from_dict
from tests.api.conftest import CANCEL, LINES

TODAY = date(2014, 1, 1)
TOKEN = "令牌-token".encode().hex()
BASE = "http://127.0.0.1"


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app(Settings(), Serving()).openapi()


class Client:
    """Asks, and checks that what comes back is what the document says."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.document = document()

    def __call__(self, method: str, path: str, **given: Any) -> Response:  # noqa: ANN401 - what httpx takes
        answer = self.client.request(method, path, **given)
        check_answer(self.document, method, answer)
        return answer

    def get(self, path: str, **params: Any) -> Any:  # noqa: ANN401 - a tree of JSON
        """The JSON of an answer that must be 200."""
        answer = self("GET", path, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def problem(self, status: int, method: str, path: str, **given: Any) -> Any:  # noqa: ANN401 - a tree of JSON
        """The problem document of an answer that must have a status."""
        answer = self(method, path, **given)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
        return answer.json()

    def write(self, path: str, **given: Any) -> Response:  # noqa: ANN401 - what httpx takes
        """A write that shows its token."""
        headers = {"X-CSRF-Token": TOKEN, **given.pop("headers", {})}
        return self("POST", path, headers=headers, **given)


def check_answer(document: dict[str, Any], method: str, answer: Response) -> None:
    """The secure headers are there, and the body is what the document says of path, method and status."""
    assert {name: answer.headers.get(name) for name in SECURE_HEADERS} == SECURE_HEADERS
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer.headers["x-request-id"])
    if answer.status_code >= 400:
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        schema: dict[str, Any] = {"$ref": "#/components/schemas/Problem"}
        if answer.status_code != 405 and answer.json()["type"] != "urn:quangang:problem:no-route":
            _described(document, "GET" if method == "HEAD" else method, answer.url.path, answer.status_code)
        assert answer.headers["content-type"] == "application/problem+json"
    else:
        described = _described(document, "GET" if method == "HEAD" else method, answer.url.path, answer.status_code)
        if described is None or method == "HEAD":
            return
        media_type = answer.headers["content-type"].partition(";")[0]
        assert media_type in described["content"]
        schema = described["content"][media_type]["schema"]
        if "json" not in media_type or schema == {"type": "string"}:
            return
    if method != "HEAD":
        jsonschema_rs.validate({**schema, "components": document["components"]}, json.loads(answer.content))


def _described(document: dict[str, Any], method: str, path: str, status: int) -> dict[str, Any] | None:
    if status in (204, 304) or path.endswith("openapi.json"):
        return None
    # The longest address first: `/queries/{query}.{form}` before `/queries/{query}`, as the routes stand.
    for template, item in sorted(document["paths"].items(), key=lambda item: -len(item[0])):
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in item:
            found: dict[str, Any] = item[method.lower()]["responses"][str(status)]
            return found
    raise AssertionError(f"{method} {path} is not in the document")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two revisions. 1: the graph; 2: its power cancelled from 2014-06-01. Not to be written to."""
    path = tmp_path_factory.mktemp("http") / "quangang.db"
    store = open_store(str(path), create=True, clock=lambda: datetime(2014, 1, 1, 4, tzinfo=UTC))
    lines = [json.dumps(line, ensure_ascii=False) for line in LINES]
    execute(plan_load(read_source(lines, "graph.jsonl"), store), store, "测试员", "载入")
    accept = ({"finding": "PG019/*", "reason": "另行安排", "until": "2016-01-01"},)
    reform = replace(reform_from_dict(CANCEL), accept=accept)
    carry_out(store, plan_commit(store, Intent(reform, date(2014, 6, 1), "测试员")))
    assert store.head() == 2
    store.close()
    return path


@pytest.fixture
def two_revisions(original: Path, tmp_path: Path) -> Path:
    """A copy of it, the default store of the current folder."""
    return Path(shutil.copy(original, tmp_path / "quangang.db"))


@contextmanager
def serving(store: Path, **limits: Any) -> Iterator[Client]:  # noqa: ANN401 - fields of Serving
    """A server over a store."""
    settings = Settings(store=str(store), author="测试员", today=TODAY)
    app = create_app(settings, Serving(token=TOKEN, fresh=1, **limits))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        yield Client(client)


def commit(path: Path, code: str = "S1") -> int:
    """Add a system as another process would; the revision."""
    store = open_store(str(path))
    edit = Edit(Action.ADD_NODE, NodeId(Kind.SYSTEM, code), {"name": f"系统 {code}"})
    revision = store.commit(Commit((edit,), "别的进程", "测试", effective=date(2013, 1, 1)))
    store.close()
    return revision.revision


def wait_for(client: Client, revision: int) -> None:
    """Ask until a revision is served; every answer on the way must be a good one."""
    deadline = time.monotonic() + 20
    while client.get("/api/v1/find?q=E39")["meta"]["revision"] != revision:
        assert time.monotonic() < deadline, f"revision {revision} is not served"
        time.sleep(0.005)


@pytest.fixture(scope="session")
def reading(original: Path) -> Iterator[Client]:
    with serving(original) as client:
        yield client


@pytest.fixture
def http(reading: Client, two_revisions: Path) -> Client:
    """A server to read from; the command line reads a copy of the same store."""
    assert two_revisions.exists()
    return reading


@pytest.fixture
def writable(two_revisions: Path) -> Iterator[Client]:
    """A server over a store of the test's own."""
    with serving(two_revisions) as client:
        yield client
