"""``quangang commit``: what stops it, how findings are accepted, what is kept, and who comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.commits import Intent, carry_out, plan_commit
from api.settings import Settings
from graph.errors import ConflictError
from graph.store import open_store
from loaders.reforms import read_reform
from tests.api.conftest import CANCEL, Ran, Run, write_reform

ACCEPT = "PG019/X1=由稽查部门值守;until=2015-12-31"


def rerun(quangang: Run, path: Path, reform: dict[str, Any], *more: object) -> Ran:
    return quangang("commit", write_reform(path, {**CANCEL, **reform}), *more)


def revisions(quangang: Run) -> int:
    return len(quangang("history", "--format", "json").json)


@pytest.mark.usefixtures("store")
def test_a_commit_is_refused_while_an_error_would_open(quangang: Run, cancel: Path) -> None:
    ran = quangang("commit", cancel, "--format", "json")

    assert ran.code == 1
    assert [item["finding"] for item in ran.json["blocking"]] == [["PG019", "X1"]]


@pytest.mark.usefixtures("store")
def test_a_refused_commit_writes_nothing(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel)

    assert revisions(quangang) == 1


@pytest.mark.usefixtures("store")
def test_a_refusal_names_finding_remedy_and_how_to_accept(quangang: Run, cancel: Path) -> None:
    out = quangang("commit", cancel).out

    assert "PG019/X1" in out
    assert "指定承接的职权、环节和岗位" in out
    assert "--accept" in out


@pytest.mark.usefixtures("store")
def test_a_finding_accepted_by_name_does_not_stop_it(quangang: Run, cancel: Path) -> None:
    ran = quangang("commit", cancel, "--accept", ACCEPT, "--format", "json")

    assert (ran.code, ran.json["committed"], ran.json["revision"]) == (0, True, 2)


@pytest.mark.usefixtures("store")
def test_the_log_keeps_what_was_accepted_why_and_until_when(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    details = quangang("history", "--revision", "2", "--format", "json").json["details"]

    assert details["accepted"] == [
        {
            "finding": "PG019/X1",
            "identity": ["PG019", "X1"],
            "reason": "由稽查部门值守",
            "until": "2015-12-31",
        }
    ]


@pytest.mark.usefixtures("store")
def test_the_log_keeps_the_text_of_the_reform(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    details = quangang("history", "--revision", "2", "--format", "json").json["details"]

    assert details["reform"]["changes"] == CANCEL["changes"]


@pytest.mark.usefixtures("store")
def test_a_whole_code_can_be_accepted(quangang: Run, cancel: Path) -> None:
    assert quangang("commit", cancel, "--accept", "PG019/*=另案处理;until=2015-12-31").code == 0


@pytest.mark.usefixtures("store")
def test_the_reform_file_can_accept_too(quangang: Run, tmp_path: Path) -> None:
    accept = [{"finding": "PG019/X1", "reason": "另案处理", "until": "2015-12-31"}]

    assert rerun(quangang, tmp_path / "r.json", {"accept": accept}).code == 0


@pytest.mark.usefixtures("store")
def test_a_yaml_reform_may_write_the_date_without_quotes(quangang: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "reform: x\neffective: 2014-06-01\nchanges: [{op: cancel, power: E39, supervision_post: Q}]\n"
        "accept: [{finding: PG019/X1, reason: 另案处理, until: 2015-12-31}]\n",
        encoding="utf-8",
    )

    assert quangang("commit", path).code == 0


@pytest.mark.parametrize(
    "accept",
    [
        "PG019/X1=另案处理;until=2014-06-01",
        "PG019/X1=;until=2015-12-31",
        "PG019/X1=另案处理",
        "PG019/X1=另案处理;until=tomorrow",
        "PG019=另案处理;until=2015-12-31",
        "*=另案处理;until=2015-12-31",
        "PG099/X1=另案处理;until=2015-12-31",
        "PG005/R1/*=另案处理;until=2015-12-31",
        "PG005/R1=另案处理;until=2015-12-31",
    ],
    ids=["over", "no reason", "no date", "no such date", "no identity", "everything", "no code", "part", "short"],
)
@pytest.mark.usefixtures("store")
def test_an_acceptance_that_is_not_in_order_is_misuse(accept: str, quangang: Run, cancel: Path) -> None:
    assert quangang("commit", cancel, "--accept", accept).code == 2


@pytest.mark.usefixtures("store")
def test_an_acceptance_in_a_file_needs_all_three(quangang: Run, tmp_path: Path) -> None:
    ran = rerun(quangang, tmp_path / "r.json", {"accept": [{"finding": "PG019/X1", "why": "?"}]}, "--format", "json")

    assert (ran.code, len(ran.json["error"]["problems"])) == (2, 3)


@pytest.mark.usefixtures("store")
def test_an_acceptance_of_what_does_not_open_is_told(quangang: Run, cancel: Path) -> None:
    unused = "PG005/R1/P=另案处理;until=2015-12-31"

    ran = quangang("commit", cancel, "--accept", ACCEPT, "--accept", unused, "--format", "json")

    assert [item["finding"] for item in ran.json["unused"]] == ["PG005/R1/P"]


@pytest.mark.usefixtures("store")
def test_the_gravity_that_stops_it_can_be_lowered(quangang: Run, cancel: Path) -> None:
    ran = quangang("commit", cancel, "--accept", ACCEPT, "--fail-on", "note", "--format", "json")

    assert ran.code == 1
    assert {"PG007", "PG011", "PG012"} >= {item["finding"][0] for item in ran.json["blocking"]} != set()


@pytest.mark.usefixtures("store")
def test_a_dry_run_writes_nothing(quangang: Run, cancel: Path) -> None:
    ran = quangang("commit", cancel, "--accept", ACCEPT, "--dry-run", "--format", "json")

    assert (ran.code, ran.json["committed"], revisions(quangang)) == (0, False, 1)


@pytest.mark.usefixtures("store")
def test_a_refused_change_is_misuse_with_its_position(quangang: Run, tmp_path: Path) -> None:
    ran = rerun(quangang, tmp_path / "r.json", {"changes": [{"op": "cancel", "power": "E40"}]}, "--format", "json")

    assert (ran.code, ran.json["error"]["position"]) == (2, 0)


@pytest.mark.usefixtures("store")
def test_a_reform_shows_from_its_effective_date_on(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    before, after = (
        quangang("show", "E39", "--on", day, "--format", "json").json["properties"].get("status")
        for day in ("2014-05-31", "2014-06-01")
    )

    assert (before, after) == (None, "cancelled")


@pytest.mark.usefixtures("store")
def test_as_of_the_revision_before_nothing_is_known_of_it(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    sheet = quangang("show", "E39", "--on", "2014-06-01", "--as-of", "1", "--format", "json").json

    assert "status" not in sheet["properties"]


@pytest.mark.usefixtures("store")
def test_effective_goes_before_the_date_of_the_file(quangang: Run, cancel: Path) -> None:
    ran = quangang("commit", cancel, "--accept", ACCEPT, "--effective", "2015-01-01", "--format", "json")

    assert ran.json["effective"] == "2015-01-01"


@pytest.mark.usefixtures("store")
def test_author_reason_and_number_are_kept(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT, "--author", "张三", "--reason", "简政放权", "--number", "国发44号")

    newest = quangang("history", "--format", "json").json[0]

    assert (newest["author"], newest["reason"], newest["number"]) == ("张三", "简政放权", "国发44号")


@pytest.mark.usefixtures("store")
def test_what_is_so_already_makes_no_revision(quangang: Run, tmp_path: Path) -> None:
    edit = {"edit": "set_node", "kind": "Post", "code": "P", "properties": {"role": "减免税审核岗"}}

    ran = rerun(quangang, tmp_path / "r.json", {"changes": [{"op": "edit", "edits": [edit]}]}, "--format", "json")

    assert (ran.code, ran.json["committed"], revisions(quangang)) == (0, False, 1)


def test_who_planned_on_an_older_revision_is_refused(store: Path, quangang: Run, cancel: Path, tmp_path: Path) -> None:
    settings = Settings.of()
    reform = read_reform(cancel)
    held = open_store(str(store), clock=settings.now)
    plan = plan_commit(held, Intent(reform, settings.date(), "甲", accept=(ACCEPT,)))
    edit = {"edit": "set_node", "kind": "Unit", "code": "R", "properties": {"name": "改名海关"}}
    assert rerun(quangang, tmp_path / "r.json", {"changes": [{"op": "edit", "edits": [edit]}]}).code == 0

    with pytest.raises(ConflictError):
        carry_out(held, plan)


@pytest.mark.usefixtures("store")
def test_a_change_to_what_changes_later_is_a_conflict(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    ran = quangang("commit", cancel, "--accept", ACCEPT, "--effective", "2014-03-01", "--format", "json")

    assert (ran.code, ran.json["error"]["revision"]) == (2, 2)
