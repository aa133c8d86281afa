"""The reading routes: the same keys as the command line, with revision, date and `complete`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.api.conftest import CANCEL, Run
from tests.api.http.conftest import Client, commit, serving, wait_for

META = {"revision": 2, "date": "2014-01-01", "complete": True}


def without_meta(answer: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name != "meta"}


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["find", "减免"], "/api/v1/find?q=减免&limit=1000"),
        (["show", "E39"], "/api/v1/show/E39"),
        (["show", "RiskPoint/R1"], "/api/v1/show/RiskPoint/R1"),
        (["show", "E39", "--on", "2014-06-01"], "/api/v1/show/E39?on=2014-06-01"),
        (["path", "E39", "Q", "--limit", "3"], "/api/v1/path?from=E39&to=Q&limit=3"),
        (["census"], "/api/v1/census"),
        (["census", "--origin", "statute"], "/api/v1/census?origin=statute"),
        (["check", "--fail-on", "error"], "/api/v1/findings?limit=1000"),
        (["verify"], "/api/v1/verify"),
        (["show", "职能监控岗"], "/api/v1/show/职能监控岗"),
        (["query", "PG005"], "/api/v1/queries/PG005?limit=1000"),
    ],
)
def test_an_answer_has_what_the_command_line_says(http: Client, quangang: Run, words: list[str], path: str) -> None:
    answer = http.get(path)

    assert without_meta(answer) == without_meta(quangang(*words, "--format", "json").json)


@pytest.mark.parametrize("query", ["cancel=E39", "delegate=E39&from=regional&to=local", "suspend=E39&evidence=all"])
def test_a_short_impact_is_that_of_the_command_line(http: Client, quangang: Run, query: str) -> None:
    words = [word for name, text in (part.split("=") for part in query.split("&")) for word in (f"--{name}", text)]

    answer, told = (
        http.get(f"/api/v1/impact?{query}&as_of=1"),
        quangang("impact", *words, "--as-of", 1, "--format", "json").json,
    )

    assert answer | {"meta": answer["meta"] | {"complete": True}} == told | {"meta": told["meta"] | {"complete": True}}


def test_a_posted_impact_is_that_of_the_file(http: Client, quangang: Run) -> None:
    answer = http("POST", "/api/v1/impact?as_of=1", json={**CANCEL, "effective": "2014-03-01"}).json()

    told = quangang("impact", "--cancel", "E39", "--on", "2014-03-01", "--as-of", 1, "--format", "json").json
    assert answer["posts"] == told["posts"]
    assert answer["meta"]["date"] == "2014-03-01"


def test_a_reform_may_come_as_yaml(http: Client) -> None:
    text = "reform: 暂停\nchanges:\n- op: suspend\n  power: E39\n"

    answer = http("POST", "/api/v1/impact?as_of=1", content=text.encode(), headers={"Content-Type": "application/yaml"})

    assert answer.json()["meta"]["reform"] == "暂停"


def test_the_report_has_the_chapters(http: Client) -> None:
    answer = http.get("/api/v1/report?cancel=E39&as_of=1")

    assert answer["headline"]["zh"]
    assert {"rules", "risks"} <= {chapter["name"] for chapter in answer["chapters"]}


def test_the_report_comes_as_text(http: Client, quangang: Run) -> None:
    reform = {"reform": "取消 E39", "changes": [{"op": "cancel", "power": "E39"}]}
    answer = http("POST", "/api/v1/report.md?as_of=1", json=reform)

    assert answer.text == quangang("impact", "--cancel", "E39", "--as-of", 1, "--format", "markdown").out


@pytest.mark.parametrize(
    "path",
    [
        "/find?q=E39",
        "/show/E39",
        "/path?from=E39&to=Q",
        "/census",
        "/findings?limit=1000",
        "/history",
        "/operations?power=E39",
    ],
)
def test_every_answer_says_what_it_was_computed_from(http: Client, path: str) -> None:
    meta = http.get(f"/api/v1{path}")["meta"]

    assert {name: meta[name] for name in META} == META


def test_a_past_revision_is_read_as_it_was(http: Client) -> None:
    later, then = "on=2014-06-01", "on=2014-06-01&as_of=1"

    assert http.get(f"/api/v1/show/E39?{later}")["properties"]["status"] == "cancelled"
    assert "status" not in http.get(f"/api/v1/show/E39?{then}")["properties"]


def test_pages_together_are_the_whole(http: Client) -> None:
    whole = http.get("/api/v1/find?q=减免&limit=1000")["hits"]
    first = http.get("/api/v1/find?q=减免&limit=3")
    found, meta = first["hits"], first["meta"]
    while meta["page"]["next"]:
        page = http.get("/api/v1/find", q="减免", limit=3, cursor=meta["page"]["next"])
        found, meta = found + page["hits"], page["meta"]

    assert found == whole
    assert (first["meta"]["complete"], first["meta"]["page"]["total"]) == (False, len(whole))


def test_a_cursor_keeps_its_revision(two_revisions: Path) -> None:
    with serving(two_revisions) as before:
        cursor = before.get("/api/v1/find?q=减免&limit=1")["meta"]["page"]["next"]
        commit(two_revisions)
        wait_for(before, 3)
        page = before.get("/api/v1/find", q="减免", limit=1, cursor=cursor)

    assert page["meta"]["revision"] == 2


def test_the_log_is_the_newest_first(http: Client, quangang: Run) -> None:
    assert http.get("/api/v1/history")["revisions"] == quangang("history", "--format", "json").json


def test_the_edits_of_a_revision(http: Client, quangang: Run) -> None:
    answer = http.get("/api/v1/history/2?limit=1000")

    assert without_meta(answer) == quangang("history", "--revision", "2", "--format", "json").json


def test_two_revisions_differ_property_by_property(http: Client) -> None:
    answer = http.get("/api/v1/diff?from=1&to=2&on=2014-06-01&limit=1000")

    found = {item["element"]: (item["status"], item["properties"]) for item in answer["elements"]}
    assert found["Power/E39"] == ("changed", {"status": {"before": None, "after": "cancelled"}})
    assert found["Step/E39-1"][0] == "removed"
    assert found["Power/E39 SUPERVISED_BY Post/Q"] == ("added", {})
    assert (answer["from"]["revision"], answer["to"]["revision"]) == (1, 2)


def test_two_dates_differ_too(http: Client) -> None:
    answer = http.get("/api/v1/diff?from_on=2014-01-01&on=2014-06-01&kind=Power")

    assert [item["element"] for item in answer["elements"]] == ["Power/E39"]


def test_nothing_differs_from_itself(http: Client) -> None:
    assert http.get("/api/v1/diff?from=2&to=2")["elements"] == []


@pytest.mark.parametrize(
    ("words", "query"), [([], ""), (["--on", "2014-06-01"], "?on=2014-06-01"), (["--as-of", "1"], "?as_of=1")]
)
def test_an_export_is_that_of_the_command_line(http: Client, quangang: Run, words: list[str], query: str) -> None:
    assert http("GET", f"/api/v1/export.jsonl{query}").text == quangang("export", "-", *words).out


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_graph_is_drawn_as_on_the_command_line(http: Client, quangang: Run, form: str) -> None:
    assert http("GET", f"/api/v1/export.{form}").text == quangang("export", "-", "--format", form).out


def test_the_schema_of_files(http: Client, quangang: Run) -> None:
    assert http.get("/api/v1/schema/reform") == quangang("schema", "reform").json


def test_findings_come_as_a_table(http: Client) -> None:
    rows = list(csv.reader(io.StringIO(http("GET", "/api/v1/findings.csv").text.removeprefix("\ufeff"))))

    assert len(rows) - 1 == http.get("/api/v1/findings")["meta"]["page"]["total"]


def test_the_catalogue_is_that_of_the_command_line(http: Client, quangang: Run) -> None:
    assert http.get("/api/v1/queries")["queries"] == quangang("query", "--list", "--format", "json").json


def test_every_query_without_a_parameter_is_answered(http: Client) -> None:
    for item in http.get("/api/v1/queries")["queries"]:
        if not any(parameter["required"] for parameter in item["parameters"]):
            assert http.get(f"/api/v1/queries/{item['query']}")["query"] == item["query"]


def test_a_query_comes_as_a_table(http: Client) -> None:
    rows = list(csv.reader(io.StringIO(http("GET", "/api/v1/queries/PG012.csv").text.removeprefix("\ufeff"))))

    assert len(rows) - 1 == http.get("/api/v1/queries/PG012")["count"]


@pytest.mark.parametrize(
    ("query", "status"), [("NOPE", 404), ("PG005?param=x", 422), ("PG005?param=x=1", 422), ("PG005.csv?param=x=1", 422)]
)
def test_a_query_that_is_not_there_is_told(http: Client, query: str, status: int) -> None:
    told = http.problem(status, "GET", f"/api/v1/queries/{query}")["detail"]
    assert "-p" not in told
    assert "--list" not in told


def test_an_argument_that_is_missing_is_asked_for_as_an_address_has_it(http: Client) -> None:
    assert "missing: param=post=…" in http.problem(422, "GET", "/api/v1/queries/powers-of-post")["detail"]


# ------------------------------------------------------------------------------------------- reforms


def operations(http: Client, query: str = "&as_of=1") -> dict[str, dict[str, object]]:
    return {item["op"]: item for item in http.get(f"/api/v1/operations?power=E39{query}")["operations"]}


def test_what_is_legal_on_a_power(http: Client) -> None:
    found = operations(http)

    assert {op for op, item in found.items() if not item["legal"]} == {"resume", "merge"}
    assert "suspended" in str(found["resume"]["refusal"])
    assert [choice["arguments"] for choice in found["delegate"]["choices"]] == [  # type: ignore[attr-defined]
        {"power": "E39", "from": "hq", "to": "regional"},
        {"power": "E39", "from": "hq", "to": "local"},
        {"power": "E39", "from": "regional", "to": "local"},
    ]


def test_a_later_version_in_the_way_is_named(http: Client) -> None:
    refusal = operations(http, "")["cancel"]["refusal"]

    assert refusal["revision"] == 2  # type: ignore[index]


def test_what_is_legal_after_other_changes(http: Client) -> None:
    reform = {"changes": [{"op": "suspend", "power": "E39"}], "effective": "2014-06-01"}
    answer = http("POST", "/api/v1/operations?power=E39&as_of=1", json=reform).json()

    assert {item["op"] for item in answer["operations"] if item["legal"]} == {"cancel", "resume", "redefine"}


def test_a_valid_reform_is_said_to_be_one(http: Client) -> None:
    answer = http("POST", "/api/v1/validate?as_of=1", json=CANCEL).json()

    assert (answer["valid"], answer["error"], answer["reform"]) == (True, None, "取消减免税审核")


@pytest.mark.parametrize(
    ("changes", "position", "field"),
    [
        ([{"op": "cancel", "power": "E40"}], 0, "power"),
        ([{"op": "suspend", "power": "E39"}, {"op": "suspend", "power": "E39"}], 1, "power"),
        ([{"op": "abolish", "power": "E39"}], 0, "op"),
    ],
)
def test_a_refused_reform_names_the_change(http: Client, changes: list[object], position: int, field: str) -> None:
    error = http("POST", "/api/v1/validate?as_of=1", json={"changes": changes}).json()["error"]
    problem = http.problem(422, "POST", "/api/v1/impact?as_of=1", json={"changes": changes})

    assert (error["position"], error["field"]) == (position, field)
    assert {name: problem[name] for name in ("position", "field", "reason")} == error


def test_an_outer_form_that_is_wrong_is_named_key_by_key(http: Client) -> None:
    answer = http("POST", "/api/v1/validate", json={"chagnes": [], "effective": "gestern"}).json()

    assert {item.get("column") for item in answer["error"]["problems"]} == {"chagnes", "effective", "changes"}


def test_an_impact_of_what_changed_later_is_a_conflict(http: Client) -> None:
    reform = {"changes": [{"op": "cancel", "power": "E39"}]}

    assert http.problem(409, "POST", "/api/v1/impact", json=reform)["revision"] == 2


def test_the_answer_is_deterministic(http: Client) -> None:
    first, second = (http("GET", "/api/v1/show/E39").content for _ in range(2))

    assert first == second
    assert json.loads(first)["node"] == "Power/E39"


@pytest.mark.parametrize(
    "asked",
    [
        "census?as_of=x",
        "census?on=x",
        "find?q=%20",
        "find",
        "impact",
        "impact?cancel=E999",
        "impact?delegate=E39",
        "operations?power=E999",
        "history/99",
        "schema/zz",
    ],
)
def test_an_error_is_said_in_each_language_alone(http: Client, asked: str) -> None:
    told = http("GET", f"/api/v1/{asked}").json()

    said = [told["said"], *(item["said"] for item in told.get("problems", []))]
    assert [text for each in said for text in each["en"].values() if any(mark >= "\u4e00" for mark in text)] == []
    assert told["said"]["zh"]["detail"] != told["said"]["en"]["detail"]


def test_a_choice_that_is_none_is_told_with_all_of_them_in_both_languages(http: Client) -> None:
    said = http("GET", "/api/v1/schema/zz").json()["problems"][0]["said"]

    assert [said[lang]["expected"] for lang in ("zh", "en")] == ["下列之一：graph / reform", "one of graph / reform"]
