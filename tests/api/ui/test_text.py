"""Labels: how wide, where they break, and that nothing is cut in the middle."""

from __future__ import annotations

from unicodedata import combining

from hypothesis import given
from hypothesis import strategies as st

from api.ui.layout.text import ELLIPSIS, clean, clusters, fold, width

TEXTS = st.text(
    st.one_of(st.sampled_from("减免税审核，。（）《》·×E39-ab i\n\u0301\u200d\ufe0f👩🔬"), st.characters()), max_size=60
)


def test_a_chinese_character_is_as_wide_as_the_font_is_high() -> None:
    assert width("减免税", 12) == 36


def test_latin_letters_are_narrower() -> None:
    assert width("abc") < width("减免税")


def test_marks_have_no_width() -> None:
    assert width("e\u0301") == width("e")


def test_a_short_text_is_one_line() -> None:
    assert fold("减免税审核", 120) == ("减免税审核",)


def test_a_long_text_is_two_lines_about_equally_long() -> None:
    assert fold("减免税审核依据引用错误", 120) == ("减免税审核依", "据引用错误")


def test_what_does_not_fit_two_lines_ends_in_an_ellipsis() -> None:
    found = fold("减免税审核依据引用错误、适用政策不当", 72)

    assert len(found) == 2
    assert found[-1].endswith(ELLIPSIS)


def test_a_line_does_not_begin_with_closing_punctuation() -> None:
    assert not any(line[0] in "，。、）》" for line in fold("一二三四五，六七八九十", 60))


def test_a_line_does_not_end_with_an_opening_bracket() -> None:
    assert not any(line.endswith(("（", "《")) for line in fold("一二三四（五六七八）九十", 60))


def test_a_code_stays_whole() -> None:
    assert fold("减免税 R-E39-1-11 告知", 90)[1].startswith("R-E39-1-11")


def test_a_line_break_is_taken_where_the_parts_fit() -> None:
    assert fold("减免税复核岗 ×13\n（13 个机关）", 110) == ("减免税复核岗 ×13", "（13 个机关）")


def test_the_number_of_an_article_outlives_a_long_name() -> None:
    name = "《国务院对确需保留的行政审批项目设定行政许可的决定》\n第十七条"

    assert fold(name, 100)[-1] == "第十七条"
    assert fold(name, 100, 1)[-1].endswith("第十七条")


@given(TEXTS, st.floats(24, 300), st.integers(1, 3))
def test_no_line_is_wider_than_allowed(text: str, limit: float, lines: int) -> None:
    found = fold(text, limit, lines)

    assert len(found) <= lines
    assert all(width(line) <= limit for line in found)


@given(TEXTS, st.floats(24, 300))
def test_no_character_is_parted_from_its_marks(text: str, limit: float) -> None:
    for line in fold(text, limit):
        assert not line or not combining(line[0]) or combining(clean(text)[0])


@given(TEXTS)
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(TEXTS)
def test_what_is_not_cut_is_whole(text: str) -> None:
    joined = "".join(fold(text, 10_000))

    assert joined == "".join(clean(part) for part in text.partition("\n")[::2])
