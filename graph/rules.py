"""The rules that every graph obeys (calculus §1): what breaks one is refused, on loading and as a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import EMPTY, NodeId, RelationId, called
from graph.schema import (
    ARTICLE_PART_OF,
    HAS_STEP,
    IN_UNIT,
    PERFORMED_BY,
    SECTION,
    UNIT_PART_OF,
    Kind,
    Link,
)
from graph.terms import Both, Lack, label_of
from graph.view import View

__all__ = ["Violation", "broken_said", "violations", "violations_at"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: at which element, what is there and what should be."""

    identity: NodeId | RelationId
    got: str
    expected: str

    def __str__(self) -> str:
        got, expected = label_of(self.got), label_of(self.expected)
        return (
            called(self.identity)
            + Both("：", ": ")
            + Both(f"{got.zh}；应为{expected.zh}", f"{got.en}; expected {expected.en}")
        )


def broken_said(broken: Sequence[Violation]) -> Both:
    """Some broken rules in one text; of many the first."""
    told = [label_of(str(each)) for each in broken[:_TOLD]]
    return Both("；".join(each.zh for each in told), "; ".join(each.en for each in told))


def violations(view: View) -> tuple[Violation, ...]:
    """Every broken rule of a graph, in the order of kinds and codes."""
    every = (NodeId(kind, code) for kind in _CHECKED for code in view.codes(kind))
    entrusted = {(s, p) for s, p in view.pairs(PERFORMED_BY) if _behalf(view, s, p)}
    return (*violations_at(view, every), *_bad_principals(view, sorted(entrusted)))


def violations_at(
    view: View, nodes: Iterable[NodeId], performers: Iterable[tuple[str, str]] = ()
) -> tuple[Violation, ...]:
    """The rules broken at some nodes and at some pairs of step and performer."""
    found: list[Violation] = []
    for node in nodes:
        if view.node(*node) is not None:
            found.extend(_broken_at(view, node))
    found.extend(_bad_principals(view, performers))
    return tuple(found)


_TOLD = 3
_OWNERS = Both("环节属于多项职权：", "step in powers: ")
_NO_OFFICE = (Both("是科室", "a section"), Lack("不存在", "unknown"))
_CHECKED = (Kind.UNIT, Kind.POST, Kind.STEP, Kind.ARTICLE)


def _broken_at(view: View, node: NodeId) -> Iterator[Violation]:
    kind, code = node
    if kind is Kind.POST:
        units = view.out(IN_UNIT, code)
        if len(units) != 1:
            got = Both(f"岗位属于 {len(units)} 个机构", f"post in {len(units)} units") + (
                f" {_few(units)}" if units else ""
            )
            yield Violation(node, got, Both("恰好一个", "exactly one"))
    elif kind is Kind.STEP:
        owners = view.into(HAS_STEP, code)
        if len(owners) > 1:
            yield Violation(node, _OWNERS + _few(owners), Both("至多一项", "one power"))
    elif kind is Kind.ARTICLE:
        yield from _second_parent(view, node, ARTICLE_PART_OF)
    elif kind is Kind.UNIT:
        yield from _second_parent(view, node, UNIT_PART_OF)
        circle = _circle(view, code)
        if circle:
            got = Both("上级关系成环：", "PART_OF runs in a circle: ") + " → ".join(circle)
            yield Violation(node, got, Both("无环", "no circle"))


def _second_parent(view: View, node: NodeId, link: Link) -> Iterator[Violation]:
    parents = view.out(link, node.code)
    if len(parents) > 1:
        yield Violation(node, Both("有多个上级：", "parents: ") + _few(parents), Both("至多一个", "at most one"))


def _circle(view: View, code: str) -> tuple[str, ...]:
    """The way up from a unit if it comes back to the unit itself."""
    way, seen = [code], {code}
    above = view.out(UNIT_PART_OF, code)
    while above:
        parent = above[0] if code not in above else code
        way.append(parent)
        if parent == code:
            return tuple(way)
        if parent in seen:
            return ()
        seen.add(parent)
        above = view.out(UNIT_PART_OF, parent)
    return ()


def _bad_principals(view: View, performers: Iterable[tuple[str, str]]) -> Iterator[Violation]:
    for step, post in performers:
        for key, properties in sorted(view.pair(PERFORMED_BY, step, post).items()):
            unit = properties.get("on_behalf_of")
            if unit is None:
                continue
            held = view.node(Kind.UNIT, str(unit))
            if held is None or held.get("level") == SECTION:
                got = f"on_behalf_of {unit!r} " + _NO_OFFICE[held is None]
                yield Violation(RelationId(PERFORMED_BY, step, post, key), got, Both("机关编码", "code of an office"))


def _behalf(view: View, step: str, post: str) -> bool:
    return any("on_behalf_of" in held for held in view.pair(PERFORMED_BY, step, post).values() if held is not EMPTY)


def _few(codes: tuple[str, ...]) -> str:
    return ", ".join(codes[:5]) + (" …" if len(codes) > 5 else "")
