"""Run commands in this process, in a folder of their own, on a fixed day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main

DATA = Path(__file__).parent / "data"

LINES = (
    {"kind": "Unit", "code": "R", "name": "某直属海关", "level": "regional"},
    {"kind": "Unit", "code": "L", "name": "某隶属海关", "level": "local"},
    {"rel": "PART_OF", "from": "Unit/L", "to": "Unit/R"},
    {"kind": "Article", "code": "A", "name": "第五十七条", "rank": "law"},
    {"kind": "Power", "code": "E39", "name": "减免税审核确认", "type": "07", "level": "regional", "origin": "statute"},
    {"rel": "AUTHORIZED_BY", "from": "Power/E39", "to": "Article/A"},
    {"rel": "EXERCISED_BY", "from": "Power/E39", "to": "Unit/R"},
    {"kind": "Step", "code": "E39-1", "name": "减免税审核", "act": "审核", "limit_days": 3},
    {"rel": "HAS_STEP", "from": "Power/E39", "to": "Step/E39-1"},
    {"kind": "Post", "code": "P", "name": "减免税审核岗", "role": "减免税审核岗"},
    {"kind": "Post", "code": "Q", "name": "关税处职能监控岗", "role": "职能监控岗"},
    {"kind": "Post", "code": "PL", "name": "隶属海关减免税审核岗", "role": "减免税审核岗"},
    {"rel": "IN_UNIT", "from": "Post/P", "to": "Unit/R"},
    {"rel": "IN_UNIT", "from": "Post/Q", "to": "Unit/R"},
    {"rel": "IN_UNIT", "from": "Post/PL", "to": "Unit/L"},
    {"rel": "PERFORMED_BY", "from": "Step/E39-1", "to": "Post/P"},
    {"kind": "RiskPoint", "code": "R1", "name": "把关不严", "grade": 2, "class": "integrity", "origin": "synthetic"},
    {"kind": "RiskPoint", "code": "X1", "name": "骗取减免税", "grade": 2, "class": "external", "origin": "synthetic"},
    {"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/R1"},
    {"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/X1"},
    {"kind": "Control", "code": "C", "name": "职能监控", "line": 2},
    {"rel": "MITIGATED_BY", "from": "RiskPoint/R1", "to": "Control/C"},
    {"rel": "MITIGATED_BY", "from": "RiskPoint/X1", "to": "Control/C"},
    {"rel": "OWNED_BY", "from": "Control/C", "to": "Post/Q"},
)
"""One power with a step, two posts, an internal and an external risk, one control; and a post that waits."""

CANCEL = {
    "reform": "取消减免税审核",
    "effective": "2014-06-01",
    "changes": [{"op": "cancel", "power": "E39", "supervision_post": "Q"}],
}
"""Cancels the only power: PG019 (X1) and a few notes open."""


@dataclass(frozen=True)
class Ran:
    """One finished command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - a tree of JSON
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "QUANGANG_STORE", "QUANGANG_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("api.render.progress.FIRST_LINE", 3600.0)  # a slow machine says no more than a fast one
    monkeypatch.setenv("QUANGANG_TODAY", "2014-01-01")
    monkeypatch.setenv("QUANGANG_AUTHOR", "测试员")


@pytest.fixture
def quangang(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> Ran:
        code = main([str(word) for word in words])
        found = capsys.readouterr()
        return Ran(code, found.out, found.err)

    return run


@pytest.fixture
def graph_file(tmp_path: Path) -> Path:
    path = tmp_path / "graph.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES), encoding="utf-8")
    return path


@pytest.fixture
def store(quangang: Run, graph_file: Path) -> Path:
    """The default store of the current folder, with the graph loaded as revision 1."""
    assert quangang("init").code == 0
    assert quangang("load", graph_file).code == 0
    return graph_file.with_name("quangang.db")


def write_reform(path: Path, reform: dict[str, Any]) -> Path:
    path.write_text(json.dumps(reform, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def cancel(tmp_path: Path) -> Path:
    return write_reform(tmp_path / "cancel.json", CANCEL)
