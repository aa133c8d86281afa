"""岗位职责细化表: one row a duty, for one post or for every post of a role where the power is exercised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import RelationId, Value
from graph.schema import PERFORMED_BY, Kind
from graph.terms import Both, Lack
from loaders.tables.build import Builder, states_property
from loaders.tables.rows import Row

__all__ = ["add_duties"]

_NEEDED = frozenset({Kind.UNIT, Kind.POST, Kind.POWER, Kind.STEP})
"""What a duty through a role is worked out from."""

_WHOLE_DUTY = ("step", "post", "role", "on_behalf_of", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class _Duty:
    post: str
    principal: str
    row: Row
    by_role: bool


def add_duties(builder: Builder, rows: Sequence[Row]) -> None:
    """Take in the rows of duties; the units of every power must be known by now.

    A duty that is stated for a post by name wins over the same duty through a role. Of several duties of one
    post in one step, for offices on whose behalf it acts, each but the first is a parallel relation of its own.
    """
    by_step: dict[str, dict[tuple[str, str], list[_Duty]]] = {}
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        step = row.values.get("step")
        first = seen.setdefault(tuple(row.values.get(name) for name in _WHOLE_DUTY), row)
        if first is not row:
            where = Both(f"{first.place.file} 第 {first.place.row} 行", f"{first.place.file} row {first.place.row}")
            got = Both("该职责再次出现，先见于 ", "duty again, first at ") + where
            builder.problems.append(
                row.place.problem(got, Both("每项职责一行", "one row a duty"), Both("删去一行", "remove one"))
            )
        elif isinstance(step, str):
            builder.check_power(row, (step,))
            for duty in _duties(builder, row, step):
                by_step.setdefault(step, {}).setdefault((duty.post, duty.principal), []).append(duty)
    for step, found in by_step.items():
        _add_step(builder, step, found)


def _duties(builder: Builder, row: Row, step: str) -> list[_Duty]:
    post, role = row.values.get("post"), row.values.get("role")
    principal = row.values.get("on_behalf_of", "")
    organisation = builder.organisation
    if post is not None:
        if role is not None and organisation.role_of.get(post, role) != role:
            held = organisation.role_of[post]
            got = Both(f"标准岗位 {role!r}", f"standard post {role!r}")
            builder.problems.append(
                row.at("role").problem(got, Both(f"{post} 的标准岗位是 {held!r}", f"{post} is a {held!r}"))
            )
        return [_Duty(post, principal, row, by_role=False)]
    if role is None:
        expected = Both("岗位编码或标准岗位", "a post or a standard post")
        builder.problems.append(row.at("post").problem(Lack("两格皆空", "both cells empty"), expected))
        return []
    offices = _offices(builder, row, step)
    posts = [post for post in organisation.posts_of(role) if organisation.office_of(post) in offices]
    if not posts and builder.unread & _NEEDED:
        return []  # why there is none will show when that file can be read
    if not posts and step not in organisation.owners:
        got, expected = (
            Lack(f"环节 {step} 不存在", f"Step/{step} unknown"),
            Both("文件或库中在用的环节编码", "the code of a Step in the file or the store"),
        )
        advice = Both("补上该行或更正编码", "add its row or correct the code")
        builder.problems.append(row.at("step").problem(got, expected, advice))
        return []
    if not posts:
        where = (
            Both("在行使主体中", "at the offices that exercise the power")
            if organisation.posts_of(role)
            else Both("任何地方", "anywhere")
        )
        got = Lack(f"标准岗位 {role!r} 无岗位：", f"standard post {role!r} has no post: ") + where
        expected = Both("至少一个岗位", "at least one post")
        builder.problems.append(
            row.at("role").problem(got, expected, Both("请核对标准岗位与行使主体", "check role and 行使主体"))
        )
    return [_Duty(post, principal, row, by_role=True) for post in posts]


def _offices(builder: Builder, row: Row, step: str) -> set[str]:
    organisation = builder.organisation
    power = row.values.get("power")
    powers = {power} if power is not None else organisation.owners.get(step, set())
    return set().union(*(organisation.offices.get(item, set()) for item in powers))


def _add_step(builder: Builder, step: str, found: dict[tuple[str, str], list[_Duty]]) -> None:
    taken: set[str] = set()
    for (post, principal), duties in sorted(found.items()):  # a duty of its own comes before entrusted ones
        key = principal if post in taken else ""
        taken.add(post)
        for duty in [item for item in duties if not item.by_role] or duties:
            extra: dict[str, Value] = {"on_behalf_of": principal} if principal else {}
            extra |= {name: value for name, value in duty.row.values.items() if name in _own(duty.row)}
            column = "role" if duty.by_role else "post"
            element = builder.relation(PERFORMED_BY, step, post, duty.row, column, **extra)
            identity = RelationId(PERFORMED_BY, step, post, key)
            told = (element.told or frozenset()) | _own(duty.row)
            builder.duties.append(element._replace(identity=identity, columns=_columns(duty.row), told=told))


def _own(row: Row) -> frozenset[str]:
    """The properties of a duty that its row states, beside where it comes from."""
    stated = {column.name for column in row.heading.columns if column is not None and states_property(column)}
    return frozenset({*stated - {"origin", "source"}, *(("note",) if "note" in row.values else ())})


def _columns(row: Row) -> dict[str, str]:
    """The headers under which the step and the principal of a duty stand."""
    return {
        name: row.heading.header_of(column) for name, column in (("from", "step"), ("on_behalf_of", "on_behalf_of"))
    }
