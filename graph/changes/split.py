"""split 拆分: one power becomes several, each with some of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.changes.draft import Argument, Basis, Call, Operation
from graph.model import EMPTY
from graph.schema import (
    AUTHORIZED_BY,
    DEPENDS_ON,
    DERIVED_FROM,
    EXERCISED_BY,
    HAS_STEP,
    SUPERVISED_BY,
    Kind,
    Label,
)

__all__ = ["SPLIT"]

_COPIED = ("category", "type", "public", "level", "delegated_from", "compulsion")


def _split(call: Call) -> None:
    power = call.change["power"]
    parts = _parts(call, power)
    draft = call.draft
    held = draft.node(Kind.POWER, power) or EMPTY
    copied = {name: held[name] for name in _COPIED if name in held}
    for part in parts:
        code = part["code"]
        draft.add_node(Kind.POWER, code, {"name": part["name"], **copied, "status": "active"})
        _copy(call, power, code)
        _bases(call, power, code, part)
        for step in part["steps"]:
            draft.retire_pair(HAS_STEP, power, step)
            draft.add_relation(HAS_STEP, code, step)
    _repoint(call, power, tuple(part["code"] for part in parts))
    for link in (EXERCISED_BY, SUPERVISED_BY, DEPENDS_ON):
        for target in draft.out(link, power):
            draft.retire_pair(link, power, target)
    draft.set_node(Kind.POWER, power, {"status": "split", "delegated_from": None})
    for part in parts:
        draft.add_relation(DERIVED_FROM, part["code"], power)


def _parts(call: Call, power: str) -> list[Mapping[str, Any]]:
    parts = call.items("parts")
    own = call.draft.out(HAS_STEP, power)
    codes: set[str] = set()
    placed: set[str] = set()
    for part in parts:
        call.only_keys("parts", part, ("code", "name", "steps"), ("articles",))
        code = call.new_code("parts", Kind.POWER, part["code"])
        if code in codes:
            call.refuse("parts", f"编码 {code} 出现两次", f"code {code} given twice")
        codes.add(code)
        call.properties("parts", Kind.POWER, {"name": part["name"]})
        _place(call, power, part["steps"], own, placed)
        for item in _articles(call, part):
            call.basis("parts", item)
    if len(parts) < 2:
        call.refuse("parts", "应拆成两项以上", "two or more parts")
    missing = sorted(set(own) - placed)
    if missing:
        call.refuse("parts", f"环节 {', '.join(missing)} 未归入任何一项", f"steps in no part: {', '.join(missing)}")
    return parts


def _place(call: Call, power: str, steps: object, own: tuple[str, ...], placed: set[str]) -> None:
    if not isinstance(steps, list | tuple):
        call.refuse("parts", f"收到 steps {steps!r}，应为列表", f"got steps {steps!r}, expected a list")
    for step in steps:
        if step not in own:
            call.refuse("parts", f"{step!r} 不是 {power} 的环节", f"{step!r} is no step of {power}")
        if step in placed:
            call.refuse("parts", f"环节 {step} 归入两项", f"step {step} is in two parts")
        placed.add(step)


def _articles(call: Call, part: Mapping[str, Any]) -> list[Any]:
    articles = part.get("articles", [])
    if not isinstance(articles, list | tuple):
        call.refuse("parts", f"收到 articles {articles!r}，应为列表", f"got articles {articles!r}, expected a list")
    return list(articles)


def _copy(call: Call, power: str, part: str) -> None:
    for link in (EXERCISED_BY, SUPERVISED_BY, DEPENDS_ON):
        for target in call.draft.out(link, power):
            call.draft.copy_pair(link, (power, target), (part, target))


def _bases(call: Call, power: str, code: str, part: Mapping[str, Any]) -> None:
    """The articles that the part names, else all; a named one keeps its lowest level unless it gives one."""
    draft = call.draft
    named = [call.basis("parts", item) for item in _articles(call, part)]
    for basis in named or [Basis(article, None) for article in draft.out(AUTHORIZED_BY, power)]:
        call.authorize(code, basis, call.inheritance(power, basis.article))


def _repoint(call: Call, power: str, parts: tuple[str, ...]) -> None:
    """What depended on the power depends on every part."""
    for other in call.draft.into(DEPENDS_ON, power):
        for part in parts:
            call.draft.copy_pair(DEPENDS_ON, (other, power), (other, part))
        call.draft.retire_pair(DEPENDS_ON, other, power)


SPLIT = Operation(
    "split",
    Label("拆分", "split"),
    (
        Argument("power", Label("职权", "power")),
        Argument("parts", Label("拆分为", "parts")),
    ),
    ("active",),
    _split,
)
