"""What asks for the remedy of one finding: the article that governs it, else the rule of the graph.

An article is named only where it governs the thing: the licensing law a licence and no confirmation, the ordinance on
making rules a rule of a department and no law. Where none does the rule of the graph is named as what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from graph.derived import derived_of
from graph.model import EMPTY
from graph.schema import AUTHORIZED_BY, LEVELS, Kind, Label
from graph.view import View
from queries.citing import cited, parts_of_citation
from queries.findings.catalog import BY_RULE, FINDINGS
from queries.findings.model import Finding

__all__ = ["basis_of", "shared_basis"]

_LICENCE, _PENALTY = "01", "02"
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


def _without_basis(view: View, finding: Finding) -> Label:
    licence = ("行政许可法 §4",) if _type(view, finding.identity[0]) == _LICENCE else ()
    return _joined(licence, _by_rule("职权法定", "no power without law"))


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
    licence = ("行政许可法 §61",) if _type(view, power) == _LICENCE else ()
    delegated = ("海关法 §77",) if "delegated_from" in (view.node(Kind.POWER, power) or EMPTY) else ()
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
    rule = _by_rule(f"该环节至少 {least} 人", f"at least {least} people for this step")
    return _joined((*(("稽查条例 §11",) if audit else ()), *penalty), rule)


_OWN: Mapping[str, Callable[[View, Finding], Label]] = MappingProxyType(
    {
        "PG001": _without_basis,
        "PG009": _incompatible,
        "PG011": _idle,
        "PG013": _unsupervised,
        "PG014": _below_level,
        "PG018": _single_handed,
    }
)
