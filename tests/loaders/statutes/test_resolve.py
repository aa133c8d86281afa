"""Citations find their articles, or say why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.snapshot import Snapshot
from loaders.statutes.read import view_of
from loaders.statutes.resolve import resolve
from tests.builders import graph
from tests.loaders.statutes.texts import LAWS, needs_laws, write_both


def articles(instrument: str, *numbers: str) -> str:
    lines = (
        f"Article/{instrument}-{n} name=第{n}条\nArticle/{instrument}-{n} PART_OF Instrument/{instrument}"
        for n in numbers
    )
    return "\n".join(lines)


VIEW = graph(
    "Instrument/H name=中华人民共和国海关法（2021年修正文本） text_date=2021-04-29",
    "Instrument/J1 name=中华人民共和国海关稽查条例（2011年1月8日修订文本）",
    "Instrument/J2 name=中华人民共和国海关稽查条例（2016年文本） text_date=2016-06-19",
    "Instrument/F name=行政复议法",
    articles("H", "6", "10", "11", "12", "14", "102"),
    "Article/H-120-1 name=第一百二十条之一\nArticle/H-120-1 PART_OF Instrument/H",
    articles("J1", "14"),
    articles("J2", "14", "15"),
    articles("F", "3"),
)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("企业违反海关法第六条的", "海关法第六条"),
        ("应当依照中华人民共和国海关法第六条第一款", "中华人民共和国海关法第六条第一款"),
        ("根据海关稽查条例（2016年文本）第十四条", "海关稽查条例（2016年文本）第十四条"),
        ("根据《海关法》第六条", "《海关法》第六条"),
    ],
)
def test_a_quote_begins_with_the_title(text: str, quote: str) -> None:
    assert [reference.quote for reference in resolve(text, VIEW, date(2021, 5, 1), prose=True).references] == [quote]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《海关法》第六条第一款第（四）项", "H-6"),
        ("海关法第六条", "H-6"),
        ("中华人民共和国海关法第６条", "H-6"),
        ("《中华人民共和国海关法》第6条", "H-6"),
        ("海关法 §6(4)", "H-6"),
        ("海关法第十条、第十四条", "H-10 H-14"),
        ("海关法第十条至第十二条、第十四条第二款", "H-10 H-11 H-12 H-14"),
        ("海关法 §10-12", "H-10 H-11 H-12"),
        ("海关法第六、十条", "H-6 H-10"),
        ("海关法第六条第（一）、（三）项", "H-6"),
        ("海关法第一百零二条", "H-102"),
        ("海关法第一百二十条之一", "H-120-1"),
        ("根据海关法第六条和行政复议法第三条", "H-6 F-3"),
        ("《海关法》第六条；《行政复议法》第三条", "H-6 F-3"),
        ("海关稽查条例第十五条", "J2-15"),
        ("海关稽查条例（2016年文本）第十四条", "J2-14"),
        ("《海关稽查条例》（2011年）第十四条", "J1-14"),
    ],
)
def test_a_citation_finds_its_articles(text: str, found: str) -> None:
    resolution = resolve(text, VIEW)
    assert resolution.codes == tuple(found.split())
    assert resolution.unresolved == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("稽查条例第十条", "没有法规"),
        ("反海关法第六条", "没有法规"),
        ("行政复议法实施条例第三条", "没有法规"),
        ("《海关》第六条", "没有法规"),
        ("本法第六条", "没有法规"),
        ("第六条", "没有写明法规"),
        ("《海关法》", "没有写明第几条"),
        ("海关法第九十九条", "没有第九十九条"),
        ("海关法第十二条至第十条", "范围不对"),
        ("海关稽查条例第十四条", "有几个文本"),
        ("海关法（2000年文本）第六条", "没有这个文本"),
        ("海关法第六条等", "不是引用"),
        ("见附件", "不是引用"),
        ("", "没有引用"),
    ],
)
def test_what_leads_nowhere_says_why(text: str, reason: str) -> None:
    resolution = resolve(text, VIEW)
    assert [reason in problem.reason for problem in resolution.unresolved] == [True]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("海关法第六条；见附件；", "见附件"),
        ("海关法第六条；《税则》；", "税则"),
        ("根据税则第三条；", "税则第三条"),
        ("；依照、参照对外贸易法第九条。", "对外贸易法第九条"),
        ("按照海关法（2000年文本）第六条", "海关法（2000年文本）第六条"),
        ("见附件。", "见附件"),
    ],
)
def test_the_quote_of_what_leads_nowhere_has_no_marks_or_words_around_it(text: str, quote: str) -> None:
    assert [problem.quote for problem in resolve(text, VIEW).unresolved] == [quote]


def test_a_range_over_articles_that_are_not_there_finds_the_others_and_names_these() -> None:
    resolution = resolve("海关法第十二条至第十四条", VIEW)
    assert resolution.codes == ("H-12", "H-14")
    assert len(resolution.unresolved) == 1


@pytest.mark.parametrize(("on", "code"), [(date(2014, 1, 1), "J1-14"), (date(2016, 6, 19), "J2-14")])
def test_of_several_texts_the_newest_by_the_day_counts(on: date, code: str) -> None:
    assert resolve("海关稽查条例第十四条", VIEW, on).codes == (code,)


def test_a_text_later_than_the_day_is_found_with_a_note() -> None:
    (found,) = resolve("海关法第六条", VIEW, date(2014, 1, 1)).references
    assert "2021-04-29" in found.note


def test_a_node_that_is_a_part_of_an_article_is_what_its_citation_means() -> None:
    view = graph(
        articles("H", "6"),
        "Instrument/H name=海关法",
        "Article/H-6-4 name=第六条第一款第（四）项\nArticle/H-6-4 PART_OF Instrument/H",
    )
    assert resolve("海关法第六条第一款第（四）项", view).codes == ("H-6-4",)
    assert resolve("海关法第六条", view).codes == ("H-6",)


def test_words_around_citations_are_passed_over_in_prose_only() -> None:
    text = "渡口局依照海关法第六条办理；旅客应当配合。"
    assert resolve(text, VIEW, prose=True).unresolved == ()
    assert resolve(text, VIEW).unresolved != ()


@pytest.fixture
def ferry(tmp_path: Path) -> Snapshot:
    return view_of(write_both(tmp_path)[:1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("渡口法第三条第一款第（一）项", "（一）检查渡船；"),
        ("渡口法 §3(1)", "（一）检查渡船；"),
        ("渡口法 §3 (1) (3)", "（三）其他权力。"),
        ("渡口法 §2(2)", "渡口局分直属渡口局和隶属渡口局。"),
    ],
)
def test_the_words_of_the_cited_part_are_given(ferry: Snapshot, text: str, words: str) -> None:
    (found,) = resolve(text, ferry).references
    assert found.text == words


@pytest.mark.parametrize("text", ["渡口法第三条第三款", "渡口法第三条第（四）项", "渡口法 §3(8)"])
def test_a_part_that_the_text_has_not_leads_nowhere(ferry: Snapshot, text: str) -> None:
    assert resolve(text, ferry).codes == ()


@needs_laws
@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("《海关法》第六条第一款第（四）项", "（四）在海关监管区和海关附近沿海沿边规定地区"),
        ("海关稽查条例 §14(4)", "(四)经直属海关关长"),
    ],
)
def test_the_citations_of_the_domain_are_found_in_the_real_texts(text: str, begins: str) -> None:
    view = view_of(sorted((*LAWS.glob("海关法*.md"), *LAWS.glob("海关稽查条例*.md"))))
    (found,) = resolve(text, view).references
    assert (found.text or "").startswith(begins)
