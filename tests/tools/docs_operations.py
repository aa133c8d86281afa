"""`docs/reference/operations.md`: every operation of a reform with its arguments, from `graph.changes`."""

from __future__ import annotations

from collections.abc import Mapping

from graph.changes import OPERATIONS
from graph.changes.draft import Argument, Operation
from graph.edits import Action
from graph.schema import KINDS, Kind, Label
from tests.tools.docs_markdown import bullets, code, page, table

__all__ = ["EXAMPLES", "MEANINGS", "SHAPES", "operations_page"]

MEANINGS: Mapping[str, Label] = {
    "cancel": Label(
        "状态改为 cancelled；环节终止，只由这些环节暴露的风险随之终止，外部风险除外；行使主体和前置职权撤去。"
        "依据保留，以便看出哪些条款不再援用。措施不因此撤销。",
        "The status becomes cancelled. Its steps are retired, and each risk that only they exposed, unless the risk is "
        "external. EXERCISED_BY and its own DEPENDS_ON are retired. The legal bases stay, to show "
        "which articles are now "
        "idle. Controls are never retired by it.",
    ),
    "suspend": Label("只改状态。职责停办，但都还在。", "The status only. Duties sleep; nothing is retired."),
    "resume": Label("只改状态。", "The status only."),
    "delegate": Label(
        "from 层级机关的办理岗位移到其下 to 层级机关的同类岗位（标准岗位相同）；第一道防线的措施和行使主体随之移动。"
        "找不到下级机关或同类岗位时如实报告。层级改为 to，记 delegated_from。",
        "Duties move from offices of level `from` to the posts of the same standard post in the offices of level `to` "
        "below them; first-line controls and EXERCISED_BY follow. Where there is no such office or "
        "post it is reported. "
        "Sets `level` and `delegated_from`, whether or not a duty moved.",
    ),
    "recall": Label(
        "与下放相反：移到最近的 to 层级上级机关。层级改为 to，去掉 delegated_from。从未下放的职权也可以收回。",
        "The other way round: to the nearest office of level `to` above. Sets `level`, clears `delegated_from`. "
        "It is no error that the power was never delegated.",
    ),
    "authorize": Label(
        "所列环节在下级机关的同类岗位也可办理；上级不失去任何职责。",
        "The steps are performed by the counterparts in lower offices as well; nobody loses a duty.",
    ),
    "transfer": Label(
        "职责由一个机关移到另一个机关的同类岗位；不改层级。",
        "Duties move from one office to the counterparts in another; no level is set.",
    ),
    "entrust": Label(
        "职责移到受托机关，但以委托机关名义办理，委托机关仍是行使主体。行政强制（强制执行除外）不得委托。",
        "As transfer, but done on behalf of the first office, which still exercises the power. Refused for type 03 "
        "unless `compulsion` is execution (行政强制法 §17).",
    ),
    "merge": Label(
        "各项职权的环节、行使主体、监管岗位归入合并后的职权，依据并集，依赖改指；其余状态改为 "
        "merged，来源记 DERIVED_FROM。",
        "Steps, EXERCISED_BY and SUPERVISED_BY move to the target, legal bases are united, "
        "dependencies re-pointed; the "
        "others become merged, and the target is DERIVED_FROM each.",
    ),
    "split": Label(
        "一项职权拆成两项以上，每个环节恰好归入一项；类别、类型、层级、行使主体、监管、（未另行指明时）依据照抄；"
        "原职权状态改为 split。",
        "Two or more parts, each step in exactly one. Parts copy category, type, level, "
        "EXERCISED_BY, SUPERVISED_BY and, "
        "unless they name articles, the legal bases. The power becomes split.",
    ),
    "convert": Label(
        "改变权力类型（如许可改备案），可同时撤销和新增环节。",
        "The type changes (a licence becomes record-filing); steps may go and come with it.",
    ),
    "redefine": Label(
        "职权保留，属性、环节、岗位分工、依据调整。次序：set、retire_steps、add_steps、unassign、assign、"
        "retire_articles、add_articles。只动本职权的环节；NEXT 断开处不自动接上。"
        "set 不得改 code、status、type、level、delegated_from；null 清除属性。",
        "The power stays. In the order set, retire_steps, add_steps, unassign, assign, "
        "retire_articles, add_articles, on "
        "its own steps only; a gap in NEXT is not bridged. `set` may not name code, status, type, level or "
        "delegated_from; null clears a property.",
    ),
    "rebase": Label(
        "原依据换成新依据，最低层级沿用，除非另给。不指明职权时，所有以它为依据的在用职权都换。",
        "One article is dropped and others are taken up, with its `lowest_level` unless given. Without `power`: every "
        "active power that names it.",
    ),
    "repeal": Label(
        "条款或整个文件废止。article 和 instrument 恰好给一个。",
        "An article, or an instrument with all its articles, is repealed. Exactly one of the two arguments.",
    ),
    "edit": Label(
        "逐项编辑，用于岗位、措施和其他操作不及之处。add_node 中 null 等于没有；set_ 中 null 清除属性。",
        "Elementary edits, for posts, controls and whatever the other operations do not cover. In "
        "add_ null means absent, "
        "in set_ it clears a property.",
    ),
}
"""What each operation does; the calculus (§4) is what counts."""

