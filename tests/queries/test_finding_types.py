from __future__ import annotations

import re

import pytest

from graph.reform import Reform
from queries.findings.bases import basis_of, shared_basis
from queries.findings.catalog import BY_RULE, FINDINGS
from queries.findings.model import Finding
from queries.impact import impact_of
from tests.builders import graph


@pytest.mark.parametrize("code", FINDINGS)
def test_a_remedy_holds_for_a_load_and_a_check_too_and_names_no_reform(code: str) -> None:
    remedy = FINDINGS[code].remedy

    assert "改革" not in remedy.zh
    assert "reform" not in remedy.en


@pytest.mark.parametrize("code", FINDINGS)
def test_a_finding_has_a_remedy_and_cites_an_article_or_the_rule_of_the_graph(code: str) -> None:
    found = FINDINGS[code]

    assert found.remedy.zh
    assert found.remedy.en
    for text, rule in ((found.basis.zh, BY_RULE.zh), (found.basis.en, BY_RULE.en)):
        assert re.search(r"§\s?\d", text) or rule in text
    assert re.findall(r"§[\d–]+", found.basis.zh) == re.findall(r"§[\d–]+", found.basis.en)


BASES = """
    Power/licence type=01 status=cancelled
    Power/confirm type=07 status=cancelled
    Power/handed category=enforcement type=07 delegated_from=regional
    Power/vehicles category=management delegated_from=regional
    Power/vehicles HAS_STEP Step/buy
    Step/buy EXPOSES RiskPoint/supplier
    Step/buy EXPOSES RiskPoint/clerk
    Step/buy PERFORMED_BY Post/P
    Power/handed HAS_STEP Step/look
    Step/look act=查验
    Step/look EXPOSES RiskPoint/smuggler
    Step/look EXPOSES RiskPoint/officer
    Step/look PERFORMED_BY Post/P
    RiskPoint/supplier class=external
    RiskPoint/clerk class=integrity
    RiskPoint/smuggler class=external
    RiskPoint/officer class=integrity
    Power/seize category=enforcement type=03 compulsion=measure
    Power/sell category=enforcement type=03 compulsion=execution
    Power/handed AUTHORIZED_BY Article/low lowest_level=regional
    Article/low PART_OF Instrument/C
    Article/low name=第六条
    Instrument/C name=《中华人民共和国海关法（2021-04-29文本）》
    Power/none type=07
    Power/bare type=01
    Article/own rank=internal
    Article/order rank=department_rule
    Power/fine type=02
    Power/audit type=06
    Power/audit AUTHORIZED_BY Article/jc
    Article/jc PART_OF Instrument/J
    Instrument/J name=《中华人民共和国海关稽查条例》
    Step/S min_posts=2
"""


@pytest.mark.parametrize(
    ("finding", "basis"),
    [
        (("PG001", "bare"), "行政许可法 §4；按图谱规则：职权法定"),
        (("PG001", "none"), "按图谱规则：职权法定"),
        (("PG005", "officer", "P"), "海关法 §78；三道防线"),
        (("PG005", "smuggler", "P"), "按图谱规则：三道防线"),
        (
            ("PG006", "officer", "P"),
            "海关法 §77–78（2021-04-29 文本）上级监督、内部监督；三道防线：基层自控、职能监控、专门监督",
        ),
        (("PG006", "clerk", "P"), "海关法 §78（2021-04-29 文本）内部监督；三道防线：基层自控、职能监控、专门监督"),
        (("PG006", "supplier", "P"), "按图谱规则：三道防线：基层自控、职能监控、专门监督"),
        (("PG009", "hgf79", "P", "审单", "查验", ""), "海关法 §79"),
        (("PG009", "review", "P", "复核", "审核", "none"), "按图谱规则：内部控制：审核与复核分离"),
        (("PG010", "officer", "P"), "海关法 §79 职责分离、相互制约；防控独立性：共模风险"),
        (("PG010", "clerk", "P"), "按图谱规则：防控独立性：共模风险"),
        (("PG011", "own"), "按图谱规则：制度立改废"),
        (("PG011", "order"), "规章制定程序条例 §37（2017-12-22 文本）清理"),
        (("PG013", "licence"), "行政许可法 §61；按图谱规则：取消、下放须有事中事后监管"),
        (("PG013", "confirm"), "按图谱规则：取消、下放须有事中事后监管"),
        (("PG013", "handed"), "海关法 §77；按图谱规则：取消、下放须有事中事后监管"),
        (("PG013", "vehicles"), "按图谱规则：取消、下放须有事中事后监管"),
        (("PG014", "handed", "low", "U"), "《海关法》第六条：最低由直属海关行使"),
        (("PG018", "fine", "S", "U"), "行政处罚法 §42；按图谱规则：该环节至少 2 人"),
        (("PG018", "audit", "S", "U"), "稽查条例 §11；按图谱规则：该环节至少 2 人"),
        (("PG018", "seize", "S", "U"), "行政强制法 §18；按图谱规则：该环节至少 2 人"),
        (("PG018", "sell", "S", "U"), "按图谱规则：该环节至少 2 人"),
        (("PG018", "none", "S", "U"), "按图谱规则：该环节至少 2 人"),
        (
            ("PG019", "smuggler"),
            "海关法 §2（2021-04-29 文本）监管、查缉走私；内外风险转移：外部风险不因取消而消失",
        ),
        (("PG019", "supplier"), "按图谱规则：内外风险转移：外部风险不因取消而消失"),
    ],
)
def test_a_finding_cites_an_article_only_where_it_governs_the_thing(finding: tuple[str, ...], basis: str) -> None:
    code, *identity = finding

    assert basis_of(graph(BASES), Finding(code, tuple(identity))).zh == basis


def test_a_danger_that_a_reform_leaves_alone_cites_what_governed_the_power_that_ended() -> None:
    impact = impact_of(graph(BASES), Reform("试", ({"op": "cancel", "power": "handed"},)))

    assert basis_of(impact.after, Finding("PG019", ("smuggler",))).zh.startswith("海关法 §2")


def test_findings_of_one_code_with_several_bases_cite_what_tells_them_all() -> None:
    view, codes = graph(BASES), ("confirm", "licence")

    assert shared_basis(view, [Finding("PG013", (code,)) for code in codes]) == FINDINGS["PG013"].basis


def test_in_english_a_basis_keeps_the_official_titles_and_nothing_else_in_chinese() -> None:
    found = basis_of(graph(BASES), Finding("PG018", ("fine", "S", "U")))

    assert found.en == "行政处罚法 §42; by a rule of the graph: at least 2 people for this step"
