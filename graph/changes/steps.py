"""Steps that come and go, as convert, redefine and cancel have them (calculus §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.changes.draft import Call
from graph.model import EMPTY, Value
from graph.schema import BORNE_BY, EXPOSES, HAS_STEP, NEXT, PERFORMED_BY, Kind

__all__ = ["add_steps", "check_added_steps", "retire_steps"]

_REQUIRED = ("code", "name", "seq", "act")
_PROPERTIES = ("name", "seq", "act", "limit_days", "min_posts")
_OPTIONAL = ("limit_days", "min_posts", "posts", "risks", "after")


def retire_steps(call: Call, steps: Iterable[str]) -> None:
    """Retire steps, and each risk that only they exposed and no post bears by itself.

    A risk of class ``external`` stays: dangers outside do not end by decree.
    """
    draft = call.draft
    retired = tuple(dict.fromkeys(steps))
    risks = sorted({risk for step in retired for risk in draft.out(EXPOSES, step)})
    for step in retired:
        draft.retire_node(Kind.STEP, step)
    for risk in risks:
        held = draft.node(Kind.RISK, risk) or EMPTY
        if held.get("class") != "external" and not draft.into(EXPOSES, risk) and not draft.out(BORNE_BY, risk):
            draft.retire_node(Kind.RISK, risk)


def check_added_steps(call: Call, power: str, field: str, going: Iterable[str]) -> set[str]:
    """Check the form of steps to be added, whose codes may be those of steps that are ``going``.

    Returns the codes of the new steps.
    """
    gone = set(going)
    own = set(call.draft.out(HAS_STEP, power)) - gone
    new: set[str] = set()
    for item in call.items(field):
        call.only_keys(field, item, _REQUIRED, _OPTIONAL)
        code = item["code"]
        if not isinstance(code, str) or code not in gone:
            call.new_code(field, Kind.STEP, code)
        if code in new:
            call.refuse(field, f"编码 {code} 出现两次", f"code {code} given twice")
        call.properties(field, Kind.STEP, _own_properties(item))
        for kind, name in ((Kind.POST, "posts"), (Kind.RISK, "risks")):
            _check_list(call, field, kind, item.get(name, []))
        if "after" in item and item["after"] not in own | new:
            call.refuse(
                field, f"after {item['after']!r} 不是 {power} 的环节", f"after {item['after']!r} is no step of {power}"
            )
        new.add(code)
    return new


def add_steps(call: Call, power: str, field: str) -> None:
    """Add the steps of an argument that `check_added_steps` has passed."""
    draft = call.draft
    for item in call.items(field):
        code = item["code"]
        draft.add_node(Kind.STEP, code, _plain(call.properties(field, Kind.STEP, _own_properties(item))))
        draft.add_relation(HAS_STEP, power, code)
        for post in item.get("posts", []):
            draft.add_relation(PERFORMED_BY, code, post)
        for risk in item.get("risks", []):
            if draft.node(Kind.RISK, risk) is None:
                call.refuse(field, f"风险 {risk} 已随环节终止", f"risk {risk} ended with the retired steps")
            draft.add_relation(EXPOSES, code, risk)
        if "after" in item:
            draft.add_relation(NEXT, item["after"], code)


def _own_properties(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in _PROPERTIES if name in item}


def _plain(properties: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in properties.items() if value is not None}


def _check_list(call: Call, field: str, kind: Kind, codes: object) -> None:
    if not isinstance(codes, list | tuple):
        call.refuse(field, f"收到 {codes!r}，应为列表", f"got {codes!r}, expected a list")
    for code in codes:
        call.existing(field, kind, code)
