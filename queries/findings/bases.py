"""What asks for the remedy of one finding: the article that governs it, else the rule of the graph.

An article is named only where it governs the thing: the licensing law a licence and no confirmation, the ordinance on
making rules a rule of a department and no law, supervision of enforcement no management of vehicles, supervision of
officers no danger from outside. Where none does the rule of the graph is named as what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from graph.derived import derived_of
from graph.model import EMPTY
from graph.overlay import Overlay
from graph.schema import AUTHORIZED_BY, EXPOSES, HAS_STEP, LEVELS, Kind, Label
from graph.view import View
from queries.citing import cited, parts_of_citation
from queries.findings.catalog import BY_RULE, FINDINGS
from queries.findings.model import Finding

__all__ = ["basis_of", "shared_basis"]

_LICENCE, _PENALTY, _COMPULSION = "01", "02", "03"
_ENFORCEMENT, _EXTERNAL = "enforcement", "external"
_APART = "海关法 §79"
_RULES = frozenset({"department_rule", "provincial_rule"})
_AUDIT = "稽查条例"


def basis_of(view: View, finding: Finding) -> Label:
    """The article that asks for the remedy of this finding, or the rule of the graph that does.

    Args:
        view: the graph in which it holds.
        finding: the finding.
    """
    own = _OWN.get(finding.code)
    return FINDINGS[finding.code].basis if own is None else own(view, finding)


def shared_basis(view: View, findings: Iterable[Finding]) -> Label:
    """The basis of several findings of one code: theirs if it is the same, else that of the code, which tells both."""
    found = tuple(findings)
    held = {basis_of(view, finding) for finding in found}
    return held.pop() if len(held) == 1 else FINDINGS[found[0].code].basis


def _by_rule(zh: str, en: str) -> Label:
    return Label(f"{BY_RULE.zh}{zh}", f"{BY_RULE.en}{en}")


def _joined(articles: Iterable[str], rule: Label) -> Label:
    """Articles, which keep their official titles in either language, and the rule of the graph."""
    held = tuple(articles)
    return Label("；".join((*held, rule.zh)), "; ".join((*held, rule.en)))


def _type(view: View, power: str) -> object:
    return (view.node(Kind.POWER, power) or EMPTY).get("type")


def _categories(view: View, risk: str) -> frozenset[object]:
    """The categories of the powers whose steps expose a risk; where a reform ended them, of those that did before."""
    for side in (view, view.base) if isinstance(view, Overlay) else (view,):
        powers = {power for step in side.into(EXPOSES, risk) for power in side.into(HAS_STEP, step)}
        if powers:
            return frozenset((side.node(Kind.POWER, power) or EMPTY).get("category") for power in powers)
    return frozenset()


def _is_external(view: View, risk: str) -> bool:
    return (view.node(Kind.RISK, risk) or EMPTY).get("class") == _EXTERNAL


def _without_basis(view: View, finding: Finding) -> Label:
    licence = ("行政许可法 §4",) if _type(view, finding.identity[0]) == _LICENCE else ()
    return _joined(licence, _by_rule("职权法定", "no power without law"))


def _uncovered(view: View, finding: Finding) -> Label:
    rule = Label("三道防线", "three lines of defence")
    if _is_external(view, finding.identity[0]):
        return _by_rule(rule.zh, rule.en)
    return _joined(("海关法 §78",), rule)


def _thin(view: View, finding: Finding) -> Label:
    zh = "三道防线：基层自控、职能监控、专门监督"
    en = "three lines of defence: self-control, functional monitoring, special supervision"
    risk = finding.identity[0]
    if _is_external(view, risk):
        return _by_rule(zh, en)
    if _ENFORCEMENT in _categories(view, risk):
        return Label(
            f"海关法 §77–78（2021-04-29 文本）上级监督、内部监督；{zh}",
            f"海关法 §77–78 (text of 2021-04-29), supervision from above and within; {en}",
        )
    return Label(
        f"海关法 §78（2021-04-29 文本）内部监督；{zh}", f"海关法 §78 (text of 2021-04-29), supervision within; {en}"
    )


def _common_mode(view: View, finding: Finding) -> Label:
    acts = {act for item in view.manifest.incompatible if item.basis == _APART for act in item.acts}
    steps = derived_of(view).exposing_duties(*finding.identity)
    if acts.isdisjoint(str((view.node(Kind.STEP, step) or EMPTY).get("act")) for step in steps):
        return _by_rule("防控独立性：共模风险", "independent controls: common-mode risk")
    return Label(
        f"{_APART} 职责分离、相互制约；防控独立性：共模风险",
        f"{_APART}, duties apart and checking each other; independent controls: common-mode risk",
    )


def _unattended(view: View, finding: Finding) -> Label:
    if _ENFORCEMENT not in _categories(view, finding.identity[0]):
        return _by_rule("内外风险转移：外部风险不因取消而消失", "an external danger does not end with a power")
    return Label(
        "海关法 §2（2021-04-29 文本）监管、查缉走私；内外风险转移：外部风险不因取消而消失",
        "海关法 §2 (text of 2021-04-29), control and action against smuggling; risks within and outside: an external "
        "danger does not end with a power",
    )


def _incompatible(view: View, finding: Finding) -> Label:
    rule = finding.identity[0]
    stated = next((item.basis for item in view.manifest.incompatible if item.id == rule), "")
    if "§" in stated:
        return Label(stated, stated)
    return _by_rule(stated or "不相容职责分离", stated or "incompatible duties apart")


def _idle(view: View, finding: Finding) -> Label:
    if derived_of(view).rank(finding.identity[0]) in _RULES:
        ordinance = "规章制定程序条例 §37"
        return Label(f"{ordinance}（2017-12-22 文本）清理", f"{ordinance} (text of 2017-12-22), clearing up")
    return _by_rule("制度立改废", "rules are made, changed and repealed")


def _unsupervised(view: View, finding: Finding) -> Label:
    (power,) = finding.identity
    held = view.node(Kind.POWER, power) or EMPTY
    licence = ("行政许可法 §61",) if _type(view, power) == _LICENCE else ()
    enforced = "delegated_from" in held and held.get("category") == _ENFORCEMENT
    delegated = ("海关法 §77",) if enforced else ()
    rule = _by_rule("取消、下放须有事中事后监管", "what is cancelled or delegated is supervised during and after")
    return _joined((*licence, *delegated), rule)


def _below_level(view: View, finding: Finding) -> Label:
    power, article, _ = finding.identity
    held = view.pair(AUTHORIZED_BY, power, article).values()
    levels = sorted({str(each["lowest_level"]) for each in held if "lowest_level" in each})
    words = [LEVELS.get(level, Label(level, level)) for level in levels]
    zh, en = "、".join(word.zh for word in words), ", ".join(word.en for word in words)
    text = cited(view, article) or article
    return Label(f"{text}：最低由{zh}行使", f"{text}: at the lowest exercised by {en}")


def _single_handed(view: View, finding: Finding) -> Label:
    power, step, _ = finding.identity
    least = (view.node(Kind.STEP, step) or EMPTY).get("min_posts", 1)
    audit = any(_AUDIT in parts_of_citation(view, article)[0] for article in derived_of(view).bases(power))
    penalty = ("行政处罚法 §42",) if _type(view, power) == _PENALTY else ()
    measured = (view.node(Kind.POWER, power) or EMPTY).get("compulsion") == "measure"
    measure = ("行政强制法 §18",) if _type(view, power) == _COMPULSION and measured else ()
    rule = _by_rule(f"该环节至少 {least} 人", f"at least {least} people for this step")
    return _joined((*(("稽查条例 §11",) if audit else ()), *penalty, *measure), rule)


_OWN: Mapping[str, Callable[[View, Finding], Label]] = MappingProxyType(
    {
        "PG001": _without_basis,
        "PG005": _uncovered,
        "PG006": _thin,
        "PG009": _incompatible,
        "PG010": _common_mode,
        "PG011": _idle,
        "PG013": _unsupervised,
        "PG014": _below_level,
        "PG018": _single_handed,
        "PG019": _unattended,
    }
)
