"""The customs sample: fresh, whole, sourced, and as large as the interview of 2014 says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from graph.errors import ReformRefused
from graph.model import NodeId
from graph.reform import apply_reform
from graph.schema import HAS_STEP, KINDS, PERFORMED_BY, Kind
from graph.snapshot import Snapshot
from loaders.elements import Element, Source
from loaders.reforms import read_reform
from loaders.samples import build
from loaders.samples.fill import vocabulary
from loaders.samples.fill.text import Row, items, read_rows, shares, undoubled
from queries.census import census_of
from queries.impact import materialised
from tests.bench.sample import SAMPLE, reference_snapshot, reference_tables

REFORMS = sorted((SAMPLE / "reforms").glob("*.yaml"))
AFTER = {"rs7-原产地企业备案取消": "rs7-前提-2018年原产地签证划入.yaml"}
"""Reforms of what customs did not have in 2013, with the file that brings it."""
REFORM_DAY = "2013-12-01"
CITING = (
    "行政权力目录表",
    "权力运行流程图",
    "岗位职责细化表",
    "权力廉政风险点和等级确定及防控措施审核备案表",
    "防控措施表",
)
CITED_IN = ("行使依据", "制度依据", "出处")
R7 = {
    "HGF2021-6": {"E74", "E77", "E78", "E79"},
    "HGF2021-60": {"E45"},
    "HGF2021-61": {"E44", "E45"},
    "HGF2021-92": {"E83"},
    "CFT2004-40": {"E82"},
    "CFT2004-47": {"E83"},
    "GST2017-33": {"E33"},
}
"""Articles with the phrase 经直属海关关长或者其授权的隶属海关关长批准 (domain R7, without the audit regulation, which
had another phrase in 2013), and the powers for which they ask it."""
DUTIES_APART = (
    ("审单", "查验", "放行", "稽查", "调查"),
    ("调查", "法审", "决定"),
    ("决定", "收缴"),
    ("布控", "派单", "查验", "放行"),
    ("查验", "复验"),
    ("选案", "稽查", "稽查审核", "决定"),
    ("审核", "复核"),
    ("归类", "复核"),
    ("估价", "复核"),
    ("审核", "退库"),
    ("复核", "退库"),
    ("备案", "核销"),
    ("扣留", "保管", "处置"),
    ("记账", "付款"),
    ("采购", "验收", "付款"),
    ("运维", "授权"),
)
"""Incompatible duties of domain §4.3 as acts of steps: every two of a row are to be done by different posts."""
BOTH_BY_DESIGN = {"TJ-DJ-SD"}
"""The one post that holds two of them on purpose: it shows what PG009 finds."""
APPROVALS = {
    "报关员资格核准",
    "加工贸易备案（变更）、外发加工、深加工结转、余料结转、核销、放弃核准",
    "报关单修改、撤销审批",
    "进境货物直接退运核准",
    "减征、免征关税及进口环节海关代征税审批",
    "减免进口货物滞报金审批",
    "关税及进口环节海关代征税延期缴纳审批",
}


def sample() -> Source:
    return reference_tables()


def before() -> Snapshot:
    return reference_snapshot()


made = cache(build.tables)


def nodes(kind: Kind) -> list[Element]:
    return [x for x in sample().elements if isinstance(x.identity, NodeId) and x.identity.kind is kind]


def written(table: str) -> tuple[Row, ...]:
    return read_rows(SAMPLE / "tables" / f"{table}.csv")


def statute_rows() -> Iterator[tuple[Row, set[str]]]:
    """Hand-written rows that rest on a statute, with the articles that they cite."""
    known = {row["条款编码"] for row in written("条款表")}
    for row in (row for table in CITING for row in written(table) if row["来源性质"] == "法规"):
        cells = "；".join(row.get(name, "") for name in CITED_IN)
        yield row, {part.partition("@")[0] for part in re.split("[；、]", cells)} & known


def test_the_synthetic_tables_are_what_the_generator_makes() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (SAMPLE / "tables").glob("*-合成.csv")}

    assert written == made()


def test_check_writes_nothing_and_finds_nothing_stale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "tables", made)

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


def test_an_article_of_a_later_text_says_that_the_text_of_2013_is_not_at_hand() -> None:
    later = [row for row in written("条款表") if row["文本日期"] > REFORM_DAY]

    assert later
    assert [row["条款编码"] for row in later if "2013年文本不在手" not in row["备注"]] == []


def test_a_statute_row_of_2013_that_cites_a_later_text_gives_its_date() -> None:
    dates = {row["条款编码"]: row["文本日期"] for row in written("条款表")}

    silent = [
        row
        for row, articles in statute_rows()
        for day in {dates[code] for code in articles if dates[code] > REFORM_DAY}
        if day not in row["备注"] or "2013年文本不在手" not in row["备注"]
    ]

    assert silent == []


@pytest.mark.parametrize("table", [*CITING, "不相容岗位表", "权力类别及说明"])
def test_a_statute_row_that_names_a_later_text_has_the_caveat_too(table: str) -> None:
    rows = [row for row in written(table) if row["来源性质"] == "法规"]

    later = [row for row in rows if re.search(r"\((201[4-9]|202\d)\)", row["出处"] + row.get("法律来源", ""))]

    assert [row for row in later if "2013年文本不在手" not in row["备注"]] == []


def test_a_row_that_rests_on_a_statute_cites_an_article_at_hand() -> None:
    at_hand = {row["条款编码"] for row in written("条款表") if row["文本日期"]}

    bare = [
        row
        for row, articles in statute_rows()
        if not articles & at_hand and not re.search(r"\(20\d\d\)第", row["出处"])
    ]

    assert bare == []


def test_the_legal_review_of_2013_is_nowhere_a_duty_of_statute() -> None:
    reviews = [row for row in written("权力运行流程图") if row["动作"] == "法审"]

    assert reviews
    assert [row["环节编码"] for row in reviews if row["来源性质"] == "法规"] == []


def test_no_limit_is_laid_to_the_interview_which_names_no_item() -> None:
    assert [row for row in written("权力运行流程图") if "据2014年访谈" in row["备注"]] == []


def test_every_description_of_what_a_power_does_is_marked_as_ours() -> None:
    described = [row for row in written("行政权力目录表") if row["行使内容"]]

    assert described
    assert [row["权力编码"] for row in described if "行使内容、相对人由本样本概括" not in row["备注"]] == []


def test_the_approver_of_the_audit_powers_is_not_that_of_the_text_of_2016() -> None:
    used = {code for row in written("行政权力目录表") for code in items(row["行使依据"])}

    assert not [code for code in used if code.startswith("JCT2016-") and "@" in code]
    assert {"JCT2011-10", "JCT2011-14", "JCT2011-15", "JCT2011-16"} <= used


def test_a_system_that_came_after_2013_says_from_when() -> None:
    later = [row for row in written("信息系统表") if re.search(r"2013年在建|晚于2013", row["备注"])]

    assert later
    assert [row["系统编码"] for row in later if row["生效日期"] <= REFORM_DAY] == []


def test_no_standard_of_2013_runs_in_a_system_that_came_later() -> None:
    later = {row["系统编码"] for row in written("信息系统表") if row["生效日期"] > REFORM_DAY}

    assert later
    assert [row["标准编码"] for row in written("内控标准表-合成") if row["所在系统"] in later] == []


def test_a_licence_has_the_time_that_law_allows_or_says_why_not() -> None:
    licences = {row["权力编码"]: row for row in written("行政权力目录表") if row["审批性质"] == "行政许可"}

    silent = [
        row["环节编码"]
        for row in written("权力运行流程图")
        if row["权力编码"] in licences and not row["办理时限"]
        if "不设时限" not in row["备注"] + licences[row["权力编码"]]["备注"]
    ]

    assert licences
    assert silent == ["E71A-6"]  # 暂停执业与资格撤销建议：不是许可的办理环节


def performers() -> Mapping[str, Mapping[str, set[str]]]:
    """Posts by act and power."""
    graph = before()
    power_of = {step: power for power, step in graph.pairs(HAS_STEP)}
    out: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for step, post in graph.pairs(PERFORMED_BY):
        out[str((graph.node(Kind.STEP, step) or {})["act"])][power_of[step]].add(post)
    return out


@pytest.mark.parametrize("duties", DUTIES_APART, ids="-".join)
def test_incompatible_duties_of_the_domain_are_rules(duties: tuple[str, ...]) -> None:
    rules = [set(items(row["不相容动作"])) for row in written("不相容岗位表")]

    assert [pair for pair in combinations(duties, 2) if not any(rule.issuperset(pair) for rule in rules)] == []


@pytest.mark.parametrize("rule", written("不相容岗位表"), ids=lambda row: row["规则编码"])
def test_every_pair_of_incompatible_acts_is_done_by_different_posts(rule: Row) -> None:
    done = performers()

    for first, second in combinations(items(rule["不相容动作"]), 2):
        if rule["范围"] == "任何":
            meetings = [(set().union(*done[first].values()), set().union(*done[second].values()))]
        else:
            meetings = [(done[first][power], done[second][power]) for power in done[first].keys() & done[second].keys()]
        assert meetings, f"{first}、{second}: no power has both"
        assert all(ones and others for ones, others in meetings), f"{first}、{second}: nobody does it"
        assert [both for ones, others in meetings if (both := (ones & others) - BOTH_BY_DESIGN)] == []


def test_nobody_reviews_what_he_did_himself() -> None:
    graph = before()
    acts = {step: str((graph.node(Kind.STEP, step) or {})["act"]) for step in graph.codes(Kind.STEP)}
    reviews = [(power, step) for power, step in graph.pairs(HAS_STEP) if acts[step] in ("复核", "复验", "稽查审核")]

    own = [
        (review, step)
        for power, review in reviews
        for step in graph.out(HAS_STEP, power)
        if step != review and set(graph.out(PERFORMED_BY, step)) & set(graph.out(PERFORMED_BY, review))
    ]

    assert reviews
    assert own == []


@pytest.mark.parametrize("article", R7)
def test_an_article_of_r7_sets_the_floor_of_the_powers_that_it_names(article: str) -> None:
    bases = {row["权力编码"]: items(row["行使依据"]) for row in written("行政权力目录表")}

    assert {power for power, cited in bases.items() if f"{article}@local" in cited} == R7[article]


def test_the_seven_items_of_2013_are_powers_of_their_own_beside_the_handling_powers() -> None:
    powers = {x.identity.code: x.properties for x in nodes(Kind.POWER) if isinstance(x.identity, NodeId)}

    assert {powers[code]["name"] for code in build.SETTLED} == APPROVALS
    assert all(powers[code]["approval"] in ("licence", "non-licence") for code in build.SETTLED)
    assert {"E02", "E10", "E15", "E37", "E39", "E41"} <= powers.keys()
    assert not {"E29A", "E68", "E69", "E96", "E97", "E98", "E99"} & powers.keys()


@pytest.mark.parametrize("kind", [x for x in Kind if x is not Kind.ARTICLE])
def test_no_two_nodes_of_a_kind_have_one_name(kind: Kind) -> None:
    names = Counter(x.properties["name"] for x in nodes(kind))

    assert [name for name, number in names.items() if number > 1] == []


@pytest.mark.parametrize("kind", Kind)
def test_no_name_says_a_word_twice_in_a_row(kind: Kind) -> None:
    view = reference_snapshot()
    names = {code: str((view.node(kind, code) or {}).get("name", "")) for code in view.codes(kind)}

    assert {code: name for code, name in names.items() if undoubled(name) != name} == {}


def test_every_pattern_group_knows_its_standards() -> None:
    words = vocabulary.load(SAMPLE / "vocabulary")

    assert words.patterns.keys() <= words.standards.keys()


def test_shares_add_up_exactly() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(shares(2309, [0.3, 7.7, 1.1, 5])) == 2309


@pytest.mark.parametrize("path", REFORMS, ids=lambda path: path.stem)
def test_every_reform_file_can_be_applied_and_sources_what_it_adds(path: Path) -> None:
    start = before()
    if path.stem in AFTER:
        start = materialised(apply_reform(before(), read_reform(path.with_name(AFTER[path.stem]))).overlay)

    after = apply_reform(start, read_reform(path)).overlay

    held = {(kind, code): after.node(kind, code) or {} for kind in Kind for code in after.codes(kind)}
    assert [identity for identity, node in held.items() if not (node.get("origin") and node.get("source"))] == []


@pytest.mark.parametrize("name", AFTER)
def test_what_customs_did_not_have_in_2013_cannot_be_reformed_then(name: str) -> None:
    with pytest.raises(ReformRefused, match="没有编码为"):
        apply_reform(before(), read_reform(SAMPLE / "reforms" / f"{name}.yaml"))


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


@pytest.mark.parametrize(("kind", "name"), [(Kind.POST, "rank"), (Kind.CONTROL, "measure")])
def test_ranks_and_types_of_measure_have_their_english(kind: Kind, name: str) -> None:
    view, declared = reference_snapshot(), KINDS[kind].properties[name]
    values = {(view.node(kind, code) or {}).get(name) for code in view.codes(kind)} - {None}

    assert [value for value in values if declared.called(value) is None] == []
