"""The instrument tables: headers, encodings, cells, and the relations that rows name."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST, NodeId, RelationId
from graph.schema import (
    AUTHORIZED_BY,
    BORNE_BY,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    NEXT,
    OWNED_BY,
    PERFORMED_BY,
    UNIT_PART_OF,
    Kind,
    Link,
)
from graph.terms import label_of
from loaders.checks import graph_of
from loaders.elements import Source
from loaders.load import plan_load
from loaders.tables import read_directory, read_files
from tests.loaders.memory import MemoryStore

Read = Callable[..., Source]

UNITS = """\
机构编码,名称,机构层级,上级机构
HQ,海关总署,总署,
GZ,广州海关,直属海关,HQ
NS,南沙海关,隶属海关,GZ
HP,黄埔老港海关,隶属海关,GZ
NS.1,通关科,科室,NS
"""
POSTS = "岗位编码,名称,所在机构,标准岗位,编制\nP1,审核岗,NS.1,审核岗,2\nP2,审核岗,HP,审核岗,\nP3,复核岗,GZ,复核岗,1人\n"
POWERS = "权力编码,权力类别,权力类型,名称,行使主体,是否公开\nE39,执法权力,行政确认,减免税审核,NS；GZ,是\n"
STEPS = """\
权力编码,环节编码,序号,名称,动作,下一环节,办理时限
E39,E39-1,1,受理,受理,E39-2,5个工作日
E39,E39-2,2,审核,审核,,
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files into a directory and read it as one source."""

    def reading(**files: str | bytes) -> Source:
        for name, content in files.items():
            held = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(held)
        return read_directory(tmp_path)

    return reading


def nodes(source: Source) -> dict[NodeId, dict[str, object]]:
    return {x.identity: dict(x.properties) for x in source.elements if isinstance(x.identity, NodeId)}


def ends(source: Source, link: Link) -> set[tuple[str, str]]:
    found = [x.identity for x in source.elements if isinstance(x.identity, RelationId)]
    return {(x.source, x.target) for x in found if x.link is link}


def only(source: Source) -> Problem:
    (problem,) = source.problems
    return problem


def test_a_row_becomes_a_node_and_its_relations(read: Read) -> None:
    source = read(机构表=UNITS)
    assert nodes(source)[NodeId(Kind.UNIT, "NS.1")] == {"name": "通关科", "level": "section"}
    assert ends(source, UNIT_PART_OF) == {("GZ", "HQ"), ("NS", "GZ"), ("HP", "GZ"), ("NS.1", "NS")}
    assert not source.problems
    assert not source.notices
    assert source.manifest is None


def test_tables_refer_across_files_in_any_order(read: Read) -> None:
    source = read(a岗位设置表=POSTS, b机构表=UNITS)
    assert not source.problems
    assert ends(source, IN_UNIT) == {("P1", "NS.1"), ("P2", "HP"), ("P3", "GZ")}
    assert nodes(source)[NodeId(Kind.POST, "P3")]["seats"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings_read_the_same(read: Read, encoding: str) -> None:
    assert nodes(read(机构表=UNITS.encode(encoding)))[NodeId(Kind.UNIT, "GZ")]["name"] == "广州海关"


@pytest.mark.parametrize(
    "header",
    ["机构编码,名称,机构层级", " 机构 编码 ,名　称,机构层级", "unit code,name,level", "Unit Code,NAME,层级"],
)
def test_headers_are_recognised_by_label_alias_and_name(read: Read, header: str) -> None:
    source = read(机构表=f"{header}\nHQ,海关总署,hq\n")
    assert nodes(source) == {NodeId(Kind.UNIT, "HQ"): {"name": "海关总署", "level": "hq"}}
    assert not source.notices


def test_a_table_is_recognised_by_its_headers_where_the_name_tells_nothing(read: Read) -> None:
    assert NodeId(Kind.POST, "P1") in nodes(read(机构表=UNITS, sheet1=POSTS))


def test_the_longest_title_wins(read: Read) -> None:
    source = read(
        **{"05-权力廉政风险点和等级确定及防控措施审核备案表-合成": "风险编码,风险点,审核等级\nR1,压件,一级\n"}
    )
    assert nodes(source) == {NodeId(Kind.RISK, "R1"): {"name": "压件", "grade": 1}}


def test_a_wrong_header_names_the_nearest_known_one(read: Read) -> None:
    source = read(机构表="机构编号,名称\nHQ,海关总署\n")
    problem = only(source)
    assert (problem.file, problem.row, problem.column) == ("机构表.csv", 1, "机构编码")
    assert "机构编号" in problem.got
    assert not source.elements


def test_an_unknown_header_is_a_notice(read: Read) -> None:
    (notice,) = read(机构表="机构编码,机构层次\nHQ,总署\n").notices
    assert "机构层次" in notice.got
    assert "机构层级" in notice.expected


def test_a_table_whose_title_is_not_that_of_its_headers_is_told_which_they_are(read: Read) -> None:
    problem = only(read(岗位职责细化表="序号,岗位,姓名,职责权力,风险点,等级,措施\n1,x,x,x,x,高,x\n"))
    assert "权力廉政风险点和等级确定及防控措施审核备案表" in problem.advice


def test_the_notice_of_an_unknown_header_is_short(read: Read) -> None:
    (notice,) = read(权责清单="权力编码,权力名称,责任事务\nE1,n,x\n").notices
    assert (len(label_of(notice.expected).zh) < 40, "docs/reference/tables.md" in notice.advice) == (True, True)
    assert "责任事项" in notice.expected


def test_a_header_with_a_line_break_is_one_line_in_messages(read: Read) -> None:
    assert "“审核 等级”" in str(only(read(风险点表='风险编码,"审核\n等级"\nR,甲\n')))


def test_a_header_twice_is_refused(read: Read) -> None:
    assert only(read(机构表="机构编码,名称,名称\nHQ,a,b\n")).column == "名称"


def test_a_file_that_is_no_known_table_is_refused(read: Read) -> None:
    problem = only(read(something="甲,乙\n1,2\n"))
    assert "行政权力目录表" in problem.expected
    assert problem.got == "表头 甲、乙 header 甲、乙"


def test_a_table_that_is_nearly_known_is_told_what_it_lacks(read: Read) -> None:
    problem = only(read(something="岗位编码,名称,标准岗位,编制\nP,审核岗,审核岗,1\n"))
    assert problem.advice.startswith("最接近岗位设置表，还缺 所在机构；")


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("权力类型", "01", "01"),
        ("权力类型", "1", "01"),
        ("权力类型", "行政许可", "01"),
        ("权力类型", "licence", "01"),
        ("是否公开", "是", True),
        ("是否公开", "N", False),
        ("是否公开", "０", False),
        ("状态", "暂停", "suspended"),
        ("行使层级", "隶属海关", "local"),
        ("行使层级", "regional", "regional"),
    ],
)
def test_cells_of_powers(read: Read, column: str, cell: str, value: object) -> None:
    source = read(行政权力目录表=f"权力编码,{column}\nE1,{cell}\n")
    assert list(nodes(source)[NodeId(Kind.POWER, "E1")].values()) == [value]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("权力类型", "11", "行政许可 01"),
        ("是否公开", "也许", "是 / 否"),
        ("行使层级", "村", "local"),
        ("行使层级", "科室", "regional"),
        ("生效日期", "2013-13-01", "YYYY-MM-DD"),
        ("行使依据", "A@村", "A@"),
        ("行使主体", "全部:村", "全部"),
        ("行使主体", "全部:local", "local"),
    ],
)
def test_bad_cells_of_powers(read: Read, column: str, cell: str, expected: str) -> None:
    problem = only(read(行政权力目录表=f"权力编码,{column}\nE1,{cell}\n"))
    assert (problem.file, problem.row, problem.column) == ("行政权力目录表.csv", 2, column)
    assert expected in problem.expected


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("生效日期", "2013-13-01", "like 2013-12-01"),
        ("行使层级", "村", "use one of these"),
        ("权力类型", "11", "use one of these"),
        ("行使依据", "A@村", "use one of these"),
        ("是否公开", "也许", "correct the cell"),
    ],
)
def test_a_bad_cell_says_what_to_do(read: Read, column: str, cell: str, advice: str) -> None:
    assert advice in only(read(行政权力目录表=f"权力编码,{column}\nE1,{cell}\n")).advice


def test_a_bad_number_says_what_to_do(read: Read) -> None:
    assert "digits only" in only(read(权力运行流程图="权力编码,环节编码,办理时限\nE,S,二十\n")).advice


GRADES = {
    1: "一级 高 1 １ 一 Ⅰ级 Ⅰ I级 i级 1级 高级 高风险 一级风险 Ⅰ级风险",
    2: "二级 中 2 二 Ⅱ级 Ⅱ II级 中级 中风险",
    3: "三级 低 3 三 Ⅲ级 Ⅲ III级 低级 低风险",
}


@pytest.mark.parametrize(("grade", "cells"), GRADES.items())
def test_spellings_of_a_grade(read: Read, grade: int, cells: str) -> None:
    rows = "".join(f"R{at},{cell}\n" for at, cell in enumerate(cells.split()))
    source = read(风险点表=f"风险编码,等级\n{rows}")
    assert {held["grade"] for held in nodes(source).values()} == {grade}


@pytest.mark.parametrize("cell", ["较高", "重大", "四级", "Ⅳ级", "一般", "1.5", "甲"])
def test_a_grade_that_has_no_place_among_three_is_refused_with_what_is_taken(read: Read, cell: str) -> None:
    problem = only(read(风险点表=f"风险编码,等级\nR,{cell}\n"))
    assert "一级 1 / 二级 2 / 三级 3；也认 高 中 低 Ⅰ Ⅱ Ⅲ" in problem.expected


@pytest.mark.parametrize("cell", ["20日", "二十", "1.5", "9999999999999999999"])
def test_a_limit_is_a_whole_number_of_working_days(read: Read, cell: str) -> None:
    assert only(read(权力运行流程图=f"权力编码,环节编码,办理时限\nE,S,{cell}\n")).column == "办理时限"


@pytest.mark.parametrize("cell", ["2013-12-01", "2013/12/1", "2013年12月1日"])
def test_spellings_of_a_date(read: Read, cell: str) -> None:
    (element,) = read(信息系统表=f"系统编码,生效日期\nH,{cell}\n").elements
    assert element.valid_from == date(2013, 12, 1)


def test_the_date_of_a_text_is_a_date(read: Read) -> None:
    source = read(条款表="条款编码,文本日期\nA,2012/10/26\nB,\nC,2013-02-30\n")
    assert (only(source).row, only(source).column) == (4, "文本日期")
    assert [dict(element.properties) for element in source.elements[:2]] == [{"text_date": "2012-10-26"}, {}]


def test_the_dates_of_a_filing_are_dates(read: Read) -> None:
    source = read(风险点表="风险编码,备案日期,审定日期\nR1,43831,2020/2/1\nR2,2020年13月1日,\n")
    assert (only(source).row, only(source).column) == (3, "备案日期")
    assert nodes(source)[NodeId(Kind.RISK, "R1")] == {"filing_date": "2020-01-01", "decision_date": "2020-02-01"}


def test_lists_are_separated_by_semicolons_and_line_breaks(read: Read) -> None:
    source = read(权力运行流程图='权力编码,环节编码,下一环节\nE,S1,"S2；S3; S4\nS2"\n')
    assert ends(source, NEXT) == {("S1", "S2"), ("S1", "S3"), ("S1", "S4")}
    assert ends(source, HAS_STEP) == {("E", "S1")}


def test_a_basis_may_carry_its_lowest_level(read: Read) -> None:
    source = read(行政权力目录表="权力编码,行使依据\nE1,A1；A2@直属海关\n")
    found = {x.identity.target: dict(x.properties) for x in source.elements if isinstance(x.identity, RelationId)}
    assert found == {"A1": {}, "A2": {"lowest_level": "regional"}}
    assert ends(source, AUTHORIZED_BY) == {("E1", "A1"), ("E1", "A2")}


@pytest.mark.parametrize("cell", ["全部:local", "全部：隶属海关", "全部:local；-HP;HP"])
def test_every_unit_of_a_level(read: Read, cell: str) -> None:
    source = read(机构表=UNITS, 行政权力目录表=f"权力编码,行使主体\nE1,{cell}\n")
    assert ends(source, EXERCISED_BY) == {("E1", "NS"), ("E1", "HP")}


def test_every_unit_of_a_level_less_exceptions(read: Read) -> None:
    source = read(机构表=UNITS, 行政权力目录表="权力编码,行使主体\nE1,全部:local；-HP；GZ\n")
    assert ends(source, EXERCISED_BY) == {("E1", "NS"), ("E1", "GZ")}


def test_an_exception_that_excepts_nothing_is_refused(read: Read) -> None:
    problem = only(read(机构表=UNITS, 行政权力目录表="权力编码,行使主体\nE1,全部:local；-XX\n"))
    assert "XX" in problem.got


def test_relations_take_over_the_provenance_of_their_row(read: Read) -> None:
    source = read(机构表="机构编码,上级机构,来源性质,出处,备注\nA,B,合成,附件1,草拟\nB,,,,\n")
    (relation,) = [x for x in source.elements if isinstance(x.identity, RelationId)]
    assert relation.properties == {"origin": "synthetic", "source": "附件1"}


DUTIES = "权力编码,环节编码,岗位编码,标准岗位,委托机构\n"


def test_a_standard_post_stands_for_its_posts_where_the_power_is_exercised(read: Read) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=POWERS, 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES}E39,E39-1,,审核岗,\nE39,E39-2,P3,,\n")  # fmt: skip
    assert not source.problems
    assert ends(source, PERFORMED_BY) == {("E39-1", "P1"), ("E39-2", "P3")}


def test_a_duty_by_name_wins_over_the_one_through_its_role(read: Read) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=POWERS, 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES[:-1]},备注,出处\nE39,E39-1,,审核岗,,,a\nE39,E39-1,P1,,,,b\n")  # fmt: skip
    duties = [x for x in source.elements if x.identity[0] is PERFORMED_BY]
    assert [x.properties["source"] for x in duties] == ["b"]


def test_duties_for_several_offices_are_parallel(read: Read) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=POWERS, 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES}E39,E39-1,P1,,GZ\nE39,E39-1,P1,,\nE39,E39-1,P1,,HP\n")  # fmt: skip
    found = {x.identity.key: x.properties.get("on_behalf_of") for x in source.elements
             if isinstance(x.identity, RelationId) and x.identity.link is PERFORMED_BY}  # fmt: skip
    assert found == {"": None, "GZ": "GZ", "HP": "HP"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E39,E39-1,,,", "岗位编码"),
        ("E39,E39-1,,复查岗,", "标准岗位"),
        ("E39,E39-1,P1,复核岗,", "标准岗位"),
        ("E40,E39-1,P1,,", "权力编码"),
        ("E41,E39-1,P1,,", "权力编码"),
    ],
)
def test_bad_duties(read: Read, row: str, column: str) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=f"{POWERS}E40,,,,,\n", 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES}{row}\n")  # fmt: skip
    assert only(source).column == column


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E39,E39-9,,审核岗,", "环节编码"),
        (",E39-9,,审核岗,", "环节编码"),
        ("E39,E39-9,P1,,", "环节编码"),
        ("E39,E39-1,P9,,", "岗位编码"),
        ("E39,E39-1,P1,,XX", "委托机构"),
    ],
)
def test_an_unknown_code_of_a_duty_is_reported_under_its_own_column(read: Read, row: str, column: str) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=POWERS, 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES}{row}\n")  # fmt: skip
    with pytest.raises(InputError) as caught:
        graph_of(source, date(2024, 1, 1))
    assert {problem.column for problem in caught.value.problems} == {column}


def test_a_duty_twice_is_refused(read: Read) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS, 行政权力目录表=POWERS, 权力运行流程图=STEPS,
                  岗位职责细化表=f"{DUTIES}E39,E39-1,,审核岗,\nE39,E39-1,,审核岗,\n")  # fmt: skip
    assert only(source).row == 3


RISKS = "风险编码,权力编码,环节编码,承担岗位,风险点,审核等级,防控措施\n"


def test_rows_of_one_risk_are_united(read: Read) -> None:
    source = read(权力运行流程图=STEPS, 行政权力目录表=POWERS,
                  风险点表=f"{RISKS}R1,E39,E39-1,,压件,一级,C1\nR1,E39,E39-2,,压件,,C2\n")  # fmt: skip
    assert not source.problems
    assert nodes(source)[NodeId(Kind.RISK, "R1")] == {"name": "压件", "grade": 1}
    assert ends(source, EXPOSES) == {("E39-1", "R1"), ("E39-2", "R1")}
    assert ends(source, MITIGATED_BY) == {("R1", "C1"), ("R1", "C2")}


def test_rows_of_one_risk_must_agree(read: Read) -> None:
    problem = only(read(风险点表=f"{RISKS}R1,,,,压件,一级,\nR1,,,,压件,二级,\n"))
    assert (problem.row, problem.column, problem.expected) == (3, "审核等级", "一级 1")


def test_a_risk_on_steps_and_posts_is_a_notice(read: Read) -> None:
    source = read(风险点表=f"{RISKS}R1,,S1,P1,压件,,\nR2,,,P1,压件,,\n")
    assert ends(source, BORNE_BY) == {("R1", "P1"), ("R2", "P1")}
    assert [notice.row for notice in source.notices] == [2]


def test_a_control_may_be_owned_by_every_post_of_a_role(read: Read) -> None:
    source = read(机构表=UNITS, 岗位设置表=POSTS,
                  防控措施表="措施编码,名称,防线,责任岗位,责任标准岗位\nC1,双人作业,基层自控,P3,审核岗\n")  # fmt: skip
    assert ends(source, OWNED_BY) == {("C1", "P1"), ("C1", "P2"), ("C1", "P3")}


def test_incompatible_acts_and_power_types_become_the_manifest(read: Read) -> None:
    manifest = read(
        不相容岗位表="规则编码,不相容动作,范围,依据\nx,审核；复核,同一职权,内控\n",
        权力类别及说明="类别编码,类别名称,定义\n1,行政许可,准予从事特定活动\n",
    ).manifest
    assert manifest is not None
    assert manifest.levels == DEFAULT_MANIFEST.levels
    assert [item.to_json() for item in manifest.incompatible] == [
        {"id": "x", "acts": ["审核", "复核"], "scope": "power", "basis": "内控"}
    ]
    assert manifest.extra == {"power_types": [{"code": "01", "name": "行政许可", "definition": "准予从事特定活动"}]}


def test_types_of_power_without_codes_are_known_by_their_official_names(read: Read) -> None:
    source = read(权力类别及说明="类别名,定义,判定规则\n行政检查,查验,依职权\n行政执法义务性规定,其他,其他\n")
    assert (only(source).row, only(source).column) == (3, "类别名")
    assert source.manifest is not None
    assert source.manifest.extra["power_types"] == [
        {"code": "06", "name": "行政检查", "definition": "查验", "rule": "依职权"}
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("不相容岗位表", "规则编码,不相容动作,范围\nx,a；b,any\nx,a；c,any\ny,a；b,有时\nz,a,any\n"),
        ("权力类别及说明", "类别编码,类别名称,定义\n01,行政许可,一\n01,行政许可,二\n02,行政许可,三\n11,行政命令,四\n"),
    ],
)
def test_rows_that_are_refused_say_nothing_of_the_whole(read: Read, name: str, text: str) -> None:
    manifest = read(**{name: text}).manifest
    assert manifest is not None
    told = [("".join(x.acts), x.scope) for x in manifest.incompatible if name == "不相容岗位表"]
    told += [(x["name"], x["definition"]) for x in manifest.extra.get("power_types", ())]
    assert told in ([("ab", "any")], [("行政许可", "一")])


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("不相容岗位表", "规则编码,不相容动作,范围\nx,审核,any\n", "不相容动作"),
        ("不相容岗位表", "规则编码,不相容动作,范围\nx,审核；复核,有时\n", "范围"),
        ("不相容岗位表", "规则编码,不相容动作,范围\nx,a；b,any\nx,a；c,any\n", "规则编码"),
        ("权力类别及说明", "类别编码,类别名称\n11,行政命令\n", "类别编码"),
        ("权力类别及说明", "类别编码,类别名称\n01,行政处罚\n", "类别名称"),
    ],
)
def test_bad_rows_of_what_holds_for_the_whole(read: Read, name: str, text: str, column: str) -> None:
    assert only(read(**{name: text})).column == column


@pytest.mark.parametrize(
    ("content", "row", "got"),
    [
        (b"", None, "empty"),
        (UNITS.encode() + b"\xff\xff\n", 7, "0xff"),
        (b"\xef\xbb\xbf" + UNITS.encode("gb18030"), 1, "utf-8"),
        (UNITS.encode("utf-16"), None, "UTF-16"),
        (b"PK\x03\x04...", None, "archive"),
        (UNITS.encode() + b'XX,"broken off', 7, "unexpected end"),
        (UNITS.encode() + b"XX,broken", 7, "2"),
        (UNITS.encode() + b"XX,a,b,c,d\n", 7, "5"),
        (UNITS.encode() + b",a,hq,\n", 7, "empty cell"),
        (UNITS.encode() + "X\u0001,a,hq,\n".encode(), 7, "x01"),
        (UNITS.encode() + "A；B,a,hq,\n".encode(), 7, "A；B"),
        (UNITS.replace("编码", "编马").encode("gb18030"), 1, "GB18030"),
        ("机构编码;名称\nA;b\n".encode(), 1, "机构编码;名称"),
    ],
)
def test_a_malformed_file_is_refused(read: Read, content: bytes, row: int | None, got: str) -> None:
    problems = read(机构表=content).problems
    assert [(x.file, x.row) for x in problems if got in x.got] == [("机构表.csv", row)]


def test_a_line_of_100_mb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "机构表.csv"
    with path.open("wb") as stream:
        stream.write("机构编码,名称\nA,".encode())
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
    tracemalloc.start()
    source = read_files([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert only(source).row == 2
    assert peak < 80_000_000


def test_all_problems_of_all_files_come_at_once(read: Read) -> None:
    source = read(机构表="机构编码,机构层级\nA,村\nB,镇\n", 信息系统表="编号\n1\n")
    assert [(x.file, x.row, x.column) for x in source.problems] == [
        ("信息系统表.csv", 1, "系统编码"), ("机构表.csv", 2, "机构层级"), ("机构表.csv", 3, "机构层级"),
    ]  # fmt: skip


def load_problems(source: Source) -> list[tuple[str, int | None, str | None]]:
    """Where the problems of a first load are."""
    return [(x.file, x.row, x.column) for x in plan_load(source, MemoryStore()).problems]


DUTY_TABLES = {
    "机构表": UNITS,
    "岗位设置表": POSTS,
    "行政权力目录表": POWERS,
    "权力运行流程图": STEPS,
    "岗位职责细化表": f"{DUTIES}E39,E39-1,,审核岗,\n",
}


@pytest.mark.parametrize("name", ["机构表", "岗位设置表", "行政权力目录表", "权力运行流程图"])
def test_what_refers_to_a_file_that_cannot_be_read_is_not_wrong_for_that(read: Read, name: str) -> None:
    source = read(**{**DUTY_TABLES, name: DUTY_TABLES[name].replace("编码", "编号X", 2)})
    assert {(file, row) for file, row, _ in load_problems(source)} == {(f"{name}.csv", 1)}


def test_a_row_that_is_wrong_by_itself_is_told_beside_a_file_that_cannot_be_read(read: Read) -> None:
    tables = {**DUTY_TABLES, "行政权力目录表": "x\n", "岗位职责细化表": f"{DUTIES}E39,E39-1,P9,,\n"}
    assert ("岗位职责细化表.csv", 2, "岗位编码") in load_problems(read(**tables))


def test_a_unit_with_two_parents_is_one_problem_wherever_it_is_named(read: Read) -> None:
    source = read(**{**DUTY_TABLES, "机构表": f"{UNITS}NS.1,通关科,科室,HP\n"})
    assert load_problems(source) == [("机构表.csv", 7, "上级机构")]


def test_a_file_that_ends_inside_a_character_was_cut_off(read: Read) -> None:
    problem = only(read(机构表=UNITS.encode()[:-2] + "关".encode()[:2]))
    assert "ends inside a character" in problem.got


def test_a_last_line_without_a_line_break_is_a_notice(read: Read) -> None:
    source = read(机构表=UNITS[:-1])
    assert (source.problems, len(source.notices)) == ((), 1)


def test_a_directory_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no tables"):
        read_directory(tmp_path)


def test_a_damaged_workbook_beside_tables_is_a_problem(tmp_path: Path, read: Read) -> None:
    (tmp_path / "岗位.xlsx").write_bytes(b"PK\x03\x04")
    assert [problem.file for problem in read(机构表=UNITS).problems] == ["岗位.xlsx"]


def test_the_scope_is_what_the_tables_have_columns_for(read: Read) -> None:
    assert read(机构表="机构编码,名称\nHQ,海关总署\n").scope == {Kind.UNIT}


def test_tables_make_a_graph_without_a_store(read: Read) -> None:
    graph = graph_of(read(机构表=UNITS, 岗位设置表=POSTS), date(2013, 12, 1))
    assert graph.out(IN_UNIT, "P3") == ("GZ",)


def test_rows_count_as_a_spreadsheet_counts_them(read: Read) -> None:
    problem = only(read(机构表='机构编码,名称,机构层级\n\nA,"two\nlines",hq\nB,b,村\n'))
    assert problem.row == 4


def refused(source: Source) -> Problem:
    """The one problem that the tables have together."""
    with pytest.raises(InputError) as caught:
        graph_of(source, date(2024, 1, 1))
    (problem,) = caught.value.problems
    return problem


def test_a_row_again_with_another_parent_is_told_as_two_parents(read: Read) -> None:
    problem = refused(read(机构表="机构编码,机构层级,上级机构\nA,regional,\nB,regional,\nL,local,A\nL,local,B\n"))
    assert label_of(problem.got).zh == "机构 L 有两个上级：A (机构表.csv 第 4 行), B"
    assert (problem.row, problem.column) == (5, "上级机构")


def test_a_row_again_with_the_same_parent_is_a_duplicate(read: Read) -> None:
    found = read(机构表="机构编码,机构层级,上级机构\nA,regional,\nL,local,A\nL,local,A\n")
    with pytest.raises(InputError, match="机构 L 再次出现，先见于 机构表"):
        graph_of(found, date(2024, 1, 1))


def test_a_row_that_lacks_its_code_is_not_said_to_have_been_given_one(read: Read) -> None:
    report = plan_load(read(机构表=UNITS, 权责清单=POWERS.replace("E39,", ",", 1)), MemoryStore()).report

    assert [(each.row, each.expected) for each in report.problems] == [(2, "权力编码（必填） 权力编码 (required)")]
    assert [each for each in report.notices if each.file == "权责清单.csv"] == []


@pytest.mark.parametrize("partial", [False, True])
def test_a_row_refused_for_another_cell_is_not_said_to_have_been_given_a_code(read: Read, *, partial: bool) -> None:
    rows = "风险点,权力编码,环节编码,防控措施\n压件不办,E39,E39-1,复核\n吃拿卡要,E39,E39-1,双人复核全部单证\n"
    rows += "徇私,E39,E39-9,\n"
    source = read(机构表=UNITS, 权力运行流程图=STEPS, 权责清单=POWERS, 风险点表=rows)
    report = plan_load(source, MemoryStore(), partial=partial).report

    assert [each.row for each in report.problems if each.file == "风险点表.csv"] == [2, 4]  # no control, no such step
    assert sorted(label_of(each.got).zh for each in report.notices) == [
        "1 个防控措施没有编码：D3 '双人复核全部单证'",
        "1 个风险点没有编码：A3 '吃拿卡要'",
    ]
