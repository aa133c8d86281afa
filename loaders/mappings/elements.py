"""A list becomes elements, by a mapping: nodes and relations, each with its row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST, NodeId, Properties, RelationId, Value, called, code_problem, parse_date
from graph.terms import Both
from graph.view import View
from loaders.elements import DATE_ADVICE, Element, Source, shown, value_problems
from loaders.mappings.model import ListMapping, NodeRule, RelationRule
from loaders.mappings.rows import Row, read_rows
from loaders.mappings.templates import bound, filled
from loaders.mappings.values import Valuer, Values

__all__ = ["read_mapped"]


def read_mapped(mapping: ListMapping, path: Path, base: View | None = None) -> Source:
    """Read a list as one source; what is wrong with single rows is in its ``problems``.

    The source states nothing completely: a list knows nothing of what else the graph holds, so what it lacks is
    not missing.

    Args:
        mapping: how to read it.
        path: of the list.
        base: what the store holds, for values that are found there.

    Raises:
        InputError: the file cannot be read, or the mapping makes a reform only.
    """
    if not mapping.nodes:
        expected = Both("有 nodes 的映射", "a mapping with nodes")
        raise InputError(
            [
                Problem(
                    mapping.name,
                    Both("只有 reform", "reform only"),
                    expected,
                    Both("请用 quangang reform-from", "use quangang reform-from"),
                )
            ]
        )
    listed = read_rows(mapping, path)
    valuer = Valuer(mapping, base, listed.headers)
    maker = _Maker(mapping)
    for row in listed.rows if not listed.problems else ():
        values = valuer.of(row)
        if values is not None:
            maker.add(row, values)
    elements = (*maker.nodes.values(), *maker.relations.values())
    manifest = DEFAULT_MANIFEST if base is None else base.manifest
    problems = (*listed.problems, *valuer.problems, *maker.problems, *value_problems(elements, manifest))
    return Source(
        name=path.name,
        elements=elements,
        problems=problems,
        notices=(*listed.notices, *valuer.notices, *maker.notices),
        rows={row.place[:2]: row.text for row in listed.rows},
        headers=listed.header,
        sheets=listed.sheets,
        paths={path.name: path} if listed.sheets else {},
    )


class _Maker:
    """Elements from the values of rows, in the order of the rows."""

    def __init__(self, mapping: ListMapping) -> None:
        self.nodes: dict[NodeId, Element] = {}
        self.relations: dict[RelationId, Element] = {}
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self._mapping = mapping

    def add(self, row: Row, values: Values) -> None:
        """The nodes of a row, then its relations; a row with a problem makes none."""
        before = len(self.problems)
        made = [node for rule in self._mapping.nodes if (node := self._node(rule, row, values)) is not None]
        if len(self.problems) > before:
            return
        self.nodes.update({element.identity: element for element in made if isinstance(element.identity, NodeId)})
        for rule in self._mapping.relations:
            self._relate(rule, row, values)

    def _node(self, rule: NodeRule, row: Row, values: Values) -> Element | None:
        """The node of a rule, whose code is a value of the row from here on; None where the code is empty."""
        code = bound(rule.code, values)
        values[rule.name] = code
        if code is None:
            return None
        wrong = code_problem(code)
        if wrong:
            self.problems.append(row.place.problem(shown(code), wrong, column=f"{rule.name}.code"))
            return None
        properties = _properties(rule.properties, values)
        node = NodeId(rule.kind, str(code))
        if node in self.nodes and rule.repeats == "number":
            node = self._numbered(node, row)
            values[rule.name] = node.code
        held = self.nodes.get(node)
        if held is not None and rule.repeats == "reject":
            got = called(node) + Both(" 再次出现", " again")
            self.problems.append(
                row.place.problem(
                    got, Both(f"每个编码一行；见第 {held.place.row} 行", f"one row each; see row {held.place.row}")
                )
            )
            return None
        if held is not None:
            self._compare(held, properties, row)
            return None
        told = frozenset(rule.properties)
        first, last = (self._date(template, row, values) for template in (rule.valid_from, rule.valid_to))
        return Element(node, properties, row.place, first, last, told)

    def _numbered(self, node: NodeId, row: Row) -> NodeId:
        number = 2
        while NodeId(node.kind, f"{node.code}-{number}") in self.nodes:
            number += 1
        new = NodeId(node.kind, f"{node.code}-{number}")
        advice = Both(
            f"第 {self.nodes[node].place.row} 行已有，记为 {new.code}",
            f"row {self.nodes[node].place.row} has it: kept apart as {new.code}",
        )
        self.notices.append(
            row.place.problem(called(node) + Both(" 再次出现", " again"), Both("每个编码一行", "one row each"), advice)
        )
        return new

    def _compare(self, held: Element, properties: Properties, row: Row) -> None:
        """The same node again must say the same, but for where it says so."""
        for name, value in properties.items():
            if name != "source" and held.properties.get(name, value) != value:
                got = called(held.identity) + f" {name} = {shown(value)}"
                expected = Both(
                    f"{shown(held.properties[name])}（第 {held.place.row} 行）",
                    f"{shown(held.properties[name])} (row {held.place.row})",
                )
                self.problems.append(row.place.problem(got, expected, Both("各行须一致", "the rows must agree"), name))

    def _relate(self, rule: RelationRule, row: Row, values: Values) -> None:
        source, target = (_end(end, values) for end in (rule.source, rule.target))
        if source is None or target is None:
            return
        identity = RelationId(rule.link, source, target)
        properties = _properties(rule.properties, values)
        told = frozenset(rule.properties)
        self.relations.setdefault(identity, Element(identity, properties, row.place, told=told))

    def _date(self, template: str, row: Row, values: Values) -> date | None:
        text = bound(template, values) if template else None
        if text is None:
            return None
        try:
            return parse_date(text)
        except ValueError:
            self.problems.append(
                row.place.problem(shown(text), Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), DATE_ADVICE)
            )
            return None


def _end(end: str, values: Values) -> str | None:
    """The code of an end: of a node that the row made, or of one that is there already (``Kind/{code}``)."""
    _, slash, template = end.partition("/")
    code = bound(template, values) if slash else values.get(end)
    return None if code is None else str(code)


def _properties(templates: Mapping[str, Any], values: Values) -> Properties:
    held: Mapping[str, Any] = filled(templates, values)
    return {name: _value(item) for name, item in held.items()}


def _value(item: Any) -> Value:  # noqa: ANN401 - what a template of JSON makes
    value: Value = tuple(str(each) for each in item) if isinstance(item, list) else item
    return value
