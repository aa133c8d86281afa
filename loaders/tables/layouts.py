"""The layouts of 三表一图一说明 and of the tables that they refer to; headers come from the schema."""

from __future__ import annotations

from graph import schema as s
from graph.schema import KINDS, LINKS, LIST_COLUMNS, PERFORMED_BY, Kind
from graph.terms import Both
from loaders.tables.layout import Column, Form, Table, code, ends, named, prop, provenance, roles, starts, unit_names

__all__ = [
    "CONTROLS",
    "DUTIES",
    "FREE",
    "HANDLER",
    "INCOMPATIBLE",
    "LEVELS_TABLE",
    "NOTHING",
    "OPTIONAL",
    "POWER_TYPES",
    "RELATIONS",
    "RESPONSIBLE",
    "RISKS",
    "SIGNATURES",
    "TABLES",
    "UNSAYABLE",
    "WHOLE",
]


def _power(form: Form = Form.CODE, *, required: bool = False) -> Column:
    """The power that a row belongs to; it must agree with the step's."""
    label = KINDS[Kind.POWER].code
    others = (label.en, "职权编码", "对应权力编码", "事项编码")
    return Column("power", label.zh, others, form, required=required, of=Kind.POWER)


_POWER_NAMES = ("职权名称", "事项名称", "对应权力", "对应职权", "权力事项", "权力事项名称", "权责事项名称")
_STEP_NAMES = ("环节", "流程环节", "对应流程环节", "权力运行环节", "环节（名称）")
_ORDINAL = Column("ordinal", "序号", ("编号", "No.", "行号"), Form.NAME)
"""The running number of a row; it says nothing of its own."""


RESPONSIBLE = "responsible"
"""The column 责任单位 of a list of powers; what it says is found out by its names (`loaders.tables.responsible`)."""

HANDLER = "department"
"""The property 承办部门 of a power."""


_UNITS = Table(
    "机构表",
    ("组织机构表", "units"),
    (
        code(Kind.UNIT),
        prop(Kind.UNIT, "name", "机构名称", "单位名称"),
        prop(Kind.UNIT, "level", "层级", "机构类别"),
        ends(s.UNIT_PART_OF, "上级机构编码", "上级单位", "隶属单位", many=False),
        _ORDINAL,
        *provenance(),
    ),
    Kind.UNIT,
)

_INSTRUMENTS = Table(
    "法规文件表",
    ("instruments",),
    (
        code(Kind.INSTRUMENT),
        prop(Kind.INSTRUMENT, "name", "文件名称", "制度名称", "法规名称"),
        prop(Kind.INSTRUMENT, "rank"),
        prop(Kind.INSTRUMENT, "status"),
        prop(Kind.INSTRUMENT, "number"),
        prop(Kind.INSTRUMENT, "text_date"),
        prop(Kind.INSTRUMENT, "issuer"),
        prop(Kind.INSTRUMENT, "change"),
        _ORDINAL,
        *provenance(),
    ),
    Kind.INSTRUMENT,
)

