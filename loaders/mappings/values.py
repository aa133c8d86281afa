"""The values of a row: columns and templates through their steps, codes taken apart, agreements looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import Problem
from graph.model import Value, link_between
from graph.schema import Kind
from graph.terms import Both, Lack
from graph.view import View
from loaders.elements import shown
from loaders.mappings.checkdigits import CHECKS
from loaders.mappings.model import ListMapping
from loaders.mappings.rows import Row
from loaders.mappings.steps import NotTaken, Steps
from loaders.mappings.templates import Bound, bound

__all__ = ["Valuer"]

Values = dict[str, Bound]


class Valuer:
    """Values of rows, one row after the other; problems reject their row, notices do not."""

    def __init__(self, mapping: ListMapping, view: View | None, headers: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self._mapping = mapping
        self._view = view
        self._headers = headers
        self._steps = Steps(mapping.tables, view)

    def of(self, row: Row) -> Values | None:
        """The values of a row by name; None where it is rejected."""
        file, number = row.place.file, row.place.row
        values: Values = {"file": file, "row": number}
        values.update({name: row.cells.get(name, "").strip() or None for name in self._mapping.columns})
        before = len(self.problems)
        for name, rule in self._mapping.values.items():
            values[name] = self._value(name, rule, values, row)
        for rule in self._mapping.parse:
            self._parse(rule, values, row)
        for name, rule in self._mapping.derived.items():
            values[name] = self._value(name, rule, values, row)
        for rule in self._mapping.agree:
            self._agree(rule, values, row)
        return values if len(self.problems) == before else None

    def _value(self, name: str, rule: Mapping[str, Any], values: Values, row: Row) -> Bound:
        value = self._source(rule, values)
        for step in rule.get("then", ()):
            try:
                value = self._steps.apply(name, value, step, values)
            except NotTaken as error:
                self.problems.append(row.place.problem(shown(value), str(error), error.advice, self._column(rule)))
                return None
        if value is None:
            value = rule.get("default")
        if value is None and rule.get("required", False):
            got = Lack("空：", "empty: ") + shown(self._source(rule, values))
            self.problems.append(
                row.place.problem(got, Both(f"{name}（必填）", f"{name} (required)"), column=self._column(rule))
            )
        return value

    def _column(self, rule: Mapping[str, Any]) -> str | None:
        name = rule.get("column")
        return None if name is None else self._headers.get(name, name).strip()

    def _source(self, rule: Mapping[str, Any], values: Values) -> Bound:
        if "column" in rule:
            return values.get(rule["column"])
        if "text" in rule:
            return bound(rule["text"], values)
        if "unite" in rule:
            return _united(values.get(name) for name in rule["unite"])
        return _held(rule["held"], values, self._view)

    def _parse(self, rule: Mapping[str, Any], values: Values, row: Row) -> None:
        """Take a value apart by the first form that fits all of it; the names of the other forms are empty."""
        for form in rule["forms"]:
            names = (*re.compile(form["pattern"]).groupindex, *form.get("set", ()))
            values.update({name: values.get(name) for name in names})
        value = values.get(rule["value"])
        if value is None:
            return
        for form in rule["forms"]:
            found = re.fullmatch(form["pattern"], str(value))
            if found:
                values.update(found.groupdict())
                values.update(form.get("set", {}))
                self._check(form.get("check", {}), rule, values, row)
                return
        standard = rule.get("standard", Both("所列格式之一", "one of the declared forms"))
        kept = Both("照原样载入", "loaded as it is")
        reject = rule.get("otherwise") == "reject"
        problem = row.place.problem(shown(value), standard, "" if reject else kept, rule["value"])
        (self.problems if reject else self.notices).append(problem)

    def _check(self, checks: Mapping[str, str], rule: Mapping[str, Any], values: Values, row: Row) -> None:
        """Tell codes whose last character is not what the others call for: one was mistyped, or two swapped."""
        for name, standard in checks.items():
            code = str(values.get(name) or "").replace("-", "")
            expected = CHECKS[standard](code) if code else None
            if code and code[-1] != expected:
                last = (
                    Both(f"末位 {expected}", f"last {expected}")
                    if expected
                    else Both("可校验的编码", "a code that can be checked")
                )
                reject = rule.get("otherwise") == "reject"
                advice = Both("请核对编码", "check the code") + (
                    "" if reject else Both("；照原样载入", "; loaded as it is")
                )
                got = Both(f"{shown(code)}：校验位不符", f"{shown(code)}: its check character is wrong")
                problem = row.place.problem(got, f"{standard}, " + last, advice, rule["value"])
                (self.problems if reject else self.notices).append(problem)

    def _agree(self, rule: Mapping[str, Any], values: Values, row: Row) -> None:
        held = {name: values[name] for name in rule["values"] if values.get(name) is not None}
        if len(set(held.values())) > 1:
            got = "、".join(f"{name} {value}" for name, value in held.items())
            self.notices.append(row.place.problem(got, Both("一致", "the same"), rule.get("advice", "")))


def _united(lists: Iterator[Bound]) -> Bound:
    """Several lists as one, in order, each item once."""
    items = [item for each in lists if each is not None for item in (each if isinstance(each, tuple) else (str(each),))]
    return tuple(dict.fromkeys(items)) or None


def _held(rule: Mapping[str, Any], values: Values, view: View | None) -> Bound:
    """A property that the graph holds of a node or a relation; None where it holds none."""
    if view is None:
        return None
    ends = [bound(rule.get(name, ""), values) for name in ("node", "from", "to")]
    node, source, target = (str(end or "").partition("/")[::2] for end in ends)
    held: Mapping[str, Value] | None
    if "rel" in rule:
        link = link_between(rule["rel"], source[0], target[0])
        held = None if link is None else view.pair(link, source[1], target[1]).get("")
    else:
        held = view.node(Kind(node[0]), node[1]) if node[0] in set(Kind) else None
    return None if held is None else held.get(rule["property"])
