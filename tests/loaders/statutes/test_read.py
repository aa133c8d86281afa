"""Texts of statutes as a load: codes of the store are met, nothing is minted twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.model import NodeId
from graph.schema import ARTICLE_PART_OF, Kind
from graph.snapshot import Snapshot
from loaders.elements import Source
from loaders.load import execute, plan_load
from loaders.statutes.read import read_statutes, view_of
from tests.builders import graph
from tests.loaders.memory import MemoryStore
from tests.loaders.statutes.texts import LAWS, needs_laws, write_both

EMPTY = Snapshot.of((), ())
HELD = """
    Instrument/DKF2001 name=渡口法（2001年文本） text_date=2001-03-01 rank=law note=x
    Article/DKF2001-3 name=第三条（扣留） note=y
    Article/DKF2001-3 PART_OF Instrument/DKF2001
"""


def codes(source: Source, kind: Kind) -> list[str]:
    return [
        item.identity.code for item in source.elements if isinstance(item.identity, NodeId) and item.identity[0] is kind
    ]


def test_a_text_is_an_instrument_and_its_articles(tmp_path: Path) -> None:
    view = view_of([write_both(tmp_path)[0]])
    (instrument,) = view.codes(Kind.INSTRUMENT)
    held = view.node(Kind.INSTRUMENT, instrument) or {}
    assert held["name"] == "中华人民共和国渡口法（2001年3月1日文本）"
    assert (held["rank"], held["issuer"], held["text_date"]) == ("law", "全国人民代表大会常务委员会", "2001-03-01")
    articles = view.into(ARTICLE_PART_OF, instrument)
    assert articles == tuple(f"{instrument}-{number}" for number in range(1, 6))
    assert (view.node(Kind.ARTICLE, articles[1]) or {})[
        "text"
    ] == "渡口由渡口局管理。\n渡口局分直属渡口局和隶属渡口局。"


def test_two_texts_of_one_law_are_two_instruments(tmp_path: Path) -> None:
    assert len(view_of(write_both(tmp_path)).codes(Kind.INSTRUMENT)) == 2


def test_a_text_that_the_store_has_keeps_its_codes_and_says_nothing_but_words_and_date(tmp_path: Path) -> None:
    source = read_statutes([write_both(tmp_path)[0]], graph(HELD))
    assert codes(source, Kind.INSTRUMENT) == ["DKF2001"]
    assert codes(source, Kind.ARTICLE) == [f"DKF2001-{number}" for number in range(1, 6)]
    known = next(item for item in source.elements if item.identity == NodeId(Kind.ARTICLE, "DKF2001-3"))
    assert known.told == frozenset({"text", "text_date"})


def test_another_text_of_a_known_law_has_its_code_with_another_year(tmp_path: Path) -> None:
    source = read_statutes([write_both(tmp_path)[1]], graph(HELD))
    assert codes(source, Kind.INSTRUMENT) == ["DKF2011"]


def test_a_text_known_by_the_date_in_its_name_is_met(tmp_path: Path) -> None:
    held = "Instrument/X name=渡口法（2001年3月1日文本）"
    assert codes(read_statutes([write_both(tmp_path)[0]], graph(held)), Kind.INSTRUMENT) == ["X"]


@pytest.mark.parametrize(
    "held",
    [
        "Instrument/X name=渡口法",
        "Instrument/X name=渡口法 text_date=2001-03-01\nInstrument/Y name=中华人民共和国渡口法 text_date=2001-03-01",
        HELD.replace("Article/DKF2001-3 ", "Article/DKF2001-4 ").replace("第三条", "第三节"),
        HELD + "\nArticle/Z name=第三条\nArticle/Z PART_OF Instrument/DKF2001",
    ],
    ids=["no date", "twice in the store", "code taken", "article twice in the store"],
)
def test_what_cannot_be_told_apart_is_asked_back(tmp_path: Path, held: str) -> None:
    assert len(read_statutes([write_both(tmp_path)[0]], graph(held)).problems) == 1


def test_an_article_of_the_store_that_the_text_lacks_is_noticed(tmp_path: Path) -> None:
    held = HELD + "\nArticle/DKF2001-9 name=第九条\nArticle/DKF2001-9 PART_OF Instrument/DKF2001"
    assert "DKF2001-9" in read_statutes([write_both(tmp_path)[0]], graph(held)).notices[0].got


def test_the_same_text_twice_is_refused_and_a_readme_passed_over(tmp_path: Path) -> None:
    old, _ = write_both(tmp_path)
    again = tmp_path / "又(2001-03-01).md"
    again.write_bytes(old.read_bytes())
    (tmp_path / "README.md").write_text("# read me", encoding="utf-8")
    assert len(read_statutes([tmp_path / "README.md", old, again], EMPTY).problems) == 1


def test_loading_a_second_time_writes_nothing(tmp_path: Path) -> None:
    store, paths = MemoryStore(), write_both(tmp_path)
    day = date(2020, 1, 1)
    execute(plan_load(read_statutes(paths, EMPTY), store, day), store, "甲", "")
    again = plan_load(read_statutes(paths, store.snapshot(on=day)), store, day)
    assert again.problems == ()
    assert again.is_empty


@needs_laws
def test_all_real_texts_load_together() -> None:
    source = read_statutes(sorted(LAWS.glob("*.md")), EMPTY)
    assert source.problems == ()
    assert len(codes(source, Kind.INSTRUMENT)) == 40
    assert len(set(codes(source, Kind.ARTICLE))) == 2170
