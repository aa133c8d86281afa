"""A case that fails, made small: without the changes, relations and elements that its failing does not need."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.oracle.generate import lines_of
from tests.oracle.world import BrokenRule, Props, load_graph

Fails = Callable[[list[Props], Props], bool]
"""Whether (objects, reform) still shows what is looked for; the graph obeys §1 whenever it is asked."""


def smallest(objects: list[Props], reform: Props, fails: Fails) -> tuple[list[Props], Props]:
    """A case that fails, of which no single change, relation or element can go."""
    changes: list[Props] = list(reform["changes"])
    size = 0
    while size != (size := len(objects) + len(changes)):
        changes = _fewer(changes, partial(_still, fails, reform, objects))
        objects = _fewer(objects, partial(_still, fails, reform, changes=changes))
    return objects, {**reform, "changes": changes}


def _still(fails: Fails, reform: Props, objects: list[Props], changes: list[Props]) -> bool:
    return stands(objects) and fails(objects, {**reform, "changes": changes})


def stands(objects: list[Props]) -> bool:
    """Whether these are the objects of a graph that obeys §1."""
    try:
        load_graph(lines_of(objects))
    except BrokenRule:
        return False
    return True


def _fewer(items: list[Props], still: Callable[[list[Props]], bool]) -> list[Props]:
    """What is left when halves were tried, then ever smaller parts, down to one by one."""
    size = 2 * len(items)
    while size := size // 2:
        at = 0
        while at < len(items):
            left = _without(items, items[at : at + size])
            if still(left):
                items = left
            else:
                at += size
    return items


def _without(items: list[Props], gone: list[Props]) -> list[Props]:
    """The items but those, and but the relations that had an end among them."""
    refs = {f"{one['kind']}/{one['code']}" for one in gone if "kind" in one}
    return [
        one
        for one in items
        if not any(one is other for other in gone) and not ("rel" in one and (one["from"] in refs or one["to"] in refs))
    ]
