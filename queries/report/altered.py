"""Controls and risk points that a reform itself alters: what the difference of derived relations says nothing of.

A control that is abolished, or taken from a risk or from its owners, touches no power and moves no post, and where
other controls remain it opens no finding; a risk that is graded lower moves to nobody. The calculus (§5) has no row for
them, but whoever reads that nothing is to be reviewed must not have abolished a control by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.model import EMPTY
from graph.overlay import Overlay
from graph.schema import KINDS, LINKS_FROM, MITIGATED_BY, OWNED_BY, Kind, Label
from graph.terms import plural
from graph.view import View

__all__ = [
    "CONTROL_CHANGES",
    "RISK_CHANGES",
    "AlteredControl",
    "AlteredRisk",
    "altered_controls",
    "altered_risks",
    "altered_said",
    "revalued_said",
]

CONTROL_CHANGES: Mapping[str, Label] = {
    "retired": Label("撤销", "retired"),
    "risks-fewer": Label("防控的风险减少", "on fewer risks"),
    "risks-other": Label("防控的风险变更", "on other risks"),
    "owners-fewer": Label("责任岗位减少", "fewer owners"),
    "owners-other": Label("责任岗位变更", "other owners"),
    "edited": Label("内容、环节、标准或依据变更", "edited"),
    "owners-more": Label("责任岗位增加", "more owners"),
    "risks-more": Label("防控的风险增加", "on more risks"),
    "added": Label("新设", "new"),
}
"""What may happen to a control, what takes a safeguard away first."""
RISK_CHANGES: Mapping[str, Label] = {
    "graded": Label("等级变化", "graded anew"),
    "classed": Label("类别变化", "of another class"),
}
"""What may happen to a risk point that keeps its posts."""


@dataclass(frozen=True, slots=True)
class AlteredControl:
    """A control that is not as it was: the words of `CONTROL_CHANGES`, the gravest first, its owners and its risks.

    ``before`` and ``after`` are its owners; ``lost`` and ``gained`` risks, in both graphs, that it mitigates no more or
    anew.
    """

    code: str
    changes: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    lost: frozenset[str]
    gained: frozenset[str]

    @property
    def label(self) -> Label:
        """All that happens to it."""
        said = [CONTROL_CHANGES[word] for word in self.changes]
        return Label("、".join(each.zh for each in said), ", ".join(each.en for each in said))


@dataclass(frozen=True, slots=True)
class AlteredRisk:
    """A risk point in both graphs of which a property that it is counted by (``word``) is another one."""

    code: str
    word: str
    before: object
    after: object

    @property
    def said(self) -> Label:
        """From what to what."""
        one, two = (_value(_PROPERTIES[self.word], value) for value in (self.before, self.after))
        return Label(f"{one.zh}→{two.zh}", f"{one.en} → {two.en}")


def _value(name: str, value: object) -> Label:
    """A value as its label; what is not stated says so."""
    if value is None:
        return Label("未注明", "not stated")
    declared = KINDS[Kind.RISK].properties[name].values
    known = declared.get(value) if isinstance(value, str | int) else None
    return known or Label(str(value), str(value))


_OTHERS = tuple(link for link in LINKS_FROM[Kind.CONTROL] if link != OWNED_BY)
"""What a control is carried out in, specified and regulated by."""
_PROPERTIES = {"graded": "grade", "classed": "class"}


def altered_controls(before: View, after: View) -> tuple[AlteredControl, ...]:
    """The controls that differ in themselves, their owners or the risks that they mitigate, by code."""
    found = (_altered(before, after, code) for code in sorted(_candidates(before, after)))
    return tuple(each for each in found if each.changes)


def _altered(before: View, after: View, code: str) -> AlteredControl:
    first, second = before.node(Kind.CONTROL, code), after.node(Kind.CONTROL, code)
    owners = frozenset(before.out(OWNED_BY, code)), frozenset(after.out(OWNED_BY, code))
    risks = (
        _staying(after, Kind.RISK, before.into(MITIGATED_BY, code)),
        _staying(before, Kind.RISK, after.into(MITIGATED_BY, code)),
    )
    if first is None or second is None:
        words = set() if first is second else {"added" if first is None else "retired"}
    else:
        words = {_compared("owners", *owners), _compared("risks", *risks)}
        if first != second or _linked_anew(before, after, code):
            words.add("edited")
    changes = tuple(word for word in CONTROL_CHANGES if word in words)
    return AlteredControl(code, changes, owners[0], owners[1], risks[0] - risks[1], risks[1] - risks[0])


def _staying(other: View, kind: Kind, codes: Iterable[str]) -> frozenset[str]:
    """Those that the other graph has too: with a risk or a step that goes, nothing is taken from its controls."""
    return frozenset(code for code in codes if other.node(kind, code) is not None)


def _linked_anew(before: View, after: View, code: str) -> bool:
    """Whether a control is carried out in, specified or regulated by something else."""
    return any(
        _staying(after, link.to_kind, before.out(link, code)) != _staying(before, link.to_kind, after.out(link, code))
        for link in _OTHERS
    )


def _compared(name: str, before: frozenset[str], after: frozenset[str]) -> str:
    if before == after:
        return ""
    return f"{name}-{'more' if before < after else 'fewer' if after < before else 'other'}"


def _candidates(before: View, after: View) -> set[str]:
    """Controls at which something was edited; all of them where the graph after the reform does not know its edits."""
    if not isinstance(after, Overlay) or after.base is not before:
        return {*before.codes(Kind.CONTROL), *after.codes(Kind.CONTROL)}
    found = {node.code for node in after.changed_nodes() if node.kind is Kind.CONTROL}
    for link, source, target in after.changed_pairs():
        if link.from_kind is Kind.CONTROL:
            found.add(source)
        elif link == MITIGATED_BY:
            found.add(target)
    return found


def altered_risks(before: View, after: View) -> tuple[AlteredRisk, ...]:
    """The risk points in both graphs whose grade or class differs, by code."""
    return tuple(_revalued(before, after))


def _revalued(before: View, after: View) -> Iterator[AlteredRisk]:
    codes: Iterable[str] = before.codes(Kind.RISK)
    if isinstance(after, Overlay) and after.base is before:
        codes = sorted(node.code for node in after.changed_nodes() if node.kind is Kind.RISK)
    for code in codes:
        sides = before.node(Kind.RISK, code), after.node(Kind.RISK, code)
        if None in sides:
            continue
        for word, name in _PROPERTIES.items():
            one, two = ((held or EMPTY).get(name) for held in sides)
            if one != two:
                yield AlteredRisk(code, word, one, two)


def altered_said(found: Sequence[AlteredControl]) -> Label | None:
    """How many controls change and how, each counted once; None where none does."""
    if not found:
        return None
    numbers = _numbers_of(found)
    zh = "、".join(f"{CONTROL_CHANGES[word].zh} {number}" for word, number in numbers.items())
    en = ", ".join(f"{number} {CONTROL_CHANGES[word].en}" for word, number in numbers.items())
    return Label(f"{len(found)} 项防控措施变化（{zh}）", f"{plural(len(found), 'control')} changed ({en})")


def revalued_said(found: Sequence[AlteredRisk]) -> Iterator[Label]:
    """How many risk points are graded or classed anew, and from what to what; nothing where none is."""
    for word, label in RISK_CHANGES.items():
        moves = Counter(each.said for each in found if each.word == word)
        if moves:
            number = sum(moves.values())
            zh = "、".join(f"{move.zh} {count}" for move, count in moves.items())
            en = ", ".join(f"{move.en} {count}" for move, count in moves.items())
            yield Label(f"{number} 个风险点{label.zh}（{zh}）", f"{plural(number, 'risk point')} {label.en} ({en})")


def _numbers_of(found: Iterable[AlteredControl]) -> Mapping[str, int]:
    """How many controls there are of each change, each once: by the gravest that happens to it."""
    held = Counter(each.changes[0] for each in found)
    return {word: held[word] for word in CONTROL_CHANGES if held[word]}
