"""Questions about powers: how many and where, how far they reach, how long they take, what they hang on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import (
    DEPENDS_ON,
    DERIVED_FROM,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    NEXT,
    PERFORMED_BY,
    SUPERVISED_BY,
    Kind,
    Label,
)
from queries.answers.model import Arguments, Entry, Parameter, Row, entry, node_column
from queries.answers.parts import (
    active_powers,
    count_column,
    duties,
    flag_column,
    held,
    held_number,
    held_text,
    is_synthetic,
    node_parameter,
    of_active_powers,
    of_duties,
    of_kind,
    property_column,
    synthetic_column,
    text_column,
)
from queries.blanks import blanks_of

__all__ = ["ENTRIES"]

DEPTH = 10
"""How far dependencies and lineage are followed."""


class _Grouping:
    """Active powers counted by a key: how many, how many have a mark, how many are synthetic."""

    def __init__(self, key: Callable[[Derived, str], tuple[str, ...]], mark: Callable[[Derived, str], bool]) -> None:
        self.key, self.mark = key, mark

    def __call__(self, derived: Derived, _: Arguments) -> Iterator[Row]:
        groups: dict[tuple[str, ...], list[str]] = {}
        for power in active_powers(derived):
            groups.setdefault(self.key(derived, power), []).append(power)
        for key, powers in groups.items():
            marked = sum(self.mark(derived, power) for power in powers)
            synthetic = sum(is_synthetic(derived, Kind.POWER, power) for power in powers)
            yield (*key, len(powers), marked, synthetic)


def _text(name: str) -> Callable[[Derived, str], str]:
    return lambda derived, power: held_text(derived, Kind.POWER, power, name) or ""


def _by_unit(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    for unit in derived.view.codes(Kind.UNIT):
        if arguments["level"] not in (None, derived.level(unit)):
            continue
        powers = [power for power in derived.view.into(EXERCISED_BY, unit) if derived.active(power)]
        if powers:
            synthetic = sum(is_synthetic(derived, Kind.POWER, power) for power in powers)
            yield unit, derived.level(unit), len(powers), synthetic


def _by_reach(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power in active_powers(derived):
        steps = derived.view.out(HAS_STEP, power)
        posts = {post for step in steps for post in derived.performers(step)}
        risks = {risk for step in steps if derived.performers(step) for risk in derived.view.out(EXPOSES, step)}
        worst = sum(held(derived, Kind.RISK, risk, "grade") == 1 for risk in risks)
        yield power, len(steps), len(posts), len(risks), worst


def _without_flow(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for power in active_powers(derived):
        steps = view.out(HAS_STEP, power)
        if len(steps) > 1 and not any(after in steps for step in steps for after in view.out(NEXT, step)):
            yield power, len(steps), held(derived, Kind.POWER, power, "public") is True


def _with_gaps(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for power in sorted(blanks_of(view).powers):
        steps = view.out(HAS_STEP, power)
        posts = {post for step in steps for post in view.out(PERFORMED_BY, step)}
        yield power, len(steps), len(view.out(EXERCISED_BY, power)), len(posts)


def _days(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power in active_powers(derived):
        steps = derived.view.out(HAS_STEP, power)
        timed = sum(held_number(derived, Kind.STEP, step, "limit_days") is not None for step in steps)
        yield power, len(steps), timed, derived.days(power)


def _delegated(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power in derived.view.codes(Kind.POWER):
        above = held_text(derived, Kind.POWER, power, "delegated_from")
        if above is not None:
            level = held_text(derived, Kind.POWER, power, "level") or ""
            yield power, derived.status(power), above, level, len(derived.view.out(SUPERVISED_BY, power))


def _entrusted(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power, step, post in duties(derived):
        for unit in set(derived.principals(step, post)):
            if unit is not None:
                yield power, step, post, unit


def _inactive(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for power in view.codes(Kind.POWER):
        if not derived.active(power):
            yield power, derived.status(power), len(view.out(HAS_STEP, power)), len(view.out(SUPERVISED_BY, power))


def _undated(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power in active_powers(derived):
        for step in derived.view.out(HAS_STEP, power):
            if "limit_days" not in (derived.view.node(Kind.STEP, step) or EMPTY):
                yield power, step


def _dependents(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    for power, hops in _within(derived.view.into, DEPENDS_ON, str(arguments["power"])):
        yield power, hops, derived.status(power)


def _lineage(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    view, power = derived.view, str(arguments["power"])
    for way, walk in (("origin", view.out), ("successor", view.into)):
        for other, hops in _within(walk, DERIVED_FROM, power):
            yield other, way, hops, derived.status(other)


def _within(walk: Callable[..., tuple[str, ...]], link: object, start: str) -> Iterator[tuple[str, int]]:
    """What is reached along one link in at most `DEPTH` hops, each with the fewest hops; the start left out."""
    seen, front = {start}, [start]
    for hops in range(1, DEPTH + 1):
        front = sorted({near for code in front for near in walk(link, code)} - seen)
        seen.update(front)
        yield from ((code, hops) for code in front)


_W, _S, _P = node_column(Kind.POWER), node_column(Kind.STEP), node_column(Kind.POST)
_POWERS = count_column("powers", "职权数", "powers")
_STEPS = count_column("steps", "环节数", "steps")
_SUPERVISORS = count_column("supervisors", "监管岗位数", "supervising posts")
_HOPS = count_column("hops", "步数", "hops")
_STATUS = property_column(Kind.POWER, "status")
_DIRECTIONS = {"origin": Label("来源", "origin"), "successor": Label("演变而成", "successor")}

ENTRIES: tuple[Entry, ...] = (
    entry(
        "powers-by-category",
        ("在用职权按类别和类型各有多少？", "How many active powers are there of each category and type?"),
        (
            property_column(Kind.POWER, "category"),
            property_column(Kind.POWER, "type"),
            _POWERS,
            count_column("public", "其中公开", "of them public"),
            synthetic_column(),
        ),
        of_active_powers(measure="powers"),
        _Grouping(
            lambda derived, power: (_text("category")(derived, power), _text("type")(derived, power)),
            lambda derived, power: held(derived, Kind.POWER, power, "public") is True,
        ),
        identity=("category", "type"),
        near=("powers-by-level", "inactive-powers"),
    ),
    entry(
        "powers-by-level",
        (
            "在用职权按行使层级各有多少，多少是下放来的？",
            "How many active powers are there at each level, how many delegated?",
        ),
        (
            property_column(Kind.POWER, "level"),
            _POWERS,
            count_column("delegated", "其中下放", "of them delegated"),
            synthetic_column(),
        ),
        of_active_powers(measure="powers"),
        _Grouping(
            lambda derived, power: (_text("level")(derived, power),),
            lambda derived, power: held(derived, Kind.POWER, power, "delegated_from") is not None,
        ),
        identity=("level",),
        near=("powers-by-category", "powers-by-unit"),
    ),
    entry(
        "powers-by-unit",
        ("每个机构行使多少项在用职权？", "How many active powers does each unit exercise?"),
        (node_column(Kind.UNIT), property_column(Kind.UNIT, "level"), _POWERS, synthetic_column()),
        of_active_powers(measure="powers"),
        _by_unit,
        order=("-powers",),
        parameters=(
            Parameter("level", Label("机构层级", "level of the unit"), required=False, example="regional", level=True),
        ),
        near=("powers-by-level", "powers-by-category"),
    ),
    entry(
        "powers-by-reach",
        ("哪些职权牵动的岗位和风险最多？", "Which powers move the most posts and risks?"),
        (
            _W,
            _STEPS,
            count_column("posts", "岗位数", "posts"),
            count_column("risks", "风险数", "risks"),
            count_column("grade1", "一级风险", "grade-1 risks"),
        ),
        of_active_powers("power"),
        _by_reach,
        order=("-posts", "-risks"),
        near=("posts-by-exposure", "powers-by-category"),
    ),
    entry(
        "powers-without-flow",
        ("哪些在用职权有多个环节而没有流程？", "Which active powers have several steps and no order between them?"),
        (_W, _STEPS, flag_column("public", "是否公开", "public")),
        of_active_powers("power"),
        _without_flow,
        near=("PG015", "steps-without-limit"),
    ),
    entry(
        "powers-with-gaps",
        (
            "哪些在用职权没有登记环节、行使机关或办理岗位？",
            "Which active powers have no step, no office or no post in the data?",
        ),
        (_W, _STEPS, count_column("offices", "行使机关数", "offices"), count_column("posts", "岗位数", "posts")),
        of_active_powers("power"),
        _with_gaps,
        near=("PG002", "powers-without-flow"),
    ),
    entry(
        "days-by-power",
        ("每项在用职权要多少个工作日？", "How many working days does each active power take?"),
        (
            _W,
            _STEPS,
            count_column("timed", "有时限环节", "steps with a limit"),
            count_column("days", "工作日", "working days"),
        ),
        of_active_powers("power"),
        _days,
        order=("-days",),
        near=("steps-without-limit", "powers-without-flow"),
    ),
    entry(
        "steps-without-limit",
        ("哪些在用职权的环节没有办理时限？", "Which steps of active powers have no time limit?"),
        (_W, _S),
        of_kind(Kind.STEP, "step"),
        _undated,
        near=("days-by-power", "powers-without-flow"),
    ),
    entry(
        "delegated-powers",
        ("哪些职权是下放的，由多少个岗位监管？", "Which powers are delegated, and how many posts supervise them?"),
        (
            _W,
            _STATUS,
            property_column(Kind.POWER, "delegated_from"),
            property_column(Kind.POWER, "level"),
            _SUPERVISORS,
        ),
        of_kind(Kind.POWER, "power"),
        _delegated,
        near=("PG013", "powers-by-level"),
    ),
    entry(
        "entrusted-work",
        ("哪些环节由谁代哪个机关办理？", "Which steps are performed on behalf of another office, and by whom?"),
        (_W, _S, _P, node_column(Kind.UNIT, "on_behalf_of", Label("委托机构", "on behalf of"))),
        of_duties("step", "post"),
        _entrusted,
        near=("PG017", "delegated-powers"),
    ),
    entry(
        "inactive-powers",
        ("哪些职权不在用，还留有什么？", "Which powers are not active, and what is left of them?"),
        (_W, _STATUS, _STEPS, _SUPERVISORS),
        of_kind(Kind.POWER, "power"),
        _inactive,
        near=("PG004", "lineage-of-power"),
    ),
    entry(
        "dependents-of-power",
        (
            f"哪些职权直接或间接以它为前置（{DEPTH} 步以内）？",
            f"Which powers depend on this one, directly or not (within {DEPTH} hops)?",
        ),
        (_W, _HOPS, _STATUS),
        of_kind(Kind.POWER, "power"),
        _dependents,
        order=("hops",),
        parameters=(node_parameter(Kind.POWER, "E02A"),),
        near=("PG004", "powers-by-reach"),
    ),
    entry(
        "lineage-of-power",
        (
            f"它由哪些职权合并、拆分而来，又变成哪些（{DEPTH} 步以内）？",
            f"Which powers did this one come from and become, by merge and split (within {DEPTH} hops)?",
        ),
        (_W, text_column("way", "方向", "direction", _DIRECTIONS), _HOPS, _STATUS),
        of_kind(Kind.POWER, "power"),
        _lineage,
        identity=("way", "power"),
        order=("way", "hops"),
        parameters=(node_parameter(Kind.POWER, "E39"),),
        near=("inactive-powers", "delegated-powers"),
    ),
)
