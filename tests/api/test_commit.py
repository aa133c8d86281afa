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


# ------------------------------------------------------------------------------------------- later days

LATER = {
    "reform": "收回备岗",
    "effective": "2015-01-01",
    "changes": [
        {"op": "edit", "edits": [{"edit": "retire_relation", "rel": "PERFORMED_BY", "from": "Step/S", "to": "Post/Q"}]}
    ],
}
"""From 2015 on, Q does the step S no more; P still does."""

SOONER = {
    "reform": "调整办理岗位",
    "effective": "2014-06-01",
    "changes": [
        {"op": "edit", "edits": [{"edit": "retire_relation", "rel": "PERFORMED_BY", "from": "Step/S", "to": "Post/P"}]}
    ],
}
"""From June 2014 on, P does it no more: Q does, until 2015."""


@pytest.fixture
def later(store: Path, quangang: Run, tmp_path: Path) -> Path:
    """A store whose log holds a revision of 2015, and a reform of 2014 that only goes well without it."""
    step = {"op": "redefine", "power": "E39", "add_steps": [
        {"code": "S", "name": "受理", "seq": 2, "act": "受理", "posts": ["P", "Q"]}
    ]}  # fmt: skip
    assert rerun(quangang, tmp_path / "s.json", {"effective": "2014-02-01", "changes": [step]}).code == 0
    assert quangang("commit", write_reform(tmp_path / "l.json", LATER)).code == 0
    return write_reform(store.with_name("sooner.json"), SOONER)


def test_what_opens_on_a_later_day_of_the_log_stops_a_commit(later: Path, quangang: Run) -> None:
    ran = quangang("commit", later, "--format", "json")

    blocking = [(item["key"], item["on"]) for item in ran.json["blocking"]]
    assert (ran.code, blocking) == (1, [("PG002/E39/S", "2015-01-01"), ("PG003/E39/S/R", "2015-01-01")])
    assert revisions(quangang) == 3


def test_the_later_day_is_told(later: Path, quangang: Run) -> None:
    out = quangang("commit", later, "--dry-run").out

    assert "自 2015-01-01 起" in out
    assert "until=2016-12-31" in out


def test_what_opens_on_a_later_day_can_be_accepted(later: Path, quangang: Run) -> None:
    accept = ("--accept", "PG002/*=另行派岗;until=2015-06-30", "--accept", "PG003/*=另行派岗;until=2015-06-30")

    assert quangang("commit", later, *accept).code == 0
    details = quangang("history", "--revision", "4", "--format", "json").json["details"]
    assert [(day["on"], [item["finding"] for item in day["accepted"]]) for day in details["later"]] == [
        ("2015-01-01", ["PG002/*", "PG003/*"])
    ]


def test_an_acceptance_that_is_over_by_then_does_not_hold(later: Path, quangang: Run) -> None:
    ran = quangang("commit", later, "--accept", "PG002/*=另行派岗;until=2015-01-01", "--format", "json")

    assert "PG002/E39/S" in {item["key"] for item in ran.json["blocking"]}


def test_after_every_day_of_the_log_only_its_own_counts(later: Path, quangang: Run) -> None:
    post = {"op": "redefine", "power": "E39", "assign": [{"step": "S", "post": "P"}]}
    late = {**SOONER, "effective": "2016-01-01", "changes": [post]}

    ran = quangang("commit", write_reform(later, late), "--format", "json")

    assert (ran.code, ran.json["later"]) == (0, [])


@pytest.mark.usefixtures("store")
def test_a_rule_that_a_later_day_would_break_is_a_conflict(quangang: Run, tmp_path: Path) -> None:
    def parent(of: str, unit: str, day: str) -> Ran:
        edit = {"edit": "add_relation", "rel": "PART_OF", "from": f"Unit/{of}", "to": f"Unit/{unit}"}
        changes = {"effective": day, "changes": [{"op": "edit", "edits": [edit]}]}
        return rerun(quangang, tmp_path / "r.json", changes, "--format", "json")

    add = {"edit": "add_node", "kind": "Unit", "code": "T", "properties": {"name": "某署", "level": "hq"}}
    assert rerun(quangang, tmp_path / "t.json", {"changes": [{"op": "edit", "edits": [add]}]}).code == 0
    assert parent("R", "T", "2015-01-01").code == 0

    ran = parent("T", "L", "2014-07-01")

    assert (ran.code, "2015-01-01" in ran.json["error"]["reason"]) == (2, True)


@pytest.fixture
def next_day(store: Path, quangang: Run) -> str:
    """A store in which E39 gets a step S from 2015 on, and a day before that."""
    step = {"code": "S", "name": "抽查", "seq": 9, "act": "抽查", "posts": ["P"]}
    add = {"op": "redefine", "power": "E39", "add_steps": [step]}
    assert rerun(quangang, store.with_name("s.json"), {"effective": "2015-01-01", "changes": [add]}).code == 0
    return "2014-06-01"


def test_what_begins_later_on_a_power_is_told_before_it_is_committed(
    next_day: str, quangang: Run, tmp_path: Path
) -> None:
    suspend = {"effective": next_day, "changes": [{"op": "suspend", "power": "E39"}]}

    ran = rerun(quangang, tmp_path / "r.json", suspend, "--dry-run", "--format", "json")

    assert ran.json["recorded"] == [
        {"on": "2015-01-01", "power": "E39", "element": "Power/E39 HAS_STEP Step/S", "revision": 2}
    ]
    assert "2015-01-01 起" in rerun(quangang, tmp_path / "r.json", suspend, "--dry-run").out


def test_a_trial_refuses_what_the_store_would_refuse(next_day: str, quangang: Run, tmp_path: Path) -> None:
    """A step may not be retired under a relation that begins later, and the trial says so too."""
    edit = {"edit": "add_relation", "rel": "NEXT", "from": "Step/E39-1", "to": "Step/S"}
    follow = {"effective": "2015-01-01", "changes": [{"op": "edit", "edits": [edit]}]}
    assert rerun(quangang, tmp_path / "n.json", follow).code == 0

    ran = rerun(quangang, tmp_path / "r.json", {"effective": next_day}, "--dry-run", "--format", "json")

    assert (ran.code, ran.json["error"]["revision"]) == (2, 3)
