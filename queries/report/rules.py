"""Chapter 制度立改废: which rules to repeal, amend or enact, and who may do it (calculus §5).

An article that nothing uses any more is to be repealed 废; one that lost users is to be amended 改; a power without
a live basis, below the level of its article or a licence without a law needs a rule enacted or amended 立或改. What the
reform repeals, amends and enacts itself stands before that (`queries.report.rulemaking`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.derived import Derived
from graph.schema import ARTICLE_PART_OF, AUTHORIZED_BY, EXPOSES, HAS_STEP, KINDS, MITIGATED_BY, Kind, Label
from graph.terms import plural
from queries.census import count_origins
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.impact.model import ArticleStatus
from queries.report.case import Case, value_label
from queries.report.document import Cell, Chapter, Column, Row, Table, table_of
from queries.report.findings import finding_origin, finding_tables
from queries.report.makers import PROPOSE, issuer_of, maker_of, may_change
from queries.report.review import review_tables
from queries.report.rulemaking import AMEND, REPEAL, made_rules, made_summary
from queries.report.words import counted, joined

__all__ = ["rules_chapter"]

ENACT_OR_AMEND, SETTLE = Label("立或改", "enact or amend"), Label("先核定效力层级", "establish its rank first")
_LAW_MAKERS = Label("全国人大及其常委会、国务院", "National People's Congress, State Council")
_ANY_MAKER = Label("有权设定该职权的机关", "whoever may establish such a power")
_TO_DO: Mapping[ArticleStatus, Label] = {
    ArticleStatus.IDLE: REPEAL,
    ArticleStatus.NARROWED: AMEND,
    ArticleStatus.SHIFTED: AMEND,
}
_WAITING: Mapping[ArticleStatus, Label] = {
    status: Label(
        f"{status.label.zh}：所涉环节仍在，只是无人办理，先定办理岗位再议",
        f"{status.label.en}: the steps are still there and nobody performs them; settle the posts first",
    )
    for status in _TO_DO
}
_COLUMNS = (
    Column("article", Label("条款或职权", "article or power")),
    Column("instrument", Label("文件", "instrument")),
    Column("rank", Label("效力层级", "rank")),
    Column("reason", Label("情形", "what happened")),
    Column("action", Label("处理", "to do")),
    Column("maker", Label("由谁处理", "by whom")),
)
_USE_COLUMNS = tuple(column for column in _COLUMNS if column.name not in ("action", "maker"))


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of the list of rules: its row without the last touches, and what to do."""

    nodes: tuple[tuple[Kind, str], ...]
    cells: tuple[Cell, ...]
    action: Label
    maker: Label
    status: str
    key: tuple[str, ...]
    origin: str


def rules_chapter(case: Case) -> Chapter:
    """The chapter on rules."""
    items = [*_articles(case), *_findings(case)]
    rows = [
        Row(
            (*item.cells, item.action, item.maker),
            tuple(f"{kind.value}/{code}" for kind, code in item.nodes),
            item.origin,
            item.status,
            case.behind(*item.nodes[0], *item.key),
            {},
            (item.action.zh, item.status, item.nodes[0][1]),
        )
        for item in items
    ]
    label = Label("立改废清单", "Rules to enact, amend or repeal")
    made = made_rules(case)
    tables = (
        *made,
        *table_of("rules", label, _COLUMNS, rows),
        *_others(case),
        *finding_tables(case, "rules"),
        *review_tables(case, Kind.ARTICLE, case.impact.review.articles),
    )
    heading = Label("制度立改废", "Rules to enact, amend or repeal")
    return Chapter("rules", heading, (*made_summary(made), _summary(items)), tables)


def _summary(items: list[_Item]) -> Label:
    if not items:
        return Label("没有须立改废的制度。", "No rule has to be enacted, amended or repealed.")
    held: dict[Label, list[str]] = {}
    for item in items:
        held.setdefault(item.action, []).append(item.origin)
    parts = []
    for action, origins in held.items():
        told = counted(count_origins(origins), "项", "item")
        parts.append(Label(f"{action.zh} {told.zh}", f"{action.en}: {told.en}"))
    listed = joined(parts, "，", "; ")
    return Label(f"{listed.zh}。", f"{listed.en}.")


def _own(rank: str, action: Label) -> Label:
    """What a customs reform may say about a rule of a rank."""
    allowed = may_change(rank)
    if allowed is None:
        return SETTLE
    return action if allowed else PROPOSE


def _article_nodes(case: Case, article: str) -> tuple[tuple[Kind, str], ...]:
    instruments = case.side(Kind.ARTICLE, article).view.out(ARTICLE_PART_OF, article)
    return ((Kind.ARTICLE, article), *((Kind.INSTRUMENT, code) for code in instruments))


