"""Workbooks as offices keep them: found headers, merged cells, numbers that are codes, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.schema import EXERCISED_BY, EXPOSES, HAS_STEP, IN_UNIT, MITIGATED_BY, OWNED_BY, PERFORMED_BY, Kind
from graph.store.base import Commit
from graph.terms import label_of
from loaders.elements import Source
from loaders.load import plan_load
from loaders.tables import read_directory, read_files
from loaders.tables.headers import columns_by_header, is_personal, known
from loaders.tables.layouts import TABLES
from tests.loaders.books import Cell, repacked, write_csv, write_docx, write_xls, write_xlsx
from tests.loaders.memory import MemoryStore

HEADER = ("权力编码", "权力名称", "权力类别", "行使层级", "是否公开", "生效日期")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("00012", "减免税审核", "执法权力", "直属海关", "是", "2013-12-01"),
    ("00013", "减免税复核", "执法权力", "直属海关", "否", "2013-12-01"),
)
TITLE = "某海关行政权力目录表"
EXPECTED = {
    (code, name, "enforcement", "regional", public, "2013-12-01")
    for code, name, public in (("00012", "减免税审核", True), ("00013", "减免税复核", False))
}


def _stated(source: Source) -> set[tuple[object, ...]]:
    return {
        (
            element.identity.code,
            element.properties.get("name"),
            element.properties.get("category"),
            element.properties.get("level"),
            element.properties.get("public"),
            element.valid_from and element.valid_from.isoformat(),
        )
        for element in source.elements
        if isinstance(element.identity, NodeId) and element.identity.kind is Kind.POWER
    }


def _below(
    *above: Sequence[Cell], header: Sequence[Cell] = HEADER, rows: Sequence[Sequence[Cell]] = ROWS
) -> list[Sequence[Cell]]:
    return [*above, header, *rows]


def _renamed(**names: str) -> tuple[str, ...]:
    return tuple(names.get(header, header) for header in HEADER)


def _numbers(rows: Sequence[Sequence[Cell]] = ROWS) -> list[tuple[Cell, ...]]:
    return [(int(str(row[0])), *row[1:]) for row in rows]


def _dates(value: Cell) -> list[tuple[Cell, ...]]:
    return [(*row[:-1], value) for row in ROWS]


_BLANK: tuple[Cell, ...] = (None,) * len(HEADER)
_FORMATS = {"A2": "00000", "A3": "00000"}
_GROUPED = (("权力", None, None, "行使", None, "生效日期"), ("权力编码", "名称", "权力类别", "层级", "是否公开", None))

DRESSES: dict[str, Callable[[Path], Path]] = {
    "plain": lambda at: write_xlsx(at / "行政权力目录表.xlsx", _below()),
    "named by its sheet": lambda at: write_xlsx(at / "a.xlsx", _below(), title="行政权力目录表"),
    "named by its title row": lambda at: write_xlsx(at / "a.xlsx", _below((TITLE,)), merged=["A1:F1"]),
    "known by its headers": lambda at: write_xlsx(at / "a.xlsx", _below()),
    "title, unit and date above": lambda at: write_xlsx(
        at / "a.xlsx",
        _below((TITLE,), ("填报单位：某海关", None, None, "2013年11月"), _BLANK),
        merged=["A1:F1", "A2:C2"],
    ),
    "header in row 30": lambda at: write_xlsx(at / "a.xlsx", _below(*[("说明",)] * 28, (TITLE,))),
    "two-line header, merged": lambda at: write_xlsx(
        at / "权力清单.xlsx", [*_GROUPED, *ROWS], merged=["A1:C1", "D1:E1", "F1:F2"]
    ),
    "two-line header under a title": lambda at: write_xlsx(
        at / "a.xlsx", [(TITLE,), *_GROUPED, *ROWS], merged=["A1:F1", "A2:C2", "D2:E2", "F2:F3"]
    ),
    "group and column make one header": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        [("权力", None, "权力", "行使", "是否公开", "生效日期"), ("编码", "名称", "类别", "层级", None, None), *ROWS],
        merged=["A1:B1", "E1:E2", "F1:F2"],
    ),
    "spaces in headers": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        _below(header=("权 力 编 码", "权力　名称", " 权力类别 ", "行使 层级", "是否公开", "生效日期")),
    ),
    "line breaks in headers": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        _below(header=("权力\n编码", "权力\n名称", "权力\n类别", "行使\n层级", "是否\n公开", "生效日期")),
    ),
    "marks and remarks in headers": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        _below(
            header=("*权力编码", "权力名称（全称）", "权力类别*", "行使层级（必填）", "是否公开(是/否)", "生效日期：")
        ),
    ),
    "full-width headers": lambda at: write_xlsx(at / "权力清单.xlsx", _below(header=_renamed(权力编码="ｃｏｄｅ"))),
    "synonyms one": lambda at: write_xlsx(
        at / "权责清单.xlsx",
        _below(header=("职权编码", "权责事项名称", "权力类别", "实施层级及权限", "是否公开", "施行日期")),
    ),
    "synonyms two": lambda at: write_xlsx(
        at / "权责清单.xlsx", _below(header=("编码", "职权名称", "职权类别", "实施层级", "是否公开", "生效日期"))
    ),
    "a running number and a column of nobody's": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        [("序号", *HEADER, "内部代号"), *((at, *row, "乙") for at, row in enumerate(ROWS, 1))],
    ),
    "names of persons beside": lambda at: write_xlsx(
        at / "权力清单.xlsx", [(*HEADER, "责任领导", "联系电话"), *((*row, "某某", "000") for row in ROWS)]
    ),
    "merged cells fill down": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        [HEADER, ROWS[0], (ROWS[1][0], ROWS[1][1], None, None, "否", None)],
        merged=["C2:C3", "D2:D3", "F2:F3"],
    ),
    "totals and signatures": lambda at: write_xlsx(
        at / "权力清单.xlsx",
        [
            *_below(),
            ("合计", 2),
            ("填表人：", None, "审核人："),
            ("单位负责人签字：", None, "日期："),
            (None, None, "制表日期：2013年9月"),
            ("注：本表一式两份",),
        ],
    ),
    "the header again on page two": lambda at: write_xlsx(at / "权力清单.xlsx", [HEADER, ROWS[0], HEADER, ROWS[1]]),
    "hidden rows": lambda at: write_xlsx(at / "权力清单.xlsx", _below(), hidden=[3]),
    "a hidden sheet": lambda at: write_xlsx(at / "权力清单.xlsx", _below(), dress=_hide),
    "empty rows between": lambda at: write_xlsx(
        at / "权力清单.xlsx", [_BLANK, HEADER, _BLANK, ROWS[0], _BLANK, ROWS[1]]
    ),
    "codes as numbers under a format": lambda at: write_xlsx(
        at / "权力清单.xlsx", _below(rows=_numbers()), formats=_FORMATS
    ),
    "dates as days since 1900": lambda at: write_xlsx(at / "权力清单.xlsx", _below(rows=_dates(41609))),
    "dates under a date format": lambda at: write_xlsx(
        at / "权力清单.xlsx", _below(rows=_dates(41609)), formats={"F2": "yyyy-mm-dd", "F3": "yyyy/m/d"}
    ),
    "dates in Chinese": lambda at: write_xlsx(at / "权力清单.xlsx", _below(rows=_dates("2013年12月1日"))),
    "dates in eight digits": lambda at: write_xlsx(at / "权力清单.xlsx", _below(rows=_dates(20131201))),
    "values with blanks around": lambda at: write_xlsx(
        at / "权力清单.xlsx", _below(rows=[tuple(f" {cell} " for cell in row) for row in ROWS])
    ),
    "ticks for yes and no": lambda at: write_xlsx(
        at / "权力清单.xlsx", _below(rows=[(*row[:4], tick, row[5]) for row, tick in zip(ROWS, "√×", strict=True)])
    ),
    "booleans": lambda at: write_xlsx(
        at / "权力清单.xlsx", _below(rows=[(*row[:4], row[4] == "是", row[5]) for row in ROWS])
    ),
    "a cover sheet before": lambda at: write_xlsx(at / "a.xlsx", _below(), title="行政权力目录表", dress=_cover),
    "legacy workbook": lambda at: write_xls(at / "权力清单.xls", _below((TITLE,))),
    "legacy workbook with numbers for codes": lambda at: write_xls(
        at / "权力清单.xls", _below((TITLE,), rows=_numbers()), pattern="00000"
    ),
    "legacy workbook called .et": lambda at: write_xls(at / "权力清单.et", _below()),
    "legacy workbook called .xlsx": lambda at: write_xls(at / "权力清单.xlsx", _below()),
    "workbook called .et": lambda at: write_xlsx(at / "权力清单.xlsx", _below()).rename(at / "权力清单.et"),
    "Word table called .xlsx": lambda at: write_docx(at / "a.docx", _below(), TITLE).rename(at / "a.xlsx"),
    "Word table": lambda at: write_docx(at / "a.docx", _below(), TITLE),
    "Word table named by its file": lambda at: write_docx(at / "权力清单.docx", _below()),
    "CSV in GB18030 under a title": lambda at: write_csv(at / "a.csv", _below((TITLE, *_BLANK[1:])), "gb18030"),
    "CSV with a byte order mark": lambda at: write_csv(at / "权力清单.csv", _below(), "utf-8-sig"),
    "CSV with totals": lambda at: write_csv(at / "权力清单.csv", [*_below(), ("合计", "2", *_BLANK[2:])]),
}


def _hide(sheet: object) -> None:
    sheet.sheet_state = "hidden"  # type: ignore[attr-defined]  # openpyxl's worksheet
    sheet.parent.create_sheet("其他")  # type: ignore[attr-defined]


def _cover(sheet: object) -> None:
    sheet.parent.create_sheet("封面", 0).append(["某海关清权确权材料"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("dress", DRESSES)
def test_a_table_is_the_same_in_any_dress(tmp_path: Path, dress: str) -> None:
    source = read_files([DRESSES[dress](tmp_path)])
    assert (source.problems, _stated(source)) == ((), EXPECTED)


REAL_HEADERS = {
    "W6 行政权力目录表": "职权名称 类别 法定依据 具体条款 执法程序 实施机构 执法岗位 备注",
    "S 行政权力目录表": "权力来源 行使依据 行使主体 行使内容 运行流程 廉政风险点及防控措施",
    "G3 行政权力目录表": (
        "序号 事项名称 子项名称 权力类型 实施依据 行使主体 承办机构 实施层级及权限 部门职责 责任事项内容 "
        "责任事项依据 追责对象范围 追责情形 备注 状态"
    ),
    "G3b 行政权力目录表": (
        "编号 权责事项名称 实施事项 权力类别 设定依据 实施主体 承办科室 行使层级 主要职责 追责依据 问责对象 是否公开"
    ),
    "G3c 行政权力目录表": "序号 权力事项名称 职权类型 法律依据 责任主体 责任科室",
    "G3d 行政权力目录表": "职权名称 权责类型 权力依据 实施主体 内设机构",
    "W7 行政权力目录表": "职权名称 职权类型 是否审核转报 职权编码 法定主体 责任事项 追责情形",
    "W8 行政权力目录表": "职权名称 编码 类型 依据 行权部门 流程图 监督方式 责任事项 责任边界 责任分工",
    "W9 行政权力目录表": "法定依据 实施主体 运行流程 职责权限 监督方式 救济渠道 追责情形",
    "G4 行政权力目录表": (
        "变更类别 变更说明 权力来源 目录名 子目录名 权责类别 行使层级 实施依据 实施部门 共同实施部门 "
        "追责情形 实施对象 备注"
    ),
    "海关 行政权力目录表": (
        "序号 编码 权力类别 权力名称 子项 权力来源 行使依据 行使主体 行使层级 承办部门 行使内容 相对人 "
        "是否公开 公开方式 流程图号 状态 生效日期 失效日期 备注"
    ),
    "海关 岗位职责细化表": (
        "单位 部门 岗位编码 岗位名称 岗位层级(关/处/科/员) 职务要求 职责条目 对应权力编码 对应流程环节 "
        "权限(受理/审核/审批/复核/执行/监督) 不相容岗位 轮岗年限 备注"
    ),
    "W34 权力廉政风险点和等级确定及防控措施审核备案表": "序号 岗位 姓名 职责权力 风险点 等级 措施",
    "W4 权力廉政风险点和等级确定及防控措施审核备案表": (
        "序号 单位科室 风险类别 风险点 廉政风险主要内容及表现形式 风险等级 防控措施 部门负责人 责任领导"
    ),
    "W39 权力廉政风险点和等级确定及防控措施审核备案表": "岗位类别 风险名称 风险描述 防控措施 监测指标",
    "G6 权力廉政风险点和等级确定及防控措施审核备案表": "环节名称 表现形式 风险点等级 防控措施 责任人 备注",
    "W5 权力廉政风险点和等级确定及防控措施审核备案表": "环节名称 风险点 风险等级 防控措施 办理人 科室负责人",
    "海关 权力廉政风险点和等级确定及防控措施审核备案表": (
        "序号 权力编码 流程环节 岗位 风险类别 风险点 表现形式 自评等级 审核等级 防控措施 措施类型 "
        "责任人(岗位) 责任领导 部门审核意见 部门审核日期 领导小组审定意见 领导小组审定日期 备案机关 "
        "备案日期 备案号"
    ),
    "权力类别及说明 权力类别及说明": "类别名 定义 判定规则",
}
"""Headers of real lists, by the marks of their sources in the domain reference; nobody chose them "
    "for the aliases."""


