"""Pictures from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_show_saves_a_picture_beside_its_answer(quangang: Run, tmp_path: Path) -> None:
    ran = quangang("show", "E39", "--svg", "e39.svg")

    assert ran.code == 0
    assert "减免税审核确认" in ran.out
    assert (tmp_path / "e39.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "e39.svg" in ran.err


def test_a_dash_gives_the_picture_alone(quangang: Run) -> None:
    ran = quangang("show", "E39", "--svg", "-")

    assert ran.out.startswith("<svg")
    assert ran.out.endswith("</svg>\n")


def test_a_picture_tells_its_revision_and_date(quangang: Run) -> None:
    assert "第 1 次修订 · 2014-01-01" in quangang("show", "E39", "--svg", "-").out


def test_flow_lists_the_steps(quangang: Run) -> None:
    ran = quangang("flow", "E39")

    assert "减免税审核" in ran.out
    assert "审核 · 3 个工作日" in ran.out


def test_the_public_flow_names_no_risk(quangang: Run) -> None:
    held = quangang("flow", "E39", "--public", "--format", "json").json

    assert "risks" not in held["steps"][0]
    assert "把关不严" not in quangang("flow", "E39", "--public", "--svg", "-").out
    assert "把关不严" in quangang("flow", "E39", "--svg", "-").out


def test_a_flow_is_saved_for_a_modeller_and_loads_again_without_a_change(quangang: Run, tmp_path: Path) -> None:
    ran = quangang("flow", "E39", "--bpmn", "e39.bpmn", "--mermaid", "e39.mmd")
    assert ran.code == 0
    assert (tmp_path / "e39.mmd").read_text(encoding="utf-8").startswith("---")

    again = quangang("load", "e39.bpmn", "--format", "json")
    assert (again.code, again.json["revision"]) == (0, None)


def test_impact_draws_the_side_that_is_asked_for(quangang: Run, cancel: Path) -> None:
    both = quangang("impact", cancel, "--svg", "-").out
    before = quangang("impact", cancel, "--svg", "-", "--side", "before").out

    assert "叠加对比" in both
    assert "待承接" in both
    assert "改革前</text>" in before


def test_an_unknown_side_is_misuse(quangang: Run, cancel: Path) -> None:
    ran = quangang("impact", cancel, "--svg", "-", "--side", "left")

    assert ran.code == 2
    assert "--side" in ran.err


def test_only_a_power_has_a_flow(quangang: Run) -> None:
    assert quangang("flow", "R1").code == 2
