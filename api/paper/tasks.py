"""任务单: for each office what moves in, out or to another power, what to do first, remedies, what to look at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.schema import DERIVED_FROM, EXERCISED_BY, OWNED_BY, PERFORMED_BY, Kind
from loaders.books.redline import Section
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.report.case import Case
from queries.report.document import cell_text, origin_label
from queries.report.findings import comes_first, finding_about, finding_origin
from queries.report.risks import REGRADE, REGRADED, risk_told

__all__ = ["NOBODY", "tasks_of"]

NOBODY = ""
"""The office of what is no single office's to do."""

_DUTY = ("变动", "环节", "岗位", "来源")
_FINDING = ("编号", "发现", "对象", "处置", "依据", "来源")
_RISK = ("风险点", "等级", "变动", "本机关原承担岗位", "本机关现承担岗位", "处理", "来源")
_REVIEW = ("类别", "对象", "处理", "来源")


@dataclass(slots=True)
class _Tasks:
    """The rows of one office, in the making."""

    moves: list[tuple[str, ...]] = field(default_factory=list)
    first: list[tuple[str, ...]] = field(default_factory=list)
    others: list[tuple[str, ...]] = field(default_factory=list)
    risks: list[tuple[str, ...]] = field(default_factory=list)
    review: list[tuple[str, ...]] = field(default_factory=list)

    def sections(self) -> tuple[Section, ...]:
        return (
            Section("一、移入、移出和改属", _DUTY, tuple(self.moves), "没有职责移入、移出或改属"),
            Section("二、改革生效前须先办", _FINDING, tuple(self.first), "没有须先办的事项"),
            Section("三、其他新出现的问题", _FINDING, tuple(self.others), "没有"),
            Section("四、风险变动", _RISK, tuple(self.risks), "没有风险变动"),
            Section("五、待复核", _REVIEW, tuple(self.review), "没有待复核的内容"),
        )


def tasks_of(case: Case) -> Mapping[str, tuple[Section, ...]]:
    """The task sheets by office, sorted; `NOBODY` holds what is no single office's."""
    held: dict[str, _Tasks] = {}

    def of(office: str) -> _Tasks:
        return held.setdefault(office, _Tasks())

    for office, row in _moves(case):
        of(office).moves.append(row)
    for finding in case.opened:
        for office in _offices_of(case, finding):
            (of(office).first if comes_first(finding.code) else of(office).others).append(_finding(case, finding))
    for office, row in _risks(case):
        of(office).risks.append(row)
    for office, row in _review(case):
        of(office).review.append(row)
    return {office: held[office].sections() for office in sorted(held)}