def test_headers_of_real_lists_are_known_without_help() -> None:
    tables = {table.title: columns_by_header(table) for table in TABLES}
    answered = [
        known(tables[source.split()[1]], header) is not None or is_personal(header)
        for source, headers in REAL_HEADERS.items()
        for header in headers.split()
    ]
    assert sum(answered) / len(answered) >= 0.95


def test_a_list_of_powers_may_call_its_columns_otherwise(tmp_path: Path) -> None:
    header = _renamed(行使层级="运行层级", 是否公开="是否对外公开", 生效日期="生效时间")
    source = read_files([write_xlsx(tmp_path / "权力清单.xlsx", [header, *ROWS])])
    assert (_stated(source), source.notices) == (EXPECTED, ())


def test_unknown_columns_are_kept_as_notes(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "权力清单.xlsx", [(*HEADER, "内部代号", "备注"), (*ROWS[0], "乙-7", "试行")])
    source = read_files([path])
    (element,) = source.elements
    assert (element.properties["note"], [notice.column for notice in source.notices]) == (
        "试行；内部代号：乙-7",
        ["内部代号"],
    )


def test_names_of_persons_are_left_out_and_said_so(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "权力清单.xlsx", [(*HEADER, "责任领导"), (*ROWS[0], "王某某")])
    source = read_files([path])
    assert "王某某" not in str([(element.properties, source.notices) for element in source.elements])
    assert [notice.column for notice in source.notices] == ["责任领导"]


