"""Questions about posts: which powers touch them, what they are exposed to, where all hangs on one of them."""

from __future__ import annotations

from collections.abc import Iterator

from graph.derived import Derived
from graph.schema import (
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    OWNED_BY,
    PERFORMED_BY,
    SUPERVISED_BY,
    Kind,
    Label,
)
from queries.answers.model import Arguments, Entry, Row, entry, node_column
from queries.answers.parts import (
    active_powers,
    count_column,
    covering,
    held,
    held_number,
    held_text,
    is_synthetic,
    node_parameter,
    of_kind,
    property_column,
    synthetic_column,
    text_column,
)
from queries.findings import findings_at

__all__ = ["ENTRIES"]

_WAYS = {
    "performs": Label("办理环节", "performs steps"),
    "controls": Label("负责措施", "owns controls"),
    "supervises": Label("监管", "supervises"),
}


def _powers_of(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    """How a post meets powers: it performs steps, supervises, or owns controls of the risks of a power's steps."""
    view, post = derived.view, str(arguments["post"])
    performed: dict[str, set[str]] = {}
    for step in view.into(PERFORMED_BY, post):
        for power in view.into(HAS_STEP, step):
            performed.setdefault(power, set()).add(step)
    controlled: dict[str, set[str]] = {}
    for control in view.into(OWNED_BY, post):
        for risk in view.into(MITIGATED_BY, control):
            for step in view.into(EXPOSES, risk):
                for power in view.into(HAS_STEP, step):
                    controlled.setdefault(power, set()).add(control)
    supervised = {power: {power} for power in view.into(SUPERVISED_BY, post)}
    for role, found in (("performs", performed), ("controls", controlled), ("supervises", supervised)):
        for power, through in found.items():
            yield power, role, len(through), derived.status(power)


def _exposure(derived: Derived, _: Arguments) -> Iterator[Row]:
    for post in derived.view.codes(Kind.POST):
        risks = derived.risks_of(post)
        if risks:
            grades = [held(derived, Kind.RISK, risk, "grade") for risk in risks]
            uncovered = sum(not covering(derived, risk, post) for risk in risks)
            yield post, len(risks), grades.count(1), grades.count(2), grades.count(3), uncovered


def _without_risk(derived: Derived, _: Arguments) -> Iterator[Row]:
    for post in derived.view.codes(Kind.POST):
        duties = derived.duties(post)
        if duties and not derived.bears(post):
            yield post, len(duties)


def _sole(derived: Derived, _: Arguments) -> Iterator[Row]:
    for power in active_powers(derived):
        for step in derived.view.out(HAS_STEP, power):
            at: dict[str, list[str]] = {}
            for post in derived.view.out(PERFORMED_BY, step):
                office = derived.office(post)
                if office is not None:
                    at.setdefault(office, []).append(post)
            for office, posts in at.items():
                if len(posts) == 1:
                    seats = held_number(derived, Kind.POST, posts[0], "seats")
                    yield power, step, office, posts[0], 1 if seats is None else seats


def _incompatible(derived: Derived, _: Arguments) -> Iterator[Row]:
    """The steps behind each PG009."""
    rows: set[Row] = set()
    for finding in findings_at(derived, {Kind.POST: derived.view.codes(Kind.POST)}):
        if finding.code == "PG009":
            rule, post, act, other, within = finding.identity
            for step in derived.duties(post):
                power, held_act = derived.power_of(step), held_text(derived, Kind.STEP, step, "act")
                if held_act in (act, other) and within in ("", power):
                    rows.add((rule, post, power, step, held_act))
    yield from rows


def _supervision(derived: Derived, _: Arguments) -> Iterator[Row]:
    for post in derived.view.codes(Kind.POST):
        powers = derived.view.into(SUPERVISED_BY, post)
        if powers:
            cancelled = sum(derived.status(power) == "cancelled" for power in powers)
            delegated = sum(held(derived, Kind.POWER, power, "delegated_from") is not None for power in powers)
            yield post, len(powers), cancelled, delegated


def _standard_posts(derived: Derived, _: Arguments) -> Iterator[Row]:
    groups: dict[str, list[str]] = {}
    for post in derived.view.codes(Kind.POST):
        role = held_text(derived, Kind.POST, post, "role")
        if role is not None:
            groups.setdefault(role, []).append(post)
    for role, posts in groups.items():
        units = {unit for post in posts for unit in derived.view.out(IN_UNIT, post)}
        powers = {derived.power_of(step) for post in posts for step in derived.duties(post)}
        synthetic = sum(is_synthetic(derived, Kind.POST, post) for post in posts)
        yield role, len(posts), len(units), len(powers), synthetic


_W, _S, _P = node_column(Kind.POWER), node_column(Kind.STEP), node_column(Kind.POST)
_POWERS = count_column("powers", "职权数", "powers")

ENTRIES: tuple[Entry, ...] = (
    entry(
        "powers-of-post",
        ("哪些职权牵涉这个岗位，怎样牵涉？", "Which powers touch this post, and how?"),
        (
            _W,
            text_column("role", "方式", "how", _WAYS),
            count_column("through", "经由几处", "steps or controls through which"),
            property_column(Kind.POWER, "status"),
        ),
        of_kind(Kind.POWER, "power"),
        _powers_of,
        identity=("power", "role"),
        parameters=(node_parameter(Kind.POST, "HQ-HGSJ"),),
        near=("posts-by-exposure", "PG012"),
    ),
    entry(
        "posts-by-exposure",
        ("哪些岗位承担的风险最多、最重？", "Which posts bear the most and the gravest risks?"),
        (
            _P,
            count_column("risks", "风险数", "risks"),
            count_column("grade1", "一级", "grade 1"),
            count_column("grade2", "二级", "grade 2"),
            count_column("grade3", "三级", "grade 3"),
            count_column("uncovered", "无有效防控", "without a working control"),
        ),
        of_kind(Kind.POST, "post"),
        _exposure,
        order=("-grade1", "-risks"),
        near=("posts-without-risk", "powers-by-reach"),
    ),
    entry(
        "posts-without-risk",
        ("哪些有职责的岗位没有查出风险？", "On which posts with duties has no risk been found?"),
        (_P, count_column("duties", "职责数", "duties")),
        of_kind(Kind.POST, "post"),
        _without_risk,
        order=("-duties",),
        near=("PG012", "posts-by-exposure"),
    ),
    entry(
        "sole-performers",
        ("哪些环节在一个机关只有一个岗位办理？", "Which steps hang on one single post in an office?"),
        (_W, _S, node_column(Kind.UNIT), _P, property_column(Kind.POST, "seats")),
        of_kind(Kind.STEP, "step"),
        _sole,
        identity=("power", "step", "unit"),
        order=("seats",),
        near=("PG018", "PG003"),
    ),
    entry(
        "incompatible-steps",
        ("不相容的动作由同一岗位在哪些环节办理？", "In which steps does one post hold acts that are incompatible?"),
        (text_column("rule", "规则", "rule"), _P, _W, _S, property_column(Kind.STEP, "act")),
        of_kind(Kind.POST, "post"),
        _incompatible,
        identity=("rule", "post", "power", "step"),
        near=("PG009", "sole-performers"),
    ),
    entry(
        "supervision-by-post",
        ("每个岗位监管多少项职权？", "How many powers does each post supervise?"),
        (
            _P,
            _POWERS,
            count_column("cancelled", "其中已取消", "of them cancelled"),
            count_column("delegated", "其中下放", "of them delegated"),
        ),
        of_kind(Kind.POST, "post"),
        _supervision,
        order=("-powers",),
        near=("PG013", "delegated-powers"),
    ),
    entry(
        "standard-posts",
        (
            "每类标准岗位有多少个具体岗位，办理多少项职权？",
            "How many posts has each standard post, and how many powers?",
        ),
        (
            property_column(Kind.POST, "role"),
            count_column("posts", "岗位数", "posts"),
            count_column("units", "机构数", "units"),
            _POWERS,
            synthetic_column(),
        ),
        of_kind(Kind.POST, measure="posts"),
        _standard_posts,
        identity=("role",),
        order=("-posts",),
        near=("posts-by-exposure", "PG012"),
    ),
)
