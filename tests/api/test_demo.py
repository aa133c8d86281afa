"""``quangang demo`` and the sample: the figures of the interview come out by query."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.request import urlopen

import pytest
from rich.cells import cell_len

from api.cli import main
from api.cli.demo import DEMO_STORE
from tests.api.conftest import Ran, Run
from tests.api.http.server import running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """One demonstration, run once for all tests of this module and printed anew for each."""
    kept = folder / "out.txt"
    monkeypatch.chdir(folder)
    if not kept.exists():
        monkeypatch.setenv("QUANGANG_TODAY", "2014-07-01")
        with monkeypatch.context() as given:
            given.setenv("QUANGANG_STORE", str(folder / "mine.db"))
            assert main(["demo"]) == 0
        kept.write_text(capsys.readouterr().out, encoding="utf-8")
    return Ran(0, kept.read_text(encoding="utf-8"), "")


def test_the_report_and_the_census_are_printed(demo: Ran) -> None:
    places = [demo.out.index(text) for text in ("取消 4 项、下放 3 项", "已提交第 2 次修订", "图谱清点", "接着试")]

    assert places == sorted(places)


def test_no_line_is_wider_than_80_cells(demo: Ran) -> None:
    assert max(map(cell_len, demo.out.splitlines())) <= 80


@pytest.mark.usefixtures("demo")
def test_the_figures_of_the_interview_come_out(folder: Path, quangang: Run) -> None:
    found = quangang("census", "--store", folder / DEMO_STORE, "--format", "json").json

    figures = {
        "powers": found["powers"]["total"],
        "parts": [part["total"] for part in found["powers"]["parts"].values()],
        "public": found["public"]["total"],
        "risks": found["risks_by_class"]["total"],
        "controls": found["controls_by_line"]["total"],
        "standards": found["standards"]["total"],
        "rules": found["rules_changed"]["total"],
        "share": round(100 * found["marks"]["share"]),
    }
    assert figures == {
        "powers": 312,
        "parts": [114, 180, 18],
        "public": 84,
        "risks": 2309,
        "controls": 580,
        "standards": 1856,
        "rules": 139,
        "share": 64,
    }


@pytest.mark.usefixtures("demo")
def test_the_demo_replaces_its_own_store(folder: Path, quangang: Run) -> None:
    assert quangang("demo", "--store", folder / DEMO_STORE).code == 0


def test_the_demo_leaves_other_stores_alone(quangang: Run, store: Path) -> None:
    ran = quangang("demo", "--store", store)

    assert (ran.code, len(quangang("history", "--format", "json").json)) == (2, 1)


@pytest.mark.usefixtures("demo")
def test_the_demo_leaves_the_store_of_the_environment_alone(folder: Path) -> None:
    assert ((folder / "mine.db").exists(), (folder / DEMO_STORE).exists()) == (False, True)


def test_every_command_that_is_printed_runs(demo: Ran, folder: Path, quangang: Run) -> None:
    lines = demo.out.replace("\\\n", " ").splitlines()
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("  quangang ")]
    *commands, pages = commands

    failed = [words for words in commands if quangang(*words).code != (1 if words[0] == "check" else 0)]

    assert failed == []  # the check of the sample has findings
    assert {words[0] for words in commands} == {"impact", "show", "find", "census", "check", "history"}
    assert any(word.endswith("2013.yaml") for words in commands for word in words)
    assert pages == ["serve", "--store", DEMO_STORE]  # the last: it runs until it is stopped
    with running(folder / pages[-1]) as url, urlopen(url) as answer:  # noqa: S310 - our own server
        assert "权岗图谱" in answer.read().decode()