def test_a_problem_names_its_cell(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [(TITLE,), HEADER, ROWS[0], ("00013", "乙", "什么", "直属海关", "是", None)])
    source = read_files([path])
    (problem,) = (source.located(item) for item in source.problems)
    assert (problem.file, problem.cell) == ("a.xlsx › Sheet1", "C4")


@pytest.mark.parametrize(
    ("formula", "told"), [("=1+1", "公式"), ("#REF!", "#REF!")], ids=["never worked out", "an error"]
)
def test_a_formula_without_a_value_is_a_problem(tmp_path: Path, formula: str, told: str) -> None:
    rows: list[Sequence[Cell]] = [HEADER, (*ROWS[0][:1], formula, *ROWS[0][2:])]
    path = write_xlsx(tmp_path / "权力清单.xlsx", rows)
    assert [(told in problem.got, problem.cell) for problem in read_files([path]).problems if problem.cell] == [
        (True, "B2")
    ]


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_a_number_that_lost_its_digits_is_a_problem(tmp_path: Path, write: Callable[..., Path]) -> None:
    path = write(tmp_path / f"权力清单.{write.__name__[-4:].strip('_')}", [HEADER, (5116020000001234567, *ROWS[0][1:])])
    problem = read_files([path]).problems[0]
    assert ("15" in problem.got, problem.cell) == (True, "A2")


