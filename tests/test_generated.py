"""Generated files say what their declarations say, and the schemas take what the program takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.changes import OPERATIONS
from graph.errors import ReformRefused
from graph.jsonschema import graph_schema, reform_schema
from graph.reform import apply_reform
from loaders.jsonl import read_graph, write_graph
from loaders.reforms import reform_from_dict
from tests.oracle.generate import draw, lines_of
from tests.tools.docs_operations import EXAMPLES, MEANINGS, SHAPES
from tests.tools.docs_validate import valid
from tests.tools.generated import GENERATED, main, stale
from tests.tools.wheel import ROOT

REFORMS = sorted((ROOT / "loaders" / "samples" / "customs" / "reforms").glob("*.yaml"))
SEEDS = range(60)


def plain(value: object) -> object:
    """What YAML holds as JSON holds it: dates as texts."""
    result: object = json.loads(json.dumps(value, default=str))
    return result


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_is_up_to_date(name: str) -> None:
    assert not stale(name), f"{name} is stale: run `make docs` and commit what it writes"


def test_checking_writes_nothing_and_succeeds_when_all_is_up_to_date() -> None:
    assert main(["--check"]) == 0


def test_a_generated_file_is_the_same_on_every_run() -> None:
    first = {name: make() for name, make in GENERATED.items()}
    second = {name: make() for name, make in GENERATED.items()}

    assert first == second


# ---------------------------------------------------------------------------------------- the schemas


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_that_is_read_is_one_the_schema_takes(seed: int) -> None:
    objects, _ = draw(seed)
    schema = graph_schema()

    assert [item for item in objects if not valid(schema, item)] == []


def test_every_line_that_is_written_is_one_the_schema_takes() -> None:
    objects, _ = draw(1)
    written = [json.loads(line) for line in write_graph(read_graph(lines_of(objects)))]
    schema = graph_schema()

    assert [item for item in written if not valid(schema, item)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_schema_refuses_no_reform_that_the_engine_applies(seed: int) -> None:
    objects, reform = draw(seed)
    if valid(reform_schema(), reform):
        return

    with pytest.raises(ReformRefused):
        apply_reform(read_graph(lines_of(objects)), reform_from_dict(reform))


@pytest.mark.parametrize("path", REFORMS, ids=lambda path: path.stem)
def test_the_schema_takes_the_reforms_of_the_sample(path: Path) -> None:
    assert valid(reform_schema(), plain(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("op", OPERATIONS)
def test_the_schema_takes_the_example_of_each_operation(op: str) -> None:
    change = yaml.safe_load(EXAMPLES[op])

    assert change["op"] == op
    assert valid(reform_schema(), {"changes": [change]})


@pytest.mark.parametrize("op", OPERATIONS)
def test_the_schema_refuses_an_unknown_argument(op: str) -> None:
    change = {**yaml.safe_load(EXAMPLES[op]), "wrong": 1}

    assert not valid(reform_schema(), {"changes": [change]})


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "Power", "code": ""},
        {"kind": "Power", "code": "E39", "type": 3},
        {"kind": "Power", "code": "E39", "status": "gone"},
        {"kind": "Stuff", "code": "E39"},
        {"kind": "Post", "code": "P", "seats": "2"},
        {"kind": "Post", "code": "P", "valid_from": "2013-12"},
        {"rel": "HAS_STEP", "from": "Step/S", "to": "Power/E39"},
        {"rel": "HAS_STEP", "from": "E39", "to": "Step/S"},
        {"manifest": {"levels": ["hq", "section"]}},
        {"manifest": {"incompatible": [{"id": "a", "acts": ["审核"], "scope": "any"}]}},
    ],
    ids=str,
)
def test_the_schema_refuses_a_malformed_line(line: dict[str, Any]) -> None:
    assert not valid(graph_schema(), line)


# ------------------------------------------------------------------------------ the words beside them


def test_every_operation_and_argument_is_explained() -> None:
    arguments = {item.name for operation in OPERATIONS.values() for item in operation.arguments}

    assert set(MEANINGS) == set(EXAMPLES) == set(OPERATIONS)
    assert set(SHAPES) == arguments