SHAPES: Mapping[str, str] = {
    "power": "职权编码 code of a power",
    "powers": "两个以上职权编码 codes of two or more powers",
    "supervision_post": "岗位编码 code of a post",
    "from": "机关层级 office level",
    "to": "机关层级 office level",
    "units": "机构编码列表，都属于 to 层级；不写则为原机关下属的、该层级的全部机关 codes of units, all of level `to`; "
    "without it, all of them below the offices that give or perform",
    "keep_steps": "本职权环节编码列表 codes of its steps",
    "steps": "本职权环节编码列表 codes of its steps",
    "retire_steps": "本职权环节编码列表 codes of its steps",
    "add_steps": "列表 list of `{code, name, seq, act, limit_days?, min_posts?, posts?, risks?, after?}`",
    "from_unit": "机关编码，不能是科室 code of an office, no section",
    "to_unit": "机关编码，不能是科室 code of an office, no section",
    "into": "其中一个职权的编码，或新职权 one of the powers, or a new one `{code, name, …}`",
    "parts": "两个以上 two or more `{code, name, steps, articles?}`",
    "to_type": '权力类型编码 type code, such as `"10"`',
    "set": "属性对象，null 清除 object of properties, null clears one",
    "assign": "列表 list of `{step, post}`",
    "unassign": "列表 list of `{step, post}`",
    "from_article": "条款编码 code of an article",
    "to_articles": "条款列表 articles: code or `{article, lowest_level?}`",
    "retire_articles": "条款列表 articles: code or `{article, lowest_level?}`",
    "add_articles": "条款列表 articles: code or `{article, lowest_level?}`",
    "article": "条款编码 code of an article",
    "instrument": "文件编码 code of an instrument",
    "edits": "编辑列表，见下 list of edits, below",
}
"""How each argument is written; `docs/schema/reform.schema.json` says the same to a program."""

