"""Bad input never breaks the server, never runs anything, and is told what was wrong and where."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from api.render.csvtext import csv_text
from tests.api.http.conftest import TOKEN, Client, serving

IMPACT = "/api/v1/impact"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("find", "q"),
        ("find?q=", "q"),
        ("find?q=%20", "q"),
        ("find?q=%00", "q"),
        ("find?q=a&limit=0", "limit"),
        ("find?q=a&limit=1.0", "limit"),
        ("find?q=a&limit=99999999999999999999999", "limit"),
        ("find?q=a&kind=power", "kind.0"),
        ("find?q=a&as_of=-1", "as_of"),
        ("find?q=a&as_of=9223372036854775808", "as_of"),
        ("find?q=a&on=2014-02-30", "on"),
        ("find?q=a&on=1385856000", "on"),
        ("find?q=a&on=20140101", "on"),
        ("find?q=a&asof=1", "asof"),
        ("path?from=E39", "to"),
        ("path?from=E39&to=Q&depth=1000", "depth"),
        ("census?origin=nobody", "origin.0"),
        ("findings?code=PG999999", "code.0"),
        ("history/x", "revision"),
        ("schema/passwords", "of"),
        ("impact?cancel=E39&evidence=some", "evidence"),
        ("diff?from=one", "from"),
        (f"show/{'A' * 201}", "code"),
    ],
)
def test_a_wrong_parameter_is_named(http: Client, query: str, column: str) -> None:
    problem = http.problem(422, "GET", f"/api/v1/{query}")

    assert column in [row["column"] for row in problem["problems"]]
    assert column in problem["detail"] or "处错误" in problem["detail"]
    assert all(any("一" <= sign <= "鿿" for sign in row["expected"]) for row in problem["problems"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/show/NOPE", 404),
        ("/api/v1/show/Power/NOPE", 404),
        ("/api/v1/show/..%2f..%2fetc%2fpasswd", 404),
        ("/api/v1/show/%00", 404),
        ("/api/v1/show/%ff%fe", 404),
        ("/api/v1/show/<script>alert(1)</script>", 404),
        ("/api/v1/../../etc/passwd", 404),
        ("/api/v1/show/E39/", 404),
        ("/api/v1/find/", 404),
        ("/api/v1/" + "a/" * 2000, 404),
        ("/static/../../pyproject.toml", 404),
        ("/docs", 404),
        ("/api/v1/cypher", 404),
        ("/api/v1/query", 404),
        ("/api/v1/find?q=a&as_of=99", 404),
        ("/api/v1/history/99", 404),
        ("/api/v1/diff?from=99", 404),
        ("/api/v1/operations?power=NOPE", 404),
        ("/api/v1/impact", 422),
        ("/api/v1/impact?delegate=E39", 422),
        ("/api/v1/find?q=a&cursor=rubbish", 400),
        ("/api/v1/find?q=a&cursor=WzEsMl0=", 400),
        ("/api/v1/find?q=a&cursor=W1tbW1tbW1tb", 400),
        ("/api/v1/find?q=a&cursor=%E4%B8%AD", 400),
    ],
)
def test_what_is_not_there_is_told(http: Client, path: str, status: int) -> None:
    problem = http.problem(status, "GET", path)

    assert problem["status"] == status
    assert problem["detail"]


def test_a_cursor_of_another_question_is_refused(http: Client) -> None:
    cursor = http.get("/api/v1/find?q=减免&limit=1")["meta"]["page"]["next"]

    assert "cursor" in http.problem(400, "GET", f"/api/v1/find?q=E39&limit=1&cursor={cursor}")["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_method_that_is_not_there_names_those_that_are(http: Client, method: str) -> None:
    answer = http(method, "/api/v1/find?q=a")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("path", "allow"),
    [(IMPACT, "GET, HEAD, OPTIONS, POST"), ("/api/v1/commit", "OPTIONS, POST"), ("/healthz", "GET, HEAD, OPTIONS")],
)
def test_options_name_the_methods(http: Client, path: str, allow: str) -> None:
    answer = http.client.options(path, headers={"Origin": "http://elsewhere.example"})

    assert (answer.status_code, answer.headers["allow"]) == (204, allow)
    assert [name for name in answer.headers if name.startswith("access-control")] == []


def test_options_of_nothing_is_nothing(http: Client) -> None:
    http.problem(404, "OPTIONS", "/api/v1/nope")


# ------------------------------------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b"[]", 422, "reform"),
        (b"null", 422, "reform"),
        (b"12", 422, "reform"),
        (b'{"changes": []', 400, "JSON"),
        (b'{"changes": [], "changes": []}', 400, "changes"),
        (b'{"changes": [NaN]}', 400, "NaN"),
        (b'{"changes": [1e999]}', 400, "1e999"),
        (b'{"changes": [123456789012345678901234567890]}', 400, "64"),
        (b'{"changes": ["\\ud800"]}', 400, "Unicode"),
        (b"\xff\xfe{}", 400, "UTF-8"),
        (b'{"changes": {}}', 422, ""),
        (b'{"changes": [1]}', 422, ""),
        (b'{"changes": [{"op": 1}]}', 422, "op"),
        (b'{"changes": [{"op": "cancel", "power": {"a": []}}]}', 422, "power"),
        (b'{"changes": [{"op": "cancel", "power": "E39", "then": 1}]}', 422, "then"),
        (b'{"changes": [{"op": "edit", "edits": [{"edit": "add_node"}]}]}', 422, "edits"),
        (b'{"changes": [{"op": "edit", "edits": "all"}]}', 422, "edits"),
        (b'{"changes": [], "effective": "9999-99-99"}', 422, ""),
        (b"[" * 100_000, 400, "32"),
        (b'{"a":' * 50_000, 400, "32"),
        (b'{"changes": ' + b"[" * 33 + b"]" * 33 + b"}", 400, "32"),
    ],
)
def test_a_body_that_is_no_reform_is_told(http: Client, body: bytes, status: int, word: str) -> None:
    problem = http.problem(status, "POST", IMPACT, content=body, headers=JSON)

    assert word in json.dumps(problem, ensure_ascii=False)


def test_brackets_in_texts_are_no_depth(http: Client) -> None:
    body = {"reform": '["' * 100, "changes": [{"op": "suspend", "power": "E39"}]}

    assert http("POST", f"{IMPACT}?as_of=1", json=body).status_code == 200


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a: &a [1]\nb: *a", 422),
        ("!!python/object/apply:os.system ['touch hacked']", 422),
        ("changes: !!python/name:os.system", 422),
        ("- " * 5000, 422),
        ("[" * 100, 400),
        ("{" * 20, 422),
        ("\t- a", 422),
        ("a: 1\n---\nb: 2", 422),
        ("x" * 200_000, 413),
    ],
)
def test_yaml_runs_nothing_and_repeats_nothing(http: Client, tmp_path: Path, text: str, status: int) -> None:
    problem = http.problem(status, "POST", IMPACT, content=text.encode(), headers={"Content-Type": "application/yaml"})

    assert problem["detail"]
    assert not (tmp_path / "hacked").exists()


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_another_type_of_body_is_refused(http: Client, kind: str) -> None:
    problem = http.problem(415, "POST", IMPACT, content=b"{}", headers={"Content-Type": kind})

    assert "application/json" in problem["detail"]


@pytest.fixture(scope="module")
def small(original: Path) -> Any:  # noqa: ANN401 - a generator fixture
    with serving(original, body=2000, upload=3000) as client:
        yield client


@pytest.mark.parametrize(("path", "limit"), [(IMPACT, 2000), ("/api/v1/commit", 2000), ("/api/v1/load", 3000)])
def test_a_body_over_the_limit_is_refused(small: Client, path: str, limit: int) -> None:
    headers = {**JSON, "X-CSRF-Token": TOKEN}

    problem = small.problem(413, "POST", path, content=b" " * (limit + 1), headers=headers)

    assert f"{limit:,}" in problem["detail"]


def test_a_body_without_a_length_is_counted_as_it_comes(small: Client) -> None:
    def pieces() -> Any:  # noqa: ANN401 - a generator
        for _ in range(10):
            yield b" " * 500

    assert small.problem(413, "POST", IMPACT, content=pieces(), headers=JSON)["detail"]


def test_an_answer_over_the_time_limit_is_given_up(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from time import sleep

    monkeypatch.setattr("api.routes.nodes.shortest_paths", lambda *_, **__: sleep(1.5))
    with serving(original, seconds=1) as client:
        answer = client("GET", "/api/v1/path?from=E39&to=Q")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"].endswith(":time-limit")


def test_a_bug_is_told_without_its_details(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.routes.nodes.find_nodes", broken)
    with serving(original) as client:
        answer = client.client.get("/api/v1/find?q=a", headers={"X-Request-ID": "abc"})

    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == "abc"


# ------------------------------------------------------------------------------------------- hosts, names, cells


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:80:80", "10.0.0.1"])
def test_another_host_name_is_turned_away(http: Client, host: str) -> None:
    assert http.problem(421, "GET", "/api/v1/find?q=a", headers={"Host": host})["detail"]


@pytest.mark.parametrize("given", ["x" * 65, "a b", "<script>", "ä", "a\tb"])
def test_a_request_id_that_is_none_is_replaced(http: Client, given: str) -> None:
    answer = http("GET", "/healthz", headers={"X-Request-ID": given.encode()})

    assert answer.headers["x-request-id"] != given


def test_a_request_id_comes_back(http: Client) -> None:
    assert http("GET", "/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"


def test_script_in_a_name_stays_text(writable: Client) -> None:
    name = "<script>alert(1)</script>"
    line = json.dumps({"kind": "System", "code": "X<b>", "name": name}).encode()
    assert writable.write("/api/v1/load", files={"files": ("g.jsonl", line)}).status_code == 201

    answer = writable("GET", "/api/v1/find", params={"q": "<script>"})

    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["hits"][0]["name"] == name
    assert writable.get("/api/v1/show/System/X<b>")["name"] == name


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=cmd|" /C calc"!A0'])
def test_a_cell_never_is_a_formula(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(csv_text(["a"], [[text]]).removeprefix("\ufeff"), newline=""))

    assert row == [f"'{text}"]


@pytest.mark.parametrize("value", ["a=1", "关-1", "", 5, -5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    (_, row) = csv.reader(io.StringIO(csv_text(["a"], [[value]]).removeprefix("\ufeff"), newline=""))

    assert row == ["" if value is None else str(value)] or value == ""


def test_a_reform_of_many_changes_is_refused_or_answered(http: Client) -> None:
    changes = [{"op": "suspend" if number % 2 == 0 else "resume", "power": "E39"} for number in range(2000)]

    assert http("POST", f"{IMPACT}?as_of=1", json={"changes": changes}).status_code == 200
