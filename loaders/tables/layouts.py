"""The layouts of 三表一图一说明 and of the tables that they refer to; headers come from the schema."""

from __future__ import annotations

from graph import schema as s
from graph.schema import KINDS, LEVELS, Kind
from loaders.tables.layout import Column, Form, Table, code, ends, prop, provenance, roles, starts

__all__ = ["DUTIES", "INCOMPATIBLE", "LEVEL_LABELS", "POWER_TYPES", "SPELLINGS", "TABLES", "UNITS_OF_MEASURE"]

LEVEL_LABELS = {"海关总署": "hq", **{label.zh: level for level, label in LEVELS.items()}}
"""How tables write the levels of a graph with the shipped manifest; others are written by their names."""

SPELLINGS: dict[str, dict[str, str | int]] = {
    "grade": {"高": 1, "中": 2, "低": 3, "一": 1, "二": 2, "三": 3, "1级": 1, "2级": 2, "3级": 3},
    "self_grade": {"高": 1, "中": 2, "低": 3, "一": 1, "二": 2, "三": 3, "1级": 1, "2级": 2, "3级": 3},
    "line": {"第一道防线": 1, "第二道防线": 2, "第三道防线": 3, "一": 1, "二": 2, "三": 3},
}
"""Further ways to write the values of a property, beside its labels."""

UNITS_OF_MEASURE = {
    "limit_days": ("个工作日", "工作日"),
    "seats": ("人", "名", "个"),
    "min_posts": ("人", "名"),
}
"""What may stand behind a number; a limit in 日 or 天 is refused: those are not working days."""


def _power(form: Form = Form.CODE, *, required: bool = False) -> Column:
    """The power that a row belongs to; it must agree with the step's."""
    label = KINDS[Kind.POWER].code
    return Column("power", label.zh, (label.en, "职权编码"), form, required=required)


_UNITS = Table(
    "机构表",
    ("组织机构表", "units"),
    (
        code(Kind.UNIT),
        prop(Kind.UNIT, "name", "机构名称"),
        prop(Kind.UNIT, "level", "层级"),
        ends(s.UNIT_PART_OF, "上级机构编码", many=False),
        *provenance(),
    ),
    Kind.UNIT,
)

_INSTRUMENTS = Table(
    "法规文件表",
    ("instruments",),
    (
        code(Kind.INSTRUMENT),
        prop(Kind.INSTRUMENT, "name", "文件名称"),
        prop(Kind.INSTRUMENT, "rank"),
        prop(Kind.INSTRUMENT, "status"),
        prop(Kind.INSTRUMENT, "number"),
        prop(Kind.INSTRUMENT, "text_date"),
        prop(Kind.INSTRUMENT, "issuer"),
        prop(Kind.INSTRUMENT, "change"),
        *provenance(),
    ),
    Kind.INSTRUMENT,
)

_ARTICLES = Table(
    "条款表",
    ("articles",),
    (
        code(Kind.ARTICLE),
        ends(s.ARTICLE_PART_OF, "文件编码", many=False),
        prop(Kind.ARTICLE, "name", "条款", "条款名称"),
        prop(Kind.ARTICLE, "rank"),
        prop(Kind.ARTICLE, "status"),
        prop(Kind.ARTICLE, "text_date"),
        *provenance(),
    ),
    Kind.ARTICLE,
)

_SYSTEMS = Table(
    "信息系统表",
    ("systems",),
    (code(Kind.SYSTEM), prop(Kind.SYSTEM, "name", "系统名称"), *provenance()),
    Kind.SYSTEM,
)

_POSTS = Table(
    "岗位设置表",
    ("posts",),
    (
        code(Kind.POST),
        prop(Kind.POST, "name", "岗位名称"),
        ends(s.IN_UNIT, "机构编码", many=False, required=True),
        prop(Kind.POST, "role"),
        prop(Kind.POST, "seats"),
        prop(Kind.POST, "rank"),
        *provenance(),
    ),
    Kind.POST,
)

_POWERS = Table(
    "行政权力目录表",
    ("权责清单", "权力清单", "powers"),
    (
        code(Kind.POWER),
        prop(Kind.POWER, "category"),
        prop(Kind.POWER, "type"),
        prop(Kind.POWER, "name", "权力名称", "职权名称"),
        prop(Kind.POWER, "approval"),
        ends(s.AUTHORIZED_BY, "法律依据", "设定依据"),
        ends(s.EXERCISED_BY),
        prop(Kind.POWER, "level"),
        prop(Kind.POWER, "content"),
        prop(Kind.POWER, "counterpart"),
        prop(Kind.POWER, "public"),
        prop(Kind.POWER, "status"),
        prop(Kind.POWER, "compulsion"),
        prop(Kind.POWER, "delegated_from"),
        ends(s.DEPENDS_ON),
        ends(s.SUPERVISED_BY),
        ends(s.DERIVED_FROM),
        *provenance(),
    ),
    Kind.POWER,
)

