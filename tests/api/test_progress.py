"""How long work tells of itself where nobody watches a terminal."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from api.render.progress import progress_bar
from tests.api.conftest import Run


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Standard error, where a line is due all the time."""
    monkeypatch.setattr("api.render.progress.FIRST_LINE", 0.01)
    monkeypatch.setattr("api.render.progress.EVERY_LINE", 0.01)
    stream = io.StringIO()
    # pytest puts its own stream into sys.stderr when the test itself begins
    monkeypatch.setattr("api.render.progress.sys", SimpleNamespace(stderr=stream))
    return stream


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true() and time.monotonic() < until:
        time.sleep(0.01)


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("载入 load") as tell:
        tell("机构表.csv", 1, 2)

    assert capsys.readouterr().err == ""


def test_long_work_tells_its_stage_and_share(said: io.StringIO) -> None:
    line = "… 载入 load: 机构表.csv 50%（"
    with progress_bar("载入 load") as tell:
        tell("机构表.csv", 1, 2)
        wait_until(lambda: line in said.getvalue())

    assert line in said.getvalue()


def test_work_in_one_long_step_tells_its_name(said: io.StringIO) -> None:
    with progress_bar("核对 verify"):
        wait_until(lambda: bool(said.getvalue()))

    assert said.getvalue().startswith("… 核对 verify（")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("words", [["verify"], ["export", "-"], ["history"]])
def test_commands_leave_standard_error_to_what_matters(words: list[str], quangang: Run) -> None:
    assert quangang(*words).err == ""
