"""Why something on paper changes: the changes of the reform that it comes from, and the article behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graph.model import NodeId
from graph.schema import ARTICLE_PART_OF, Kind
from queries.report.case import Case
from queries.report.document import cell_text, walk_of
from queries.report.operations import arguments_of, label_of, powers_of

__all__ = ["Ground", "Grounds"]

_LONGEST = 120


class Ground(NamedTuple):
    """The reason, in words, and the article; the article is empty where the graph knows none."""

    reason: str
    article: str


class Grounds:
    """The grounds of everything that one reform changes."""

    def __init__(self, case: Case) -> None:
        self._case = case
        reform = case.impact.reform
        self._whole = reform.reason or reform.name
        self._told = [_told(number, change) for number, change in enumerate(reform.changes, 1)]
        self._by_power: dict[str, list[int]] = {}
        self._by_node: dict[str, list[int]] = {}
        for at, change in enumerate(reform.changes):
            for power in powers_of(change):
                self._by_power.setdefault(power, []).append(at)
            for node in dict.fromkeys(_named(change)):
                self._by_node.setdefault(node, []).append(at)

    def of(self, node: NodeId) -> Ground:
        """Why a node or what hangs on it changes: the changes that name it, else those of its power."""
        powers = self._powers(node)
        own = self._by_node.get(str(node), [])
        found = own or [at for power in powers for at in self._by_power.get(power, ())]
        reason = "；".join(self._told[at] for at in dict.fromkeys(found)) or self._whole
        return Ground(reason, self._article(node, powers))

    def _powers(self, node: NodeId) -> tuple[str, ...]:
        """The powers that a node is of: itself, that of its step, those on the way to it."""
        if node.kind is Kind.POWER:
            return (node.code,)
        if node.kind is Kind.STEP:
            found = self._case.side(Kind.STEP, node.code).power_of(node.code)
            return () if found is None else (found,)
        steps = [step.node.partition("/") for path in self._case.behind(*node) for step in walk_of(path)]
        return tuple(dict.fromkeys(code for kind, _, code in steps if kind == Kind.POWER.value))

    def _article(self, node: NodeId, powers: tuple[str, ...]) -> str:
        if node.kind is Kind.ARTICLE:
            return self._titled(node.code)
        for power in powers:
            for _, _, target in self._case.basis(power):
                return self._titled(target.partition("/")[2])
        return ""

    def _titled(self, article: str) -> str:
        side = self._case.side(Kind.ARTICLE, article)
        laws = [self._case.name(Kind.INSTRUMENT, code) for code in side.view.out(ARTICLE_PART_OF, article)]
        return "".join(f"《{law}》" for law in laws) + self._case.title(Kind.ARTICLE, article)


def _told(number: int, change: Mapping[str, Any]) -> str:
    said = f"第 {number} 项变更 {cell_text(label_of(str(change.get('op', ''))))}"
    arguments = arguments_of(change).zh
    return f"{said}（{arguments[:_LONGEST]}）" if arguments else said


def _named(change: Mapping[str, Any]) -> Iterator[str]:
    """What elementary edits name, as ``Kind/CODE``; a relation is of the node that it runs from."""
    for edit in change.get("edits", ()):
        if "kind" in edit:
            yield f"{edit['kind']}/{edit.get('code')}"
        elif "from" in edit:
            yield str(edit["from"])
