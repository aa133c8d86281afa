"""Every finding declared once: its name, what it is about, how grave it is, its remedy and its article."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.schema import Kind, Label
from queries.findings.model import FindingType, Severity

__all__ = ["BY_RULE", "FINDINGS"]

BY_RULE = Label("按图谱规则：", "by a rule of the graph: ")
"""What stands before a reason that is no article: the graph asks for it, no text of law does."""

_W, _S, _U, _P, _R, _C, _A = (
    Kind.POWER,
    Kind.STEP,
    Kind.UNIT,
    Kind.POST,
    Kind.RISK,
    Kind.CONTROL,
    Kind.ARTICLE,
)

_TYPES = (
    FindingType(
        "PG001",
        "power-without-live-basis",
        Label("职权无现行依据", "power without a live basis"),
        Severity.ERROR,
        ("power",),
        (_W,),
        _W,
        Label("补立依据、改按现行条款行使，或取消该职权", "find or make a basis, rebase the power, or cancel it"),
        Label(
            f"{BY_RULE.zh}职权法定；许可另依行政许可法 §4",
            f"{BY_RULE.en}no power without law; for a licence 行政许可法 §4 too",
        ),
        near=("PG016", "ranks-of-bases", "basis-backlog"),
    ),
    FindingType(
        "PG002",
        "step-without-post",
        Label("环节无办理岗位", "step without a post"),
        Severity.ERROR,
        ("power", "step"),
        (_W, _S),
        _W,
        Label("为该环节指定办理岗位，或撤销该环节", "assign a post to the step, or retire it"),
        Label(
            "公务员法 §20（2018-12-29 文本）设职位、定职责；清权确权：职责落实到岗位",
            "公务员法 §20 (text of 2018-12-29), posts and their duties; sorting out powers: every duty has its post",
        ),
        near=("PG003", "PG018", "sole-performers"),
    ),
    FindingType(
        "PG003",
        "unstaffed-office",
        Label("行使机关无人办理", "office without anyone for a step"),
        Severity.ERROR,
        ("power", "step", "unit"),
        (_W, _S, _U),
        _W,
        Label(
            "在该机关或其上级设办理岗位，或不再由该机关行使",
            "staff the step there or above, or stop exercising it there",
        ),
        Label(
            "公务员法 §20（2018-12-29 文本）依职能设职位；清权确权：行使主体与岗位职责一致",
            "公务员法 §20 (text of 2018-12-29), posts by function; sorting out powers: offices and duties of "
            "posts agree",
        ),
        near=("PG002", "PG018", "powers-by-unit"),
    ),
    FindingType(
        "PG004",
        "blocked-power",
        Label("前置职权已停", "power that depends on an inactive one"),
        Severity.ERROR,
        ("power", "depends_on"),
        (_W, _W),
        _W,
        Label("另立前置条件或一并调整", "drop or replace the dependency, or change both powers together"),
        Label(
            f"{BY_RULE.zh}改革协同，流程衔接",
            f"{BY_RULE.en}reforms fit together and the flow of work joins up",
        ),
        near=("inactive-powers", "dependents-of-power"),
    ),
    FindingType(
        "PG005",
        "uncovered-risk",
        Label("风险无有效防控", "risk without a working control"),
        Severity.ERROR,
        ("risk", "post"),
        (_R, _P),
        _R,
        Label("设立由他岗负责的防控措施", "set up a control owned by another post"),
        Label(
            f"内部风险：海关法 §78；其余{BY_RULE.zh}三道防线",
            f"of a risk within 海关法 §78; else {BY_RULE.en}three lines of defence",
        ),
        near=("PG006", "PG010", "risks-without-second-line"),
    ),
    FindingType(
        "PG006",
        "thin-defence",
        Label("一级风险仅一道防线", "grade-1 risk behind one line of defence"),
        Severity.WARNING,
        ("risk", "post"),
        (_R, _P),
        _R,
        Label("增设职能监控或专门监督", "add a control of another line"),
        Label(
            f"内部风险：海关法 §78，执法的另依 §77（2021-04-29 文本）；其余{BY_RULE.zh}三道防线：基层自控、职能监控、"
            "专门监督",
            f"of a risk within 海关法 §78, in enforcement §77 too (text of 2021-04-29); else {BY_RULE.en}three lines "
            "of defence: self-control, functional monitoring, special supervision",
        ),
        near=("PG005", "PG010", "risks-without-second-line"),
    ),
    FindingType(
        "PG007",
        "orphaned-control",
        Label("措施无可防风险", "control that mitigates no risk borne by a post"),
        Severity.NOTE,
        ("control",),
        (_C,),
        _C,
        Label("转用于仍存在的风险，或报批后撤销", "reuse it for a risk that remains, or retire it on approval"),
        Label(
            "海关法 §78（2021-04-29 文本）建立健全内部监督；动态维护：措施随风险调整",
            "海关法 §78 (text of 2021-04-29), internal supervision; upkeep: controls follow the risks",
        ),
        near=("PG020", "PG008", "choke-points"),
    ),
    FindingType(
        "PG008",
        "unowned-control",
        Label("措施无责任岗位", "control without an owner"),
        Severity.WARNING,
        ("control",),
        (_C,),
        _C,
        Label("明确责任岗位", "name the post that answers for it"),
        Label(
            "海关法 §78（2021-04-29 文本）建立健全内部监督；审核备案表：责任人",
            "海关法 §78 (text of 2021-04-29), internal supervision; 审核备案表: who is responsible",
        ),
        near=("PG007", "PG020"),
    ),
    FindingType(
        "PG009",
        "incompatible-duties",
        Label("不相容职责集于一岗", "incompatible duties in one post"),
        Severity.ERROR,
        ("rule", "post", "act", "other_act", "power"),
        (None, _P, None, None, _W),
        _P,
        Label("将其中一项职责调离该岗位", "move one of the duties to another post"),
        Label(
            f"执法环节之间：海关法 §79；其余{BY_RULE.zh}不相容职责分离",
            f"between enforcement steps 海关法 §79; else {BY_RULE.en}incompatible duties apart",
        ),
        near=("incompatible-steps", "sole-performers"),
    ),
    FindingType(
        "PG010",
        "common-mode-control",
        Label("一级风险的防控均在本科室", "grade-1 risk controlled only from its own unit"),
        Severity.WARNING,
        ("risk", "post"),
        (_R, _P),
        _R,
        Label("增设本科室以外的责任岗位", "add an owner outside the unit"),
        Label(
            f"审单、查验、放行、稽查、调查：海关法 §79 职责分离、相互制约；其余{BY_RULE.zh}防控独立性：共模风险",
            f"in the main enforcement steps 海关法 §79, duties apart and checking each other; else {BY_RULE.en}"
            "independent controls: common-mode risk",
        ),
        near=("PG005", "PG006", "choke-points"),
    ),
    FindingType(
        "PG011",
        "idle-article",
        Label("条款已无职权援用", "live article that no active power rests on"),
        Severity.NOTE,
        ("article",),
        (_A,),
        _A,
        Label(
            "本系统的制度列入废改清单；法律、法规、规章提请制定机关研究",
            "put an internal rule on the list to repeal or amend; ask whoever made a law or regulation",
        ),
        Label(
            f"规章：规章制定程序条例 §37（2017-12-22 文本）清理；其余{BY_RULE.zh}制度立改废",
            "of a rule of a department 规章制定程序条例 §37 (text of 2017-12-22), clearing up; else "
            f"{BY_RULE.en}rules are made, changed and repealed",
        ),
        near=("unused-rules", "basis-backlog"),
    ),
    FindingType(
        "PG012",
        "vacant-post",
        Label("岗位已无职责", "post without any duty"),
        Severity.NOTE,
        ("post",),
        (_P,),
        _P,
        Label("撤并岗位或另定职责", "merge the post or give it duties"),
        Label(
            "公务员法 §20（2018-12-29 文本）依职能设职位；岗位设置：因事设岗",
            "公务员法 §20 (text of 2018-12-29), posts by function; posts are set up for work to be done",
        ),
        near=("posts-without-risk", "posts-by-exposure"),
    ),
    FindingType(
        "PG013",
        "supervision-gap",
        Label("缺事中事后监管", "cancelled or delegated power without supervision"),
        Severity.ERROR,
        ("power",),
        (_W,),
        _W,
        Label("明确事中事后监管岗位", "name a post that supervises afterwards"),
        Label(
            f"许可：行政许可法 §61；执法下放：海关法 §77；其余{BY_RULE.zh}取消、下放须有事中事后监管",
            f"of a licence 行政许可法 §61; of delegated enforcement 海关法 §77; else {BY_RULE.en}what is cancelled or "
            "delegated is supervised during and after",
        ),
        near=("delegated-powers", "supervision-by-post"),
    ),
    FindingType(
        "PG014",
        "below-statutory-level",
        Label("低于法定层级行使", "exercised below the level that the law allows"),
        Severity.ERROR,
        ("power", "article", "unit"),
        (_W, _A, _U),
        _W,
        Label(
            "收回到法定层级，或先修改条款", "recall it to the level of the article, or have the article changed first"
        ),
        Label(
            "写明最低层级的条款本身，如海关法 §6、稽查条例 §14",
            "the article itself that states the lowest level, such as 海关法 §6 or 稽查条例 §14",
        ),
        near=("PG017", "powers-by-level", "delegated-powers"),
    ),
    FindingType(
        "PG015",
        "public-power-without-flow",
        Label("公开职权无流程", "public power without a flow"),
        Severity.WARNING,
        ("power",),
        (_W,),
        _W,
        Label("补画权力运行流程图", "draw the order of its steps"),
        Label(
            "政府信息公开条例 §20（2019-04-03 文本）公开程序；亮权：权力运行流程图向社会公开",
            "政府信息公开条例 §20 (text of 2019-04-03), procedures are public; powers in the open: their "
            "flowcharts are published",
        ),
        near=("powers-without-flow", "steps-without-limit"),
    ),
    FindingType(
        "PG016",
        "licence-without-law",
        Label("许可仅由部门规章及以下文件设定", "licence that rests on department rules or lower only"),
        Severity.ERROR,
        ("power",),
        (_W,),
        _W,
        Label("取消，或提请制定法律、行政法规", "cancel it, or have a law or regulation made"),
        Label(
            "行政许可法 §14–17",
            "行政许可法 §14–17",
        ),
        near=("PG001", "ranks-of-bases"),
    ),
    FindingType(
        "PG017",
        "entrusted-compulsion",
        Label("强制措施被委托", "compulsory measure entrusted to another office"),
        Severity.ERROR,
        ("power", "unit"),
        (_W, _U),
        _W,
        Label("收回委托", "take the entrustment back"),
        Label(
            "行政强制法 §17",
            "行政强制法 §17",
        ),
        near=("PG014", "entrusted-work"),
    ),
    FindingType(
        "PG018",
        "single-handed-step",
        Label("人数不足", "too few officers for a step"),
        Severity.ERROR,
        ("power", "step", "unit"),
        (_W, _S, _U),
        _W,
        Label("增编或由上级办理", "add seats, or let a higher office do it"),
        Label(
            f"稽查：稽查条例 §11；处罚：行政处罚法 §42；强制措施：行政强制法 §18；其余{BY_RULE.zh}环节要求的最少人数",
            f"of an audit 稽查条例 §11; of a penalty 行政处罚法 §42; of a compulsory measure 行政强制法 §18; else "
            f"{BY_RULE.en}the least number of people that the step asks for",
        ),
        near=("PG003", "sole-performers"),
    ),
    FindingType(
        "PG019",
        "unattended-external-risk",
        Label("外部风险无人承接", "external danger that no post watches"),
        Severity.ERROR,
        ("risk",),
        (_R,),
        _R,
        Label("指定承接的职权、环节和岗位", "name the power, step and post that take it over"),
        Label(
            f"执法：海关法 §2（2021-04-29 文本）监管、查缉走私；其余{BY_RULE.zh}内外风险转移：外部风险不因取消而消失",
            "of enforcement 海关法 §2 (text of 2021-04-29), control and action against smuggling; else "
            f"{BY_RULE.en}an external danger does not end with a power",
        ),
        near=("external-risks", "PG005"),
    ),
    FindingType(
        "PG020",
        "stalled-control",
        Label("随环节措施已停", "control whose steps no longer run"),
        Severity.WARNING,
        ("control",),
        (_C,),
        _C,
        Label("改在其他环节实施，或改为常设", "carry it out in another step, or make it a standing one"),
        Label(
            "海关法 §78（2021-04-29 文本）建立健全内部监督；动态维护：措施随流程调整",
            "海关法 §78 (text of 2021-04-29), internal supervision; upkeep: controls follow the flow of work",
        ),
        near=("PG007", "PG008", "inactive-powers"),
    ),
)

FINDINGS: Mapping[str, FindingType] = MappingProxyType({item.code: item for item in _TYPES})