def _articles(case: Case) -> Iterator[_Item]:
    """Articles that lost users."""
    for article, status in case.impact.articles.items():
        to_do = _TO_DO.get(status)
        if to_do is None:
            continue
        side = case.side(Kind.ARTICLE, article)
        rank = side.rank(article)
        nodes = _article_nodes(case, article)
        reason = _WAITING.get(status, status.label) if _waits(case, article) else status.label
        cells = (*_names(case, nodes), value_label(Kind.ARTICLE, "rank", rank or None), reason)
        yield _Item(
            nodes,
            cells,
            _own(rank, to_do),
            maker_of(rank, issuer_of(side, article)),
            status.value,
            ("articles", article),
            case.origin((Kind.ARTICLE, article)),
        )


def _waits(case: Case, article: str) -> bool:
    """Whether all that uses an article no more is still there and only lacks somebody to perform it."""
    lost = case.before.users(article) - case.after.users(article)
    return bool(lost) and all(_is_undone(case.after, *user) for user in lost)


def _is_undone(after: Derived, kind: Kind, code: str) -> bool:
    """A step of an active power that no post performs, or a control of a risk that such a step exposes."""
    view = after.view
    if kind is Kind.CONTROL:
        risks = view.into(MITIGATED_BY, code)
        return any(_is_undone(after, Kind.STEP, step) for risk in risks for step in view.into(EXPOSES, risk))
    return kind is Kind.STEP and any(map(after.active, view.into(HAS_STEP, code))) and not after.performers(code)


def _names(case: Case, nodes: tuple[tuple[Kind, str], ...]) -> tuple[str, str | None]:
    return case.title(*nodes[0]), case.name(*nodes[1]) if len(nodes) > 1 else None


def _findings(case: Case) -> Iterator[_Item]:
    """Powers that need a rule: without a live basis, below the level of an article, a licence without a law."""
    below: dict[tuple[str, str], list[Finding]] = {}
    for finding in case.impact.opened:
        if finding.code == "PG014":
            below.setdefault((finding.identity[1], finding.identity[0]), []).append(finding)
        elif finding.code in ("PG001", "PG016"):
            yield _without_basis(case, finding)
    for (article, power), findings in sorted(below.items()):
        yield _below_level(case, article, power, findings)


def _below_level(case: Case, article: str, power: str, findings: list[Finding]) -> _Item:
    """An article that allows a power only at a higher level than that of the offices named in the findings."""
    side = case.side(Kind.ARTICLE, article)
    rank = side.rank(article)
    nodes = _article_nodes(case, article)
    reason, number = FINDINGS["PG014"].label, len(findings)
    told = Label(
        f"{reason.zh}：{case.title(Kind.POWER, power)}（{number} 个机关）",
        f"{reason.en}: {power} ({plural(number, 'office')})",
    )
    cells = (*_names(case, nodes), value_label(Kind.ARTICLE, "rank", rank or None), told)
    units = tuple((Kind.UNIT, finding.identity[2]) for finding in findings)
    return _Item(
        (nodes[0], (Kind.POWER, power), *units, *nodes[1:]),
        cells,
        _own(rank, AMEND),
        maker_of(rank, issuer_of(side, article)),
        findings[0].code,
        (findings[0].code, *findings[0].identity),
        case.origin(nodes[0], (Kind.POWER, power)),
    )


def _without_basis(case: Case, finding: Finding) -> _Item:
    """A power to be given a basis; a licence needs a law, whatever stood there before (行政许可法 §14–17)."""
    (power,) = finding.identity
    ranks = {case.before.rank(article) for article in case.impact.before.out(AUTHORIZED_BY, power)}
    licence = case.held(Kind.POWER, power).get("type") == "01"
    # The rank that the power rested on before says who could make such a rule; the highest decides.
    rank = next((value for value in KINDS[Kind.ARTICLE].properties["rank"].values if value in ranks), "")
    if licence:
        action, maker = PROPOSE, _LAW_MAKERS
    elif rank:
        action, maker = _own(str(rank), ENACT_OR_AMEND), maker_of(str(rank), "")
    else:
        action, maker = ENACT_OR_AMEND, _ANY_MAKER
    shown = value_label(Kind.ARTICLE, "rank", rank or None)
    cells = (case.title(Kind.POWER, power), None, shown, FINDINGS[finding.code].label)
    key = (finding.code, power)
    return _Item(((Kind.POWER, power),), cells, action, maker, finding.code, key, finding_origin(case, finding))


def _others(case: Case) -> tuple[Table, ...]:
    """Articles whose use changed without anything to enact, amend or repeal."""
    rows = []
    for article, status in case.impact.articles.items():
        if status in _TO_DO:
            continue
        rank = case.side(Kind.ARTICLE, article).rank(article)
        nodes = _article_nodes(case, article)
        cells = (*_names(case, nodes), value_label(Kind.ARTICLE, "rank", rank or None), status.label)
        texts = tuple(f"{kind.value}/{code}" for kind, code in nodes)
        paths = case.behind(Kind.ARTICLE, article, "articles", article)
        origin = case.origin((Kind.ARTICLE, article))
        rows.append(Row(cells, texts, origin, status.value, paths, {}, (status.value,)))
    return table_of("articles", Label("其他援用变化", "Other articles whose use changes"), _USE_COLUMNS, rows)
