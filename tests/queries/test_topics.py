"""Free words lead to the questions of the catalogue that are about the same, in either language."""

from __future__ import annotations

import pytest

from graph.schema import Kind
from queries.catalog import CATALOG
from queries.topics import entries_about

OFFERED = 6
"""So many questions the search box offers."""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("riskiest posts", "posts-by-exposure"),
        ("风险最高的岗位", "posts-by-exposure"),
        ("posts with most duties", "posts-by-exposure"),
        ("powers without supervision", "pg013-supervision-gap"),
        ("没有监管的职权", "pg013-supervision-gap"),
        ("powers nobody supervises", "pg013-supervision-gap"),
        ("list all suspended powers", "inactive-powers"),
        ("哪些职权已经取消", "inactive-powers"),
        ("cancelled powers", "inactive-powers"),
        ("delegated powers", "delegated-powers"),
        ("slowest powers", "days-by-power"),
        ("办理最慢的职权", "days-by-power"),
        ("steps without a post", "pg002-step-without-post"),
        ("posts without risk", "posts-without-risk"),
        ("controls without owner", "pg008-unowned-control"),
        ("没有责任岗位的措施", "pg008-unowned-control"),
        ("most important controls", "choke-points"),
        ("external risks", "external-risks"),
        ("integrity risks", "risks-by-class"),
        ("standards not in a system", "standards-without-system"),
        ("articles nobody uses", "unused-rules"),
        ("repealed articles still in use", "basis-backlog"),
        ("which articles are used most", "articles-by-users"),
        ("how much of the data is synthetic", "census-by-origin"),
        ("一个人说了算的环节", "sole-performers"),
        ("who supervises the most powers", "supervision-by-post"),
        ("orphan controls", "pg007-orphaned-control"),
    ],
)
def test_free_words_lead_to_the_question_that_is_about_them(text: str, first: str) -> None:
    assert entries_about(text)[0].id == first


@pytest.mark.parametrize("entry_id", [entry.id for entry in CATALOG.values() if not entry.parameters])
def test_every_question_that_needs_no_more_is_found_by_its_own_english_words(entry_id: str) -> None:
    question = CATALOG[entry_id].question.en.removeprefix("Where is this found: ")

    assert entry_id in [entry.id for entry in entries_about(question)][:OFFERED]


@pytest.mark.parametrize("text", ["", "风险", "risks", "hello", "what is the weather like", "今天天气怎样", "E39"])
def test_what_says_too_little_or_nothing_leads_nowhere(text: str) -> None:
    assert entries_about(text) == ()


def test_a_question_that_says_without_is_not_about_what_has_it() -> None:
    found = [entry.id for entry in entries_about("posts with risk")]

    assert "posts-without-risk" not in found[:1]


def test_of_one_node_only_questions_about_its_kind_are_offered() -> None:
    assert [entry.id for entry in entries_about("who bears R-1", Kind.RISK)] == ["cover-of-risk"]
    assert [entry.id for entry in entries_about("which powers depend on E39", Kind.POWER)] == ["dependents-of-power"]
    assert entries_about("who bears it", Kind.SYSTEM) == ()
