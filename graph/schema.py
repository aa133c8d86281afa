"""Every kind, property and relation of the graph, declared once (reform calculus §1).

Validation, JSON Schema, the reference page in ``docs/`` and the headers of the tables are made from these
declarations; nothing else in the program spells a kind, a property or a relation as a loose string.

A relation type may join several pairs of kinds (``PART_OF`` joins units and articles alike); a `Link` is one
such pair, and it is links that a `graph.view.View` walks.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.labels import ACTS, GRADES, LEVELS, LINES, LIVE, MEASURES, OFFICE_RANKS, RANKS, SECTION
from graph.terms import Kind, KindSchema, Label, Link, Property, Rel, ValueType

__all__ = [
    "COMMON_PROPERTIES",
    "FILING_COLUMNS",
    "KINDS",
    "LEVELS",
    "LINKS",
    "LINKS_FROM",
    "LINKS_INTO",
    "LINK_OF",
    "LIST_COLUMNS",
    "SECTION",
    "Kind",
    "KindSchema",
    "Label",
    "Link",
    "Property",
    "Rel",
    "ValueType",
    "link",
    "property_of",
]


def _text(name: str, zh: str, en: str, *aliases: str, note: str = "") -> Property:
    return Property(name, ValueType.TEXT, Label(zh, en), aliases=aliases, note=note)


def _worded(name: str, zh: str, en: str, known: Mapping[str, Label], *aliases: str, note: str = "") -> Property:
    return Property(name, ValueType.TEXT, Label(zh, en), aliases=aliases, known=known, note=note)


def _integer(name: str, zh: str, en: str, *aliases: str, note: str = "") -> Property:
    return Property(name, ValueType.INTEGER, Label(zh, en), aliases=aliases, note=note)


def _flag(name: str, zh: str, en: str, *aliases: str) -> Property:
    return Property(name, ValueType.BOOLEAN, Label(zh, en), aliases=aliases)


def _choice(
    name: str, zh: str, en: str, values: Mapping[str, tuple[str, str]], *aliases: str, note: str = ""
) -> Property:
    labels: dict[str | int, Label] = {value: Label(*texts) for value, texts in values.items()}
    return Property(name, ValueType.TEXT, Label(zh, en), MappingProxyType(labels), aliases=aliases, note=note)


def _grade(name: str, zh: str, en: str, *aliases: str) -> Property:
    return Property(name, ValueType.INTEGER, Label(zh, en), GRADES, aliases=aliases)


def _date(name: str, zh: str, en: str, *aliases: str, note: str = "") -> Property:
    return Property(name, ValueType.TEXT, Label(zh, en), date=True, aliases=aliases, note=note)


_NAME = _text("name", "名称", "name")
_COMMON = (
    _choice(
        "origin",
        "来源性质",
        "origin",
        {"statute": ("法规", "statute"), "report": ("报道", "report"), "synthetic": ("合成", "synthetic")},
        "数据性质",
        note="where the fact comes from; every count tells how much of it is synthetic",
    ),
    _text("source", "出处", "source", "来源", note="document, sheet, row or article"),
    _text("note", "备注", "note", "说明"),
)


def _kind(kind: Kind, zh: str, en: str, code_zh: str, *properties: Property, note: str = "") -> KindSchema:
    declared = {item.name: item for item in (_NAME, *properties, *_COMMON)}
    return KindSchema(kind, Label(zh, en), Label(code_zh, f"{en} code"), MappingProxyType(declared), note)


_KINDS = (
    _kind(
        Kind.UNIT,
        "机构",
        "unit",
        "机构编码",
        Property("level", ValueType.TEXT, Label("机构层级", "level"), level=True, sections=True),
        note="an office 机关 of some level, or a section 科室 inside one",
    ),
    _kind(
        Kind.POST,
        "岗位",
        "post",
        "岗位编码",
        _text("role", "标准岗位", "standard post", "岗位类别", note="the standard post that it is an instance of"),
        _integer("seats", "编制", "seats", "编制数", note="absent: 1"),
        _worded("rank", "职务层级", "rank of office", OFFICE_RANKS, "岗位层级"),
        note="the chair, not the sitter: an established post at one office",
    ),
    _kind(
        Kind.POWER,
        "职权",
        "power",
        "权力编码",
        _choice(
            "category",
            "权力类别",
            "category",
            {
                "enforcement": ("执法权力", "enforcement"),
                "management": ("组织管理事项", "organisation and management"),
                "supervision": ("监督事项", "supervision"),
            },
            "职权类别",
        ),
        _choice(
            "type",
            "权力类型",
            "type",
            {
                "01": ("行政许可", "licence"),
                "02": ("行政处罚", "penalty"),
                "03": ("行政强制", "compulsion"),
                "04": ("行政征收", "levy"),
                "05": ("行政给付", "payment"),
                "06": ("行政检查", "inspection"),
                "07": ("行政确认", "confirmation"),
                "08": ("行政奖励", "reward"),
                "09": ("行政裁决", "adjudication"),
                "10": ("其他行政权力", "other"),
                "20": ("公共服务", "public service"),
            },
            "职权类型",
            "权责类型",
            "权责类别",
            "类别",
            "类型",
            note="national codes of GB/T 39554; text, never a number",
        ),
        _choice(
            "status",
            "状态",
            "status",
            {
                "active": ("在用", "active"),
                "suspended": ("暂停", "suspended"),
                "cancelled": ("取消", "cancelled"),
                "merged": ("已合并", "merged"),
                "split": ("已拆分", "split"),
            },
            "事项状态",
            note="absent: active",
        ),
        Property(
            "level",
            ValueType.TEXT,
            Label("行使层级", "level"),
            level=True,
            aliases=("实施层级", "实施层级及权限", "运行层级"),
        ),
        _flag("public", "是否公开", "public", "是否对外公开"),
        Property(
            "delegated_from",
            ValueType.TEXT,
            Label("原行使层级", "delegated from"),
            level=True,
            note="the level that a delegation took the power from",
        ),
        _choice(
            "compulsion",
            "强制种类",
            "compulsion",
            {"measure": ("强制措施", "measure"), "execution": ("强制执行", "execution")},
            note="type 03 only; a measure may not be entrusted (行政强制法 §17)",
        ),
        _choice(
            "approval",
            "审批性质",
            "approval item",
            {
                "licence": ("行政许可", "licence"),
                "non-licence": ("非行政许可审批", "non-licence approval"),
            },
            note="marks an approval item; the calculus does not read it",
        ),
        _text("content", "行使内容", "content", "职权内容"),
        _text("counterpart", "相对人", "counterpart", "实施对象", "行政相对人"),
        _text("subitem", "子项", "sub-item", "子项名称", "实施事项", "子目录名"),
        _text("provision", "具体条款", "provision", note="as a list writes it; articles are 行使依据"),
        _text("power_source", "权力来源", "source of the power", "职权来源", note="法定本级行使 上级下放 上级授权 …"),
        _text("department", "承办部门", "handled by", "承办机构", "承办科室", "责任科室", "内设机构", "共同实施部门"),
        _text("procedure", "执法程序", "procedure", "运行流程", "办理流程"),
        _text("publicity", "公开方式", "how it is published"),
        _text("flow_chart", "流程图号", "number of the flow chart", "流程图"),
        _text("unit_duties", "部门职责", "duties of the department", "主要职责"),
        _text("duties", "责任事项", "duties that go with the power", "责任事项内容", "职责权力", "职责权限"),
        _text("boundary", "责任边界", "where the duties end"),
        _text("division", "责任分工", "division of the duties"),
        _text("relayed", "是否审核转报", "only examined and passed on"),
        _text("duties_basis", "责任事项依据", "basis of the duties", "追责依据"),
        _text("accountable", "追责对象范围", "who is accountable", "问责对象", "追责对象"),
        _text("accountability", "追责情形", "grounds of accountability", "问责情形"),
        _text("oversight", "监督方式", "how it is overseen", "监督渠道"),
        _text("remedy", "救济渠道", "remedy", "救济途径"),
    ),
    _kind(
        Kind.STEP,
        "环节",
        "step",
        "环节编码",
        _integer("seq", "序号", "sequence number", "环节序号"),
        _worded("act", "动作", "act", ACTS, "权限", note="受理 审核 复核 审批 查验 放行 审单 稽查 调查 …"),
        _integer("min_posts", "最少人数", "least number of officers", note="absent: 1"),
        _integer("limit_days", "办理时限", "limit in working days", "办理时限（工作日）"),
    ),
    _kind(
        Kind.RISK,
        "风险点",
        "risk point",
        "风险编码",
        _grade("grade", "审核等级", "grade", "风险等级", "等级", "风险点等级", "审定等级"),
        _grade("self_grade", "自评等级", "self-assessed grade", "自评风险等级"),
        _choice(
            "class",
            "风险类别",
            "class",
            {
                "integrity": ("廉政风险", "integrity"),
                "enforcement": ("执法风险", "enforcement"),
                "external": ("外部风险", "external"),
            },
            "风险种类",
            "种类",
            "风险类型",
        ),
        _text(
            "manifestation",
            "表现形式",
            "manifestation",
            "风险表现形式",
            "风险描述",
            "廉政风险主要内容及表现形式",
            "风险点表现形式",
        ),
        _text("prohibited_act", "禁止行为", "prohibited act", note="海关法 §72 (1)–(10)"),
        _text("indicator", "监测指标", "indicator that is watched"),
        _text("review_opinion", "部门审核意见", "opinion of the department", "审核意见"),
        _date("review_date", "部门审核日期", "date of the department's opinion", "审核日期"),
        _text("decision_opinion", "领导小组审定意见", "decision of the leading group", "审定意见"),
        _date("decision_date", "审定日期", "date of the decision", "领导小组审定日期"),
        _text("filing_authority", "备案机关", "filed with", "备案单位"),
        _text("filing_number", "备案号", "filing number", "备案编号", "备案文号"),
        _date("filing_date", "备案日期", "date of filing"),
    ),
    _kind(
        Kind.CONTROL,
        "防控措施",
        "control",
        "措施编码",
        Property("line", ValueType.INTEGER, Label("防线", "line of defence"), LINES),
        _choice(
            "mode",
            "措施方式",
            "mode",
            {"standing": ("常设", "standing"), "step": ("随环节", "done in steps")},
            note="absent: standing",
        ),
        _worded("measure", "措施类型", "type of measure", MEASURES),
    ),
    _kind(
        Kind.STANDARD,
        "内控标准",
        "internal-control standard",
        "标准编码",
        _flag("in_system", "进系统", "in the system"),
        _flag("leaves_trace", "留痕迹", "leaves a trace"),
        _flag("traceable", "可追溯", "traceable"),
        _flag("supervisable", "能监督", "supervisable"),
    ),
    _kind(Kind.SYSTEM, "信息系统", "information system", "系统编码"),
    _kind(
        Kind.INSTRUMENT,
        "法规文件",
        "instrument",
        "文件编码",
        _choice("rank", "效力层级", "rank", RANKS),
        _choice("status", "状态", "status", LIVE, note="absent: live"),
        _text("number", "文号", "document number"),
        _date("text_date", "文本日期", "date of the text", note="the version that was read; absent: not at hand"),
        _text("issuer", "制定机关", "issued by"),
        _choice(
            "change",
            "废改立",
            "change in the clean-up",
            {"repealed": ("废", "repealed"), "amended": ("改", "amended"), "enacted": ("立", "enacted")},
            note="what the clean-up of powers did to the rule; the census counts it",
        ),
    ),
    _kind(
        Kind.ARTICLE,
        "条款",
        "article",
        "条款编码",
        _choice("rank", "效力层级", "rank", RANKS, note="absent: that of its instrument"),
        _choice("status", "状态", "status", LIVE, note="absent: live"),
        _date("text_date", "文本日期", "date of the text", note="absent: not at hand"),
        _text("text", "条文", "text", note="the words of the article, a line for each paragraph 款 and item 项"),
    ),
)

LIST_COLUMNS = (
    *("provision", "boundary", "division", "relayed"),
    *("department", "procedure", "publicity", "flow_chart", "unit_duties", "duties", "duties_basis"),
    *("accountable", "accountability", "oversight", "remedy"),
)
"""Properties of a power that lists of powers and duties 权责清单 have columns for and the calculus does not read."""

FILING_COLUMNS = (
    *("review_opinion", "review_date", "decision_opinion", "decision_date"),
    *("filing_authority", "filing_number", "filing_date"),
)
"""How a risk point came to its grade: reviewed, decided and filed 审核备案."""

COMMON_PROPERTIES = frozenset(item.name for item in _COMMON)
"""What every node and every relation may say of itself: origin, source, note."""

KINDS: Mapping[Kind, KindSchema] = MappingProxyType({item.kind: item for item in _KINDS})

_TYPED_EVERYWHERE: Mapping[str, Property] = MappingProxyType(
    {
        "type": _text("type", "类型", "type"),
        **{name: _integer(name, name, name) for name in ("grade", "line", "seq", "min_posts", "seats", "limit_days")},
    }
)
"""Names whose values have one type on whatever kind they stand (calculus §1)."""


def property_of(kind: Kind, name: str) -> Property | None:
    """The declaration of a property, or None where the schema does not know it."""
    return KINDS[kind].properties.get(name) or _TYPED_EVERYWHERE.get(name)


_LOWEST = Property(
    "lowest_level",
    ValueType.TEXT,
    Label("法定最低层级", "lowest level allowed by law"),
    level=True,
    note="the lowest office level that the law allows",
)
_DUTY = (
    _text("duty", "职责条目", "duty", "职责", "岗位职责", "工作职责"),
    _text("authority", "权限", "authority", "职责权限"),
    _text("requirement", "职务要求", "requirement", "任职要求"),
    _worded("rank", "岗位层级", "rank of office", OFFICE_RANKS, "职务层级"),
    _text("incompatible", "不相容岗位", "incompatible posts"),
    _text("rotation", "轮岗年限", "years to rotation"),
)
_BEHALF = _text("on_behalf_of", "委托机构", "on behalf of", note="code of the office for which entrusted work is done")
_SCOPE = Property(
    "scope",
    ValueType.TEXTS,
    Label("适用范围", "scope"),
    note="what the office exercises the power for, such as classes of products; the calculus does not read it",
)

_LINKS = (
    Link(Rel.PART_OF, Kind.UNIT, Kind.UNIT, Label("上级机构", "parent unit"), note="at most one; no cycles"),
    Link(Rel.PART_OF, Kind.ARTICLE, Kind.INSTRUMENT, Label("所属文件", "instrument")),
    Link(Rel.IN_UNIT, Kind.POST, Kind.UNIT, Label("所在机构", "unit"), note="exactly one per post"),
    Link(
        Rel.AUTHORIZED_BY,
        Kind.POWER,
        Kind.ARTICLE,
        Label("行使依据", "legal basis"),
        MappingProxyType({"lowest_level": _LOWEST}),
    ),
    Link(Rel.DEPENDS_ON, Kind.POWER, Kind.POWER, Label("前置职权", "depends on"), note="cannot run without it"),
    Link(
        Rel.EXERCISED_BY,
        Kind.POWER,
        Kind.UNIT,
        Label("行使主体", "exercised by"),
        MappingProxyType({"scope": _SCOPE}),
    ),
    Link(Rel.HAS_STEP, Kind.POWER, Kind.STEP, Label("环节", "step"), note="a step belongs to exactly one power"),
    Link(Rel.NEXT, Kind.STEP, Kind.STEP, Label("下一环节", "next step")),
    Link(
        Rel.PERFORMED_BY,
        Kind.STEP,
        Kind.POST,
        Label("办理岗位", "performed by"),
        MappingProxyType({item.name: item for item in (_BEHALF, *_DUTY)}),
    ),
    Link(Rel.EXPOSES, Kind.STEP, Kind.RISK, Label("暴露风险", "exposes")),
    Link(
        Rel.BORNE_BY,
        Kind.RISK,
        Kind.POST,
        Label("承担岗位", "borne by"),
        note="only for risks that hang on a post and on no step",
    ),
    Link(Rel.MITIGATED_BY, Kind.RISK, Kind.CONTROL, Label("防控措施", "mitigated by"), note="many to many"),
    Link(Rel.OWNED_BY, Kind.CONTROL, Kind.POST, Label("责任岗位", "owned by")),
    Link(Rel.CARRIED_OUT_IN, Kind.CONTROL, Kind.STEP, Label("实施环节", "carried out in")),
    Link(Rel.REGULATED_BY, Kind.STEP, Kind.ARTICLE, Label("制度依据", "regulated by")),
    Link(Rel.REGULATED_BY, Kind.CONTROL, Kind.ARTICLE, Label("制度依据", "regulated by")),
    Link(Rel.SPECIFIED_BY, Kind.CONTROL, Kind.STANDARD, Label("内控标准", "specified by")),
    Link(Rel.GOVERNED_BY, Kind.STEP, Kind.STANDARD, Label("内控标准", "governed by")),
    Link(Rel.RUNS_IN, Kind.STANDARD, Kind.SYSTEM, Label("所在系统", "runs in")),
    Link(Rel.SUPERVISED_BY, Kind.POWER, Kind.POST, Label("事中事后监管岗位", "supervised by")),
    Link(Rel.DERIVED_FROM, Kind.POWER, Kind.POWER, Label("来源职权", "derived from"), note="merge and split"),
)

LINK_OF: Mapping[tuple[Rel, Kind], Link] = MappingProxyType({(x.rel, x.from_kind): x for x in _LINKS})
"""A link by its relation type and the kind it starts from, which decide it."""

LINKS: tuple[Link, ...] = _LINKS
LINKS_FROM: Mapping[Kind, tuple[Link, ...]] = MappingProxyType(
    {kind: tuple(x for x in _LINKS if x.from_kind is kind) for kind in Kind}
)
LINKS_INTO: Mapping[Kind, tuple[Link, ...]] = MappingProxyType(
    {kind: tuple(x for x in _LINKS if x.to_kind is kind) for kind in Kind}
)


def link(rel: Rel, from_kind: Kind) -> Link:
    """The link of a relation type that starts from a kind; KeyError where there is none."""
    return LINK_OF[rel, from_kind]


UNIT_PART_OF = link(Rel.PART_OF, Kind.UNIT)
ARTICLE_PART_OF = link(Rel.PART_OF, Kind.ARTICLE)
IN_UNIT = link(Rel.IN_UNIT, Kind.POST)
AUTHORIZED_BY = link(Rel.AUTHORIZED_BY, Kind.POWER)
DEPENDS_ON = link(Rel.DEPENDS_ON, Kind.POWER)
EXERCISED_BY = link(Rel.EXERCISED_BY, Kind.POWER)
HAS_STEP = link(Rel.HAS_STEP, Kind.POWER)
NEXT = link(Rel.NEXT, Kind.STEP)
PERFORMED_BY = link(Rel.PERFORMED_BY, Kind.STEP)
EXPOSES = link(Rel.EXPOSES, Kind.STEP)
BORNE_BY = link(Rel.BORNE_BY, Kind.RISK)
MITIGATED_BY = link(Rel.MITIGATED_BY, Kind.RISK)
OWNED_BY = link(Rel.OWNED_BY, Kind.CONTROL)
CARRIED_OUT_IN = link(Rel.CARRIED_OUT_IN, Kind.CONTROL)
STEP_REGULATED_BY = link(Rel.REGULATED_BY, Kind.STEP)
CONTROL_REGULATED_BY = link(Rel.REGULATED_BY, Kind.CONTROL)
SPECIFIED_BY = link(Rel.SPECIFIED_BY, Kind.CONTROL)
GOVERNED_BY = link(Rel.GOVERNED_BY, Kind.STEP)
RUNS_IN = link(Rel.RUNS_IN, Kind.STANDARD)
SUPERVISED_BY = link(Rel.SUPERVISED_BY, Kind.POWER)
DERIVED_FROM = link(Rel.DERIVED_FROM, Kind.POWER)
