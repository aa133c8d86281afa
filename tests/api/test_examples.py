"""The examples of the calculus through the command line: impacts byte for byte, refusals by position and field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import DATA, Run, write_reform

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("QUANGANG_SHARED") or ROOT.parent / "shared") / "examples"
SHARED_CASES = sorted(SHARED.glob("calculus/*/")) if SHARED.is_dir() else []
OWN_CASES = sorted(path for path in DATA.iterdir() if path.is_dir())
missing = pytest.mark.skipif(not SHARED_CASES, reason=f"no shared examples at {SHARED} (set QUANGANG_SHARED)")


def refusals() -> list[dict[str, Any]]:
    path = SHARED / "refusals.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def without_context(text: str) -> str:
    """The answer less ``evidence`` and ``meta``, written again as calculus §6 says."""
    found = json.loads(text)
    del found["evidence"], found["meta"]
    return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def expected(case: Path) -> str:
    return (case / "impact.json").read_text(encoding="utf-8")


@missing
@pytest.mark.parametrize("case", SHARED_CASES, ids=lambda case: case.name)
def test_a_shared_example_is_answered_byte_for_byte(case: Path, quangang: Run) -> None:
    ran = quangang("impact", "--graph", case / "graph.jsonl", case / "reform.json", "--format", "json")

    assert (ran.code, without_context(ran.out)) == (0, expected(case))


@pytest.mark.parametrize("case", OWN_CASES, ids=lambda case: case.name)
def test_an_example_kept_here_is_answered_byte_for_byte(case: Path, quangang: Run) -> None:
    ran = quangang("impact", "--graph", case / "graph.jsonl", case / "reform.json", "--format", "json")

    assert (ran.code, without_context(ran.out)) == (0, expected(case))


@pytest.mark.parametrize("case", OWN_CASES, ids=lambda case: case.name)
def test_the_output_of_a_process_is_those_bytes_and_nothing_else(case: Path) -> None:
    command = [sys.executable, "-m", "api", "impact", "--graph", case / "graph.jsonl", case / "reform.json"]
    ran = subprocess.run(
        [*map(str, command), "--format", "json"],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    text = ran.stdout.decode("utf-8")
    whole = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    assert (ran.returncode, ran.stderr, text, without_context(text)) == (0, b"", whole, expected(case))


@pytest.fixture
def refused(tmp_path: Path, quangang: Run) -> Any:  # noqa: ANN401 - a function of a case
    def run(case: dict[str, Any], *more: str) -> Any:  # noqa: ANN401
        reform = write_reform(tmp_path / "reform.json", {"reform": "refused", "changes": case["changes"]})
        return quangang("impact", "--graph", SHARED / case["graph"], reform, *more)

    return run


@missing
@pytest.mark.parametrize("case", refusals(), ids=lambda case: case["because"])
def test_a_refusal_names_position_and_field(case: dict[str, Any], refused: Any) -> None:  # noqa: ANN401
    ran = refused(case, "--format", "json")

    error = ran.json["error"]
    assert (ran.code, list(ran.json)) == (2, ["error"])
    assert {"position": error["position"], "field": error["field"]} == case["error"]
    assert error["reason"]
    assert set(error) <= {"position", "field", "reason", "article"}


@missing
@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_a_refusal_is_a_sentence_on_standard_error_whatever_the_format(form: str, refused: Any) -> None:  # noqa: ANN401
    ran = refused(refusals()[0], "--format", form)

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "w99" in ran.err


@missing
def test_a_refusal_by_law_names_the_article(refused: Any) -> None:  # noqa: ANN401
    articles = {refused(case, "--format", "json").json["error"].get("article", "") for case in refusals()}

    assert any("17" in article for article in articles)
