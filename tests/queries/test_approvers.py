"""Articles that name who approves, and the powers that rest on them."""

from __future__ import annotations

import pytest

from graph.schema import Kind
from loaders.statutes.read import view_of
from queries.approvers import approvals_of, approver_phrases
from tests.builders import graph
from tests.loaders.statutes.texts import LAWS, needs_laws

BOTH = "经直属海关关长或者其授权的隶属海关关长批准"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (f"海关{BOTH}，可以扣留", ["local"]),
        (f"{BOTH.replace('批准', '决定')}，{BOTH}", ["local", "local"]),
        ("经直属海关关长批准，可以延长", ["regional"]),
        ("由各直属海关关长批准授予", []),
        ("海关总署应当定期对直属海关关长进行考核", []),
    ],
)
def test_the_phrase_tells_the_lowest_level(text: str, levels: list[str]) -> None:
    assert [level for _, level in approver_phrases(text)] == levels


def test_an_article_is_told_with_the_powers_that_rest_on_it() -> None:
    view = graph(
        f"Article/A name=第六条 text={BOTH}",
        "Article/B name=第七条 text=其他",
        "Article/C name=第八条",
        "Power/V AUTHORIZED_BY Article/A",
        "Power/W AUTHORIZED_BY Article/A lowest_level=local",
    )
    found = approvals_of(view)
    (approval,) = found.articles
    assert (approval.article, approval.level) == ("A", "local")
    assert [(rest.power, rest.lowest_level) for rest in approval.powers] == [("V", None), ("W", "local")]
    assert (found.texts, found.total) == (2, 3)


def test_phrases_that_differ_settle_no_level() -> None:
    view = graph(f"Article/A name=第六条 text={BOTH}；经直属海关关长批准")
    assert [approval.level for approval in approvals_of(view).articles] == [None]


@needs_laws
def test_the_real_texts_name_the_approver_in_14_articles_17_times() -> None:
    view = view_of(sorted(LAWS.glob("*.md")))
    found = approvals_of(view)
    at: dict[str, list[str]] = {}
    for approval in found.articles:
        name = str((view.node(Kind.INSTRUMENT, approval.instrument) or {})["name"])
        law = name.removeprefix("中华人民共和国").partition("（")[0]
        at.setdefault(law, []).append(f"{approval.article.rpartition('-')[2]}×{len(approval.phrases)}")
    assert at == {
        "海关法": ["6×3", "60×1", "61×2", "92×1"],
        "海关稽查条例": ["10×1", "14×1", "15×1", "16×1"],
        "海关行政处罚实施条例": ["40×1", "47×1"],
        "进出口关税条例": ["33×1"],
        "关税法": ["44×1", "49×1", "50×1"],
    }
    assert found.occurrences == 17
    assert {approval.level for approval in found.articles} == {"local"}
