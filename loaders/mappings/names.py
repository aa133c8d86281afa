"""What a schema cannot say of a mapping file: that its patterns and names hold together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from graph.model import link_between
from graph.schema import Kind
from graph.terms import Both, Lack
from loaders.mappings.templates import names_in

__all__ = ["Broken", "broken", "kind_of"]

_BUILT_IN = frozenset({"file", "row"})


class Broken(NamedTuple):
    """One thing that does not hold together: where, what came, what was expected."""

    where: str
    got: str
    expected: str


def broken(held: Mapping[str, Any]) -> Iterator[Broken]:
    """Patterns that are none, names that nothing stands behind, relations that the graph does not have."""
    yield from _bad_patterns(held, "")
    known = set(held["rows"]["columns"]) | _BUILT_IN
    yield from _bad_values("values", held, known)
    yield from _bad_forms(held, known)
    yield from _bad_values("derived", held, known)
    for at, rule in enumerate(held.get("agree", ())):
        yield from (Broken(f"agree[{at}].values", name, _one_of(known)) for name in rule["values"] if name not in known)
    nodes, relations, reform = held.get("nodes", {}), held.get("relations", []), held.get("reform", {})
    yield from _bad_names(nodes, "nodes", known)
    for name in nodes:
        yield from _taken(f"nodes.{name}", name, known)
    known |= set(nodes)
    yield from _bad_names(relations, "relations", known)
    yield from _bad_relations(relations, {name: Kind(rule["kind"]) for name, rule in nodes.items()})
    yield from _bad_names(reform.get("each", []), "reform.each", known)
    known |= set(reform.get("totals", ()))
    yield from _bad_names([reform.get(part, []) for part in ("name", "reason", "first", "last")], "reform", known)
    if not nodes and not reform:
        yield Broken(
            "nodes", Both("既无 nodes 也无 reform", "neither nodes nor reform"), Both("节点或改革", "nodes or a reform")
        )


def _bad_values(part: str, held: Mapping[str, Any], known: set[str]) -> Iterator[Broken]:
    """The values of a part, each of which may use those before it; their names are known from then on."""
    for name, value in held.get(part, {}).items():
        yield from _taken(f"{part}.{name}", name, known)
        yield from _bad_value(f"{part}.{name}", value, known, held)
        known.add(name)


def _bad_forms(held: Mapping[str, Any], known: set[str]) -> Iterator[Broken]:
    stated = frozenset(known)
    for at, rule in enumerate(held.get("parse", ())):
        if rule["value"] not in known:
            yield Broken(f"parse[{at}].value", rule["value"], _one_of(known))
        for form in rule["forms"]:
            named = {*form.get("set", ()), *_groups(form["pattern"])}
            for name in sorted(named & stated):
                yield from _taken(f"parse[{at}].forms", name, stated)
            known |= named


def _taken(where: str, name: str, known: Collection[str]) -> Iterator[Broken]:
    """A name that stands for something else already: one would silently take the other's place."""
    if name in known:
        yield Broken(
            where,
            Both(f"{name!r} 已是列或值的名称", f"{name!r} is the name of a column or value already"),
            Both("另取名称", "another name"),
        )


def _bad_value(where: str, value: Mapping[str, Any], known: set[str], held: Mapping[str, Any]) -> Iterator[Broken]:
    sources = [key for key in ("column", "text", "held", "unite") if key in value]
    if len(sources) != 1:
        yield Broken(
            where,
            "、".join(sources) or Lack("没有来源", "no source"),
            Both("column / text / held / unite 之一", "one of column / text / held / unite"),
        )
    columns = set(held["rows"]["columns"])
    if "column" in value and value["column"] not in columns:
        yield Broken(f"{where}.column", value["column"], _one_of(columns))
    yield from _bad_names([value.get("text", ""), value.get("held", {}), *value.get("unite", ())], where, known)
    for name in value.get("unite", ()):
        if name not in known:
            yield Broken(f"{where}.unite", name, _one_of(known))
    for at, step in enumerate(value.get("then", ())):
        table = step.get("lookup", {}).get("table")
        if table is not None and table not in held.get("tables", {}):
            yield Broken(f"{where}.then[{at}].lookup.table", table, _one_of(held.get("tables", {})))
        group = step.get("first_of")
        if group is not None and group not in known:
            yield Broken(f"{where}.then[{at}].first_of", group, _one_of(known))


def _bad_names(tree: Any, where: str, known: set[str]) -> Iterator[Broken]:  # noqa: ANN401 - a tree of JSON
    for name in names_in(tree):
        if name not in known:
            yield Broken(where, f"{{{name}}}", _one_of(known))


def _bad_relations(rules: list[Any], kinds: Mapping[str, Kind]) -> Iterator[Broken]:
    for at, rule in enumerate(rules):
        ends = [kind_of(rule[end], kinds) for end in ("from", "to")]
        if link_between(rule["rel"], *ends) is None:
            expected = Both(
                "图谱中有的关系：docs/reference/schema.md", "a relation of the graph: docs/reference/schema.md"
            )
            yield Broken(f"relations[{at}]", f"{ends[0]} {rule['rel']} {ends[1]}", expected)


def _bad_patterns(tree: Any, where: str) -> Iterator[Broken]:  # noqa: ANN401 - a tree of JSON
    if isinstance(tree, dict):
        for key, item in tree.items():
            inside = f"{where}.{key}" if where else key
            if key in ("match", "split", "pattern") and isinstance(item, str):
                try:
                    re.compile(item)
                except re.error as error:
                    yield Broken(inside, f"{item!r}: {error}", Both("正则表达式", "a regular expression"))
            else:
                yield from _bad_patterns(item, inside)
    elif isinstance(tree, list):
        for at, item in enumerate(tree):
            yield from _bad_patterns(item, f"{where}[{at}]")


def _groups(pattern: str) -> tuple[str, ...]:
    try:
        return tuple(re.compile(pattern).groupindex)
    except re.error:
        return ()


def _one_of(names: Any) -> str:  # noqa: ANN401 - any collection of names
    return " / ".join(sorted(names)) or Both("先声明", "declare it first")


def kind_of(end: str, kinds: Mapping[str, Kind]) -> str:
    """The kind of an end of a relation: of the node rule that it names, or the one before its slash."""
    return kinds[end].value if end in kinds else end.partition("/")[0]
