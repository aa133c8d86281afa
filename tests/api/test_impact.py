"""``quangang impact``: how the reform is given, what the answer is computed from, how it is written."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from tests.api.conftest import CANCEL, Run, write_reform


def test_the_report_opens_with_the_sentence_that_says_it_all(quangang: Run, graph_file: Path, cancel: Path) -> None:
    lines = quangang("impact", "--graph", graph_file, cancel).out.splitlines()

    assert lines[2].startswith("取消 1 项职权：1 类标准岗位、1 个具体岗位职责变化")


def test_the_report_has_the_six_chapters_in_order(quangang: Run, graph_file: Path, cancel: Path) -> None:
    out = quangang("impact", "--graph", graph_file, cancel).out

    titles = ["权力重新配置", "流程衔接", "岗位变化", "风险转移", "制度立改废", "防控措施"]
    places = [out.index(f"、{title}") for title in titles]
    assert places == sorted(places)


def test_no_line_of_the_report_is_wider_than_80_cells(quangang: Run, graph_file: Path, cancel: Path) -> None:
    out = quangang("impact", "--graph", graph_file, cancel).out

    assert max(map(cell_len, out.splitlines())) <= 80


@pytest.mark.parametrize("option", ["--cancel", "--suspend"])
def test_an_operation_can_be_given_as_an_option(option: str, quangang: Run, graph_file: Path) -> None:
    reform = {"reform": "x", "changes": [{"op": option[2:], "power": "E39"}]}
    by_file = quangang(
        "impact", "--graph", graph_file, write_reform(graph_file.with_name("r.json"), reform), "--format", "json"
    ).json

    by_option = quangang("impact", "--graph", graph_file, option, "E39", "--format", "json").json

    assert {**by_option, "meta": None} == {**by_file, "meta": None}


def test_delegation_can_be_given_as_options(quangang: Run, graph_file: Path) -> None:
    found = quangang(
        *("impact", "--graph", graph_file, "--delegate", "E39", "--from", "regional", "--to", "local"),
        *("--format", "json"),
    ).json

    assert found["duties"] == {"lost": [["E39-1", "P"]], "gained": [["E39-1", "PL"]], "reassigned": []}


def test_several_powers_can_be_cancelled_at_once(quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "--cancel", "E39", "--cancel", "E39", "--format", "json")

    assert ran.json["error"]["position"] == 1


def test_a_delegation_without_levels_is_misuse(quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "--delegate", "E39")

    assert (ran.code, ran.out) == (2, "")


def test_no_reform_at_all_is_misuse(quangang: Run, graph_file: Path) -> None:
    assert quangang("impact", "--graph", graph_file).code == 2


def test_a_file_and_an_option_together_are_misuse(quangang: Run, graph_file: Path, cancel: Path) -> None:
    assert quangang("impact", "--graph", graph_file, cancel, "--cancel", "E39").code == 2


def test_a_reform_can_come_from_standard_input(
    quangang: Run, graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "reform: 从标准输入\nchanges:\n  - {op: cancel, power: E39}\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))

    ran = quangang("impact", "--graph", graph_file, "-", "--format", "json")

    assert ran.json["meta"]["reform"] == "从标准输入"


def test_a_graph_can_come_from_standard_input(
    quangang: Run, graph_file: Path, cancel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(graph_file.read_bytes())))

    assert quangang("impact", "--graph", "-", cancel, "--format", "json").json["posts"]["P"] == "vacated"


def test_a_yaml_reform_gives_the_same_answer(quangang: Run, graph_file: Path, cancel: Path) -> None:
    in_yaml = graph_file.with_name("cancel.yaml")
    in_yaml.write_text(
        "reform: 取消减免税审核\neffective: 2014-06-01\nchanges: [{op: cancel, power: E39, supervision_post: Q}]\n",
        encoding="utf-8",
    )

    first, second = (quangang("impact", "--graph", graph_file, path, "--format", "json") for path in (cancel, in_yaml))

    assert first.out == second.out


def test_the_baseline_is_that_of_the_effective_date(quangang: Run, graph_file: Path, cancel: Path) -> None:
    assert quangang("impact", "--graph", graph_file, cancel, "--format", "json").json["meta"]["date"] == "2014-06-01"


def test_the_effective_date_goes_before_on_and_that_is_said(quangang: Run, graph_file: Path, cancel: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, cancel, "--on", "2015-01-01", "--format", "json")

    assert ran.json["meta"]["date"] == "2014-06-01"
    assert "2015-01-01" in ran.err


def test_without_an_effective_date_on_names_the_day(quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "--cancel", "E39", "--on", "2015-01-01", "--format", "json")

    assert ran.json["meta"] == {"date": "2015-01-01", "reform": "取消 E39", "revision": None}


def test_without_any_date_it_is_today_by_the_clock(quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "--cancel", "E39", "--format", "json")

    assert ran.json["meta"]["date"] == "2014-01-01"


def test_a_store_answers_with_its_revision(quangang: Run, store: Path, cancel: Path) -> None:
    ran = quangang("impact", "--store", store, cancel, "--format", "json")

    assert ran.json["meta"]["revision"] == 1


def test_a_store_and_a_graph_file_give_the_same_impact(
    quangang: Run, store: Path, graph_file: Path, cancel: Path
) -> None:
    by_store = quangang("impact", "--store", store, cancel, "--format", "json").json
    by_file = quangang("impact", "--graph", graph_file, cancel, "--format", "json").json

    assert {**by_store, "meta": None} == {**by_file, "meta": None}


def test_all_shortest_paths_are_at_least_the_ones_given_otherwise(
    quangang: Run, graph_file: Path, cancel: Path
) -> None:
    one, every = (
        quangang("impact", "--graph", graph_file, cancel, "--evidence", which, "--format", "json").json["evidence"]
        for which in ("one", "all")
    )

    assert {key: len(paths) for key, paths in one.items()} == dict.fromkeys(every, 1)
    assert [key for key, paths in one.items() if paths[0] not in every[key]] == []


def test_markdown_is_the_report_as_a_document(quangang: Run, graph_file: Path, cancel: Path) -> None:
    out = quangang("impact", "--graph", graph_file, cancel, "--format", "markdown").out

    assert out.startswith("# 改革影响分析：取消减免税审核")


def test_output_saves_what_would_be_printed(quangang: Run, graph_file: Path, cancel: Path, tmp_path: Path) -> None:
    printed = quangang("impact", "--graph", graph_file, cancel, "--format", "json").out

    saved = quangang("impact", "--graph", graph_file, cancel, "--format", "json", "--output", tmp_path / "a.json")

    assert (saved.out, (tmp_path / "a.json").read_text(encoding="utf-8")) == ("", printed)


def test_output_to_a_pipe_is_written_to_and_not_replaced(
    quangang: Run, graph_file: Path, cancel: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    quangang("impact", "--graph", graph_file, cancel, "--format", "markdown", "--output", pipe)

    assert (os.read(reader, 1), pipe.is_fifo()) == (b"#", True)
    os.close(reader)


def test_output_through_a_link_keeps_the_link(quangang: Run, graph_file: Path, cancel: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")

    quangang("impact", "--graph", graph_file, cancel, "--output", tmp_path / "link")

    assert ((tmp_path / "link").is_symlink(), (tmp_path / "target").is_file()) == (True, True)


def test_a_file_that_cannot_be_written_is_misuse(quangang: Run, graph_file: Path, cancel: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, cancel, "--output", "nowhere/a.txt")

    assert ran.code == 2
    assert "nowhere" in ran.err


def test_the_same_question_has_the_same_answer(quangang: Run, graph_file: Path, cancel: Path) -> None:
    first, second = (quangang("impact", "--graph", graph_file, cancel).out for _ in range(2))

    assert first == second


# ---------------------------------------------------------------------------------------------- what is wrong


def test_every_problem_of_a_graph_file_is_told_at_once(quangang: Run, tmp_path: Path, cancel: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"kind": "Powr", "code": "A"}\n{"kind": "Step"}\n', encoding="utf-8")

    ran = quangang("impact", "--graph", broken, cancel, "--format", "json")

    assert ran.code == 2
    assert [(problem["row"], problem["column"]) for problem in ran.json["error"]["problems"]] == [
        (1, "kind"),
        (2, "code"),
    ]


def test_problems_are_sentences_with_their_rows_on_standard_error(quangang: Run, tmp_path: Path, cancel: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"kind": "Powr", "code": "A"}\n', encoding="utf-8")

    assert "broken.jsonl · 第 1 行 row 1" in quangang("impact", "--graph", broken, cancel).err


def test_a_missing_file_is_misuse_without_a_traceback(quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "none.json")

    assert ran.code == 2
    assert "none.json" in ran.err
    assert "Traceback" not in ran.err


def test_debug_shows_the_traceback_too(quangang: Run, graph_file: Path) -> None:
    ran = quangang("--debug", "impact", "--graph", graph_file, "none.json")

    assert (ran.code, "Traceback" in ran.err) == (2, True)


def test_a_missing_store_says_how_to_make_one(quangang: Run, cancel: Path) -> None:
    ran = quangang("impact", cancel, "--format", "json")

    assert ran.code == 2
    assert "quangang init" in ran.json["error"]["reason"]


def test_a_file_has_no_revisions(quangang: Run, graph_file: Path, cancel: Path) -> None:
    assert quangang("impact", "--graph", graph_file, "--as-of", "1", cancel).code == 2


@pytest.mark.parametrize("words", [["impct"], ["impact", "--cancl", "E39"], ["impact", "--on", "2014-13-01"]])
def test_unknown_words_are_misuse(words: list[str], quangang: Run) -> None:
    assert quangang(*words).code == 2


def test_a_refusal_leaves_the_effective_date_out_of_it(quangang: Run, graph_file: Path) -> None:
    reform = {**CANCEL, "changes": [{"op": "cancel", "power": "E40"}]}
    path = write_reform(graph_file.with_name("r.json"), reform)

    error = quangang("impact", "--graph", graph_file, path, "--format", "json").json["error"]

    assert json.dumps(error["position"]) == "0"
    assert error["field"] == "power"


@pytest.mark.parametrize("code", ["E3O", "e39"])
def test_a_power_that_is_not_there_is_refused_with_codes_alike(code: str, quangang: Run, graph_file: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, "--cancel", code)

    assert (ran.code, "near: E39" in ran.err) == (2, True)


def test_levels_may_be_named_in_chinese(quangang: Run, graph_file: Path) -> None:
    words = ("impact", "--graph", graph_file, "--format", "json", "--delegate", "E39")
    chinese = quangang(*words, "--from", "直属海关", "--to", "隶属海关").json
    english = quangang(*words, "--from", "regional", "--to", "local").json

    assert chinese == english


def test_a_power_may_be_named_by_its_whole_name(quangang: Run, graph_file: Path) -> None:
    words = ("impact", "--graph", graph_file, "--cancel")

    assert quangang(*words, "减免税审核确认").out == quangang(*words, "E39").out


def test_a_name_that_two_powers_have_is_refused_with_both(quangang: Run, graph_file: Path) -> None:
    with graph_file.open("a", encoding="utf-8") as lines:
        lines.write('{"kind": "Power", "code": "E40", "name": "减免税审核确认"}\n')

    ran = quangang("impact", "--graph", graph_file, "--cancel", "减免税审核确认", "--format", "json")

    assert (ran.code, ran.json["error"]["field"], ran.json["error"]["position"]) == (2, "power", 0)
    assert "Power/E39, Power/E40" in ran.err


def test_a_refused_level_names_the_codes_with_their_labels(quangang: Run, graph_file: Path) -> None:
    change = {"op": "delegate", "power": "E39", "from": "直属海关", "to": "local"}
    path = write_reform(graph_file.with_name("r.json"), {**CANCEL, "changes": [change]})

    error = quangang("impact", "--graph", graph_file, path, "--format", "json").json["error"]

    assert (error["field"], "regional（直属海关）" in error["reason"]) == ("from", True)


# ------------------------------------------------------------------------------- what an earlier revision ended

AGAIN = {
    "reform": "再分配",
    "effective": "2015-01-01",
    "changes": [{"op": "edit", "edits": [{"edit": "set_node", "kind": "Step", "code": "E39-1"}]}],
}


@pytest.mark.parametrize("command", ["impact", "commit"])
@pytest.mark.usefixtures("store")
def test_a_code_that_an_earlier_revision_ended_is_refused_with_date_and_revision(
    command: str, quangang: Run, cancel: Path, tmp_path: Path
) -> None:
    assert quangang("commit", cancel, "--accept", "PG019/X1=由稽查部门值守;until=2015-12-31").code == 0
    path = write_reform(tmp_path / "again.json", AGAIN)

    error = quangang(command, path, "--format", "json").json["error"]

    assert (error["position"], error["field"]) == (0, "edits")
    assert "终止于 2014-06-01（第 2 次修订）" in error["reason"]


@pytest.mark.usefixtures("store")
def test_a_code_that_the_reform_itself_ends_is_unknown_to_its_later_changes(quangang: Run, tmp_path: Path) -> None:
    path = write_reform(tmp_path / "both.json", {**CANCEL, "changes": [*CANCEL["changes"], *AGAIN["changes"]]})

    assert "no step has the code" in quangang("impact", path).err


def test_a_code_that_yaml_reads_as_something_else_is_to_be_quoted(quangang: Run, graph_file: Path) -> None:
    path = graph_file.with_name("r.yaml")
    path.write_text("reform: x\neffective: 2014-06-01\nchanges:\n  - {op: cancel, power: NO}\n", encoding="utf-8")

    ran = quangang("impact", "--graph", graph_file, path)

    assert (ran.code, "加引号" in ran.err) == (2, True)
