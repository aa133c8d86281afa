"""Names to codes: what a table calls by name is looked for in its own unit and power, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from graph.errors import Problem
from graph.schema import AUTHORIZED_BY, BORNE_BY, EXPOSES, IN_UNIT, KINDS, MITIGATED_BY, Kind, Rel
from graph.terms import Both
from graph.view import View
from loaders.elements import shown
from loaders.statutes.resolve import Resolution, resolve
from loaders.tables.agreeing import Agreement, Places
from loaders.tables.index import NameIndex
from loaders.tables.layout import Column, Form, kind_in
from loaders.tables.layouts import DUTIES, RISKS
from loaders.tables.made import Made
from loaders.tables.measures import Measures
from loaders.tables.names import CODE_LIKE, ORDER, SCOPES, SHORTHAND, minted
from loaders.tables.numbering import listed_items
from loaders.tables.provisions import with_provisions
from loaders.tables.responsible import Responsible
from loaders.tables.roles import place_named, posts_of_role, standard_posts
from loaders.tables.rows import Row
from loaders.tables.splitting import split_lists

__all__ = ["Naming", "put_codes"]

_CANDIDATES = 5
_ALIKE = 0.6
_LIST_MARKS = re.compile(r"\s*[，,、\s]\s*")
"""What people write between codes instead of ；."""
_BY_CODE = Both("请写明编码", "write its code")
_LOAD_FIRST = Both("请先载入，或更正名称", "load it first, or correct the name")


@dataclass(slots=True)
class Naming:
    """Rows with codes in the place of names; those whose names stay unclear are left out, with a problem each.

    ``made`` tells what was given a code, once it is known which rows are refused.
    """

    rows: Sequence[Row]
    made: Made = field(default_factory=Made)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def put_codes(rows: Sequence[Row], base: View | None, unread: Collection[Kind] = (), on: date | None = None) -> Naming:
    """Put codes where rows have names: of their own things, and of those that they refer to.

    Args:
        rows: of all tables of a load; their values are changed.
        base: what the store holds.
        unread: kinds of which a file could not be read: names of theirs are not asked back.
        on: the day whose texts are meant where a cell cites a law instead of naming an article's code.
    """
    return _Namer(list(split_lists(rows)), base, frozenset(unread), on).run()


class _Namer:
    def __init__(self, rows: list[Row], base: View | None, unread: frozenset[Kind], on: date | None) -> None:
        self.rows = rows
        self.base = base
        self.index = NameIndex(rows, base)
        self.unread = unread
        self.on = on
        self.cited: dict[str, Resolution] = {}
        self.codes: dict[Kind, set[str]] = {kind: set(base.codes(kind)) if base else set() for kind in Kind}
        self._roles: frozenset[str] | None = None
        self.scope: dict[tuple[Kind, str], str] = {}
        self.stated: dict[tuple[Kind, str], Row] = {}
        self.bad: set[int] = set()
        self.result = Naming(rows)
        self.responsible = Responsible(self.index, self.codes[Kind.UNIT], self._level_of, self._ask)
        self.measures = Measures(self.index, self.codes[Kind.CONTROL], self.result.made, self._ask)

    def run(self) -> Naming:
        for row in self.rows:
            self._register(row)
        self._compare()
        for kind in ORDER:
            for row in self.rows:
                if row.heading.table.kind is not kind:
                    continue
                if "code" not in row.values and "name" in row.values:
                    self._give_code(row, kind)
                elif kind in SCOPES and SCOPES[kind][0].rel.value not in row.values:
                    self._place(row, kind)
        for row in self.rows:
            if id(row) not in self.bad:
                self._replace(row)
        self.result.notices.extend(self.responsible.notices())
        self.result.rows = [row for row in self.rows if id(row) not in self.bad] + list(self.measures.controls.values())
        return self.result

    def _compare(self) -> None:
        """Ask back what a row calls by the code of one thing and by the name of another."""
        agreement = Agreement(
            self.rows, self.base, Places(self.index.matching, self._scope_of, self._above, self._known)
        )
        for row in self.rows:
            for problem in agreement.problems(row):
                self.result.problems.append(problem)
                self.bad.add(id(row))
        self.result.notices.extend(agreement.notices())

    def _known(self, kind: Kind, code: str) -> bool:
        return code in self.codes[kind]

    def _register(self, row: Row) -> None:
        kind, code = row.heading.table.kind, row.values.get("code")
        if kind is not None and isinstance(code, str):
            self.codes[kind].add(code)
            self.stated.setdefault((kind, code), row)

    def _scope_of(self, kind: Kind, code: str) -> str:
        """The unit of a post, the power of a step; "" where a kind has none."""
        if (kind, code) not in self.scope:
            row = self.stated.get((kind, code))
            if row is not None:
                return self._stated_scope(kind, row)  # as it reads by now: names in it become codes
            self.scope[kind, code] = self._held_scope(kind, code)
        return self.scope[kind, code]

    def _stated_scope(self, kind: Kind, row: Row) -> str:
        if kind not in SCOPES:
            return str(row.values.get("office name", "")) if kind is Kind.CONTROL else ""
        value = row.values.get(SCOPES[kind][0].rel.value, "")
        return "；".join(value) if isinstance(value, tuple) else str(value)

    def _held_scope(self, kind: Kind, code: str) -> str:
        if self.base is None or kind not in SCOPES:
            return ""
        link, into = SCOPES[kind]
        found = self.base.into(link, code) if into else self.base.out(link, code)
        return "；".join(sorted(found))

    def _give_code(self, row: Row, kind: Kind) -> None:
        """The code of a row's own thing: that of the one with its name in its place, or a new one."""
        self._place(row, kind)
        if id(row) in self.bad:
            return
        name, scope = str(row.values["name"]), self._stated_scope(kind, row)
        if kind is Kind.RISK and not scope:
            borne = row.values.get(BORNE_BY.rel.value, ())
            scope = "；".join(borne) or str(row.values.get("office name", ""))
        found = sorted({code for code, _ in self.index.matching(kind, name) if self._scope_of(kind, code) == scope})
        if len(found) > 1:
            self._ask(row, "name", kind, name, found)
            return
        if not found and self._is_code(kind, name):
            held = [name] if name in self.codes[kind] else []
            self._ask(row, "name", kind, name, held, Both("这是编码，不是名称", "a code, and no name"))
            return
        code = found[0] if found else minted(kind, scope, name)
        self.result.made.code_of(row, kind, name, code, known=code in self.codes[kind])
        row.values["code"] = code
        self.codes[kind].add(code)
        self.stated.setdefault((kind, code), row)
        self.scope[kind, code] = scope
        self.index.enter(kind, code, name)

    def _place(self, row: Row, kind: Kind) -> None:
        """Put codes where a row names what its thing belongs to: in it, names count once."""
        self._stand_in(row)
        for column in row.heading.table.columns:
            if column.link is not None and kind in SCOPES and column.link is SCOPES[kind][0]:
                self._replace_cell(row, column)

    def _is_code(self, kind: Kind, name: str) -> bool:
        """Whether something has this code: of a kind, or of any where the name looks like no name."""
        kinds = Kind if CODE_LIKE.fullmatch(name) else (kind,)
        return any(name in self.codes[other] for other in kinds)

    def _replace(self, row: Row) -> None:
        self._stand_in(row)
        self.responsible.take(row)
        for column in row.heading.table.columns:
            if column.name in row.values and column.name != "code" and kind_in(column) is not None:
                self._replace_cell(row, column)
        if row.heading.table is RISKS:
            self._own(row)

    def _stand_in(self, row: Row) -> None:
        """Take the names beside, or in the place of, codes."""
        values = row.values
        for column in row.heading.table.columns:
            target = column.stands_for
            if not target or column.name not in values or target in values:
                continue
            if target == IN_UNIT.rel.value:
                unit = self._unit(row)
                if unit is not None:
                    values[target] = unit
                continue
            into = next(item for item in row.heading.table.columns if item.name == target)
            text = str(values[column.name])
            kind = kind_in(into)
            if into.link is BORNE_BY and EXPOSES.rel.value in values:
                continue  # a risk of a step is borne by its performers
            if kind is not None:
                names = listed_items(text, partial(self.index.has, kind))
                found = [self._found(row, column.name, kind, item) for item in names]
                codes = tuple(code for code in found if code is not None)
                if len(codes) == len(found):
                    values[target] = codes if into.form is Form.CODES else codes[0]

    def _replace_cell(self, row: Row, column: Column) -> None:
        kind, cell = kind_in(column), row.values.get(column.name)
        if kind is None or cell is None or column.by_role:
            return
        items: tuple[str, ...] = (cell,) if isinstance(cell, str) else cell
        if column.link is AUTHORIZED_BY and "provision" in row.values and not any(map(self._is_article, items)):
            items = with_provisions(items, row.values["provision"])
        if all(item in self.codes[kind] for item in items):
            return
        codes: list[str] = []
        for item in items:
            codes.extend(self._item(row, column, kind, item))
        if id(row) not in self.bad:
            row.values[column.name] = tuple(dict.fromkeys(codes)) if not isinstance(cell, str) else codes[0]

    def _is_article(self, text: str) -> bool:
        known = text in self.codes[Kind.ARTICLE] or CODE_LIKE.fullmatch(text) is not None
        return known or bool(self.index.matching(Kind.ARTICLE, text))

    def _item(self, row: Row, column: Column, kind: Kind, item: str) -> list[str]:
        parts = _LIST_MARKS.split(item)
        if column.form is Form.CODES and len(parts) > 1 and all(part in self.codes[kind] for part in parts):
            return parts  # between which somebody wrote a comma
        code, at, level = item.rpartition("@") if "@" in item else (item, "", "")
        if code in self.codes[kind] or CODE_LIKE.fullmatch(code) or SHORTHAND.fullmatch(item) or kind in self.unread:
            return [item]
        if column.link is MITIGATED_BY and row.heading.table is RISKS:
            return [self.measures.code_of(row, column, item)]
        if kind is Kind.POST and column.link is not None and self._is_role(item, row):
            return self._posts(item)
        if kind is Kind.ARTICLE and not self.index.matching(kind, code):
            return [f"{article}{at}{level}" for article in self._articles(row, column.name, code)]
        found = self._found(row, column.name, kind, code)
        return [] if found is None else [f"{found}{at}{level}"]

    def _articles(self, row: Row, column: str, citation: str) -> tuple[str, ...]:
        """The articles of the store that a citation such as 《海关法》第六条 means, or none and a question."""
        if self.base is None:
            self._ask(row, column, Kind.ARTICLE, citation, ())
            return ()
        if citation not in self.cited:
            self.cited[citation] = resolve(citation, self.base, self.on)
        found = self.cited[citation]
        for unresolved in found.unresolved:
            self._ask(row, column, Kind.ARTICLE, unresolved.quote, unresolved.candidates, unresolved.reason)
        return found.codes

    def _found(self, row: Row, column: str, kind: Kind, name: str) -> str | None:
        """The one thing of a kind that a name means in its place, or None and a question."""
        if name in self.codes[kind] or kind in self.unread:
            return name
        matching = sorted({code for code, _ in self.index.matching(kind, name)})
        within = [code for code in matching if self._within(row, kind, code)]
        if len(within) == 1:
            return within[0]
        if kind is Kind.POST and row.heading.table is DUTIES and not place_named(row) and self._is_role(name, row):
            row.values.setdefault("role", name)
            return None
        self._ask(row, column, kind, name, within or matching or self._nearby(row, kind, name))
        return None

    def _nearby(self, row: Row, kind: Kind, name: str) -> list[str]:
        """What may be meant where nothing is called so: the posts of this role in the unit, the steps of the power."""
        if kind is Kind.POST and place_named(row):
            return [code for code in self._posts(name) if self._within(row, kind, code)]
        if kind is Kind.STEP and {"power", Rel.HAS_STEP.value} & row.values.keys():
            return [code for code in sorted(self.codes[kind]) if self._within(row, kind, code)]
        return []

    def _within(self, row: Row, kind: Kind, code: str) -> bool:
        if kind is Kind.STEP:
            powers = row.values.get("power", row.values.get(Rel.HAS_STEP.value))
            named = (powers,) if isinstance(powers, str) else powers
            return not named or self._scope_of(kind, code) in named
        if kind is Kind.POST and place_named(row):
            unit = self._unit(row)
            return unit is not None and unit in self._above(self._scope_of(kind, code))
        return True

    def _above(self, unit: str) -> Iterator[str]:
        seen: set[str] = set()
        while unit and unit not in seen:
            seen.add(unit)
            yield unit
            unit = self._scope_of(Kind.UNIT, unit)

    def _level_of(self, unit: str) -> str:
        """The level of a unit, as its row says it, else as the store does."""
        row = self.stated.get((Kind.UNIT, unit))
        held = (self.base.node(Kind.UNIT, unit) or {}) if self.base is not None else {}
        return str(held.get("level", "") if row is None else row.values.get("level", ""))

    def _unit(self, row: Row) -> str | None:
        """The unit that a row names: the section inside the office, where both are."""
        found: str | None = None
        for column in ("office name", "section name"):
            name = row.values.get(column)
            if not isinstance(name, str):
                continue
            matching = sorted(
                {code for code, _ in self.index.matching(Kind.UNIT, name)} | ({name} & self.codes[Kind.UNIT])
            )
            outer = found
            if outer is not None:
                inside = [code for code in matching if outer in self._above(code)]
                own = [code for code in inside if self._scope_of(Kind.UNIT, code) == outer]
                matching = own if len(own) == 1 else inside  # a section of its own before one of an office below
            if len(matching) != 1:
                self._ask(row, column, Kind.UNIT, name, matching)
                return None
            found = matching[0]
        return found

    def _is_role(self, name: str, row: Row) -> bool:
        if self._roles is None:
            self._roles = standard_posts(self.rows, self.base)
        return name in self._roles and not place_named(row)

    def _posts(self, role: str) -> list[str]:
        return posts_of_role(role, self.rows, self.base)

    def _own(self, row: Row) -> None:
        """责任人: the posts that own the controls of a risk's row; names of persons match none, and are left out."""
        posts: list[str] = []
        for name in row.values.get("owners", ()):
            matching = [code for code, _ in self.index.matching(Kind.POST, name) if self._within(row, Kind.POST, code)]
            if name in self.codes[Kind.POST]:
                posts.append(name)
            elif len(set(matching)) == 1:
                posts.append(matching[0])
            elif self._is_role(name, row):
                posts.extend(self._posts(name))
            else:
                got = Both(f"{len(name)} 个字，不是岗位", f"{len(name)} characters, and no post")
                advice = Both("未记；人名不入图", "not kept: names of persons do not enter the graph")
                self.result.notices.append(row.at("owners").problem(got, Both("岗位编码或名称", "a post"), advice))
        self.measures.own(row, posts)

    def _ask(self, row: Row, column: str, kind: Kind, name: str, candidates: Sequence[str], reason: str = "") -> None:
        """Ask back: a name that means nothing here, or more than one thing; ``reason`` says why, if it is known."""
        label = KINDS[kind].label
        if not candidates:
            candidates = self.index.near(kind, name, _ALIKE)
        listed = self.index.listed(kind, candidates[:_CANDIDATES], self._scope_of)
        got = Both(f"名称 {shown(name)}", f"name {shown(name)}") + (Both("：", ": ") + reason if reason else "")
        asked = Both(f"：{listed}？", f": {listed}?") if listed else ""
        expected = Both(f"唯一的{label.zh}", f"one {label.en}") + asked
        advice = _BY_CODE if listed else _LOAD_FIRST
        problem = row.at(column).problem(got, expected, advice)
        self.result.problems.append(
            Problem(problem.file, got, expected, advice, problem.row, problem.column, unmatched=True)
        )
        self.bad.add(id(row))
