"""How long work tells of itself where nobody watches a terminal."""

from __future__ import annotations

import time

import pytest

from api.render.progress import progress_bar
from tests.api.conftest import Run


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("载入 load") as tell:
        tell("机构表.csv", 1, 2)

    assert capsys.readouterr().err == ""


def test_long_work_tells_its_stage_and_share(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.render.progress.FIRST_LINE", 0.01)
    said = ""
    with progress_bar("载入 load") as tell:
        tell("机构表.csv", 1, 2)
        until = time.monotonic() + 30
        while not said and time.monotonic() < until:
            time.sleep(0.01)
            said = capsys.readouterr().err

    assert said.startswith("… 载入 load: 机构表.csv 50%（")
    assert said.count("\n") == 1


def test_work_in_one_long_step_tells_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.render.progress.FIRST_LINE", 0.01)
    said = ""
    with progress_bar("核对 verify"):
        until = time.monotonic() + 30
        while not said and time.monotonic() < until:
            time.sleep(0.01)
            said = capsys.readouterr().err

    assert said.startswith("… 核对 verify（")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("words", [["verify"], ["export", "-"], ["history"]])
def test_commands_leave_standard_error_to_what_matters(words: list[str], quangang: Run) -> None:
    assert quangang(*words).err == ""
