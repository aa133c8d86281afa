"""The decision tables of `tests/cases`: what each reform must move in the customs sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.model import EMPTY
from graph.reform import Reform, apply_reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from graph.view import View
from loaders.reforms import read_reform
from queries.census import census_of
from queries.findings import Finding, findings_of
from queries.impact import impact_of, materialised
from queries.impact.model import Impact
from tests.bench.sample import SAMPLE, reference_snapshot

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@cache
def baseline(after: tuple[str, ...]) -> Snapshot:
    """The sample, once the reforms named have been carried out on it."""
    if not after:
        return reference_snapshot()
    return materialised(apply_reform(baseline(after[:-1]), reform_of(after[-1])).overlay)


def reform_of(name: str, take: int | None = None) -> Reform:
    found = read_reform(SAMPLE / "reforms" / name)
    return found if take is None else Reform(found.name, found.changes[:take], found.effective)


def answers(case: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a table may ask about, in the form in which it asks."""
    before = baseline(tuple(case.get("after", ())))
    if "reform" not in case:
        found = findings_of(before)
        return {"findings": listed(found), "findings_by_code": by_code(found), "census": census(before)}
    impact = impact_of(before, reform_of(case["reform"], case.get("take")))
    total = impact.ledger.total.to_json()
    return {
        "posts": posts_by_role(impact),
        "risks": by_status(impact.risks),
        "articles": by_status(impact.articles),
        "findings_opened": listed(impact.opened),
        "findings_closed": listed(impact.closed),
        "opened_by_code": by_code(impact.opened),
        "duties": impact.to_json()["duties"],
        "offices": impact.to_json()["offices"],
        "days": {power: list(ends) for power, ends in impact.days.items()},
        "no_counterpart": [list(row) for row in impact.no_counterpart],
        "no_receiver": [list(row) for row in impact.no_receiver],
        "ledger": total,
        "complete": impact.complete,
        "census": census(impact.after),
    }


def census(view: View) -> dict[str, int]:
    found = census_of(view)
    categories = ("enforcement", "management", "supervision")
    return {
        "items": found.powers.total,
        **{name: found.powers.parts[name].total for name in categories},
        "public": found.public.total,
        "risks": found.risks_by_class.total,
        "controls": found.controls_by_line.total,
        "standards": found.standards.total,
        "rules_changed": found.rules_changed.total,
        "control_nodes": found.marks.nodes.total,
        "complete_nodes": found.marks.complete.total,
    }


def posts_by_role(impact: Impact) -> dict[str, dict[str, int]]:
    result: dict[str, Counter[str]] = {}
    for post, status in impact.posts.items():
        held = impact.after.node(Kind.POST, post) or impact.before.node(Kind.POST, post) or EMPTY
        result.setdefault(status.value, Counter())[str(held.get("role"))] += 1
    return {status: dict(roles) for status, roles in result.items()}


def by_status(rows: Mapping[str, Any]) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for code, status in rows.items():
        result.setdefault(status.value, []).append(code)
    return result


def listed(findings: tuple[Finding, ...]) -> list[list[str]]:
    return [finding.to_json() for finding in findings]


def by_code(findings: tuple[Finding, ...]) -> dict[str, int]:
    return dict(Counter(finding.code for finding in findings))


def comparable(value: object) -> object:
    """Lists as sets: the order in a table says nothing. Days stay pairs."""
    if isinstance(value, dict):
        return {key: comparable(held) for key, held in value.items()}
    if isinstance(value, list):
        return frozenset(tuple(item) if isinstance(item, list) else item for item in value)
    return value


def contains(found: object, wanted: object) -> bool:
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(contains(found.get(key), held) for key, held in wanted.items())
    if isinstance(wanted, frozenset):
        return isinstance(found, frozenset) and wanted <= found
    return found == wanted


def count(found: object) -> object:
    """Rows of a list; of a mapping those of each key, but posts, risks and articles altogether."""
    if isinstance(found, list):
        return len(found)
    assert isinstance(found, dict)
    if set(found) <= {"lost", "gained", "reassigned"}:
        return {key: len(held) for key, held in found.items()}
    return sum(sum(held.values()) if isinstance(held, dict) else len(held) for held in found.values())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_sample_answers_as_the_table_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = answers(case)

    for key, expected in case["expect"].items():
        assert expected.keys() & {"exactly", "contains", "count"}, f"{key} expects nothing"
        if "exactly" in expected:
            wanted = comparable(expected["exactly"])
            got = comparable(found[key])
            if key == "census":
                got = {name: value for name, value in found[key].items() if name in expected["exactly"]}
            assert got == wanted, f"{key}: {expected['why']}"
        if "contains" in expected:
            assert contains(comparable(found[key]), comparable(expected["contains"])), f"{key}: {expected['why']}"
        if "count" in expected:
            got = count(found[key])
            wanted = expected["count"]
            if isinstance(wanted, dict):
                assert isinstance(got, dict)
                got = {name: got[name] for name in wanted}
            assert got == wanted, f"{key}: {expected['why']}"
