"""Who may change a rule, by its rank 效力层级, and what a customs reform may therefore say about it.

A department may repeal or amend its own rules and those below them. What stands above, or was made by somebody
else, it can only propose: 提请研究, never 废.
"""

from __future__ import annotations

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import ARTICLE_PART_OF, Kind, Label

__all__ = ["ABOVE", "PROPOSE", "issuer_of", "maker_of", "may_change"]

ABOVE = frozenset({"law", "admin_regulation", "council_decision", "local_regulation", "provincial_rule"})
"""Ranks above a department rule, or outside its reach."""
_OWN = frozenset({"department_rule", "normative", "internal"})

PROPOSE = Label("提请研究", "propose for study")

_MAKERS = {
    "law": Label("全国人大及其常委会", "National People's Congress and its Standing Committee"),
    "admin_regulation": Label("国务院", "State Council"),
    "council_decision": Label("国务院", "State Council"),
    "department_rule": Label("海关总署（以总署令）", "General Administration of Customs, by decree"),
}
_UNSAID = {
    "local_regulation": Label("制定该法规的地方人大及其常委会", "the local people's congress that made it"),
    "provincial_rule": Label("制定该规章的地方政府", "the local government that made it"),
    "normative": Label("制发机关（图中未载）", "the office that issued it (not in the graph)"),
    "internal": Label("制发机关（图中未载）", "the office that issued it (not in the graph)"),
}
_NO_RANK = Label("效力层级未载，先核定", "rank not in the graph: establish it first")


def maker_of(rank: str, issuer: str) -> Label:
    """Who may change a rule of some rank that ``issuer`` made ("" where the graph does not say)."""
    if rank in _MAKERS:
        return _MAKERS[rank]
    if rank not in _UNSAID:
        return _NO_RANK
    return Label(issuer, issuer) if issuer else _UNSAID[rank]


def may_change(rank: str) -> bool | None:
    """Customs may change a rule of this rank itself; None where the rank is unknown."""
    if rank in ABOVE:
        return False
    return True if rank in _OWN else None


def issuer_of(side: Derived, article: str) -> str:
    """The office that issued the instrument of an article; "" where the graph does not say."""
    for instrument in side.view.out(ARTICLE_PART_OF, article):
        return str((side.view.node(Kind.INSTRUMENT, instrument) or EMPTY).get("issuer", ""))
    return ""
