"""Columns, parameters and denominators that many entries of the catalogue share, and small steps of their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from graph.derived import Derived
from graph.model import EMPTY, Value
from graph.schema import HAS_STEP, KINDS, LEVELS, MITIGATED_BY, PERFORMED_BY, Kind, Label
from queries.answers.model import Arguments, Column, ColumnType, Denominator, Parameter
from queries.census import SYNTHETIC

__all__ = [
    "active_powers",
    "bearings",
    "count_column",
    "covering",
    "duties",
    "flag_column",
    "held",
    "held_number",
    "held_text",
    "is_synthetic",
    "node_parameter",
    "of_active_powers",
    "of_all_nodes",
    "of_bearings",
    "of_duties",
    "of_kind",
    "property_column",
    "synthetic_column",
    "text_column",
]


_NO_WORDS: Mapping[str, Label] = MappingProxyType({})


def text_column(name: str, zh: str, en: str, words: Mapping[str, Label] = _NO_WORDS) -> Column:
    """A column of words that are no codes; see `Column.words`."""
    return Column(name, Label(zh, en), words=words)


def count_column(name: str, zh: str, en: str) -> Column:
    """A column of numbers."""
    return Column(name, Label(zh, en), ColumnType.INTEGER)


def flag_column(name: str, zh: str, en: str) -> Column:
    """A column of yes and no."""
    return Column(name, Label(zh, en), ColumnType.BOOLEAN)


def property_column(kind: Kind, name: str) -> Column:
    """A property of a node as a column, under its own label."""
    declared = KINDS[kind].properties[name]
    values = {str(value): label for value, label in declared.values.items()}
    words = LEVELS if declared.level else {**declared.known, **values}
    return Column(name, declared.label, ColumnType(declared.type.value), words=words)


# ------------------------------------------------------------------------------------------ denominators


def of_kind(kind: Kind, *over: str, measure: str = "") -> Denominator:
    """All nodes of a kind."""
    label = KINDS[kind].label
    return Denominator(Label(f"全部{label.zh}", f"all {label.en}s"), _kind_counter(kind), over, measure, kind)


def _kind_counter(kind: Kind) -> Callable[[Derived, Arguments], int]:
    return lambda derived, _: len(derived.view.codes(kind))


def of_all_nodes(*over: str, measure: str = "") -> Denominator:
    """Every node of the graph."""
    return Denominator(
        Label("全部节点", "all nodes"),
        lambda derived, _: sum(len(derived.view.codes(kind)) for kind in Kind),
        over,
        measure,
    )


def of_active_powers(*over: str, measure: str = "") -> Denominator:
    """The powers that are exercised now."""
    return Denominator(
        Label("在用职权", "active powers"),
        lambda derived, _: sum(1 for _ in active_powers(derived)),
        over,
        measure,
        Kind.POWER,
    )


def of_bearings(*over: str, measure: str = "") -> Denominator:
    """The pairs of a risk and a post that bears it."""
    return Denominator(
        Label("风险承担（风险点×岗位）", "bearings (risk point and post)"),
        lambda derived, _: sum(1 for _ in bearings(derived)),
        over,
        measure,
    )


def of_duties(*over: str, measure: str = "") -> Denominator:
    """The pairs of a step of an active power and a post that performs it."""
    return Denominator(
        Label("职责（环节×岗位）", "duties (step and post)"),
        lambda derived, _: sum(1 for _ in duties(derived)),
        over,
        measure,
    )


# ------------------------------------------------------------------------------------------ what answers walk


def active_powers(derived: Derived) -> Iterator[str]:
    """The powers that are exercised now."""
    return (power for power in derived.view.codes(Kind.POWER) if derived.active(power))


def duties(derived: Derived) -> Iterator[tuple[str, str, str]]:
    """Every duty as (power, step, post)."""
    for power in active_powers(derived):
        for step in derived.view.out(HAS_STEP, power):
            for post in derived.view.out(PERFORMED_BY, step):
                yield power, step, post


def bearings(derived: Derived) -> Iterator[tuple[str, str]]:
    """Every bearing as (risk, post)."""
    for risk in derived.view.codes(Kind.RISK):
        for post in sorted(derived.bearers(risk)):
            yield risk, post


def covering(derived: Derived, risk: str, post: str) -> tuple[str, ...]:
    """The controls that cover what a post bears of a risk."""
    controls = derived.view.out(MITIGATED_BY, risk)
    return tuple(c for c in controls if derived.works(c) and derived.covering_owners(c, post))


def held(derived: Derived, kind: Kind, code: str, name: str) -> Value | None:
    """A property of a node, None where it is absent."""
    return (derived.view.node(kind, code) or EMPTY).get(name)


def held_text(derived: Derived, kind: Kind, code: str, name: str) -> str | None:
    """A property that is text, None where it is absent."""
    found = held(derived, kind, code, name)
    return found if isinstance(found, str) else None


def held_number(derived: Derived, kind: Kind, code: str, name: str) -> int | None:
    """A property that is an integer, None where it is absent."""
    found = held(derived, kind, code, name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def node_parameter(kind: Kind, example: str, name: str = "", states: tuple[str, ...] = ()) -> Parameter:
    """A parameter that names a node of a kind; with ``states``, one whose status is among them."""
    label = KINDS[kind].code
    return Parameter(name or kind.value.lower(), label, kind=kind, example=example, states=states)


def is_synthetic(derived: Derived, kind: Kind, code: str) -> bool:
    """Whether a node is made up."""
    return held(derived, kind, code, "origin") == SYNTHETIC


def synthetic_column() -> Column:
    """For rows that count things: how many of them are synthetic."""
    return count_column(SYNTHETIC, "其中合成", "of them synthetic")
