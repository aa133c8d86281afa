"""Statutes in the command line: load, cite, approvers, statute-diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import Run
from tests.loaders.statutes.texts import write_both


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "法规"
    folder.mkdir()
    return write_both(folder)


def test_a_folder_of_statutes_loads_and_loads_again_without_a_change(
    quangang: Run, store: Path, texts: tuple[Path, Path]
) -> None:
    assert store.exists()
    assert quangang("load", texts[0].parent).code == 0
    assert quangang("load", *texts, "--format", "json").json["revision"] is None
    assert quangang("cite", "渡口法（2011年）第四条第二款", "--format", "json").json["references"][0]["text"] == (
        "扣留的渡船由渡口局保管。"
    )


def test_statutes_and_other_files_are_loaded_apart(quangang: Run, graph_file: Path, texts: tuple[Path, Path]) -> None:
    quangang("init")
    ran = quangang("load", texts[0], graph_file)
    assert ran.code == 2
    assert "请分次载入" in ran.err


def test_what_leads_nowhere_gives_exit_code_1(quangang: Run, texts: tuple[Path, Path]) -> None:
    ran = quangang("cite", "渡口法第一条、第九条", "--law", texts[0], "--format", "json")
    assert ran.code == 1
    assert (len(ran.json["articles"]), len(ran.json["unresolved"])) == (1, 1)


def test_a_file_of_prose_is_read_for_its_citations(quangang: Run, texts: tuple[Path, Path], tmp_path: Path) -> None:
    memo = tmp_path / "memo.txt"
    memo.write_text("依照《渡口法》第三条扣留，旅客应当配合。", encoding="utf-8")
    ran = quangang("cite", memo, "--law", texts[0])
    assert ran.code == 0
    assert "《渡口法》第三条" in ran.out


@pytest.mark.parametrize("options", [("--graph", "x.jsonl"), ("--as-of", 1)])
def test_texts_stand_in_for_a_store(quangang: Run, texts: tuple[Path, Path], options: tuple[object, ...]) -> None:
    assert quangang("approvers", "--law", texts[0], *options).code == 2


def test_the_approvers_are_told_with_their_denominator(quangang: Run, texts: tuple[Path, Path]) -> None:
    ran = quangang("approvers", "--law", texts[0], "--format", "json")
    assert ran.json == {"articles": [], "denominator": {"articles": 5, "with_text": 5}, "occurrences": 0}


@pytest.mark.parametrize("form", ["table", "markdown", "csv"])
def test_two_texts_are_compared_in_every_form(quangang: Run, texts: tuple[Path, Path], form: str) -> None:
    ran = quangang("statute-diff", *texts, "--format", form)
    assert ran.code == 0
    assert "［-夜间-］［+大雾时+］" in ran.out.replace("\\", "")
