"""What is said of a day that the graph does not know: of the text of a law, and before every date."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from api.horizon import Text, dated, day_said, law_changes, text_of, text_said, texts_said
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.schema import IN_UNIT, Kind
from graph.store import open_store
from graph.store.base import Commit, Version
from tests.api.http.conftest import original
from tests.builders import graph

__all__ = ["original"]

BEFORE, DAY, CHANGE, LATER = date(1990, 1, 1), date(2021, 4, 29), date(2023, 1, 1), date(2026, 11, 26)
LAW = """
    Instrument/H text_date=2021-04-29
    Article/H-56 PART_OF Instrument/H
    Article/H-11 text_date=2013-06-29
    Article/H-11 PART_OF Instrument/H
    Article/X rank=internal
"""
H, H56, H11, X = NodeId(Kind.INSTRUMENT, "H"), *(NodeId(Kind.ARTICLE, code) for code in ("H-56", "H-11", "X"))


def version(node: NodeId, since: date | None = None, until: date | None = None) -> Version:
    return Version(node, since, until, {}, 1)


def test_only_dated_changes_of_law_are_changes_of_law() -> None:
    control = NodeId(Kind.CONTROL, "K")
    versions = [version(H56, BEFORE, DAY), version(H56, DAY), version(X), version(control, LATER), version(H)]

    assert law_changes(sorted(versions, key=lambda each: each.identity)) == {H56: DAY}


@pytest.mark.parametrize(
    ("node", "text"),
    [(H, Text(DAY, CHANGE)), (H56, Text(DAY, None)), (H11, Text(date(2013, 6, 29), CHANGE)), (X, Text(None, None))],
)
def test_a_text_has_its_own_date_or_that_of_its_instrument(node: NodeId, text: Text) -> None:
    assert text_of(graph(LAW), {H11: CHANGE}, node) == text


@pytest.mark.parametrize(
    ("text", "on", "said", "other"),
    [
        (Text(DAY, None), LATER, "条文是 2021-04-29 的文本；其后是否修订、废止不在图谱中。", False),
        (Text(DAY, BEFORE), LATER, "条文是 2021-04-29 的文本；其后是否修订、废止不在图谱中。", False),
        (Text(DAY, None), DAY, "条文是 2021-04-29 的文本。", False),
        (Text(DAY, CHANGE), CHANGE, "条文是 2021-04-29 的文本。", False),
        (
            Text(DAY, CHANGE),
            LATER,
            "条文是 2021-04-29 的文本；图谱中最后一次有日期的变动是 2023-01-01，其后是否修订、废止不在图谱中。",
            False,
        ),
        (Text(DAY, None), BEFORE, "所列是 2021-04-29 的文本，不是 1990-01-01 当日的文本。", True),
        (
            Text(None, None),
            LATER,
            "这份文件的文本和变动都没有日期：“有效”是资料所说，今天是否仍有效不在图谱中。",
            False,
        ),
    ],
)
def test_a_text_is_said_to_be_that_of_its_date(text: Text, on: date, said: str, other: bool) -> None:
    found = text_said(text, on)

    assert found is not None
    assert (found.label.zh, found.other) == (said, other)


def test_nothing_is_said_of_a_text_without_a_date_that_the_graph_sees_change_later() -> None:
    assert text_said(Text(None, CHANGE), DAY) is None


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (LATER, "所列条文是 1990-01-01 至 2021-04-29 的文本（另 1 项没有文本日期）；其后是否修订、废止不在图谱中。"),
        (
            date(1989, 1, 1),
            "所列条文是 1990-01-01 至 2021-04-29 的文本（另 1 项没有文本日期），不是 1989-01-01 当日的文本。",
        ),
    ],
)
def test_texts_listed_together_are_said_to_be_of_their_dates(on: date, said: str) -> None:
    found = texts_said([Text(DAY, None), Text(BEFORE, None), Text(None, date(1980, 1, 1))], on)

    assert found is not None
    assert found.label.zh == said


def test_where_nothing_is_listed_nothing_is_said() -> None:
    assert texts_said([], LATER) is None


def test_a_day_before_every_date_is_not_known() -> None:
    assert day_said(DAY, DAY) is None
    before, bare = day_said(BEFORE, DAY), day_said(LATER, None)
    assert before is not None
    assert bare is not None
    assert before.zh.startswith(f"图谱中最早的起止日期是 {DAY}：没有起始日期的要素一律按历来在用列出")
    assert bare.zh.startswith("图谱中没有起止日期：")


def test_a_snapshot_of_the_newest_revision_knows_the_last_change_and_no_earlier_one_does(original: Path) -> None:
    store = open_store(str(original))
    try:
        found = [dated(store.snapshot(LATER, as_of), store).origin.changed for as_of in (None, 2, 1)]
    finally:
        store.close()

    assert found == [date(2014, 6, 1), date(2014, 6, 1), None]


def test_when_a_system_was_built_is_no_change_of_what_is_known(original: Path, tmp_path: Path) -> None:
    store = open_store(str(shutil.copy(original, tmp_path / "quangang.db")))
    node, post = NodeId(Kind.SYSTEM, "S9"), NodeId(Kind.POST, "P9")
    system = Edit(Action.ADD_NODE, node, {"name": "系统"}, valid_from=date(2018, 2, 1))
    store.commit(Commit((system,), "测试员", "登记系统"))
    alone = dated(store.snapshot(LATER), store).origin.changed
    seat = RelationId(IN_UNIT, "P9", "R", "")
    store.commit(
        Commit(
            (
                Edit(Action.ADD_NODE, post, {"name": "岗"}, valid_from=date(2018, 2, 1)),
                Edit(Action.ADD_RELATION, seat, {}, valid_from=date(2018, 2, 1)),
            ),
            "测试员",
            "增岗",
        )
    )
    both = dated(store.snapshot(LATER), store).origin.changed
    store.close()

    assert (alone, both) == (date(2014, 6, 1), date(2018, 2, 1))
