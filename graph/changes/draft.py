"""What every operation works with: the overlay it writes to and the arguments it was called with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from graph.derived import Derived
from graph.errors import ReformRefused
from graph.model import EMPTY, NodeId, Properties, Value, code_problem, value_problem
from graph.near import alike
from graph.overlay import Overlay
from graph.schema import AUTHORIZED_BY, HAS_STEP, KINDS, LEVELS, SUPERVISED_BY, Kind, Label, property_of
from graph.terms import Both, label_of

__all__ = ["ANY_STATUS", "Argument", "Basis", "Call", "Operation", "Reports", "status_label"]

ANY_STATUS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """What moving duties could not place, collected over all changes of a reform."""

    no_receiver: set[tuple[str, str]]
    no_counterpart: set[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an operation, in the order in which the calculus lists them."""

    name: str
    label: Label
    required: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the calculus (§4): its arguments, the status that its power must have, and what it does.

    ``statuses`` is asked of the argument ``power`` where it is given; `ANY_STATUS` asks nothing.
    """

    op: str
    label: Label
    arguments: tuple[Argument, ...]
    statuses: tuple[str, ...]
    apply: Callable[[Call], None]


@dataclass(frozen=True, slots=True)
class Basis:
    """An article as an argument names it, with the lowest level that the argument gives (None: none)."""

    article: str
    lowest_level: str | None


class Call:
    """One change being applied: reads and checks its arguments, writes edits to the overlay."""

    def __init__(self, draft: Overlay, change: Mapping[str, Any], position: int, reports: Reports) -> None:
        self.draft = draft
        self.change = change
        self.position = position
        self.reports = reports

    def refuse(
        self, field: str, zh: str, en: str, article: str | None = None, unknown: NodeId | None = None
    ) -> NoReturn:
        """Refuse the change, and with it the reform, for a reason in both languages."""
        raise ReformRefused(self.position, field, Label(zh, en), article, unknown and str(unknown))

    def refuse_property(self, field: str, name: object, value: object, expected: str | None) -> NoReturn:
        """Refuse a property for its value, or for its name where no value is expected."""
        wanted = label_of(expected or Both("另一个名称", "another name"))
        self.refuse(field, f"{name} = {value!r}: 应为 {wanted.zh}", f"{name} = {value!r}: expected {wanted.en}")

    def given(self, field: str) -> bool:
        """The argument is there."""
        return field in self.change

    def derived(self) -> Derived:
        """Derived relations of the draft as it stands now; not to be kept over further edits."""
        return Derived(self.draft)

    # -- arguments ---------------------------------------------------------------------------------------------

    def code(self, field: str, kind: Kind) -> str:
        """The code of a node that must exist."""
        return self.existing(field, kind, self.change[field])

    def optional_code(self, field: str, kind: Kind) -> str | None:
        """The code of a node that must exist, or None where the argument is absent."""
        return self.code(field, kind) if self.given(field) else None

    def codes(self, field: str, kind: Kind) -> tuple[str, ...]:
        """Codes of nodes that must exist; empty where the argument is absent."""
        return tuple(self.existing(field, kind, item) for item in self.items(field))

    def items(self, field: str) -> list[Any]:
        """A list argument as it came; empty where it is absent."""
        held = self.change.get(field, [])
        if not isinstance(held, list | tuple):
            self.refuse(field, f"收到 {held!r}，应为列表", f"got {held!r}, expected a list")
        return list(held)

    def own_steps(self, field: str, power: str) -> tuple[str, ...]:
        """Codes of steps that must belong to the power."""
        found = self.codes(field, Kind.STEP)
        own = self.draft.out(HAS_STEP, power)
        for step in found:
            if step not in own:
                self.refuse(field, f"{step} 不是 {power} 的环节", f"{step} is no step of {power}")
        return found

    def level(self, field: str) -> str:
        """An office level of the manifest."""
        held = self.change[field]
        if not isinstance(held, str) or held not in self.draft.manifest.levels:
            allowed = [_written(level) for level in self.draft.manifest.levels]
            zh, en = " / ".join(each.zh for each in allowed), " / ".join(each.en for each in allowed)
            self.refuse(field, f"收到 {held!r}，应为机关层级：{zh}", f"got {held!r}, expected an office level: {en}")
        return held

    def levels(self, *, downwards: bool) -> tuple[str, str]:
        """The arguments ``from`` and ``to``, the second lower (or higher) than the first."""
        first, second = self.level("from"), self.level("to")
        order = self.draft.manifest.levels.index
        if downwards and order(second) <= order(first):
            zh, en = f"{_told(second)}不低于{_told(first)}", f"{_level(second).en} is not below {_level(first).en}"
            self.refuse("to", f"{zh}：下放须向下", f"{en}: a delegation goes down")
        if not downwards and order(second) >= order(first):
            zh, en = f"{_told(second)}不高于{_told(first)}", f"{_level(second).en} is not above {_level(first).en}"
            self.refuse("to", f"{zh}：收回须向上", f"{en}: taking back goes up")
        return first, second

    def units_of_level(self, level: str) -> frozenset[str] | None:
        """The argument ``units``, all offices of one level; None where it is absent."""
        if not self.given("units"):
            return None
        found = self.codes("units", Kind.UNIT)
        for unit in found:
            held = (self.draft.node(Kind.UNIT, unit) or EMPTY).get("level")
            if held != level:
                now, wanted = _level(str(held)) if held else Label("未注明", "not stated"), _level(level)
                self.refuse(
                    "units",
                    f"{unit} 的层级是{now.zh}，应为{wanted.zh}",
                    f"the level of {unit} is {now.en}, expected {wanted.en}",
                )
        return frozenset(found)

    def basis(self, field: str, item: object) -> Basis:
        """An article as an argument: a code, or ``{article, lowest_level?}``."""
        if not isinstance(item, Mapping):
            return Basis(self.existing(field, Kind.ARTICLE, item), None)
        self.only_keys(field, item, ("article",), ("lowest_level",))
        level = item.get("lowest_level")
        if "lowest_level" in item and level not in self.draft.manifest.levels:
            self.refuse(field, f"lowest_level {level!r} 不是机关层级", f"lowest_level {level!r} is no office level")
        return Basis(self.existing(field, Kind.ARTICLE, item["article"]), level)

    def bases(self, field: str) -> tuple[Basis, ...]:
        """A list of articles as arguments."""
        return tuple(self.basis(field, item) for item in self.items(field))

    def only_keys(self, field: str, item: object, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        """Refuse an object that lacks a required key or has one that nobody knows."""
        if not isinstance(item, Mapping):
            self.refuse(field, f"收到 {item!r}，应为对象", f"got {item!r}, expected an object")
        for name in item:
            if name not in required and name not in optional:
                self.refuse(field, f"未知的键 {name!r}", f"unknown key {name!r}")
        for name in required:
            if name not in item:
                self.refuse(field, f"缺少 {name!r}", f"missing {name!r}")

    def new_code(self, field: str, kind: Kind, code: object) -> str:
        """A code that is still free within its kind."""
        problem = code_problem(code)
        if problem or not isinstance(code, str):
            wanted = label_of(problem or "")
            self.refuse(field, f"编码 {code!r}: 应为 {wanted.zh}", f"code {code!r}: expected {wanted.en}")
        if self.draft.node(kind, code) is not None:
            self.refuse(field, f"编码 {code} 已被使用", f"code {code} is taken")
        return code

    def properties(self, field: str, kind: Kind, held: object, *, clearing: bool = False) -> dict[str, Value | None]:
        """Properties of a node as an argument gives them; None clears one where ``clearing`` is allowed."""
        if not isinstance(held, Mapping):
            self.refuse(field, f"收到 {held!r}，应为属性对象", f"got {held!r}, expected an object of properties")
        result: dict[str, Value | None] = {}
        for name, value in held.items():
            if value is None and clearing:
                result[name] = None
                continue
            problem = value_problem(property_of(kind, name), value, self.draft.manifest)
            if problem or not isinstance(name, str) or name in RESERVED:
                self.refuse_property(field, name, value, problem)
            result[name] = tuple(value) if isinstance(value, list) else value
        return result

    # -- edits that several operations share -------------------------------------------------------------------

    def supervise(self, power: str, post: str | None) -> None:
        """Add the post that supervises afterwards, where one is given."""
        if post is not None:
            self.draft.add_relation(SUPERVISED_BY, power, post)

    def authorize(self, power: str, basis: Basis, inherited: Properties = EMPTY) -> None:
        """Rest a power on an article.

        A lowest level that the argument gives is set, even where the power rests on the article already. One that
        is ``inherited`` with the properties of another power's or article's relation joins the one that is there:
        the higher stays, one beats none.
        """
        draft = self.draft
        draft.add_relation(AUTHORIZED_BY, power, basis.article, inherited)
        held = draft.pair(AUTHORIZED_BY, power, basis.article)[""].get("lowest_level")
        level: Value | None = basis.lowest_level
        if level is None:
            levels = [str(each) for each in (held, inherited.get("lowest_level")) if each is not None]
            level = min(levels, key=draft.manifest.levels.index, default=None)
        draft.set_relation(AUTHORIZED_BY, power, basis.article, {"lowest_level": level})

    def inheritance(self, power: str, article: str) -> Properties:
        """What a relation to an article hands on: its properties, of parallel ones with the highest lowest level."""
        held = self.draft.pair(AUTHORIZED_BY, power, article)
        levels = [str(level) for each in held.values() if (level := each.get("lowest_level")) is not None]
        result = {name: value for each in held.values() for name, value in each.items()}
        if levels:
            result["lowest_level"] = min(levels, key=self.draft.manifest.levels.index)
        return result

    def existing(self, field: str, kind: Kind, code: object) -> str:
        """A code that an argument names; the node must exist."""
        if code is not None and not isinstance(code, str):
            zh, en = 'YAML 中请加引号，如 "NO"、"10"', 'in YAML put it in quotes, as "NO" or "10"'
            self.refuse(field, f"收到 {code!r}，应为编码（文本）；{zh}", f"got {code!r}, expected a code, a text; {en}")
        if not isinstance(code, str) or self.draft.node(kind, code) is None:
            near = alike(self.draft, str(code), kind)
            zh, en = (f"；相近 {', '.join(near)}", f"; near: {', '.join(near)}") if near else ("", "")
            reason = (
                f"没有编码为 {code!r} 的{KINDS[kind].label.zh}{zh}",
                f"no {KINDS[kind].label.en} has the code {code!r}{en}",
            )
            self.refuse(field, *reason, unknown=NodeId(kind, str(code)))
        return code


def status_label(status: str) -> Label:
    """What a status of a power is called; as it is where the schema does not know it."""
    return KINDS[Kind.POWER].properties["status"].values.get(status, Label(status, status))


def _told(level: str) -> str:
    """A level by the label that reports show for it."""
    return _level(level).zh


def _level(level: str) -> Label:
    """The label of a level; a level of the graph's own is called as it is."""
    return LEVELS.get(level, Label(level, level))


def _written(level: str) -> Label:
    """A level as it is written in a reform, with its label."""
    told = _level(level)
    return Label(f"{level}（{told.zh}）", f"{level} ({told.en})") if level in LEVELS else told


RESERVED = frozenset({"kind", "code", "rel", "from", "to", "key", "valid_from", "valid_to"})
"""Names that files use for other things, and so no property may have."""
