"""``census``, ``check``, ``find``, ``show``, ``path``, ``schema``: asking a graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.api.conftest import LINES, Run

QUESTIONS = (
    ("census",),
    ("check",),
    ("find", "减免"),
    ("show", "E39"),
    ("path", "E39", "Q"),
)


@pytest.fixture
def flawed(graph_file: Path) -> Path:
    """The graph with a second risk that no control answers for."""
    path = graph_file.with_name("flawed.jsonl")
    lines = [*LINES, {"kind": "RiskPoint", "code": "R2", "grade": 3}]
    lines.append({"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/R2"})
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
@pytest.mark.usefixtures("store")
def test_a_question_is_answered_from_a_store(words: tuple[str, ...], quangang: Run) -> None:
    assert quangang(*words).code == 0


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
@pytest.mark.usefixtures("store")
def test_a_store_and_a_file_give_the_same_answer(words: tuple[str, ...], quangang: Run, graph_file: Path) -> None:
    by_store = quangang(*words, "--format", "json")
    by_file = quangang(*words, "--graph", graph_file, "--format", "json")

    assert by_store.out == by_file.out


@pytest.mark.parametrize("words", [*QUESTIONS, ("history",)], ids=lambda words: words[0])
@pytest.mark.usefixtures("store")
def test_no_line_is_wider_than_80_cells(words: tuple[str, ...], quangang: Run) -> None:
    out = quangang(*words).out

    assert max(map(cell_len, out.splitlines())) <= 80


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
def test_an_answer_can_be_had_as_markdown(words: tuple[str, ...], quangang: Run, graph_file: Path) -> None:
    ran = quangang(*words, "--graph", graph_file, "--format", "markdown")

    assert (ran.code, ran.out.endswith("\n")) == (0, True)


@pytest.mark.parametrize("words", QUESTIONS, ids=lambda words: words[0])
@pytest.mark.usefixtures("store")
def test_a_question_about_an_unknown_revision_is_misuse(words: tuple[str, ...], quangang: Run) -> None:
    assert quangang(*words, "--as-of", "9").code == 2


# --------------------------------------------------------------------------------------------------- census


def test_the_census_counts_what_is_there(quangang: Run, graph_file: Path) -> None:
    found = quangang("census", "--graph", graph_file, "--format", "json").json

    assert (found["powers"]["total"], found["posts"]["total"], found["risks_by_class"]["total"]) == (1, 3, 2)


def test_the_census_can_leave_out_what_is_synthetic(quangang: Run, graph_file: Path) -> None:
    ran = quangang("census", "--graph", graph_file, "--origin", "statute,report", "--format", "json")

    assert (ran.json["powers"]["total"], ran.json["risks_by_class"]["total"]) == (1, 0)


def test_the_census_tells_how_much_of_each_number_is_synthetic(quangang: Run, graph_file: Path) -> None:
    lines = quangang("census", "--graph", graph_file).out.splitlines()

    assert next(line for line in lines if line.startswith("有岗位承担的风险点")).split()[-2:] == ["2", "2"]


def test_an_unknown_origin_is_misuse(quangang: Run, graph_file: Path) -> None:
    assert quangang("census", "--graph", graph_file, "--origin", "rumour").code == 2


# ---------------------------------------------------------------------------------------------------- check


def test_a_graph_without_grave_findings_passes(quangang: Run, graph_file: Path) -> None:
    assert quangang("check", "--graph", graph_file).code == 0


def test_a_grave_finding_fails_the_check(quangang: Run, flawed: Path) -> None:
    ran = quangang("check", "--graph", flawed, "--format", "json")

    assert ran.code == 1
    assert ["PG005", "R2", "P"] in [item["finding"] for item in ran.json["findings"]]


def test_every_finding_carries_remedy_and_article(quangang: Run, flawed: Path) -> None:
    found = quangang("check", "--graph", flawed, "--format", "json").json["findings"]

    assert [item for item in found if not (item["remedy"]["zh"] and item["article"])] == []


def test_only_findings_of_the_codes_asked_for_count(quangang: Run, flawed: Path) -> None:
    ran = quangang("check", "--graph", flawed, "--code", "PG001", "--format", "json")

    assert (ran.code, ran.json["findings"], [item["code"] for item in ran.json["counts"]]) == (0, [], ["PG001"])


def test_the_gravity_that_fails_can_be_lowered(quangang: Run, graph_file: Path) -> None:
    assert quangang("check", "--graph", graph_file, "--fail-on", "note").code == 1


def test_a_count_says_of_how_many(quangang: Run, flawed: Path) -> None:
    counts = quangang("check", "--graph", flawed, "--code", "PG005", "--format", "json").json["counts"]

    assert counts[0]["nodes"] == {"kind": "RiskPoint", "found": 1, "of": 3}


def test_an_unknown_code_is_misuse(quangang: Run, graph_file: Path) -> None:
    assert quangang("check", "--graph", graph_file, "--code", "PG099").code == 2


def test_what_a_limit_leaves_out_is_said(quangang: Run, flawed: Path) -> None:
    assert "另有" in quangang("check", "--graph", flawed, "--limit", "1").out


# ------------------------------------------------------------------------------------------- find, show, path


def test_two_chinese_characters_are_enough(quangang: Run, graph_file: Path) -> None:
    found = quangang("find", "减免", "--graph", graph_file, "--format", "json").json

    assert {hit["code"] for hit in found["hits"]} == {"E39", "E39-1", "P", "PL", "X1"}


def test_a_search_can_be_narrowed_to_a_kind(quangang: Run, graph_file: Path) -> None:
    found = quangang("find", "减免", "--kind", "power", "--graph", graph_file, "--format", "json").json

    assert [hit["code"] for hit in found["hits"]] == ["E39"]


def test_an_unknown_kind_is_misuse(quangang: Run, graph_file: Path) -> None:
    assert quangang("find", "减免", "--kind", "person", "--graph", graph_file).code == 2


def test_finding_nothing_is_an_answer(quangang: Run, graph_file: Path) -> None:
    ran = quangang("find", "没有这个", "--graph", graph_file)

    assert (ran.code, "没有找到" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("riskiest posts", "quangang query posts-by-exposure"),
        ("风险最高的岗位", "quangang query posts-by-exposure"),
        ("who approves E39", "quangang show E39"),
        ("what happens if E39 is cancelled", "quangang impact --cancel E39"),
        ("which powers depend on E39", "quangang query dependents-of-power -p power=E39"),
        ("2013年改了什么", "quangang history"),
        ("减免税审核岗承担哪些风险", "quangang show 减免税审核岗"),
    ],
)
def test_a_question_that_finds_nothing_is_told_the_command_that_answers(
    quangang: Run, graph_file: Path, question: str, command: str
) -> None:
    ran = quangang("find", question, "--graph", graph_file)

    assert (ran.code, command in " ".join(ran.out.split())) == (0, True)


def test_words_that_are_no_question_are_told_none(quangang: Run, graph_file: Path) -> None:
    assert "quangang" not in quangang("find", "hello", "--graph", graph_file).out


def test_show_tells_what_hangs_on_a_power_by_lanes(quangang: Run, graph_file: Path) -> None:
    lanes = quangang("show", "E39", "--graph", graph_file, "--format", "json").json["lanes"]

    assert {lane["id"]: lane["total"] for lane in lanes if lane["id"] in {"steps", "risks", "controls"}} == {
        "steps": 1,
        "risks": 2,
        "controls": 1,
    }


def test_show_of_an_unknown_code_sends_to_find(quangang: Run, graph_file: Path) -> None:
    ran = quangang("show", "E40", "--graph", graph_file)

    assert (ran.code, "按名称查找" in ran.err) == (2, True)


def test_a_path_is_told_hop_by_hop(quangang: Run, graph_file: Path) -> None:
    found = quangang("path", "E39", "P", "--graph", graph_file, "--format", "json").json

    assert found["paths"] == [
        [["HAS_STEP", "Power/E39", "Step/E39-1"], ["PERFORMED_BY", "Step/E39-1", "Post/P"]],
    ]


def test_no_path_is_an_answer(quangang: Run, graph_file: Path) -> None:
    ran = quangang("path", "E39", "PL", "--graph", graph_file)

    assert (ran.code, "没有路径" in ran.out) == (0, True)


@pytest.mark.parametrize("of", ["graph", "reform"])
def test_the_schema_of_a_file_is_json_schema(of: str, quangang: Run) -> None:
    assert quangang("schema", of).json["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize("text", ["", "  "])
def test_finding_nothing_in_particular_is_misuse(text: str, quangang: Run, graph_file: Path) -> None:
    assert quangang("find", text, "--graph", graph_file).code == 2


def test_a_finding_may_be_named_in_any_case(quangang: Run, flawed: Path) -> None:
    assert "PG" in quangang("check", "--graph", flawed, "--code", "pg005").out


@pytest.mark.usefixtures("store")
def test_show_says_when_a_code_was_in_force(quangang: Run, graph_file: Path) -> None:
    lines = [line for line in LINES if "X1" not in json.dumps(line)]
    graph_file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert quangang("load", graph_file, "--complete", "--effective", "2013-06-01").code == 0

    ran = quangang("show", "X1")

    assert (ran.code, "终止于 2013-06-01（第 2 次修订）" in ran.err, "--on" in ran.err) == (
        2,
        True,
        True,
    )


def test_show_suggests_codes_alike(quangang: Run, graph_file: Path) -> None:
    assert "near: E39" in quangang("show", "e39", "--graph", graph_file).err


def test_a_node_may_be_named_by_its_whole_name(quangang: Run, graph_file: Path) -> None:
    by_name = quangang("show", "减免税审核确认", "--graph", graph_file)

    assert by_name.out == quangang("show", "E39", "--graph", graph_file).out


def test_a_standard_post_can_be_shown(quangang: Run, graph_file: Path) -> None:
    ran = quangang("show", "减免税审核岗", "--graph", graph_file)

    assert (ran.code, "标准岗位 减免税审核岗" in ran.out, "PL 隶属海关减免税审核岗" in ran.out) == (0, True, True)


def test_a_standard_post_can_be_found(quangang: Run, graph_file: Path) -> None:
    assert "减免税审核岗 ×2" in quangang("find", "减免税审核岗", "--graph", graph_file).out


@pytest.mark.parametrize("origin", ["法规,合成", "法规、合成", "statute，synthetic"])
def test_origins_may_be_named_as_they_are_shown(origin: str, quangang: Run, graph_file: Path) -> None:
    words = ("census", "--graph", graph_file, "--format", "json", "--origin")

    assert quangang(*words, origin).out == quangang(*words, "statute,synthetic").out


def test_an_unknown_origin_is_refused_with_those_known(quangang: Run, graph_file: Path) -> None:
    ran = quangang("census", "--graph", graph_file, "--origin", "传闻")

    assert (ran.code, "report（报道）" in ran.err) == (2, True)


def test_a_gravity_and_a_finding_may_be_named_as_they_are_shown(quangang: Run, flawed: Path) -> None:
    words = ("check", "--graph", flawed, "--format", "json")
    chinese = quangang(*words, "--code", "风险无有效防控", "--fail-on", "错误")

    assert chinese == quangang(*words, "--code", "PG005", "--fail-on", "error")


def test_an_unknown_gravity_is_refused_with_those_known(quangang: Run, graph_file: Path) -> None:
    ran = quangang("check", "--graph", graph_file, "--fail-on", "严重")

    assert (ran.code, "错误" in ran.err) == (2, True)


def test_a_public_power_without_steps_is_a_gap_and_no_finding(quangang: Run, graph_file: Path) -> None:
    bare = {"kind": "Power", "code": "E71X", "name": "新职权", "public": True}
    graph_file.write_text(graph_file.read_text("utf-8") + json.dumps(bare, ensure_ascii=False) + "\n", "utf-8")

    ran = quangang("check", "--graph", graph_file, "--code", "PG015", "--format", "json")
    page = "".join(quangang("check", "--graph", graph_file).out.split())

    assert (ran.json["findings"], ran.json["gaps"]["without_steps"]) == ([], 1)
    assert "在用职权2项中，没有登记环节的1项、行使机关的1项、办理岗位的1项" in page


def test_a_code_says_when_it_holds(quangang: Run, graph_file: Path) -> None:
    lines = (
        {"kind": "Power", "code": "W", "name": "公开的职权", "public": True},
        *({"kind": "Step", "code": f"W{at}", "name": "环节"} for at in (1, 2)),
        *({"rel": "HAS_STEP", "from": "Power/W", "to": f"Step/W{at}"} for at in (1, 2)),
    )
    graph_file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")

    out = quangang("check", "--graph", graph_file, "--code", "PG015").out

    assert "两个以上环节，而环节之间没有 NEXT" in out.replace("\n", "")


def test_a_code_that_is_asked_for_and_found_nowhere_says_what_was_looked_for(quangang: Run, graph_file: Path) -> None:
    out = quangang("check", "--graph", graph_file, "--code", "PG015").out

    assert "PG015 公开职权无流程 0 项" in out
    assert "两个以上环节，而环节之间没有 NEXT" in out.replace("\n", "")
