"""The impact in one sentence: what is done, what moves, and what must be done first.

It says only what the operations can cause. An external danger whose last step ends waits for a successor 待承接 and
is never called reduced; a risk point that is still in the graph but has lost its posts is not called ended. Standard
posts and posts are two numbers, and whatever is synthetic among the things counted is said at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from graph.schema import HAS_STEP, Kind, Label
from graph.terms import plural
from queries.census import SYNTHETIC
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus
from queries.report.altered import altered_said, revalued_said
from queries.report.case import Case, Staffing
from queries.report.days import Days, days_of, days_said
from queries.report.findings import finding_origin, first_findings
from queries.report.later import later_said
from queries.report.operations import powers_of, summary_of
from queries.report.words import closed, joined

__all__ = ["headline_of", "sentence_of", "synthetic_remark"]

_REVIEWED = (
    (Kind.POST, "posts", "个岗位", "post"),
    (Kind.RISK, "risks", "个风险点", "risk point"),
    (Kind.CONTROL, "controls", "项措施", "control"),
    (Kind.STANDARD, "standards", "项标准", "standard"),
    (Kind.ARTICLE, "articles", "项条款", "article"),
)


def headline_of(case: Case) -> Label:
    """The one sentence, in both languages, with how much of it is synthetic."""
    return closed(sentence_of(case), synthetic_remark(case))


def sentence_of(case: Case) -> Label:
    """What the reform moves, as far as the remark on what is synthetic; without a full stop."""
    impact = case.impact
    moved = impact.posts or impact.risks
    clauses = [
        *(_moved(case) if moved else _unmoved(case)),
        *_altered(case),
        *_days(case),
        *_unplaced(case),
        *_first(case),
        *_later(case),
    ]
    if not impact.complete:
        gaps = len(impact.gaps)
        clauses.append(Label(f"数据有 {gaps} 处缺口，结论不完整", f"incomplete: {plural(gaps, 'gap')} in the data"))
    said, body = summary_of(impact.reform), joined(clauses)
    return Label(f"{said.zh}：{body.zh}", f"{said.en}: {body.en}")


# -- what moves ------------------------------------------------------------------------------------------------


def _changed_posts(case: Case) -> set[str]:
    return {post for _, post in (*case.impact.duties_lost, *case.impact.duties_gained)}


def _moved(case: Case) -> Iterator[Label]:
    changed = _changed_posts(case)
    if changed:
        roles = len(case.roles(changed))
        zh = f"{roles} 类标准岗位、{len(changed)} 个具体岗位职责变化"
        en = f"the duties of {plural(roles, 'standard post')}, {plural(len(changed), 'post')} in all, change"
        yield Label(zh, en)
    vacated = [post for post, status in case.impact.posts.items() if status is PostStatus.VACATED]
    if vacated:
        yield Label(f"{len(vacated)} 个岗位职责清空", f"{plural(len(vacated), 'post')} left without any duty")
    idle = [post for post, status in case.impact.posts.items() if status is PostStatus.IDLE]
    if idle:
        yield Label(f"{len(idle)} 个新设岗位尚无职责", f"{plural(len(idle), 'new post')} without a duty yet")
    yield from _reassigned(case)
    yield from _offices(case)
    yield from _risks(case)
    yield from _articles(case)


def _reassigned(case: Case) -> Iterator[Label]:
    number = len(case.impact.duties_reassigned)
    if number:
        yield Label(f"{number} 个环节改属另一职权", f"{plural(number, 'step')} under another power")


def _offices(case: Case) -> Iterator[Label]:
    """Offices that gain a power, that lose one which others go on exercising, and that lose one which itself ends."""
    impact = case.impact
    gained = {unit for _, unit in impact.offices_gained}
    handed = {unit for power, unit in impact.offices_lost if case.after.active(power)}
    ended = {unit for power, unit in impact.offices_lost if not case.after.active(power)}
    if gained:
        yield Label(f"{len(gained)} 个机关新增行使", f"{plural(len(gained), 'office')} to exercise what they did not")
    if handed:
        yield Label(
            f"{len(handed)} 个机关不再行使", f"{plural(len(handed), 'office')} to exercise no more what they did"
        )
    if ended:
        yield Label(
            f"{len(ended)} 个机关随职权不再行使",
            f"{plural(len(ended), 'office')} to lose a power that is no longer in force",
        )


def _articles(case: Case) -> Iterator[Label]:
    """Articles that lose their effect; those that lose one user of several stand in the chapter."""
    idle, repealed = _idle(case), _repealed_with(case)
    if idle:
        yield Label(f"{len(idle)} 项条款不再援用", f"{plural(len(idle), 'article')} used by nothing any more")
    if repealed:
        yield Label(f"{len(repealed)} 项条款随之失效", f"{plural(len(repealed), 'article')} no longer live")


def _idle(case: Case) -> list[str]:
    return [code for code, status in case.impact.articles.items() if status is ArticleStatus.IDLE]


def _repealed_with(case: Case) -> list[str]:
    """Articles that cease to be live without being named by a repeal, such as those of an instrument."""
    named = {change.get("article") for change in case.impact.reform.changes if change.get("op") == "repeal"}
    held = case.impact.articles.items()
    return [code for code, status in held if status is ArticleStatus.REPEALED and code not in named]


def _risks(case: Case) -> Iterator[Label]:
    groups: dict[tuple[str, bool], int] = {}
    for risk, status in case.impact.risks.items():
        external = case.held(Kind.RISK, risk).get("class") == "external"
        held_still = case.impact.after.node(Kind.RISK, risk) is not None
        word = "adrift" if status is RiskStatus.ENDED and held_still else status.value
        groups[word, external] = groups.get((word, external), 0) + 1
    for (word, external), texts in _RISK_TEXTS.items():
        number = groups.get((word, external))
        if number:
            noun = "external danger" if external else "risk point"
            yield Label(
                f"{number} 个{'外部风险' if external else '风险点'}{texts.zh}", f"{plural(number, noun)} {texts.en}"
            )


_ADRIFT = Label("不再有岗位承担而未消除", "left with no post though not removed")
_SPREAD = Label("承担岗位增加", "borne by more posts")
_NARROWED = Label("承担岗位减少", "borne by fewer posts")
_MOVED = Label("转移", "moved to other posts")
_NEW = Label("新生", "new")
_RISK_TEXTS = {
    ("ended", False): Label("终止", "ended"),
    ("adrift", False): _ADRIFT,
    ("moved", False): _MOVED,
    ("narrowed", False): _NARROWED,
    ("spread", False): _SPREAD,
    ("new", False): _NEW,
    ("unattended", True): Label("待承接", "waiting for a successor"),
    ("adrift", True): _ADRIFT,
    ("ended", True): Label("从图谱中删去", "deleted from the graph"),
    ("moved", True): Label("改由他岗值守", "watched by other posts"),
    ("narrowed", True): Label("值守岗位减少", "watched by fewer posts"),
    ("spread", True): Label("值守岗位增加", "watched by more posts"),
    ("new", True): Label("新纳入值守", "newly watched"),
}


# -- what does not move ----------------------------------------------------------------------------------------


def _unmoved(case: Case) -> Iterator[Label]:
    zh, en = "没有岗位和风险变动", "no post and no risk moves"
    for said in _reassigned(case):
        zh, en = f"{zh}；{said.zh}", f"{en}; {said.en}"
    if case.impact.articles:
        number, idle = len(case.impact.articles), _idle(case)
        zh, en = f"{zh}；{number} 项条款的援用变化", f"{en}; the use of {plural(number, 'article')} changes"
        if idle:
            zh, en = f"{zh}（其中不再援用 {len(idle)}）", f"{en} (used by nothing any more: {len(idle)})"
    review = case.impact.review.to_json()
    numbers = [(len(review[name]), zh_noun, en_noun) for _, name, zh_noun, en_noun in _REVIEWED if review[name]]
    if not numbers:
        altered = case.controls or case.revalued  # told next, and to be looked at
        yield Label(zh, en) if altered else Label(f"{zh}；没有需要复核的内容", f"{en}; nothing to review")
        yield from _offices(case)
        return
    held = "、".join(f"{number} {noun}" for number, noun, _ in numbers)
    listed = ", ".join(plural(number, noun) for number, _, noun in numbers)
    yield Label(f"{zh}；{held}需复核", f"{en}; to review: {listed}")
    yield from _offices(case)


# -- what is altered though nothing moves by it ----------------------------------------------------------------


def _altered(case: Case) -> Iterator[Label]:
    """Controls and grades: the reform itself changes them, whatever else moves."""
    controls = altered_said(case.controls)
    if controls is not None:
        yield controls
    yield from revalued_said(case.revalued)


# -- what it takes ---------------------------------------------------------------------------------------------


def _days(case: Case) -> Iterator[Label]:
    """Working days of the powers that are exercised before and after; the others have none to compare."""
    powers = [power for power in case.days if case.before.active(power) and case.after.active(power)]
    if len(powers) == 1 and days_of(case, powers[0]) is not Days.UNKNOWN:
        first, last = (("未知", "unknown") if days is None else (str(days),) * 2 for days in case.days[powers[0]])
        yield Label(f"办理时限 {first[0]}→{last[0]} 个工作日", f"working days {first[1]}→{last[1]}")
    elif powers:
        yield joined(days_said(case), "、", ", ")


def _unplaced(case: Case) -> Iterator[Label]:
    found = Counter(case.staffing(step, unit) for step, _, unit in case.impact.no_counterpart)
    if still := found[Staffing.NOBODY]:
        yield Label(f"{still} 处无对应岗位承接", f"{plural(still, 'duty')} without a counterpart to take it over")
    if above := found[Staffing.ABOVE]:
        yield Label(
            f"{above} 处本机关无对应岗位，由上级机关办理",
            f"{plural(above, 'duty')} without a counterpart, done by an office above",
        )
    if good := found[Staffing.OWN]:
        yield Label(
            f"{good} 处移交时无对应岗位，已由后续补足",
            f"{plural(good, 'duty')} without a counterpart at hand-over, staffed by the follow-up",
        )
    stays = len(case.impact.no_receiver)
    if stays:
        yield Label(
            f"{stays} 处因无承接机关留在原机关", f"{plural(stays, 'duty')} staying for want of a receiving office"
        )


def _first(case: Case) -> Iterator[Label]:
    found = first_findings(case)
    if not found:
        return
    numbers: dict[str, int] = {}
    for finding in found:
        numbers[finding.code] = numbers.get(finding.code, 0) + 1
    zh = "、".join(f"{FINDINGS[code].label.zh} {number}" for code, number in numbers.items())
    en = ", ".join(f"{FINDINGS[code].label.en} {number}" for code, number in numbers.items())
    yield Label(
        f"生效前须先办 {len(found)} 件（{zh}）", f"{plural(len(found), 'thing')} to be done before it starts ({en})"
    )


def _later(case: Case) -> Iterator[Label]:
    """What begins on a later day is in no number above, and would hang on what the reform ends."""
    ended = frozenset(power for power in case.impact.touched if not case.after.active(power))
    return later_said(case.later, ended)


# -- what is synthetic -----------------------------------------------------------------------------------------


def synthetic_remark(case: Case) -> Label:
    """How much of what the headline counts is synthetic, in brackets; empty where nothing is."""
    parts = [(zh, en, number) for zh, en, number in _synthetic_numbers(case) if number]
    if not parts:
        return Label("", "")
    zh = "、".join(f"{noun} {number}" for noun, _, number in parts)
    en = ", ".join(f"{noun} {number}" for _, noun, number in parts)
    return Label(f"（其中合成数据：{zh}）", f" (synthetic among these: {en})")


def _synthetic_numbers(case: Case) -> Iterator[tuple[str, str, int]]:
    impact = case.impact
    powers = {power for change in impact.reform.changes for power in powers_of(change)}
    yield "职权", "powers", _number(case, Kind.POWER, powers)
    if impact.posts or impact.risks:
        changed = _changed_posts(case)
        real = {case.role(post) for post in changed if not _synthetic(case, Kind.POST, post)}
        yield "标准岗位", "standard posts", len(set(case.roles(changed)) - real)
        yield "岗位", "posts", _number(case, Kind.POST, changed | set(impact.posts))
        yield "风险点", "risk points", _number(case, Kind.RISK, impact.risks)
        yield "条款变化", "articles changed", _number(case, Kind.ARTICLE, (*_idle(case), *_repealed_with(case)))
    else:
        yield "条款变化", "articles changed", _number(case, Kind.ARTICLE, impact.articles)
        review = impact.review.to_json()
        for kind, name, noun, _ in _REVIEWED:
            yield noun[1:], name, _number(case, kind, review[name])
    yield "防控措施变化", "controls changed", _number(case, Kind.CONTROL, (each.code for each in case.controls))
    revalued = dict.fromkeys(each.code for each in case.revalued)
    yield "改定的风险点", "risk points graded or classed anew", _number(case, Kind.RISK, revalued)
    steps = {step for step, _, _ in impact.duties_reassigned}
    yield "环节", "steps", _number(case, Kind.STEP, steps)
    offices = {unit for _, unit in (*impact.offices_gained, *impact.offices_lost)}
    yield "机关", "offices", _number(case, Kind.UNIT, offices)
    yield "办理时限", "working days", sum(_synthetic_days(case, power) for power in case.days)
    yield (
        "须先办",
        "things to be done first",
        sum(_synthetic_finding(case, finding) for finding in first_findings(case)),
    )


def _synthetic(case: Case, kind: Kind, code: str) -> bool:
    return case.held(kind, code).get("origin") == SYNTHETIC


def _number(case: Case, kind: Kind, codes: Iterable[str]) -> int:
    return sum(_synthetic(case, kind, code) for code in codes)


def _synthetic_days(case: Case, power: str) -> bool:
    """The days of a power are compared, and rest on a synthetic step."""
    if not (case.before.active(power) and case.after.active(power)):
        return False
    steps = {*case.before.view.out(HAS_STEP, power), *case.after.view.out(HAS_STEP, power)}
    return any(_synthetic(case, Kind.STEP, step) for step in steps)


def _synthetic_finding(case: Case, finding: Finding) -> bool:
    return finding_origin(case, finding) == SYNTHETIC
