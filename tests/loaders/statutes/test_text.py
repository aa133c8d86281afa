"""One text of a statute: numbers, articles, paragraphs and items."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.numerals import chinese, number_of
from loaders.statutes.read import read_file
from loaders.statutes.text import Number, paragraphs_of, part_of, read_statute
from tests.loaders.statutes.texts import LAWS, NEW, OLD, needs_laws


@given(st.integers(1, 9999))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert number_of(chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百零二", 102),
        ("十", 10),
        ("一百一十", 110),
        ("６", 6),
        ("24", 24),
        ("二〇一三", 2013),
        ("甲", None),
        ("", None),
    ],
)
def test_numbers_in_either_figures_and_width(text: str, number: int | None) -> None:
    assert number_of(text) == number


def test_a_text_has_its_title_date_history_and_articles() -> None:
    statute = read_statute(OLD, "渡口法(2001-03-01)")
    assert statute.title == "中华人民共和国渡口法"
    assert statute.text_date == date(2001, 3, 1)
    assert statute.history == ("2001年3月1日 第九届全国人民代表大会常务委员会第二十次会议通过",)
    assert [str(article.number) for article in statute.articles] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert statute.articles[0].text == "为了管理渡口，制定本法。"
    assert [article.chapter for article in statute.articles[1:3]] == [("第一章 总则",), ("第二章 权力",)]
    assert (statute.problems, statute.notices) == ((), ())


def test_both_numbering_styles_give_the_same_numbers() -> None:
    assert [article.number.article for article in read_statute(NEW, "渡口法（2011-06-01）").articles] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("text", "stem"), [(OLD, "渡口法(2001-03-01)"), (NEW, "渡口法（2011-06-01）")])
def test_a_line_between_two_items_belongs_to_the_first_and_one_behind_the_last_is_a_paragraph(
    text: str, stem: str
) -> None:
    article = next(each for each in read_statute(text, stem).articles if "行使下列权力" in each.text)
    assert [len(lines) for lines in paragraphs_of(article.text)] == [5, 1]
    assert (part_of(article.text, 1, 2) or "").endswith("理由以书面为准。")
    assert part_of(article.text, 2, None) == "扣留的渡船由渡口局保管。"


@pytest.mark.parametrize(("paragraph", "item"), [(3, None), (0, None), (1, 4), (2, 1), (None, 9)])
def test_a_part_that_is_not_there_is_none(paragraph: int | None, item: int | None) -> None:
    article = read_statute(OLD, "渡口法(2001-03-01)").articles[2]
    assert part_of(article.text, paragraph, item) is None


def test_an_inserted_article_has_a_number_of_its_own() -> None:
    statute = read_statute("# 甲法\n第一条 甲。\n第一条之一 乙。\n第二条 丙。\n", "甲法(2001-03-01)")
    assert [article.number for article in statute.articles] == [Number(1), Number(1, 1), Number(2)]
    assert [article.number.suffix for article in statute.articles] == ["1", "1-1", "2"]


def test_a_sentence_that_begins_with_a_citation_is_no_article() -> None:
    statute = read_statute("# 甲法\n第一条 甲。\n第一条第一款所称甲，是指乙。\n", "甲法(2001-03-01)")
    assert [article.text for article in statute.articles] == ["甲。\n第一条第一款所称甲，是指乙。"]


@pytest.mark.parametrize(
    ("text", "stem", "got"),
    [
        ("# 甲法\n第一条 甲。", "甲法", "文件名"),
        ("# 甲法\n第一条 甲。", "甲法(2001-02-30)", "文件名"),
        ("# 甲法\n第一条 甲。\n第一条 乙。", "甲法(2001-03-01)", "两次"),
    ],
)
def test_what_is_wrong_is_named(text: str, stem: str, got: str) -> None:
    assert [got in problem.got for problem in read_statute(text, stem).problems] == [True]


def test_a_gap_between_numbers_is_noticed_with_its_row() -> None:
    (notice,) = read_statute("# 甲法\n第一条 甲。\n第三条 乙。", "甲法(2001-03-01)").notices
    assert notice.row == 3


@needs_laws
def test_every_real_text_has_as_many_articles_as_its_list_says() -> None:
    rows = [line.split("|") for line in (LAWS / "README.md").read_text(encoding="utf-8").splitlines()]
    listed = {row[1].strip(): int(row[4]) for row in rows if len(row) > 5 and row[1].strip().endswith(".md")}
    assert len(listed) == 40
    assert {name: len(read_file(LAWS / name).articles) for name in listed} == listed