def _moves(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    impact = case.impact
    for word, pairs in (("移出", impact.duties_lost), ("移入", impact.duties_gained)):
        for step, post in pairs:
            source = _source(case, (Kind.STEP, step), (Kind.POST, post))
            yield case.office(post), (word, case.title(Kind.STEP, step), case.title(Kind.POST, post), source)
    for word, pairs in (("不再行使", impact.offices_lost), ("新增行使", impact.offices_gained)):
        for power, unit in pairs:
            said = f"{word}{_lineage(case, power)}"
            yield unit, (said, case.title(Kind.POWER, power), "", _source(case, (Kind.POWER, power)))
    yield from _reassigned(case)
    yield from _controls(case)
    for step, post, unit in impact.no_counterpart:
        state = case.staffing(step, unit).value.zh
        source = _source(case, (Kind.STEP, step), (Kind.POST, post))
        yield unit, (state, case.title(Kind.STEP, step), case.title(Kind.POST, post), source)
    for step, unit in impact.no_receiver:
        yield unit, ("无承接机关，留在原机关", case.title(Kind.STEP, step), "", _source(case, (Kind.STEP, step)))


def _reassigned(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What becomes of the steps of a power that is merged or split, and of who goes on exercising what others join."""
    for step, before, after in case.impact.duties_reassigned:
        posts: dict[str, list[str]] = {}
        for post in case.after.view.out(PERFORMED_BY, step):
            posts.setdefault(case.office(post), []).append(post)
        word = f"改属 {case.title(Kind.POWER, after)}（原属 {case.title(Kind.POWER, before)}）"
        for office, own in posts.items() or ((NOBODY, []),):
            source = _source(case, (Kind.STEP, step), *((Kind.POST, post) for post in own))
            yield office, (word, case.title(Kind.STEP, step), case.titles(Kind.POST, own) or "", source)
    gained = frozenset(case.impact.offices_gained)
    for power in case.impact.touched:
        said = _lineage(case, power)
        if said and case.before.active(power) and case.after.active(power):
            for unit in case.after.view.out(EXERCISED_BY, power):
                if (power, unit) not in gained:
                    yield (
                        unit,
                        (f"继续行使{said}", case.title(Kind.POWER, power), "", _source(case, (Kind.POWER, power))),
                    )


def _controls(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What becomes of controls, for the offices whose posts own them before or after."""
    for found in case.controls:
        owners = found.before | found.after
        for office in sorted({case.office(post) for post in owners}) or [NOBODY]:
            own = [post for post in sorted(owners) if case.office(post) == office]
            source = _source(case, (Kind.CONTROL, found.code))
            said = f"防控措施{found.label.zh}"
            yield office, (said, case.title(Kind.CONTROL, found.code), case.titles(Kind.POST, own) or "", source)


def _lineage(case: Case, power: str) -> str:
    """Of a power that this reform merges or splits, into or out of which; "" for any other."""
    before, after = case.before.view, case.after.view
    heirs = set(after.into(DERIVED_FROM, power)) - set(before.into(DERIVED_FROM, power)) - {power}
    sources = set(after.out(DERIVED_FROM, power)) - set(before.out(DERIVED_FROM, power)) - {power}
    heirs_said, sources_said = (case.titles(Kind.POWER, sorted(codes)) or "" for codes in (heirs, sources))
    if heirs:
        return f"，{'拆分为' if case.after.status(power) == 'split' else '并入'} {heirs_said}"
    if sources:
        split = any(case.after.status(source) == "split" for source in sources)
        return f"，自 {sources_said} 拆出" if split else f"，{sources_said} 并入"
    return ""


def _risks(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    for risk, status in case.impact.risks.items():
        before, after = case.before.bearers(risk), case.after.bearers(risk)
        handling = REGRADE.zh if status in REGRADED else ""
        said, grade = risk_told(case, risk, status).zh, cell_text(case.value(Kind.RISK, risk, "grade"))
        cells = (case.title(Kind.RISK, risk), grade, said)
        source = _source(case, (Kind.RISK, risk))
        for office in sorted({case.office(post) for post in before | after}) or [NOBODY]:
            own = (sorted(post for post in side if case.office(post) == office) for side in (before, after))
            yield office, (*cells, *(case.titles(Kind.POST, posts) or "" for posts in own), handling, source)


def _review(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    review, after = case.impact.review, case.after
    owners = {control: after.view.out(OWNED_BY, control) for control in review.controls}
    parts = (
        (Kind.POST, "岗位", "职责说明待复核", {post: (post,) for post in review.posts}),
        (Kind.RISK, "风险点", REGRADE.zh, {risk: tuple(sorted(after.bearers(risk))) for risk in review.risks}),
        (Kind.CONTROL, "防控措施", "措施待复核", owners),
        (Kind.STANDARD, "内控标准", "标准待复核", dict.fromkeys(review.standards, ())),
        (Kind.ARTICLE, "条款", "条款待复核", dict.fromkeys(review.articles, ())),
    )
    for kind, word, handling, found in parts:
        for code, posts in found.items():
            for office in sorted({case.office(post) for post in posts}) or [NOBODY]:
                yield office, (word, case.title(kind, code), handling, _source(case, (kind, code)))


def _finding(case: Case, finding: Finding) -> tuple[str, ...]:
    declared = FINDINGS[finding.code]
    source = origin_label(finding_origin(case, finding)).zh
    basis = basis_of(case.after.view, finding).zh
    return finding.code, declared.label.zh, finding_about(case, finding), cell_text(declared.remedy), basis, source


def _offices_of(case: Case, finding: Finding) -> tuple[str, ...]:
    """The offices that have to see to a finding: those that it names, else those of the posts behind it."""
    named = zip(FINDINGS[finding.code].kinds, finding.identity, strict=True)
    nodes = [(kind, code) for kind, code in named if kind is not None and code]
    units = {code for kind, code in nodes if kind is Kind.UNIT} | {
        case.office(code) for kind, code in nodes if kind is Kind.POST
    }
    if not units:
        units = {office for kind, code in nodes for office in _behind(case, kind, code)}
    return tuple(sorted(units)) or (NOBODY,)


def _behind(case: Case, kind: Kind, code: str) -> Iterator[str]:
    side = case.side(kind, code)
    if kind is Kind.POWER:
        yield from side.view.out(EXERCISED_BY, code)
    posts: Mapping[Kind, frozenset[str] | tuple[str, ...]] = {
        Kind.STEP: side.view.out(PERFORMED_BY, code),
        Kind.CONTROL: side.view.out(OWNED_BY, code),
        Kind.RISK: frozenset(side.bearers(code)) or frozenset(case.before.bearers(code)),
    }
    for post in posts.get(kind, ()):
        yield case.office(post)


def _source(case: Case, *nodes: tuple[Kind, str]) -> str:
    return origin_label(case.origin(*nodes)).zh