def _hide_both(sheet: object) -> None:
    sheet.row_dimensions[2].hidden = True  # type: ignore[attr-defined]  # openpyxl's worksheet
    sheet.column_dimensions["B"].hidden = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_hidden_rows_and_columns_are_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"权力清单{suffix}"
    if suffix == ".xls":
        write_xls(path, _below(), hidden=(2, 2))
    else:
        write_xlsx(path, _below(), dress=_hide_both)
    got = [notice.got for notice in read_files([path]).notices]
    assert [("行" in text, text[-1]) for text in got if "隐藏" in text] == [(True, "2"), (False, "B")]


def test_a_legacy_workbook_whose_formats_cannot_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.grids.xls.dress_of", lambda _path: None)
    source = read_files([write_xls(tmp_path / "权力清单.xls", _below())])
    assert (source.problems, len(source.notices)) == ((), 1)
    assert "另存为 .xlsx" in source.notices[0].advice


# ---------------------------------------------------------------------------------------- names to codes

UNITS = [
    ("机构编码", "名称", "机构层级", "上级机构"),
    ("GZ", "广州海关", "直属海关", None),
    ("SZ", "深圳海关", "直属海关", None),
]
POSTS = [
    ("岗位名称", "单位", "标准岗位"),
    ("审核岗", "广州海关", "审核岗"),
    ("审核岗", "深圳海关", "审核岗"),
    ("复核岗", "深圳海关", "复核岗"),
]
POWERS = [("权力名称", "行使主体"), ("减免税审核", "广州海关；深圳海关")]
STEPS: list[tuple[Cell, ...]] = [("权力名称", "环节名称", "序号"), ("减免税审核", "受理", 1), ("减免税审核", "审核", 2)]


def _books(at: Path, **tables: Sequence[Sequence[Cell]]) -> Source:
    named: dict[str, Sequence[Sequence[Cell]]] = {
        "机构表": UNITS,
        "岗位设置表": POSTS,
        "行政权力目录表": POWERS,
        "权力运行流程图": STEPS,
        **tables,
    }
    return read_files([write_xlsx(at / f"{name}.xlsx", rows) for name, rows in named.items()])


def _codes(source: Source, kind: Kind) -> dict[str, str]:
    return {
        element.identity.code: str(element.properties["name"])
        for element in source.elements
        if isinstance(element.identity, NodeId) and element.identity.kind is kind
    }


def _pairs(source: Source, link: object) -> set[tuple[str, str]]:
    names = {code: name for kind in Kind for code, name in _codes(source, kind).items()}
    found = [x.identity for x in source.elements if isinstance(x.identity, RelationId) and x.identity.link is link]
    return {(names.get(item.source, item.source), names.get(item.target, item.target)) for item in found}


