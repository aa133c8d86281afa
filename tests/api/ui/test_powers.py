"""Powers in the list of what a reform changes: each once, by what becomes of it, and told apart where it ends."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from api.ui.chips import chips_of
from api.ui.impact_files import ImpactForm, Wanted, impact_file
from api.ui.moves import Line, lines_of
from api.ui.pictures import Side, impact_picture
from api.ui.powers import becomes
from api.ui.scene.reform import reform_scene
from api.ui.theme import MARKS
from api.ui.words import Lang
from graph.reform import Reform
from queries.impact import impact_of
from queries.impact.model import Impact
from tests.builders import graph

GRAPH = """
    Unit/R level=regional
    Unit/L level=local
    Unit/L PART_OF Unit/R
    Post/P role=审核岗
    Post/P IN_UNIT Unit/R
    Post/Q role=审核岗
    Post/Q IN_UNIT Unit/L
    Power/W level=regional name=减免税
    Power/W AUTHORIZED_BY Article/A
    Power/W EXERCISED_BY Unit/R
    Power/W HAS_STEP Step/S
    Step/S limit_days=5
    Step/S PERFORMED_BY Post/P
    Power/X level=local
    Power/Y level=regional delegated_from=regional
    Power/V level=regional
    Power/V HAS_STEP Step/T
    Power/V EXERCISED_BY Unit/R
    Step/T PERFORMED_BY Post/P
"""
DELEGATE = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}


def impact(*changes: dict[str, Any]) -> Impact:
    return impact_of(graph(GRAPH), Reform("试", changes))


def lines(*changes: dict[str, Any]) -> dict[str, Line]:
    """The lines that are about one thing, by their chip."""
    return {line.chip: line for line in lines_of(impact(*changes))}


@pytest.mark.parametrize(
    ("change", "chip"),
    [
        ({"op": "cancel", "power": "W"}, "power-cancelled"),
        ({"op": "suspend", "power": "W"}, "power-suspended"),
        (DELEGATE, "power-delegated"),
        ({"op": "recall", "power": "W", "from": "regional", "to": "hq"}, "power-recalled"),
        ({"op": "redefine", "power": "W", "set": {"public": True}}, "power-altered"),
        ({"op": "merge", "powers": ["V", "W"], "into": "V"}, "power-merged"),
        ({"op": "edit", "edits": [{"edit": "add_node", "kind": "Power", "code": "N"}]}, "power-founded"),
    ],
)
def test_a_power_is_a_line_by_what_becomes_of_it(change: dict[str, Any], chip: str) -> None:
    assert chip in lines(change)


@pytest.mark.parametrize(
    ("change", "glyph"),
    [
        (DELEGATE, "↓"),
        ({"op": "delegate", "power": "X", "from": "regional", "to": "local"}, "↓"),
        ({"op": "recall", "power": "Y", "from": "local", "to": "regional"}, "↑"),
        ({"op": "recall", "power": "W", "from": "regional", "to": "hq"}, "↑"),
        ({"op": "cancel", "power": "W"}, "✕"),
        ({"op": "suspend", "power": "W"}, "≈"),
        ({"op": "edit", "edits": [{"edit": "add_node", "kind": "Power", "code": "N"}]}, "＋"),
    ],
)
def test_a_power_has_one_sign_in_the_list_and_in_the_picture(change: dict[str, Any], glyph: str) -> None:
    found = impact(change)
    (listed,) = (line for line in lines_of(found) if line.what is not None)
    (drawn,) = (item for item in reform_scene(found).items if item.id == listed.node)

    assert (listed.sign.glyph, listed.sign.tone) == (glyph, MARKS[drawn.mark].tone.value)
    assert drawn.lead.startswith(f"{glyph} ")


def test_a_power_that_is_handed_down_and_up_again_is_only_changed() -> None:
    up = {"op": "recall", "power": "X", "from": "local", "to": "regional"}
    down = {"op": "delegate", "power": "X", "from": "regional", "to": "local"}
    assert becomes(impact(up, down), "X") == "altered"


def test_the_legend_says_that_a_power_goes_down() -> None:
    assert ("↓", "下放") in {(mark.glyph, mark.label.zh) for mark in impact_picture(impact(DELEGATE)).marks(Side.BOTH)}


def test_its_line_says_what_changes_of_it() -> None:
    what = lines(DELEGATE)["power-delegated"].what

    assert what is not None
    assert "行使层级 直属海关 → 隶属海关" in what.zh
    assert "level regional customs → local customs" in what.en


def test_a_power_of_which_only_duties_move_has_no_line_of_its_own() -> None:
    move = {"op": "transfer", "power": "W", "from_unit": "R", "to_unit": "L"}
    assert not [line for line in lines_of(impact(move)) if line.what is not None]


def test_an_ended_power_is_not_said_to_change_its_days_and_its_offices_go_with_it() -> None:
    found = {chip.id: chip.label for chip in chips_of(lines_of(impact({"op": "cancel", "power": "W"})))}

    assert "power-days" not in found
    assert found["power-days-ended"].en == "power is no longer exercised, its working days end"
    assert "office-lost" not in found
    assert found["office-lost-with"].zh == "行使关系 随职权失去"


def test_an_office_that_gives_up_a_power_that_others_exercise_is_told_as_before() -> None:
    assert "office-lost" in lines(DELEGATE)


def test_the_file_of_the_list_has_a_row_of_each_power_and_as_many_rows_as_the_list() -> None:
    found = impact(DELEGATE, {"op": "cancel", "power": "V"})
    rows = impact_file(found, ImpactForm.CSV, Wanted(lang=Lang.ZH)).decode("utf-8-sig").splitlines()

    assert len(rows) - 1 == len(lines_of(found)) == sum(Counter(line.chip for line in lines_of(found)).values())
    assert any(row.startswith("下放,职权,W,减免税（") for row in rows)
    assert any(row.startswith("取消,职权,V,") for row in rows)


def test_the_workbook_of_the_whole_list_has_who_deals_with_it_and_the_ledger_behind() -> None:
    found = impact_of(graph(GRAPH, "Step/S EXPOSES RiskPoint/r"), Reform("试", ({"op": "cancel", "power": "W"},)))

    whole, narrowed = (
        load_workbook(BytesIO(impact_file(found, ImpactForm.XLSX, Wanted(chip=chip)))) for chip in ("", "risk-ended")
    )

    assert whole.sheetnames == ["摘要", "变化", "立改废清单", "风险承担账目（岗位与风险的承担关系）"]
    assert "由谁处理" in [cell.value for cell in whole["立改废清单"][1]]
    assert narrowed.sheetnames == ["摘要", "变化"]