_ARTICLES = Table(
    "条款表",
    ("articles",),
    (
        code(Kind.ARTICLE),
        ends(s.ARTICLE_PART_OF, "文件编码", "文件名称", "法规名称", many=False),
        prop(Kind.ARTICLE, "name", "条款", "条款名称", "条款号"),
        _ORDINAL,
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
    (code(Kind.SYSTEM), prop(Kind.SYSTEM, "name", "系统名称"), _ORDINAL, *provenance()),
    Kind.SYSTEM,
)

_POSTS = Table(
    "岗位设置表",
    ("posts",),
    (
        code(Kind.POST),
        prop(Kind.POST, "name", "岗位名称"),
        ends(s.IN_UNIT, "机构编码", "部门编码", many=False, required=True),
        *unit_names(s.IN_UNIT.rel.value),
        prop(Kind.POST, "role"),
        prop(Kind.POST, "seats"),
        prop(Kind.POST, "rank"),
        _ORDINAL,
        *provenance(),
    ),
    Kind.POST,
)

_POWERS = Table(
    "行政权力目录表",
    ("权责清单", "权力清单", "powers"),
    (
        code(Kind.POWER, "职权编码", "事项编码", "基本编码", "实施编码", "权责编码"),
        prop(Kind.POWER, "category"),
        prop(Kind.POWER, "type"),
        prop(Kind.POWER, "name", *_POWER_NAMES, "权力名称", "主项名称", "目录名"),
        prop(Kind.POWER, "subitem"),
        prop(Kind.POWER, "approval"),
        prop(Kind.POWER, "power_source"),
        ends(s.AUTHORIZED_BY, "法律依据", "设定依据", "实施依据", "权力依据", "法定依据", "职权依据", "依据"),
        ends(s.EXERCISED_BY, "实施主体", "责任主体", "实施机构", "法定主体", "行权部门", "实施部门", "行使主体名称"),
        Column(RESPONSIBLE, "责任单位", ("责任部门", "responsible unit"), Form.NAME),
        prop(Kind.POWER, "level"),
        prop(Kind.POWER, "content"),
        prop(Kind.POWER, "counterpart"),
        prop(Kind.POWER, "public"),
        prop(Kind.POWER, "status"),
        prop(Kind.POWER, "compulsion"),
        prop(Kind.POWER, "delegated_from"),
        *(prop(Kind.POWER, name) for name in s.LIST_COLUMNS),
        _ORDINAL,
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
        starts(s.HAS_STEP, "职权编码", "对应权力编码", many=False, required=True),
        named(s.HAS_STEP.rel.value, "权力名称", *_POWER_NAMES),
        code(Kind.STEP),
        prop(Kind.STEP, "seq"),
        prop(Kind.STEP, "name", *_STEP_NAMES, "环节名称"),
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
        named("power", "权力名称", *_POWER_NAMES),
        Column("step", KINDS[Kind.STEP].code.zh, (KINDS[Kind.STEP].code.en,), Form.CODE, required=True, of=Kind.STEP),
        named("step", "环节名称", *_STEP_NAMES),
        *unit_names(office="责任单位", section="责任部门"),
        Column("post", KINDS[Kind.POST].code.zh, (KINDS[Kind.POST].code.en,), Form.CODE, of=Kind.POST),
        named("post", "岗位名称", "岗位", "执法岗位", "办理岗位", "责任岗位"),
        Column("role", KINDS[Kind.POST].properties["role"].label.zh, ("standard post", "role", "岗位类别")),
        Column(
            "on_behalf_of",
            s.PERFORMED_BY.properties["on_behalf_of"].label.zh,
            ("on behalf of", "on_behalf_of"),
            Form.CODE,
            of=Kind.UNIT,
        ),
        *(
            Column(name, item.label.zh, (item.label.en, *item.aliases), property=item)
            for name, item in s.PERFORMED_BY.properties.items()
            if name != "on_behalf_of"
        ),
        _ORDINAL,
        *provenance(),
    ),
)
"""One row a duty: a step is performed by a post, or by every post of a role at the offices that have the power."""

RISKS = Table(
    "权力廉政风险点和等级确定及防控措施审核备案表",
    ("风险点和等级确定", "风险点表", "risks"),
    (
        code(Kind.RISK),
        _power(Form.CODES),
        named("power", "权力名称", *_POWER_NAMES),
        starts(s.EXPOSES),
        named(s.EXPOSES.rel.value, "环节名称", *_STEP_NAMES),
        ends(s.BORNE_BY),
        named(s.BORNE_BY.rel.value, "岗位", "岗位名称", "风险岗位", "岗位类别"),
        *unit_names(),
        prop(Kind.RISK, "name", "风险点", "风险点名称", "风险名称"),
        prop(Kind.RISK, "class"),
        prop(Kind.RISK, "manifestation"),
        prop(Kind.RISK, "prohibited_act"),
        prop(Kind.RISK, "self_grade"),
        prop(Kind.RISK, "grade"),
        ends(s.MITIGATED_BY, "防控措施编码", "措施", "防范措施", "风险防控措施", "防控措施名称"),
        Column("measure", "措施类型", ("防控类型",)),
        Column("owners", "责任人（岗位）", ("责任人(岗位)", "责任岗位", "责任人"), Form.TEXTS),
        prop(Kind.RISK, "indicator"),
        *(prop(Kind.RISK, name) for name in s.FILING_COLUMNS),
        _ORDINAL,
        *provenance(),
    ),
    Kind.RISK,
    repeats=True,
)

CONTROLS = Table(
    "防控措施表",
    ("controls",),
    (
        code(Kind.CONTROL),
        prop(Kind.CONTROL, "name", "措施名称", "防控措施", "措施内容"),
        prop(Kind.CONTROL, "line"),
        prop(Kind.CONTROL, "mode"),
        prop(Kind.CONTROL, "measure"),
        ends(s.OWNED_BY, "责任岗位编码", "责任人（岗位）", "责任人"),
        roles(s.OWNED_BY, "责任标准岗位", "owned by standard post"),
        ends(s.CARRIED_OUT_IN),
        ends(s.CONTROL_REGULATED_BY),
        ends(s.SPECIFIED_BY),
        _ORDINAL,
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
        prop(Kind.STANDARD, "name", "标准名称", "标准内容"),
        _ORDINAL,
        prop(Kind.STANDARD, "in_system"),
        prop(Kind.STANDARD, "leaves_trace"),
        prop(Kind.STANDARD, "traceable"),
        prop(Kind.STANDARD, "supervisable"),
        ends(s.RUNS_IN),
        *provenance(),
    ),
    Kind.STANDARD,
)

LEVELS_TABLE = Table(
    "机构层级表",
    ("office levels", "levels"),
    (Column("level", "层级名称", ("office level", "level"), Form.CODE, required=True), _ORDINAL),
)
"""The office levels of a graph that has its own, one a row, the highest first; they become the manifest's."""

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
        Column("name", "类别名称", ("类别名", "type name", "name"), required=True),
        Column("definition", "定义", ("definition",)),
        Column("rule", "判定规则", ("rule",)),
        Column("law", "法律来源", ("legal source",)),
        *provenance(),
    ),
)
"""The types of power with their definitions; they become the manifest's ``power_types``."""