def test_what_has_no_code_gets_the_same_one_whenever_it_is_loaded(tmp_path: Path) -> None:
    first, second = _books(tmp_path), _books(tmp_path)
    assert first.problems == ()
    assert {x.identity for x in first.elements} == {x.identity for x in second.elements}


def test_what_is_given_a_code_is_named_with_its_cell(tmp_path: Path) -> None:
    told = [notice.got for notice in _books(tmp_path).coded(()) if notice.file.startswith("岗位设置表")]
    assert [label_of(text).zh.partition("：")[2] for text in told] == ["A2 '审核岗'、A3 '审核岗'、A4 '复核岗'"]


def test_posts_of_one_name_in_two_units_are_two(tmp_path: Path) -> None:
    source = _books(tmp_path)
    assert sorted(_codes(source, Kind.POST).values()) == ["复核岗", "审核岗", "审核岗"]
    assert {unit for _, unit in _pairs(source, IN_UNIT)} == {"广州海关", "深圳海关"}


def test_steps_belong_to_the_power_that_is_named(tmp_path: Path) -> None:
    assert _pairs(_books(tmp_path), HAS_STEP) == {("减免税审核", "受理"), ("减免税审核", "审核")}


def test_a_post_is_looked_for_in_its_own_unit(tmp_path: Path) -> None:
    duties = [("权力名称", "环节名称", "单位", "岗位名称"), ("减免税审核", "审核", "深圳海关", "审核岗")]
    source = _books(tmp_path, 岗位职责细化表=duties)
    (duty,) = [x.identity for x in source.elements if x.identity[0] is PERFORMED_BY]
    (unit,) = [x.identity.target for x in source.elements if x.identity[0] is IN_UNIT and x.identity[1] == duty[2]]
    assert (source.problems, unit) == ((), "SZ")


def test_a_standard_post_without_an_office_means_every_office_that_has_the_power(tmp_path: Path) -> None:
    duties = [("权力名称", "环节名称", "岗位名称"), ("减免税审核", "审核", "审核岗")]
    source = _books(tmp_path, 岗位职责细化表=duties)
    assert len([x for x in source.elements if x.identity[0] is PERFORMED_BY]) == 2


def test_what_is_ambiguous_is_asked_back_with_candidates(tmp_path: Path) -> None:
    risks = [("风险点", "岗位", "审核等级"), ("压件不办", "审核岗位", "高")]
    (problem,) = _books(tmp_path, 权力廉政风险点和等级确定及防控措施审核备案表=risks).problems
    assert (problem.unmatched, label_of(problem.expected).zh.count("审核岗")) == (True, 2)


RISKS = "权力廉政风险点和等级确定及防控措施审核备案表"


@pytest.mark.parametrize("step", ["受理、登记", "受理"])
def test_a_name_with_a_list_mark_in_it_is_one_name(tmp_path: Path, step: str) -> None:
    tables: dict[str, list[tuple[Cell, ...]]] = {
        "行政权力目录表": [("权力编码", "名称", "行使主体"), ("W", "减免税审核", "广州海关")],
        "权力运行流程图": [("权力编码", "环节编码", "环节名称", "序号"), ("W", "S1", step, 1)],
        RISKS: [("权力编码", "环节编码", "环节名称", "风险点"), ("W", "S1", step, "压件"), ("W", None, step, "漏件")],
    }
    source = _books(tmp_path, **tables)
    assert (source.problems, source.notices, len(_pairs(source, EXPOSES))) == ((), (), 2)


@pytest.mark.parametrize(
    ("duty", "cell", "candidates"),
    [
        (("减免税审核", "审核", "深圳海关", "关税审核"), "D2", "P9 深圳关税审核岗"),
        (("减免税审核", "初审", "深圳海关", "深圳关税审核岗"), "B2", "受理"),
    ],
    ids=["a role in its unit", "a step of its power"],
)
def test_a_name_that_is_nobodys_is_asked_back_with_what_is_there(
    tmp_path: Path, duty: tuple[Cell, ...], cell: str, candidates: str
) -> None:
    posts = [("岗位编码", "岗位名称", "单位", "标准岗位"), ("P9", "深圳关税审核岗", "深圳海关", "关税审核")]
    duties = [("权力名称", "环节名称", "单位", "岗位名称"), duty]
    source = _books(tmp_path, 岗位设置表=posts, 岗位职责细化表=duties)
    assert [(source.located(x).cell, candidates in x.expected) for x in source.problems] == [(cell, True)]


