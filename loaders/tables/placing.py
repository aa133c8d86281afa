"""What a row says beside a risk and no relation has room for: its office, and a post that does not perform its step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.errors import Problem
from graph.schema import BORNE_BY, EXPOSES, PERFORMED_BY, Kind
from graph.terms import Both
from graph.view import View
from loaders.elements import shown
from loaders.tables.layouts import DUTIES, RISKS
from loaders.tables.names import normalised
from loaders.tables.numbering import listed_items
from loaders.tables.roles import posts_of_role
from loaders.tables.rows import Row

__all__ = ["note_places", "note_posts"]

_UNITS = ("office name", "section name")
_POST = f"{BORNE_BY.rel.value} name"
_NAMED = 3


def note_places(rows: Sequence[Row]) -> list[Problem]:
    """Note the office and section of each risk that no post places, the same in all rows of one risk; and say so."""
    noted = _note(rows, _says_place, _UNITS)
    return list(_told(row for row in noted if _says_place(row)))


def note_posts(rows: Sequence[Row], base: View | None) -> list[Problem]:
    """Note the post beside a risk that hangs on a step where it does not perform the step; and say so at its cell.

    A risk of a step is borne by the step's performers. A post that is one of them says nothing new.
    """
    performers = _Performers(rows, base)
    noted = _note(rows, lambda row: bool(performers.strangers(row)), (_POST,))
    wrong = [row for row in noted if performers.strangers(row)]
    nobody = [row for row in wrong if not performers.of(row)]
    told = [_no_performer(nobody)] if nobody else []
    return told + [_stranger(row, performers) for row in wrong if performers.of(row)]


class _Performers:
    """The posts that perform steps: by the duties of the tables, and by those that the store holds."""

    def __init__(self, rows: Sequence[Row], base: View | None) -> None:
        self.rows, self.base = rows, base
        self.posts = {row.values["code"]: row for row in rows if _is_post(row)}
        self.steps = {row.values["code"]: row.values["name"] for row in rows if _is_named_step(row)}
        self.by_step: dict[object, set[str]] = defaultdict(set)
        """Codes of the posts that perform a step, by the tables."""
        self.roles: dict[str, list[str]] = {}
        self.known: dict[tuple[str, ...], frozenset[str]] = {}
        """All that the performers of some steps may be called, normalised."""
        for row in rows:
            step = row.values.get("step") if row.heading.table is DUTIES else None
            if step is not None:
                self.by_step[step].update(self._posts(row))

    def strangers(self, row: Row) -> list[str]:
        """The posts that a row names beside its steps and that perform none of them."""
        if _POST not in row.values or EXPOSES.rel.value not in row.values or BORNE_BY.rel.value in row.values:
            return []
        steps = row.values[EXPOSES.rel.value]
        if steps not in self.known:
            self.known[steps] = frozenset(normalised(name) for post in self.of(row) for name in self._names(post))
        known = self.known[steps]
        items = listed_items(str(row.values[_POST]), lambda name: normalised(name) in known)
        return [item for item in items if normalised(item) not in known]

    def of(self, row: Row) -> list[str]:
        """The codes of the posts that perform the steps of a row."""
        steps = row.values[EXPOSES.rel.value]
        return sorted({post for step in steps for post in (*self.by_step.get(step, ()), *self._held(step))})

    def named(self, row: Row) -> str:
        """A few of those that perform the steps of a row, for people."""
        found = self.of(row)
        names = [" ".join(dict.fromkeys(self._names(post)[:2])) for post in found[:_NAMED]]
        return "、".join(names) + ("…" if len(found) > _NAMED else "")

    def step(self, code: str) -> str:
        """A step for people: its code and what it is called."""
        held = (self.base.node(Kind.STEP, code) or {}) if self.base is not None else {}
        return f"{code} {self.steps.get(code, held.get('name', ''))}".strip()

    def _posts(self, row: Row) -> Sequence[str]:
        """The posts of a duty: of a standard post all that there are, wherever they are."""
        post, role = row.values.get("post"), row.values.get("role")
        if isinstance(post, str) or not isinstance(role, str):
            return (post,) if isinstance(post, str) else ()
        if role not in self.roles:
            self.roles[role] = posts_of_role(role, self.rows, self.base)
        return self.roles[role]

    def _held(self, step: str) -> Sequence[str]:
        return tuple(self.base.out(PERFORMED_BY, step)) if self.base is not None else ()

    def _names(self, post: str) -> list[str]:
        """The code of a post, what it is called, and its standard post."""
        held = (self.base.node(Kind.POST, post) or {}) if self.base is not None else {}
        row = self.posts.get(post)
        values = {**held, **(row.values if row is not None else {})}
        return [post, *(str(values[name]) for name in ("name", "role") if name in values)]


def _is_post(row: Row) -> bool:
    return row.heading.table.kind is Kind.POST and "code" in row.values


def _is_named_step(row: Row) -> bool:
    return row.heading.table.kind is Kind.STEP and {"code", "name"} <= row.values.keys()


def _stranger(row: Row, performers: _Performers) -> Problem:
    steps = "、".join(map(performers.step, row.values[EXPOSES.rel.value]))
    got = Both(
        f"岗位 {shown('、'.join(performers.strangers(row)))} 不办理环节 {steps}",
        f"post {shown('、'.join(performers.strangers(row)))} does not perform step {steps}",
    )
    advice = Both(
        "由办理岗位承担；所写岗位记入备注：请更正，或在岗位职责细化表写明它办理此环节",
        "kept as a note: performers bear the risk; correct it, or let 岗位职责细化表 say that it performs it",
    )
    return row.at(_POST).problem(
        got, Both(f"办理岗位：{performers.named(row)}", f"a performer: {performers.named(row)}"), advice
    )


def _no_performer(rows: Sequence[Row]) -> Problem:
    """Said once, at the first: a table of risks may come before that of duties."""
    got = Both(
        f"{len(rows)} 行写明岗位，而环节没有办理岗位", f"{len(rows)} rows name posts of steps that nobody performs"
    )
    advice = Both(
        "岗位记入备注；请在岗位职责细化表写明由谁办理", "kept as a note: let 岗位职责细化表 say who performs the steps"
    )
    return rows[0].at(_POST).problem(got, Both("环节的办理岗位", "performers of the steps"), advice)


def _says_place(row: Row) -> bool:
    posted = BORNE_BY.rel.value in row.values and EXPOSES.rel.value not in row.values
    return not posted and any(name in row.values for name in _UNITS)


def _note(rows: Sequence[Row], says: Callable[[Row], bool], names: Sequence[str]) -> list[Row]:
    """Note some cells of the risks of which a row says something; all rows of one risk say the same."""
    risks: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row.heading.table is RISKS and "code" in row.values:
            risks[row.values["code"]].append(row)
    return [row for group in risks.values() if any(map(says, group)) for row in _noted(group, says, names)]


def _noted(group: Sequence[Row], says: Callable[[Row], bool], names: Sequence[str]) -> Sequence[Row]:
    held = list(dict.fromkeys(row.values["note"] for row in group if "note" in row.values))
    cells = [
        f"{row.heading.header_of(name)}：{row.values[name]}"
        for row in group
        if says(row)
        for name in names
        if name in row.values
    ]
    text = "；".join(dict.fromkeys(cells))
    for row in group:
        before = held[0] if len(held) == 1 else row.values.get("note", "")
        row.values["note"] = f"{before}；{text}" if before else text
    return group


def _told(rows: Iterable[Row]) -> Iterator[Problem]:
    """One notice for each column of each file."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in _UNITS:
            if name in row.values:
                found[row.place.file, name].append(row)
    for (_, name), those in found.items():
        got = Both(f"{len(those)} 行风险点写明所在", f"{len(those)} rows say where a risk is")
        advice = Both("风险点没有“所在”一项：已记入备注", "kept as a note: a risk hangs on a step or a post")
        yield those[0].at(name).problem(got, Both("环节或岗位", "a step or a post"), advice)