EXAMPLES: Mapping[str, str] = {
    "cancel": "{op: cancel, power: E39, supervision_post: P-1}",
    "suspend": "{op: suspend, power: E39}",
    "resume": "{op: resume, power: E39}",
    "delegate": "{op: delegate, power: E39, from: regional, to: local, keep_steps: [E39-3], supervision_post: P-1}",
    "recall": "{op: recall, power: E39, from: local, to: regional}",
    "authorize": "{op: authorize, power: E39, steps: [E39-2], from: regional, to: local, units: [U-11]}",
    "transfer": "{op: transfer, power: E39, from_unit: U-1, to_unit: U-2}",
    "entrust": "{op: entrust, power: E39, from_unit: U-1, to_unit: U-2, supervision_post: P-1}",
    "merge": '{op: merge, powers: [E39, E40], into: {code: E90, name: 合并后的职权, type: "07"}}',
    "split": "{op: split, power: E39, parts: [{code: E39a, name: 甲, steps: [E39-1]}, {code: E39b, "
    "name: 乙, steps: []}]}",
    "convert": '{op: convert, power: A01, to_type: "10", retire_steps: [A01-3]}',
    "redefine": "{op: redefine, power: E39, set: {content: 只对固定资产}, unassign: [{step: E39-1, post: P-1}]}",
    "rebase": "{op: rebase, from_article: HGF-24, to_articles: [{article: HGF-25, lowest_level: local}]}",
    "repeal": "{op: repeal, article: HGF-24}",
    "edit": "{op: edit, edits: [{edit: set_node, kind: Step, code: E39-1, properties: {limit_days: 2}}]}",
}
"""One change for each operation, in YAML."""

_INTRO = """\
改革是一串有先后的变更；每一项作用于前一项的结果。任何一项不成立，整个改革都不执行，并指出是第几项、哪个参数、什么理由。
A reform is an ordered list of changes, each applied to the result of the one before. If one is refused, none is
applied, and the refusal names its position (from 0 in JSON, from 1 in sentences), the argument and the reason.

例中的编码是示意，不一定在参考数据中。The codes in the examples are made up.
写法见 [write a reform file](../how-to/write-a-reform-file.md)。"""

_EDITS = (
    (Action.ADD_NODE, "`kind`, `code`, `properties?`", "新增节点 add a node; its code must be new"),
    (Action.RETIRE_NODE, "`kind`, `code`", "节点连同全部关系终止 retire a node with all its relations"),
    (Action.SET_NODE, "`kind`, `code`, `properties?`", "改属性 set properties"),
    (
        Action.ADD_RELATION,
        "`rel`, `from`, `to`, `key?`, `properties?`",
        "新增关系 add a relation; one already there is no edit",
    ),
    (Action.RETIRE_RELATION, "`rel`, `from`, `to`, `key?`", "终止关系 retire a relation; one not there is no edit"),
    (
        Action.SET_RELATION,
        "`rel`, `from`, `to`, `key?`, `properties?`",
        "改关系的属性 set properties of a relation that is there",
    ),
)


def operations_page() -> str:
    """The whole page."""
    rows = [(f"[{code(item.op)}](#{item.op})", item.label.zh, _statuses(item)) for item in OPERATIONS.values()]
    return page(
        "改革操作 Operations",
        _INTRO,
        table(("操作 op", "名称", "职权须为 required status"), rows),
        *(_operation(item) for item in OPERATIONS.values()),
    )


def _statuses(item: Operation) -> str:
    if item.op == "merge":
        return "active（每一项 each）"
    if item.op == "rebase":
        return "active（指明 power 时 where `power` is given）"
    return " / ".join(item.statuses)


def _operation(item: Operation) -> str:
    meaning = MEANINGS[item.op]
    rows = [_argument(argument) for argument in item.arguments]
    blocks = [
        f"## {item.op}",
        f"**{item.label.zh}**：{meaning.zh}\n{meaning.en}",
        table(("参数 argument", "名称 label", "必填 required", "写法 form"), rows),
        f"```yaml\n- {EXAMPLES[item.op]}\n```",
    ]
    if item.op == "edit":
        blocks.append(table(("编辑 edit", "键 keys", "作用 effect"), [(code(a.value), k, e) for a, k, e in _EDITS]))
        kinds = "、".join(f"{code(kind.value)} {KINDS[kind].label.zh}" for kind in Kind)
        blocks.append(bullets((f"`kind`: {kinds}", "`from`, `to`: `Kind/CODE`")))
    return "\n\n".join(blocks)


def _argument(item: Argument) -> tuple[str, ...]:
    return code(item.name), f"{item.label.zh} {item.label.en}", "是 yes" if item.required else "", SHAPES[item.name]
