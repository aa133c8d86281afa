"""Questions about articles: who uses them, which nobody uses, which are named although they are gone."""

from __future__ import annotations

from collections.abc import Iterator

from graph.derived import Derived
from graph.model import NodeId
from graph.schema import AUTHORIZED_BY, CONTROL_REGULATED_BY, KINDS, STEP_REGULATED_BY, Kind, Label
from queries.answers.model import Arguments, Column, ColumnType, Entry, Parameter, Row, entry, node_column
from queries.answers.parts import (
    active_powers,
    count_column,
    flag_column,
    is_synthetic,
    node_parameter,
    of_active_powers,
    of_kind,
    property_column,
    synthetic_column,
    text_column,
)

__all__ = ["ENTRIES"]

_NAMING = (AUTHORIZED_BY, STEP_REGULATED_BY, CONTROL_REGULATED_BY)


def _named(derived: Derived, article: str) -> tuple[NodeId, ...]:
    """Everything that names an article, in use or not."""
    view = derived.view
    return tuple(NodeId(link.from_kind, code) for link in _NAMING for code in view.into(link, article))


def _users(derived: Derived, article: str) -> tuple[int, int, int]:
    """How many powers, steps and controls use an article."""
    kinds = [kind for kind, _ in derived.users(article)]
    return kinds.count(Kind.POWER), kinds.count(Kind.STEP), kinds.count(Kind.CONTROL)


def _unused(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    for article in derived.view.codes(Kind.ARTICLE):
        rank = derived.rank(article)
        if derived.live(article) and not derived.used(article) and arguments["rank"] in (None, rank):
            yield article, rank, len(_named(derived, article))


def _backlog(derived: Derived, _: Arguments) -> Iterator[Row]:
    for article in derived.view.codes(Kind.ARTICLE):
        users = _users(derived, article)
        if not derived.live(article) and any(users):
            yield (article, "repealed", *users)
        elif derived.live(article) and not any(users) and _named(derived, article):
            yield (article, "idle", *users)


def _by_users(derived: Derived, _: Arguments) -> Iterator[Row]:
    for article in derived.view.codes(Kind.ARTICLE):
        powers, steps, controls = _users(derived, article)
        if powers + steps + controls:
            yield article, derived.rank(article), powers, steps, controls, powers + steps + controls


def _naming(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    article = str(arguments["article"])
    users = derived.users(article)
    for node in _named(derived, article):
        yield str(node), node in users


def _by_rank(derived: Derived, _: Arguments) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    for power in active_powers(derived):
        for rank in {derived.rank(article) for article in derived.bases(power)}:
            groups.setdefault(rank, []).append(power)
    for rank, powers in groups.items():
        yield rank, len(powers), sum(is_synthetic(derived, Kind.POWER, power) for power in powers)


_A = node_column(Kind.ARTICLE)
_RANK = property_column(Kind.ARTICLE, "rank")
_COUNTS = (
    count_column("powers", "职权数", "powers"),
    count_column("steps", "环节数", "steps"),
    count_column("controls", "措施数", "controls"),
)
_RANKS = KINDS[Kind.ARTICLE].properties["rank"]
_STATES = {
    "repealed": Label("已废止仍在用", "repealed but in use"),
    "idle": Label("写明而无人用", "named but idle"),
}

ENTRIES: tuple[Entry, ...] = (
    entry(
        "unused-rules",
        ("哪些现行条款没有人用？", "Which live articles does nobody use?"),
        (_A, _RANK, count_column("named", "仍被写明", "still named by")),
        of_kind(Kind.ARTICLE, "article"),
        _unused,
        parameters=(Parameter("rank", _RANKS.label, values=tuple(_RANKS.values), required=False, example="internal"),),
        near=("PG011", "basis-backlog"),
    ),
    entry(
        "basis-backlog",
        (
            "哪些条款待清理：已废止仍在用，或写明而无人用？",
            "Which articles wait to be cleared up: repealed but in use, or named but idle?",
        ),
        (_A, text_column("state", "状态", "state", _STATES), *_COUNTS),
        of_kind(Kind.ARTICLE, "article"),
        _backlog,
        order=("state",),
        near=("PG001", "PG011"),
    ),
    entry(
        "articles-by-users",
        ("哪些条款用得最多？", "Which articles have the most users?"),
        (_A, _RANK, *_COUNTS, count_column("users", "使用者", "users")),
        of_kind(Kind.ARTICLE, "article"),
        _by_users,
        order=("-users",),
        near=("unused-rules", "basis-backlog"),
    ),
    entry(
        "users-of-article",
        ("哪些职权、环节、措施写明这个条款，是否在用？", "What names this article, and is it in use?"),
        (
            Column("user", Label("使用者", "user"), ColumnType.NODE),
            flag_column("in_use", "在用", "in use"),
        ),
        of_kind(Kind.ARTICLE),
        _naming,
        parameters=(node_parameter(Kind.ARTICLE, "HGF2021-57"),),
        near=("articles-by-users", "unused-rules"),
    ),
    entry(
        "ranks-of-bases",
        ("在用职权的有效依据各是什么效力层级？", "Of which ranks are the live bases of active powers?"),
        (_RANK, _COUNTS[0], synthetic_column()),
        of_active_powers(measure="powers"),
        _by_rank,
        identity=("rank",),
        near=("PG016", "PG001"),
    ),
)
