"""What a load would open, on the day from which it holds and on later ones, and how grave that is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Run, write_reform

NEW = {"kind": "Power", "code": "W9", "name": "新职权", "category": "enforcement", "type": "07"}
BASIS = {"rel": "AUTHORIZED_BY", "from": "Power/W9", "to": "Article/A"}
UNTIL = {"valid_from": "2014-01-01", "valid_to": "2016-01-01"}


def rehearsed(quangang: Run, *lines: dict[str, Any]) -> Any:  # noqa: ANN401 - a tree of JSON
    path = Path("more.jsonl")
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return quangang("load", path, "--dry-run", "--format", "json").json["findings"]


def opened(told: dict[str, Any]) -> set[str]:
    return {item["key"] for item in told["opened"]["first"]}


@pytest.mark.usefixtures("store")
def test_what_opens_when_a_loaded_relation_ends_is_told_with_its_day(quangang: Run) -> None:
    told = rehearsed(quangang, NEW, {**BASIS, **UNTIL})

    assert "PG001/W9" not in opened(told)
    assert [(day["on"], opened(day)) for day in told["later"]] == [("2016-01-01", {"PG001/W9"})]
    assert told["later_days"] == {"looked": 1, "unseen": 0}


@pytest.mark.usefixtures("store")
def test_what_opens_with_a_later_revision_of_the_store_is_told_too(quangang: Run, tmp_path: Path) -> None:
    repeal = {"reform": "废止", "effective": "2015-01-01", "changes": [{"op": "repeal", "article": "A"}]}
    accept = ("--accept", "PG001/*=另立;until=2016-01-01")
    assert quangang("commit", write_reform(tmp_path / "r.json", repeal), *accept).code == 0

    told = rehearsed(quangang, NEW, BASIS)

    assert [(day["on"], opened(day)) for day in told["later"]] == [("2015-01-01", {"PG001/W9"})]


@pytest.mark.usefixtures("store")
def test_a_day_tells_only_what_did_not_open_before_it(quangang: Run) -> None:
    told = rehearsed(quangang, NEW, {"kind": "Control", "code": "N", "name": "措施", **UNTIL})

    assert "PG001/W9" in opened(told)
    assert not told["later"]


@pytest.mark.usefixtures("store")
def test_days_beyond_the_nearest_are_counted(quangang: Run) -> None:
    years = [{**UNTIL, "valid_to": f"{year}-01-01"} for year in range(2015, 2029)]
    controls = [{"kind": "Control", "code": f"N{at}", "name": "措施", **dates} for at, dates in enumerate(years)]

    assert rehearsed(quangang, *controls)["later_days"] == {"looked": 12, "unseen": 2}
    assert "另有 2 个没有查" in quangang("load", "more.jsonl", "--dry-run").out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("lines", "worst"),
    [
        ((NEW,), "error"),
        ((NEW, {**BASIS, **UNTIL}), "error"),
        (({"kind": "Control", "code": "N", "name": "措施"},), "warning"),
        ((NEW, BASIS), None),
    ],
)
def test_the_gravest_of_what_opens_on_any_day_is_named(
    quangang: Run, lines: tuple[dict[str, Any], ...], worst: str | None
) -> None:
    assert rehearsed(quangang, *lines)["worst"] == worst


@pytest.mark.usefixtures("store")
def test_a_power_that_is_left_without_steps_is_told_as_a_gap(quangang: Run) -> None:
    gaps = rehearsed(quangang, NEW, BASIS)["gaps"]

    assert (gaps["count"], [each["node"] for each in gaps["first"]]) == (1, ["Power/W9"])
    assert gaps["said"]["zh"].startswith("数据缺口：W9 没有环节，对其影响分析将不完整")
    assert "W9 没有环节" in quangang("load", "more.jsonl", "--dry-run").out


@pytest.mark.usefixtures("store")
def test_a_load_that_leaves_no_power_without_steps_tells_no_gap(quangang: Run) -> None:
    assert rehearsed(quangang, {"kind": "Control", "code": "N", "name": "措施"})["gaps"]["said"] is None