_FLOW = Table(
    "权力运行流程图",
    ("权力运行流程表", "steps"),
    (
        starts(s.HAS_STEP, "职权编码", many=False, required=True),
        code(Kind.STEP),
        prop(Kind.STEP, "seq"),
        prop(Kind.STEP, "name", "环节", "环节名称"),
        prop(Kind.STEP, "act"),
        ends(s.NEXT),
        prop(Kind.STEP, "limit_days"),
        prop(Kind.STEP, "min_posts"),
        ends(s.STEP_REGULATED_BY),
        ends(s.GOVERNED_BY),
        *provenance(),
    ),
    Kind.STEP,
)

DUTIES = Table(
    "岗位职责细化表",
    ("岗位职责表", "duties"),
    (
        _power(),
        Column("step", KINDS[Kind.STEP].code.zh, (KINDS[Kind.STEP].code.en,), Form.CODE, required=True),
        Column("post", KINDS[Kind.POST].code.zh, (KINDS[Kind.POST].code.en,), Form.CODE),
        Column("role", KINDS[Kind.POST].properties["role"].label.zh, ("standard post", "role", "岗位类别")),
        Column(
            "on_behalf_of",
            s.PERFORMED_BY.properties["on_behalf_of"].label.zh,
            ("on behalf of", "on_behalf_of"),
            Form.CODE,
        ),
        *provenance(),
    ),
)
"""One row a duty: a step is performed by a post, or by every post of a role at the offices that have the power."""

_RISKS = Table(
    "权力廉政风险点和等级确定及防控措施审核备案表",
    ("风险点和等级确定", "风险点表", "risks"),
    (
        code(Kind.RISK),
        _power(Form.CODES),
        starts(s.EXPOSES),
        ends(s.BORNE_BY),
        prop(Kind.RISK, "name", "风险点", "风险点名称"),
        prop(Kind.RISK, "class"),
        prop(Kind.RISK, "manifestation"),
        prop(Kind.RISK, "prohibited_act"),
        prop(Kind.RISK, "self_grade"),
        prop(Kind.RISK, "grade"),
        ends(s.MITIGATED_BY),
        *provenance(),
    ),
    Kind.RISK,
    repeats=True,
)

_CONTROLS = Table(
    "防控措施表",
    ("controls",),
    (
        code(Kind.CONTROL),
        prop(Kind.CONTROL, "name", "措施名称", "防控措施"),
        prop(Kind.CONTROL, "line"),
        prop(Kind.CONTROL, "mode"),
        prop(Kind.CONTROL, "measure"),
        ends(s.OWNED_BY),
        roles(s.OWNED_BY, "责任标准岗位", "owned by standard post"),
        ends(s.CARRIED_OUT_IN),
        ends(s.CONTROL_REGULATED_BY),
        ends(s.SPECIFIED_BY),
        *provenance(),
    ),
    Kind.CONTROL,
    repeats=True,
)

_STANDARDS = Table(
    "内控标准表",
    ("standards",),
    (
        code(Kind.STANDARD),
        prop(Kind.STANDARD, "name", "标准名称"),
        prop(Kind.STANDARD, "in_system"),
        prop(Kind.STANDARD, "leaves_trace"),
        prop(Kind.STANDARD, "traceable"),
        prop(Kind.STANDARD, "supervisable"),
        ends(s.RUNS_IN),
        *provenance(),
    ),
    Kind.STANDARD,
)

INCOMPATIBLE = Table(
    "不相容岗位表",
    ("incompatible",),
    (
        Column("id", "规则编码", ("rule code", "id"), Form.CODE, required=True),
        Column("acts", "不相容动作", ("acts",), Form.TEXTS, required=True),
        Column("scope", "范围", ("scope",), required=True),
        Column("basis", "依据", ("basis",)),
        *provenance(),
    ),
)
"""Acts that one post may not hold together (PG009); they become the manifest's."""

POWER_TYPES = Table(
    "权力类别及说明",
    ("power types", "power_types"),
    (
        Column("code", "类别编码", ("type code", "code"), required=True),
        Column("name", "类别名称", ("type name", "name"), required=True),
        Column("definition", "定义", ("definition",)),
        Column("rule", "判定规则", ("rule",)),
        Column("law", "法律来源", ("legal source",)),
        *provenance(),
    ),
)
"""The types of power with their definitions; they become the manifest's ``power_types``."""

TABLES: tuple[Table, ...] = (
    _UNITS,
    _INSTRUMENTS,
    _ARTICLES,
    _SYSTEMS,
    _POSTS,
    _POWERS,
    _FLOW,
    DUTIES,
    _RISKS,
    _CONTROLS,
    _STANDARDS,
    INCOMPATIBLE,
    POWER_TYPES,
)
