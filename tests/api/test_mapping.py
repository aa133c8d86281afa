"""``load --mapping`` and ``reform-from``: lists on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import Run

MAPPING = """\
mapping: offices
rows: {columns: {office: 机关, products: 产品}}
values:
  unit: {column: office, then: [{find: {kind: Unit, property: name}}], required: true}
  posts: {text: "{unit}-N"}
nodes:
  post: {kind: Post, code: "{posts}", properties: {name: "{office}审批岗"}}
relations:
  - {rel: IN_UNIT, from: post, to: "Unit/{unit}"}
reform:
  name: 授权
  each: [{op: authorize, power: E39, steps: [E39-1], from: regional, to: local, units: ["{unit}"]}]
"""
ROWS = [{"机关": "某隶属海关", "产品": "甲"}, {"机关": "他关", "产品": "乙"}]


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "m.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def rows(folder: Path, number: int) -> Path:
    path = folder / "list.json"
    path.write_text(json.dumps(ROWS[:number], ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.usefixtures("store")
def test_a_list_loads_by_its_mapping_once(quangang: Run, mapping: Path, tmp_path: Path) -> None:
    first, again = (
        quangang("load", rows(tmp_path, 1), "--mapping", mapping, "--format", "json").json for _ in range(2)
    )

    assert (first["revision"], first["files"][0]["written"]) == (2, 1)
    assert (again["revision"], again["files"][0]["unchanged"]) == (None, 1)


@pytest.mark.usefixtures("store")
def test_a_rejected_row_of_a_list_is_kept_with_its_reason(quangang: Run, mapping: Path, tmp_path: Path) -> None:
    ran = quangang("load", rows(tmp_path, 2), "--mapping", mapping)

    kept = json.loads((tmp_path / "list.rejected.jsonl").read_text(encoding="utf-8"))
    assert (ran.code, kept["row"], json.loads(kept["line"])) == (2, 2, ROWS[1])


@pytest.mark.usefixtures("store")
def test_complete_is_refused_with_a_mapping(quangang: Run, mapping: Path, tmp_path: Path) -> None:
    ran = quangang("load", rows(tmp_path, 1), "--mapping", mapping, "--complete")

    assert (ran.code, "--complete" in ran.err) == (2, True)


@pytest.mark.usefixtures("store")
def test_a_list_becomes_a_reform_that_impact_takes(quangang: Run, mapping: Path, tmp_path: Path) -> None:
    made = quangang("reform-from", rows(tmp_path, 2), "--mapping", mapping, "-o", tmp_path / "r.yaml")
    impact = quangang("impact", tmp_path / "r.yaml", "--format", "json").json

    assert (made.code, "他关" in made.err) == (1, True)  # the row that is left out is named
    assert impact["duties"]["gained"] == [["E39-1", "PL"]]


@pytest.mark.usefixtures("store")
def test_a_reform_of_a_list_can_be_json(quangang: Run, mapping: Path, tmp_path: Path) -> None:
    ran = quangang("reform-from", rows(tmp_path, 1), "--mapping", mapping, "--format", "json")

    assert (ran.code, ran.json["changes"][0]["units"]) == (0, ["L"])


@pytest.mark.usefixtures("store")
def test_without_a_mapping_the_shipped_ones_are_named(quangang: Run, tmp_path: Path) -> None:
    ran = quangang("reform-from", rows(tmp_path, 1))

    assert (ran.code, "customs-quarantine-authorisations" in ran.err) == (2, True)
