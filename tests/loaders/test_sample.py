"""The customs sample: fresh, whole, sourced, and as large as the interview of 2014 says."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from graph.model import NodeId
from graph.reform import apply_reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from loaders.elements import Element, Source
from loaders.reforms import read_reform
from loaders.samples import build
from loaders.samples.fill import vocabulary
from loaders.samples.fill.text import read_rows, shares
from loaders.tables import read_directory
from queries.census import census_of
from tests.bench.sample import SAMPLE, reference_snapshot

REFORMS = sorted((SAMPLE / "reforms").glob("*.yaml"))
APPROVALS = {
    "报关员资格核准",
    "加工贸易备案（变更）、外发加工、深加工结转、余料结转、核销、放弃核准",
    "报关单修改、撤销审批",
    "进境货物直接退运核准",
    "减征、免征关税及进口环节海关代征税审批",
    "减免进口货物滞报金审批",
    "关税及进口环节海关代征税延期缴纳审批",
}


@cache
def sample() -> Source:
    return read_directory(SAMPLE / "tables")


@cache
def before() -> Snapshot:
    return reference_snapshot()


def nodes(kind: Kind) -> list[Element]:
    return [x for x in sample().elements if isinstance(x.identity, NodeId) and x.identity.kind is kind]


def test_the_synthetic_tables_are_what_the_generator_makes() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (SAMPLE / "tables").glob("*-合成.csv")}

    assert written == build.tables()


def test_check_writes_nothing_and_finds_nothing_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_tables_load_without_a_word() -> None:
    assert sample().problems == ()
    assert sample().notices == ()


def test_every_row_says_where_it_comes_from() -> None:
    bare = [
        str(x.identity) for x in sample().elements if not (x.properties.get("origin") and x.properties.get("source"))
    ]

    assert bare == []


def test_what_the_generator_makes_is_called_synthetic() -> None:
    origins = {x.properties["origin"] for x in sample().elements if x.place.file.endswith("-合成.csv")}

    assert origins == {"synthetic"}


def test_a_hand_written_citation_tells_its_text_or_that_it_is_not_at_hand() -> None:
    rows = [*read_rows(SAMPLE / "tables" / "法规文件表.csv"), *read_rows(SAMPLE / "tables" / "条款表.csv")]

    assert [row for row in rows if not row["文本日期"] and "不在手" not in row["备注"] + row["名称"]] == []


def test_the_seven_items_of_2013_are_powers_of_their_own_beside_the_handling_powers() -> None:
    powers = {x.identity.code: x.properties for x in nodes(Kind.POWER) if isinstance(x.identity, NodeId)}

    assert {powers[code]["name"] for code in build.SETTLED} == APPROVALS
    assert all(powers[code]["approval"] in ("licence", "non-licence") for code in build.SETTLED)
    assert {"E02", "E10", "E15", "E37", "E39", "E41"} <= powers.keys()
    assert not {"E68", "E69", "E96", "E97", "E98", "E99"} & powers.keys()


@pytest.mark.parametrize("kind", [x for x in Kind if x is not Kind.ARTICLE])
def test_no_two_nodes_of_a_kind_have_one_name(kind: Kind) -> None:
    names = Counter(x.properties["name"] for x in nodes(kind))

    assert [name for name, number in names.items() if number > 1] == []


def test_every_pattern_group_knows_its_standards() -> None:
    words = vocabulary.load(SAMPLE / "vocabulary")

    assert words.patterns.keys() <= words.standards.keys()


def test_shares_add_up_exactly() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(shares(2309, [0.3, 7.7, 1.1, 5])) == 2309


@pytest.mark.parametrize("path", REFORMS, ids=lambda path: path.stem)
def test_every_reform_file_can_be_applied(path: Path) -> None:
    assert apply_reform(before(), read_reform(path)).overlay is not None


def test_after_the_reform_of_2013_the_census_is_that_of_the_interview() -> None:
    after = apply_reform(before(), read_reform(SAMPLE / "reforms" / "2013.yaml")).overlay

    found = census_of(after)

    assert {name: part.total for name, part in found.powers.parts.items()} == {
        "enforcement": 114,
        "management": 180,
        "supervision": 18,
    }
    assert found.public.total == 84
    assert found.risks_by_class.total == 2309
    assert found.controls_by_line.total == 580
    assert found.standards.total == 1856
    assert found.rules_changed.total == 139
    assert round(100 * found.marks.complete.total / found.marks.nodes.total) == 64