def test_numbered_lists_in_a_cell_are_as_many_rows(tmp_path: Path) -> None:
    risks = [
        ("权力名称", "环节名称", "风险点", "风险等级", "防控措施"),
        ("减免税审核", "受理", "1.压件不办；2.选择性受理", "高", "①登记逐日核对②每周抽查台账"),
    ]
    source = _books(tmp_path, **{RISKS: risks})
    assert source.problems == ()
    assert _pairs(source, MITIGATED_BY) == {("压件不办", "登记逐日核对"), ("选择性受理", "每周抽查台账")}
    assert _pairs(source, EXPOSES) == {("受理", "压件不办"), ("受理", "选择性受理")}


def test_a_risk_table_without_names_of_risks_calls_them_by_their_manifestations(tmp_path: Path) -> None:
    header = ("环节名称", "表现形式", "风险点等级", "防控措施", "责任人", "备注")
    source = _books(tmp_path, Sheet1=[header, ("受理", "压件不办", "二级", "登记逐日核对", "复核岗", None)])
    assert (source.problems, _pairs(source, EXPOSES)) == ((), {("受理", "压件不办")})
    assert "表现形式" in [notice.column for notice in source.notices]


@pytest.mark.parametrize(("header", "told"), [("风险种类", []), ("种类", []), ("风险来源", ["风险来源"])])
def test_a_column_of_a_risk_table_is_not_taken_for_its_code(tmp_path: Path, header: str, told: list[str]) -> None:
    risks = [("权力名称", "环节名称", "风险点", header), ("减免税审核", "受理", "压件不办", "外部")]
    source = _books(tmp_path, **{RISKS: risks})
    assert (source.problems, _pairs(source, EXPOSES)) == ((), {("受理", "压件不办")})
    assert [notice.column for notice in source.notices if "未知表头" in notice.got] == told


def test_the_office_of_a_risk_is_noted_and_said_so(tmp_path: Path) -> None:
    risks = [
        ("单位科室", "环节名称", "风险点", "备注"),
        ("广州海关", "受理", "压件不办", "试行"),
        ("深圳海关", "受理", "压件不办", None),
    ]
    source = _books(tmp_path, **{RISKS: risks})
    notes = [x.properties["note"] for x in source.elements if x.properties.get("name") == "压件不办"]
    assert (source.problems, notes) == ((), ["试行；单位科室：广州海关；单位科室：深圳海关"])
    assert [source.located(notice).cell for notice in source.notices if "备注" in notice.advice] == ["A2"]


def test_a_section_beside_an_office_is_its_own_before_one_of_an_office_below(tmp_path: Path) -> None:
    units = [
        *UNITS,
        ("HD", "花都海关", "隶属海关", "GZ"),
        ("GZ-J", "稽查科", "科室", "GZ"),
        ("HD-J", "稽查科", "科室", "HD"),
    ]
    posts = [("岗位名称", "单位", "部门"), ("稽查岗", "广州海关", "稽查科"), ("审核岗", "花都海关", "稽查科")]
    source = _books(tmp_path, 机构表=units, 岗位设置表=posts)
    assert {(x.identity.target) for x in source.elements if x.identity[0] is IN_UNIT} == {"GZ-J", "HD-J"}


@pytest.mark.parametrize(
    ("post", "note", "cells"),
    [
        ("审核岗", None, []),
        ("复核岗；审核岗", "岗位：复核岗；审核岗", ["C2"]),
        ("张某某", "岗位：张某某", ["C2"]),
    ],
    ids=["it performs the step", "one of two does not", "no post at all"],
)
def test_a_post_beside_a_risk_of_a_step_is_told_unless_it_performs_the_step(
    tmp_path: Path, post: str, note: str | None, cells: list[str]
) -> None:
    duties = [("权力名称", "环节名称", "岗位名称"), ("减免税审核", "受理", "审核岗")]
    risks = [("权力名称", "环节名称", "岗位", "风险点"), ("减免税审核", "受理", post, "压件不办")]
    source = _books(tmp_path, 岗位职责细化表=duties, **{RISKS: risks})
    assert [x.properties.get("note") for x in source.elements if x.properties.get("name") == "压件不办"] == [note]
    told = [notice for notice in source.notices if "岗位职责细化表" in notice.advice]
    assert (source.problems, [source.located(x).cell for x in told]) == ((), cells)
    assert all("审核岗" in notice.expected for notice in told)


def test_posts_beside_risks_of_steps_that_nobody_performs_are_told_once(tmp_path: Path) -> None:
    risks = [("环节名称", "岗位", "风险点"), ("受理", "审核岗", "压件不办"), ("审核", "复核岗", "审核不严")]
    told = [x for x in _books(tmp_path, **{RISKS: risks}).notices if "岗位职责细化表" in x.advice]
    assert ["2 行" in notice.got for notice in told] == [True]


OFFICES = [
    *UNITS,
    ("GZ-J", "稽查处", "科室", "GZ"),
    ("SZ-J", "缉私处", "科室", "SZ"),
    ("SZ-K", "稽查二处", "科室", "SZ"),
]


