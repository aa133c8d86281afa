"""Two texts of one law, article by article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.statutes.read import read_file
from loaders.statutes.text import Article, Number, Statute, read_statute
from loaders.statutes.versions import Fate, compare_versions
from tests.loaders.statutes.texts import LAWS, NEW, OLD, needs_laws

BOTH = compare_versions(read_statute(OLD, "渡口法(2001-03-01)"), read_statute(NEW, "渡口法(2011-06-01)"))


def test_every_article_has_its_fate_and_print_does_not_count() -> None:
    assert [(turn.fate, turn.label) for turn in BOTH.turns] == [
        (Fate.SAME, "第一条"),
        (Fate.SAME, "第二条"),
        (Fate.NEW, "第三条"),
        (Fate.MOVED, "第三条 → 第四条"),
        (Fate.CHANGED, "第四条 → 第五条"),
        (Fate.REPEALED, "第五条"),
    ]


def test_the_words_that_changed_are_told() -> None:
    changed = next(turn for turn in BOTH.turns if turn.fate is Fate.CHANGED)
    assert [(part.old, part.new) for part in changed.segments if part.changed] == [("夜间", "大雾时")]


def statute(texts: list[str]) -> Statute:
    articles = tuple(Article(Number(at), text, at) for at, text in enumerate(texts, 1))
    return Statute("甲.md", "甲法", None, (), articles)


TEXTS = st.lists(st.text("甲乙丙丁戊。", min_size=1, max_size=12), max_size=8)


@given(TEXTS, TEXTS)
def test_each_article_of_both_texts_has_one_place_and_the_pieces_make_up_both(old: list[str], new: list[str]) -> None:
    turns = compare_versions(statute(old), statute(new)).turns
    assert sorted(turn.old.number.article for turn in turns if turn.old) == list(range(1, len(old) + 1))
    assert [turn.new.number.article for turn in turns if turn.new] == list(range(1, len(new) + 1))
    for turn in turns:
        if turn.segments and turn.old and turn.new:
            assert "".join(part.old for part in turn.segments) == turn.old.text
            assert "".join(part.new for part in turn.segments) == turn.new.text


@given(st.lists(st.text("甲乙丙丁戊。", min_size=1, max_size=12), max_size=8, unique=True))
def test_a_text_against_itself_stays_as_it_is(texts: list[str]) -> None:
    assert {turn.fate for turn in compare_versions(statute(texts), statute(texts)).turns} <= {Fate.SAME}


@needs_laws
def test_the_supervision_law_of_2024_against_that_of_2018() -> None:
    old, new = (read_file(LAWS / f"监察法({day}).md") for day in ("2018-03-20", "2024-12-25"))
    found = compare_versions(old, new)
    assert sum(found.counts.values()) - found.counts[Fate.REPEALED] == 78
    assert "第六十九条 → 第七十八条" in [turn.label for turn in found.turns if turn.fate is Fate.MOVED]
    assert [turn.label for turn in found.turns if turn.fate is Fate.NEW][:2] == ["第二十一条", "第二十三条"]
