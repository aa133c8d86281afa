"""Statutes, lists, flows and whole exports over HTTP: as on the command line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run
from tests.api.http.conftest import Client, serving
from tests.loaders.statutes.texts import write_both

BOTH = "经直属海关关长或者其授权的隶属海关关长批准"
TEXT = f'{{"kind": "Article", "code": "A", "name": "第五十七条", "rank": "law", "text": "{BOTH}"}}\n'
EXEMPTIONS = "customs-quarantine-exemptions"
LISTED = [{"序号": "1", "商品编号": "102310010", "商品名称": "改良种用牛"}, {"序号": "2", "商品编号": ""}]


def files(*paths: Path) -> dict[str, Any]:
    return {"files": [("files", (path.name, path.read_bytes(), "application/octet-stream")) for path in paths]}


def listed(rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"files": [("files", ("清单.json", json.dumps(rows, ensure_ascii=False).encode(), "application/json"))]}


@pytest.fixture
def lawful(writable: Client, tmp_path: Path) -> Client:
    """A store that holds a statute, and the words of the article that its power rests on."""
    (tmp_path / "text.jsonl").write_text(TEXT, encoding="utf-8")
    assert writable.write("/api/v1/load", **files(tmp_path / "text.jsonl")).status_code == 201
    assert writable.write("/api/v1/load", **files(*write_both(tmp_path))).status_code == 201
    return writable


def test_a_citation_is_read_as_on_the_command_line(lawful: Client, quangang: Run) -> None:
    answer = lawful.get("/api/v1/cite?q=渡口法（2011年）第四条第二款、第九十条")

    told = quangang("cite", "渡口法（2011年）第四条第二款、第九十条", "--format", "json").json
    assert {name: answer[name] for name in told} == told
    assert (answer["references"][0]["text"], len(answer["unresolved"])) == ("扣留的渡船由渡口局保管。", 1)


def test_a_text_is_read_for_its_citations(lawful: Client) -> None:
    text = "依照《渡口法》第三条扣留，旅客应当配合。".encode()
    answer = lawful("POST", "/api/v1/cite", content=text, headers={"Content-Type": "text/plain; charset=utf-8"})

    assert [one["quote"] for one in answer.json()["references"]] == ["《渡口法》第三条"]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [({"Content-Type": "application/json"}, b"{}", 415), ({"Content-Type": "text/plain"}, b"\xff", 400)],
)
def test_what_is_no_text_is_refused(reading: Client, headers: dict[str, str], content: bytes, status: int) -> None:
    reading.problem(status, "POST", "/api/v1/cite", headers=headers, content=content)


def test_levels_of_articles_are_listed_tried_and_written(lawful: Client, quangang: Run) -> None:
    held = lawful.get("/api/v1/approvers")
    told = quangang("approvers", "--format", "json").json
    tried = lawful.write("/api/v1/approvers?power=E39&dry_run=true").json()
    done = lawful.write("/api/v1/approvers?every=true")

    assert held["articles"] == told["articles"]
    assert (tried["committed"], tried["edits"], tried["filled"]) == (False, 1, done.json()["filled"])
    assert (done.status_code, done.json()["committed"]) == (201, True)
    assert lawful.get("/api/v1/approvers")["articles"][0]["powers"][0]["lowest_level"] == "local"


@pytest.mark.parametrize("query", ["", "?every=true&power=E39"])
def test_levels_are_for_some_powers_or_for_all(writable: Client, query: str) -> None:
    problem = writable.write(f"/api/v1/approvers{query}")

    assert (problem.status_code, problem.json()["problems"][0]["column"]) == (422, "power")


def test_levels_are_not_written_without_the_token(writable: Client) -> None:
    writable.problem(403, "POST", "/api/v1/approvers?every=true")


def test_two_texts_are_compared_the_older_first(reading: Client, quangang: Run, tmp_path: Path) -> None:
    both = write_both(tmp_path)
    answer = reading("POST", "/api/v1/statute-diff", **files(*both)).json()

    told = quangang("statute-diff", *both, "--format", "json").json
    assert {name: answer[name] for name in told} == told


def test_one_text_has_nothing_to_be_compared_with(reading: Client, tmp_path: Path) -> None:
    problem = reading.problem(422, "POST", "/api/v1/statute-diff", **files(write_both(tmp_path)[0]))

    assert "两个文本" in problem["problems"][0]["expected"]


def test_a_list_becomes_a_reform_and_its_other_rows_are_named(reading: Client) -> None:
    answer = reading("POST", f"/api/v1/reform-from?mapping={EXEMPTIONS}", **listed(LISTED)).json()

    assert (answer["rows"], answer["taken"], answer["meta"]["complete"]) == (2, 1, False)
    assert [problem["row"] for problem in answer["problems"]] == [2]
    assert reading("POST", "/api/v1/validate", json=answer["reform"]).status_code == 200


@pytest.mark.parametrize("name", ["none", "../../etc/passwd", "/etc/passwd", "pyproject.toml"])
def test_a_mapping_is_one_of_the_shipped_and_no_file(reading: Client, name: str) -> None:
    problem = reading.problem(422, "POST", f"/api/v1/reform-from?mapping={name}", **listed(LISTED))

    assert (problem["problems"][0]["column"], EXEMPTIONS in problem["problems"][0]["expected"]) == ("mapping", True)


def test_a_list_is_loaded_by_a_mapping(writable: Client) -> None:
    rows = [{"序号": "1", "直属海关": "某直属海关"}]
    answer = writable.write("/api/v1/load?mapping=customs-authorised-offices&dry_run=true", **listed(rows))

    assert (answer.status_code, answer.json()["problems"][0]["file"]) == (200, "清单.json")


@pytest.mark.parametrize("public", [False, True])
def test_the_steps_of_a_power(http: Client, quangang: Run, public: bool) -> None:
    answer = http.get(f"/api/v1/flow/E39?as_of=1&public={str(public).lower()}")

    words = ["flow", "E39", "--as-of", 1, "--format", "json", *(["--public"] if public else [])]
    assert answer["steps"] == quangang(*words).json["steps"]
    assert ("risks" in answer["steps"][0]) is not public


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_folder_for_neo4j_comes_as_an_archive(http: Client, quangang: Run, tmp_path: Path) -> None:
    packed = http("GET", "/api/v1/export.neo4j-csv.zip")

    quangang("export", tmp_path / "csv", "--format", "neo4j-csv")
    assert _unpacked(packed.content) == {path.name: path.read_bytes() for path in (tmp_path / "csv").iterdir()}


def test_the_instruments_come_as_an_archive_that_loads_without_a_change(writable: Client, tmp_path: Path) -> None:
    packed = writable("GET", "/api/v1/export.instruments.zip")
    for name, content in _unpacked(packed.content).items():
        (tmp_path / name).write_bytes(content)
    again = writable.write("/api/v1/load", **files(*tmp_path.glob("*.xlsx"))).json()

    assert packed.headers["x-quangang-left-out"].startswith("ended=")
    assert (again["revision"], again["problems"]) == (None, [])


def test_no_two_exports_have_one_mark(http: Client) -> None:
    first, second = (http("GET", "/api/v1/export.instruments.zip?csv=true") for _ in range(2))

    assert "etag" not in first.headers
    assert first.content != second.content


def test_files_to_read_have_the_limit_of_files_to_load(original: Path) -> None:
    with serving(original, body=10, upload=2000) as client:
        path = f"/api/v1/reform-from?mapping={EXEMPTIONS}"
        client.problem(413, "POST", path, **listed(LISTED * 100))
        assert client("POST", path, **listed(LISTED)).status_code == 200