@pytest.mark.parametrize(
    ("header", "cells", "offices", "stated"),
    [
        (("责任单位",), ("广州海关；深圳海关",), {"广州海关", "深圳海关"}, {}),
        (("责任部门",), ("广州海关、稽查处",), {"广州海关"}, {"department": "稽查处"}),
        (("责任单位",), ("市发展改革委",), set(), {"note": "责任单位：市发展改革委"}),
        (("责任单位", "行使主体"), ("稽查处", "广州海关"), {"广州海关"}, {"department": "稽查处"}),
        (
            ("行使主体", "承办部门", "责任单位"),
            ("广州海关", "稽查处", "缉私处"),
            {"广州海关"},
            {"department": "稽查处", "note": "责任单位：缉私处"},
        ),
    ],
    ids=["offices", "office and section", "unknown", "beside 行使主体", "beside both"],
)
def test_the_responsible_unit_of_a_power_is_who_exercises_or_handles_it(
    tmp_path: Path, header: tuple[str, ...], cells: tuple[str, ...], offices: set[str], stated: dict[str, str]
) -> None:
    source = _books(tmp_path, 机构表=OFFICES, 行政权力目录表=[("权力名称", *header), ("减免税审核", *cells)])
    (power,) = [x.properties for x in source.elements if x.properties.get("name") == "减免税审核"]
    assert (source.problems, {unit for _, unit in _pairs(source, EXERCISED_BY)}) == ((), offices)
    assert {name: value for name, value in power.items() if name != "name"} == stated
    assert any(notice.column in {"责任单位", "责任部门"} for notice in source.notices)


def test_a_responsible_unit_of_which_there_are_two_is_asked_back(tmp_path: Path) -> None:
    units = [*UNITS, ("GZ-J", "稽查处", "科室", "GZ"), ("SZ-J", "稽查处", "科室", "SZ")]
    source = _books(tmp_path, 机构表=units, 行政权力目录表=[("权力名称", "责任单位"), ("减免税审核", "稽查处")])
    assert [label_of(x.expected).zh.partition("：")[2] for x in source.problems if x.column == "责任单位"] == [
        "GZ-J 稽查处（广州海关）、SZ-J 稽查处（深圳海关）？"
    ]


def test_the_unit_that_answers_for_a_measure_is_noted_and_told_why(tmp_path: Path) -> None:
    risks = [("环节名称", "风险点", "责任单位"), ("受理", "压件不办", "广州海关")]
    source = _books(tmp_path, **{RISKS: risks})
    assert [x.properties.get("note") for x in source.elements if x.properties.get("name") == "压件不办"] == [
        "责任单位：广州海关"
    ]
    assert ["责任人（岗位）" in x.expected for x in source.notices if x.column == "责任单位"] == [True]


@pytest.mark.parametrize("cell", ["K-01，K-02", "K-01、K-02", "K-01 K-02"])
def test_codes_with_commas_between_are_several(tmp_path: Path, cell: str) -> None:
    controls = [("措施编码", "名称"), ("K-01", "登记逐日核对"), ("K-02", "每周抽查台账")]
    risks = [("环节名称", "风险点", "防控措施编码"), ("受理", "压件不办", cell)]
    source = _books(tmp_path, 防控措施表=controls, **{RISKS: risks})
    assert (source.problems, len(_pairs(source, MITIGATED_BY))) == ((), 2)


@pytest.mark.parametrize("cell", ["K-01，K-0X", "Ｋ－０１", "K-01登记", "Ｋ－０Ｘ"])
def test_a_code_that_is_misspelt_is_not_made_a_measure_of_its_own(tmp_path: Path, cell: str) -> None:
    controls = [("措施编码", "名称"), ("K-01", "登记逐日核对"), ("K-02", "每周抽查台账")]
    risks = [("环节名称", "风险点", "防控措施编码"), ("受理", "压件不办", cell)]
    source = _books(tmp_path, 防控措施表=controls, **{RISKS: risks})
    assert (len(_codes(source, Kind.CONTROL)), [problem.unmatched for problem in source.problems]) == (2, [True])


def test_a_code_is_not_made_the_name_of_something_new(tmp_path: Path) -> None:
    coded = [("措施编码", "名称"), ("K-1", "登记逐日核对")]
    source = _books(tmp_path, 防控措施表=coded, 防控措施表2=[("措施名称",), ("K-1",)])
    assert _codes(source, Kind.CONTROL) == {"K-1": "登记逐日核对"}
    assert [(x.unmatched, "K-1 登记逐日核对" in x.expected) for x in source.problems] == [(True, True)]