RELATIONS = Table(
    "关系表",
    ("relations",),
    (
        Column("rel", "关系", ("relation",), required=True),
        Column("kind", "起点类别", ("from kind",), required=True),
        Column("from", "起点编码", ("from",), Form.CODE, required=True),
        Column("to", "终点编码", ("to",), Form.CODE, required=True),
        Column("key", "键", ("key",)),
        *(
            Column(name, item.label.zh, (item.label.en, name), property=item)
            for link in LINKS
            for name, item in link.properties.items()
        ),
        *provenance(),
    ),
)
"""Relations one by one, for those whose origin or other properties are not those of the row that names them."""

WHOLE = (LEVELS_TABLE, INCOMPATIBLE, POWER_TYPES)
"""Tables of what holds for the graph as a whole."""

_OWNERS = Both("防控措施由岗位负责：责任人（岗位）", "posts own controls, and no unit does")
_PERFORMERS = Both("环节由岗位办理：岗位职责细化表", "posts perform steps, and no unit does")

UNSAYABLE: dict[str, dict[str, str]] = {
    table.title: dict.fromkeys(("责任单位", "责任部门", "责任科室", "责任机构", "牵头单位", "牵头部门"), why)
    for table, why in ((RISKS, _OWNERS), (CONTROLS, _OWNERS), (_FLOW, _PERFORMERS))
}
UNSAYABLE[_POWERS.title] = dict.fromkeys(("执法岗位", "责任岗位", "办理岗位", "承办岗位"), _PERFORMERS)
"""By table, headers of other agencies for which the graph has no place, and why: their cells are kept as notes."""

FREE = "属性："
"""What a header begins with under which any property stands as JSON."""

NOTHING = "—"
"""What stands in a cell that must be filled where there is nothing: the power of a step that is of none."""

SIGNATURES = ("部门负责人（签字）：", "领导小组组长（签字）：", "备案机关（盖章）：", "备案日期：")
"""What stands below the filing table for people to sign; it is no row of data, and not to be told."""

OPTIONAL = frozenset(
    {*LIST_COLUMNS, *(PERFORMED_BY.properties.keys() - {"on_behalf_of"}), "subitem", "power_source", "indicator"}
)
"""Columns that are written out only where some row fills them."""

TABLES: tuple[Table, ...] = (
    LEVELS_TABLE,
    _UNITS,
    _INSTRUMENTS,
    _ARTICLES,
    _SYSTEMS,
    _POSTS,
    _POWERS,
    _FLOW,
    DUTIES,
    RISKS,
    CONTROLS,
    _STANDARDS,
    INCOMPATIBLE,
    POWER_TYPES,
    RELATIONS,
)
