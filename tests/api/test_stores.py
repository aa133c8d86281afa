"""``init``, ``load``, ``history``, ``export``, ``verify``: keeping a graph."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from api.render.wrap import cell_len
from tests.api.conftest import LINES, Run
from tests.api.test_commit import ACCEPT


def test_init_makes_an_empty_store(quangang: Run, tmp_path: Path) -> None:
    ran = quangang("init", "--format", "json")

    assert (ran.json["revision"], (tmp_path / "quangang.db").exists()) == (None, True)


def test_init_may_be_repeated_while_the_store_is_empty(quangang: Run) -> None:
    assert [quangang("init").code for _ in range(2)] == [0, 0]


@pytest.mark.usefixtures("store")
def test_init_leaves_a_store_with_revisions_alone(quangang: Run) -> None:
    ran = quangang("init")

    assert ran.code == 2
    assert "quangang load" in ran.err


def test_init_knows_its_samples(quangang: Run) -> None:
    assert quangang("init", "--sample", "unknown").code == 2


def test_the_store_is_the_one_that_the_environment_names(
    quangang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANGANG_STORE", str(tmp_path / "named.db"))

    quangang("init")

    assert (tmp_path / "named.db").exists()


def test_an_option_goes_before_the_environment(quangang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANGANG_STORE", str(tmp_path / "named.db"))

    quangang("init", "--store", tmp_path / "given.db")

    assert not (tmp_path / "named.db").exists()


# ----------------------------------------------------------------------------------------------------- load


def test_a_load_is_one_revision(quangang: Run, graph_file: Path) -> None:
    quangang("init")

    ran = quangang("load", graph_file, "--format", "json")

    assert (ran.code, ran.json["revision"], ran.json["edits"]) == (0, 1, len(LINES))


@pytest.mark.usefixtures("store")
def test_loading_the_same_again_changes_nothing(quangang: Run, graph_file: Path) -> None:
    ran = quangang("load", graph_file, "--format", "json")

    assert (ran.code, ran.json["revision"], ran.json["edits"]) == (0, None, 0)


def test_a_dry_run_tells_and_writes_nothing(quangang: Run, graph_file: Path) -> None:
    quangang("init")

    ran = quangang("load", graph_file, "--dry-run", "--format", "json")

    assert (ran.json["edits"], ran.json["revision"], quangang("history", "--format", "json").json) == (
        len(LINES),
        None,
        [],
    )


@pytest.fixture
def shorter(graph_file: Path) -> Path:
    """The same graph without its control."""
    path = graph_file.with_name("shorter.jsonl")
    kept = [line for line in LINES if "Control" not in json.dumps(line)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept), encoding="utf-8")
    return path


@pytest.mark.usefixtures("store")
def test_a_rehearsal_tells_the_findings_that_the_load_opens_and_closes(quangang: Run, shorter: Path) -> None:
    def found() -> set[str]:
        return {item["key"] for item in quangang("check", "--format", "json").json["findings"]}

    told = quangang("load", shorter, "--complete", "--dry-run", "--format", "json").json["findings"]
    page = quangang("load", shorter, "--complete", "--dry-run").out
    before = found()
    quangang("load", shorter, "--complete")

    assert {item["key"] for item in told["opened"]["first"]} == found() - before
    assert {item["key"] for item in told["closed"]["first"]} == before - found()
    of = {item["code"]: (item["opened"], item["opened_at"], item["of"]) for item in told["codes"]}
    assert of["PG005"] == (2, 2, 2)
    assert "PG005/R1/P" in page
    assert "PG005 错误：风险无有效防控，新出现 2 项（2/2 个风险点）" in page
    assert "处置 remedy" in page


@pytest.mark.usefixtures("store")
def test_what_a_file_lacks_is_only_named(quangang: Run, shorter: Path) -> None:
    ran = quangang("load", shorter, "--format", "json")

    assert (ran.json["missing"]["count"], ran.json["retired"]["count"], ran.json["revision"]) == (4, 0, None)


@pytest.mark.usefixtures("store")
def test_what_ends_is_called_by_label_and_code_on_the_page_and_by_its_identity_for_programs(
    quangang: Run, shorter: Path
) -> None:
    page = quangang("load", shorter, "--complete", "--dry-run").out
    told = quangang("load", shorter, "--complete", "--dry-run", "--format", "json").json["retired"]["identities"]

    assert "  防控措施 C\n" in page
    assert "Control/C" not in page
    assert "Control/C" in told


@pytest.mark.usefixtures("store")
def test_complete_retires_what_a_file_lacks(quangang: Run, shorter: Path) -> None:
    ran = quangang("load", shorter, "--complete", "--format", "json")

    assert (ran.json["retired"]["count"], quangang("show", "C").code) == (4, 2)


@pytest.fixture
def rejected(graph_file: Path) -> Path:
    path = graph_file.with_name("bad.jsonl")
    path.write_text('{"kind": "Post", "code": "Z", "seats": "two"}\n', encoding="utf-8")
    return path


@pytest.mark.usefixtures("store")
def test_rejected_rows_leave_the_store_as_it_was(quangang: Run, rejected: Path) -> None:
    ran = quangang("load", rejected)

    assert (ran.code, len(quangang("history", "--format", "json").json)) == (2, 1)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("form", ["table", "json"])
def test_the_problems_of_a_refused_load_go_to_standard_error_too(form: str, quangang: Run, rejected: Path) -> None:
    ran = quangang("load", rejected, "--format", form)

    problems = [line for line in ran.err.splitlines() if rejected.name in line]
    assert (ran.code, len(problems) > 0, "收到" in ran.err) == (2, True, True)
    assert rejected.name in ran.out


@pytest.mark.usefixtures("store")
def test_a_problem_on_standard_error_is_one_line_where_that_is_no_terminal(quangang: Run, rejected: Path) -> None:
    assert max(map(len, quangang("load", rejected).err.splitlines())) > 80


@pytest.mark.usefixtures("store")
def test_rejected_rows_are_kept_with_their_reasons(quangang: Run, rejected: Path, tmp_path: Path) -> None:
    ran = quangang("load", rejected, "--report", tmp_path / "report.json", "--format", "json")

    kept = json.loads((tmp_path / "bad.rejected.jsonl").read_text(encoding="utf-8"))
    assert (kept["row"], len(ran.json["reports"])) == (1, 2)


@pytest.mark.usefixtures("store")
def test_a_load_without_rejects_leaves_no_report(tmp_path: Path) -> None:
    assert not (tmp_path / "quangang-load.json").exists()


@pytest.mark.usefixtures("store")
def test_a_refused_load_tells_its_problems_and_not_what_the_files_lack(quangang: Run, rejected: Path) -> None:
    ran = quangang("load", rejected)

    assert "1 problem;" in ran.out
    assert "错误 1 项" in ran.out
    assert "文件中没有而库中有" not in ran.out


@pytest.mark.usefixtures("store")
def test_a_dry_run_leaves_no_file_behind(quangang: Run, rejected: Path, tmp_path: Path) -> None:
    ran = quangang("load", rejected, "--dry-run")

    left = {path.name for path in tmp_path.iterdir() if not path.name.startswith("quangang.db")}
    assert (ran.code, left) == (2, {"graph.jsonl", "bad.jsonl"})


@pytest.mark.usefixtures("store")
def test_a_dry_run_writes_the_report_that_it_is_asked_for(quangang: Run, rejected: Path, tmp_path: Path) -> None:
    quangang("load", rejected, "--dry-run", "--report", "asked.json")

    assert {"asked.json", "bad.rejected.jsonl"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.usefixtures("store")
def test_a_good_load_removes_the_report_of_one_that_was_not(
    quangang: Run, rejected: Path, graph_file: Path, tmp_path: Path
) -> None:
    quangang("load", rejected)

    ran = quangang("load", graph_file, "--format", "json")

    assert ran.json["removed"] == ["quangang-load.json", "bad.rejected.jsonl"]
    assert not {"quangang-load.json", "bad.rejected.jsonl"} & {path.name for path in tmp_path.iterdir()}


@pytest.mark.usefixtures("store")
def test_rejected_rows_that_somebody_has_worked_on_are_not_removed(
    quangang: Run, rejected: Path, graph_file: Path, tmp_path: Path
) -> None:
    quangang("load", rejected)
    (tmp_path / "bad.rejected.jsonl").write_text("corrected\n", encoding="utf-8")

    assert quangang("load", graph_file, "--format", "json").json["removed"] == ["quangang-load.json"]
    assert (tmp_path / "bad.rejected.jsonl").read_text(encoding="utf-8") == "corrected\n"


@pytest.mark.usefixtures("store")
def test_a_good_load_leaves_a_file_alone_that_is_no_report(quangang: Run, graph_file: Path, tmp_path: Path) -> None:
    (tmp_path / "quangang-load.json").write_text('{"mine": 1}\n', encoding="utf-8")

    quangang("load", graph_file)

    assert (tmp_path / "quangang-load.json").exists()


@pytest.mark.parametrize("names", [["none.csv"], ["graph.jsonl", "other.jsonl"], ["graph.jsonl", "a.csv"], ["a.xlsx"]])
@pytest.mark.usefixtures("store")
def test_paths_that_cannot_be_read_or_do_not_go_together_are_misuse(names: list[str], quangang: Run) -> None:
    assert quangang("load", *names).code == 2
    assert len(quangang("history", "--format", "json").json) == 1


# ------------------------------------------------------------------------------------- history and verify


@pytest.mark.usefixtures("store")
def test_history_is_newest_first(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    assert [item["revision"] for item in quangang("history", "--format", "json").json] == [2, 1]


@pytest.mark.usefixtures("store")
def test_history_as_of_a_revision_ends_there(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    assert len(quangang("history", "--as-of", "1", "--format", "json").json) == 1


@pytest.mark.usefixtures("store")
def test_a_revision_shows_its_edits(quangang: Run) -> None:
    assert len(quangang("history", "--revision", "1", "--format", "json").json["edits"]) == len(LINES)


@pytest.mark.usefixtures("store")
def test_an_unknown_revision_is_misuse(quangang: Run) -> None:
    assert quangang("history", "--revision", "9").code == 2


@pytest.mark.usefixtures("store")
def test_a_sound_store_verifies(quangang: Run) -> None:
    ran = quangang("verify", "--format", "json")

    assert (ran.code, ran.json["verified"], ran.json["revision"]) == (0, True, 1)


def test_a_store_that_was_tampered_with_does_not(quangang: Run, store: Path) -> None:
    connection = sqlite3.connect(store)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables}
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    log = next(name for name in tables if "hash" in columns[name])
    connection.execute(f"UPDATE {log} SET hash = ?", ("0" * 64,))  # noqa: S608 - a name from the store itself
    connection.commit()
    connection.close()

    assert quangang("verify").code == 1


# -------------------------------------------------------------------------------------------------- export


@pytest.mark.usefixtures("store")
def test_an_export_loads_into_an_equal_store(quangang: Run, cancel: Path, tmp_path: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)
    quangang("export", tmp_path / "all.jsonl")
    quangang("init", "--store", "other.db")
    assert quangang("load", "all.jsonl", "--store", "other.db").code == 0

    first, second = (
        quangang("show", "E39", "--on", "2014-06-01", "--store", name, "--format", "json").json
        for name in ("quangang.db", "other.db")
    )

    assert first == second


@pytest.mark.usefixtures("store")
def test_an_export_to_standard_output_is_nothing_but_lines(quangang: Run) -> None:
    out = quangang("export", "-").out

    assert len([json.loads(line) for line in out.splitlines()]) == len(LINES) + 1


@pytest.mark.usefixtures("store")
def test_an_export_on_a_date_holds_what_is_in_force(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    out = quangang("export", "-", "--on", "2014-06-01").out

    assert '"Step"' not in out
    assert "valid_from" not in out


@pytest.mark.usefixtures("store")
def test_an_export_of_tables_says_what_of_history_is_not_in_them(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)

    before, after = (
        quangang("export", "--instruments", "tables", "--csv", "--on", day).err for day in ("2013-12-31", "2014-06-01")
    )

    assert "不含：已终止 0、以前的写法 0、此后才生效 2。" in before
    assert "leave out: ended 8, earlier wordings 1, later 0." in after
    assert max(map(cell_len, after.splitlines()[1:])) <= 80


@pytest.mark.usefixtures("store")
def test_an_empty_graph_file_is_refused_even_with_complete(quangang: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()

    ran = quangang("load", empty, "--complete")

    assert (ran.code, "空文件" in ran.out) == (2, True)
    assert len(quangang("history", "--format", "json").json) == 1


@pytest.mark.usefixtures("store")
def test_what_complete_would_retire_is_not_called_retired_in_a_rehearsal(
    quangang: Run, graph_file: Path, tmp_path: Path
) -> None:
    fewer = tmp_path / "fewer.jsonl"
    lines = graph_file.read_text(encoding="utf-8").splitlines()
    fewer.write_text("\n".join(line for line in lines if "OWNED_BY" not in line) + "\n", encoding="utf-8")

    ran = quangang("load", fewer, "--complete", "--dry-run")

    assert "将终止" in ran.out


@pytest.mark.usefixtures("store")
def test_what_a_refused_file_would_retire_is_not_announced(quangang: Run, graph_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    lines = graph_file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "OWNED_BY" not in line]
    wrong.write_text("\n".join([*kept, '{"kind": "System"}']) + "\n", encoding="utf-8")

    ran = quangang("load", wrong, "--complete", "--dry-run")

    assert ("照文件现状会终止" in ran.out, "将终止" in ran.out) == (True, False)


@pytest.mark.usefixtures("store")
def test_a_rehearsal_lists_its_edits_by_row_and_writes_all_of_them_to_a_file(quangang: Run, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text('{"kind": "System", "code": "S9", "name": "新系统"}\n', encoding="utf-8")

    ran = quangang("load", "more.jsonl", "--dry-run", "--edits", "edits.csv")

    assert "增 信息系统 S9 新系统　more.jsonl › 第 1 行" in ran.out
    assert (tmp_path / "edits.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "增,System/S9,新系统,more.jsonl,,1"
    ]


@pytest.mark.usefixtures("store")
def test_a_refused_rehearsal_lists_the_edits_of_the_rows_that_are_right(quangang: Run, tmp_path: Path) -> None:
    more = '{"kind": "System", "code": "S9", "name": "新系统"}\n{"kind": "Systm", "code": "X"}\n'
    (tmp_path / "more.jsonl").write_text(more, encoding="utf-8")

    ran = quangang("load", "more.jsonl", "--dry-run", "--edits", "edits.csv")

    assert ran.code == 2
    assert "没有错的行单独会写入的编辑 1 处" in ran.out
    assert "有错的行改好之前一概不写" in ran.out
    assert "增 信息系统 S9 新系统　more.jsonl › 第 1 行" in ran.out
    assert "System/S9" in (tmp_path / "edits.csv").read_text(encoding="utf-8")
    assert "System/S9" not in quangang("load", "more.jsonl").out


@pytest.mark.usefixtures("store")
def test_the_edits_of_a_load_that_writes_are_in_the_log_and_in_no_file(quangang: Run, graph_file: Path) -> None:
    assert "quangang history" in quangang("load", graph_file, "--edits", "edits.csv").err


@pytest.mark.usefixtures("store")
def test_a_code_in_another_case_is_suggested(quangang: Run) -> None:
    code = next(str(line["code"]) for line in LINES if line.get("kind") == "Power")

    assert code in quangang("show", code.swapcase() + "x").err


# ---------------------------------------------------------------------------------------- export to other tools


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["graph.graphml", "graph.gexf"])
def test_a_suffix_says_the_form_of_an_export(name: str, quangang: Run, tmp_path: Path) -> None:
    ran = quangang("export", name)

    assert ran.code == 0
    assert f"<{name.partition('.')[2]} " in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("store")
def test_an_option_goes_before_the_suffix(quangang: Run, tmp_path: Path) -> None:
    quangang("export", "graph.graphml", "--format", "jsonl")

    assert (tmp_path / "graph.graphml").read_text(encoding="utf-8").startswith('{"manifest"')


@pytest.mark.usefixtures("store")
def test_an_export_may_go_to_standard_output(quangang: Run) -> None:
    assert "<gexf " in quangang("export", "-", "--format", "gexf").out


@pytest.mark.usefixtures("store")
def test_an_export_for_neo4j_is_a_folder_with_its_own_instructions(quangang: Run, tmp_path: Path) -> None:
    assert quangang("export", "csv", "--format", "neo4j-csv").code == 0

    names = {path.name for path in (tmp_path / "csv").iterdir()}
    assert {"README.md", "import.args", "nodes-Power.csv", "nodes-Power-header.csv"} <= names
    listed = re.findall(r"=([^=\n]+)\.csv,(.+)\.csv\n", (tmp_path / "csv" / "import.args").read_text(encoding="utf-8"))
    assert {f"{name}.csv" for pair in listed for name in pair} == {name for name in names if name.endswith(".csv")}


@pytest.mark.usefixtures("store")
def test_an_export_for_neo4j_leaves_a_folder_with_something_in_it_alone(quangang: Run, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "mine.txt").write_text("mine", encoding="utf-8")

    assert quangang("export", "csv", "--format", "neo4j-csv").code == 2
    assert [path.name for path in (tmp_path / "csv").iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("arguments", [("-", "--format", "neo4j-csv"), ("x", "--format", "table"), ("x", "-o", "y")])
def test_an_export_that_cannot_be_is_misuse(arguments: tuple[str, ...], quangang: Run, tmp_path: Path) -> None:
    assert quangang("export", *arguments).code == 2
    assert not {"-", "x", "y"} & {path.name for path in tmp_path.iterdir()}