def test_who_is_responsible_is_a_post_or_nobody(tmp_path: Path) -> None:
    header = ("权力名称", "环节名称", "风险点", "防控措施", "责任人（岗位）")
    risks = [
        header,
        ("减免税审核", "受理", "压件", "登记逐日核对", "复核岗"),
        ("减免税审核", "受理", "漏件", "每周抽查台账", "张某某"),
    ]
    source = _books(tmp_path, **{RISKS: risks})
    assert _pairs(source, OWNED_BY) == {("登记逐日核对", "复核岗")}
    assert "张某某" not in str(source.notices)


# ------------------------------------------------------------------------------------------- refusals


def _refused(path: Path) -> str:
    problems = read_files([path]).problems
    assert len(problems) == 1
    return str(problems[0])


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", _below())
    bomb = repacked(good, tmp_path / "权力清单.xlsx", {}, **{"xl/media/a.bin": bytes(64 << 20)})
    assert "zip bomb" in _refused(bomb)


def test_an_external_entity_is_refused(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    good = write_xlsx(tmp_path / "good.xlsx", _below())

    def declared(content: bytes) -> bytes:
        return evil + content[content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0 :]

    path = repacked(good, tmp_path / "权力清单.xlsx", {"xl/worksheets/sheet1.xml": declared})
    assert "entities" in _refused(path)


def test_an_entity_behind_a_long_comment_is_refused(tmp_path: Path) -> None:
    late = b"<!--" + b" " * (1 << 17) + b'--><!DOCTYPE x [<!ENTITY e "x">]>'
    good = write_xlsx(tmp_path / "good.xlsx", _below())
    path = repacked(good, tmp_path / "权力清单.xlsx", {"xl/worksheets/sheet1.xml": lambda content: late + content})
    assert "entities" in _refused(path)


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", _below())
    assert "macros" in _refused(repacked(good, tmp_path / "权力清单.xlsm", {}, **{"xl/vbaProject.bin": b"x"}))


def test_a_workbook_behind_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "权力清单.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    assert "password" in _refused(path)


def _archive(path: Path, *parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, b"<x/>")
    return path


def _compound(path: Path, word: str) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + word.encode("utf-16-le") + bytes(512))
    return path


@pytest.mark.parametrize(
    ("make", "told", "advice"),
    [
        (lambda at: _archive(at / "权力清单.xlsx", "mimetype", "content.xml"), "OpenDocument", ".xlsx"),
        (lambda at: _archive(at / "权力清单.xlsx", "[Content_Types].xml", "xl/workbook.bin"), ".xlsb", ".xlsx"),
        (lambda at: _compound(at / "权力清单.docx", "WordDocument"), ".doc", ".docx"),
    ],
    ids=["ods", "xlsb", "doc"],
)
def test_another_format_inside_is_named_with_what_to_save_it_as(
    tmp_path: Path, make: Callable[[Path], Path], told: str, advice: str
) -> None:
    (problem,) = read_files([make(tmp_path)]).problems
    assert (told in problem.got, advice in problem.advice) == (True, True)


def test_files_of_a_folder_that_are_not_read_are_told(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "权力清单.xlsx", _below())
    for name in ("岗位设置表.ods", "附件.pdf", "README.txt"):
        (tmp_path / name).write_bytes(b"x")
    told = [(notice.file, ".xlsx" in notice.advice) for notice in read_directory(tmp_path).notices]
    assert told == [("岗位设置表.ods", True), ("附件.pdf", True)]


def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "权力清单.xlsx", _below())
    good.write_bytes(good.read_bytes()[:-200])
    assert "archive" in _refused(good)


def test_a_cell_in_the_last_corner_costs_one_cell(tmp_path: Path) -> None:
    def corner(sheet: object) -> None:
        sheet["XFD1048576"] = "x"  # type: ignore[index]  # openpyxl's worksheet

    source = read_files([write_xlsx(tmp_path / "权力清单.xlsx", _below(), dress=corner)])
    assert _stated(source) == EXPECTED


def test_entries_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "权力清单.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_001):
            archive.writestr(str(number), b"")
    assert "parts" in _refused(path)


def test_what_a_small_table_lacks_of_a_big_store_is_told_by_kind_and_sheet(tmp_path: Path) -> None:
    store = MemoryStore()
    units = [Edit(Action.ADD_NODE, NodeId(Kind.UNIT, f"U{at:02}"), {"name": f"第{at}关"}) for at in range(40)]
    store.commit(Commit(tuple(units), "somebody", "because"))
    table = write_xlsx(tmp_path / "机构表.xlsx", [("机构编码", "名称"), ("U00", "第0关")])
    report = plan_load(read_files([table], store.snapshot()), store).report
    (group,) = report.absences
    assert (group.what, group.sheets, group.count, group.first, len(report.missing)) == (
        "机构 Unit",
        ("机构表.xlsx › Sheet1",),
        39,
        ("Unit/U01", "Unit/U02", "Unit/U03"),
        39,
    )
    assert str(group).endswith("39 项，如 such as 机构 U01、机构 U02、机构 U03 …")
