"""The manifest line of a graph file: office levels and incompatible acts, checked."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Problem
from graph.model import DEFAULT_MANIFEST, IncompatibleSet, Manifest
from graph.schema import SECTION
from graph.terms import Both
from loaders.elements import Place, shown

__all__ = ["SCOPES", "manifest_from_json"]

SCOPES = ("any", "power")
_SET_KEYS = frozenset({"id", "acts", "scope", "basis"})


def manifest_from_json(data: object, place: Place) -> tuple[Manifest | None, list[Problem]]:
    """The manifest that a JSON object states, or every problem with it; what it leaves out is as shipped."""
    if not isinstance(data, Mapping):
        return None, [
            place.problem(
                shown(data), Both("对象 {levels, incompatible}", "an object {levels, incompatible}"), column="manifest"
            )
        ]
    problems: list[Problem] = []
    levels = _levels(data.get("levels", list(DEFAULT_MANIFEST.levels)), place, problems)
    sets = data.get("incompatible", [item.to_json() for item in DEFAULT_MANIFEST.incompatible])
    incompatible: list[IncompatibleSet] = []
    if isinstance(sets, list):
        incompatible.extend(
            found
            for number, item in enumerate(sets)
            if (found := _incompatible(item, place, f"incompatible[{number}]", problems)) is not None
        )
        if len({item.id for item in incompatible}) < len(incompatible):
            got = shown([item.id for item in incompatible])
            problems.append(place.problem(got, Both("互不相同的编号", "different ids"), column="incompatible"))
    else:
        problems.append(place.problem(shown(sets), Both("列表", "a list"), column="incompatible"))
    if problems:
        return None, problems
    extra = {name: value for name, value in data.items() if name not in {"levels", "incompatible"}}
    return Manifest(levels, tuple(incompatible), extra), []


def _levels(data: object, place: Place, problems: list[Problem]) -> tuple[str, ...]:
    if (
        isinstance(data, list)
        and data
        and all(isinstance(item, str) and item for item in data)
        and len(set(data)) == len(data)
        and SECTION not in data
    ):
        return tuple(data)
    expected = Both(
        f"互不相同的层级名，由高到低，不含 {SECTION!r}", f"distinct level names, highest first, without {SECTION!r}"
    )
    problems.append(place.problem(shown(data), expected, column="levels"))
    return ()


def _incompatible(data: object, place: Place, column: str, problems: list[Problem]) -> IncompatibleSet | None:
    if not isinstance(data, Mapping):
        problems.append(
            place.problem(shown(data), Both("对象 {id, acts, scope}", "an object {id, acts, scope}"), column=column)
        )
        return None
    before = len(problems)
    identity, acts = data.get("id"), data.get("acts")
    scope, basis = data.get("scope"), data.get("basis", "")
    if not isinstance(identity, str) or not identity:
        problems.append(place.problem(shown(identity), Both("文字", "a text"), column=f"{column}.id"))
    if (
        not isinstance(acts, list)
        or not all(isinstance(act, str) and act for act in acts)
        or len(set(acts)) != len(acts)
        or len(acts) < 2
    ):
        expected = Both("两个以上不同的动作", "two or more different acts")
        problems.append(place.problem(shown(acts), expected, column=f"{column}.acts"))
    if scope not in SCOPES:
        problems.append(place.problem(shown(scope), " / ".join(SCOPES), column=f"{column}.scope"))
    if not isinstance(basis, str):
        problems.append(place.problem(shown(basis), Both("文字", "a text"), column=f"{column}.basis"))
    problems.extend(
        place.problem(shown(name), " / ".join(sorted(_SET_KEYS)), column=f"{column}.{name}")
        for name in data
        if name not in _SET_KEYS
    )
    if len(problems) > before or not isinstance(identity, str) or not isinstance(acts, list):
        return None
    return IncompatibleSet(identity, tuple(acts), str(scope), str(basis))
