"""The sheet of a standard post 标准岗位: the posts that are instances of it, by office, and what they do together.

A standard post is no node but a property that posts share. What its posts do is what the sheets of the posts say, each
row once with the number of posts that it holds for, so that an office that deviates shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from graph.derived import Derived
from graph.model import EMPTY, NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.census import SYNTHETIC
from queries.roles import roles_of
from queries.show.model import Lane, Row, Sheet
from queries.show.sheet import show_node

__all__ = ["RoleSheet", "show_role"]

_OF_ONE_POST = frozenset({"covered", "covers", "identity"})
"""Facts that a sheet tells of its own post and that would be wrong of several."""
_PLACES = frozenset({"unit"})
"""Lanes that the list of posts tells better."""


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """A standard post with its posts by office; ``posts`` counts them, ``synthetic`` those that are made up."""

    role: str
    posts: int
    synthetic: int
    lanes: tuple[Lane, ...]

    def lane(self, lane_id: str) -> Lane:
        """The lane of an id; KeyError where the sheet has none."""
        return {lane.id: lane for lane in self.lanes}[lane_id]

    def to_json(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "posts": self.posts,
            "synthetic": self.synthetic,
            "lanes": [lane.to_json() for lane in self.lanes],
        }


def show_role(view: View, role: str) -> RoleSheet:
    """The posts of a standard post by office, and what hangs on any of them; no posts where nothing is of this role."""
    posts = roles_of(view).get(role, ())
    sheets = [show_node(view, NodeId(Kind.POST, post)) for post in posts]
    lanes = (_by_office(view, sheets), *_together(sheets))
    return RoleSheet(role, len(posts), sum(sheet.origin == SYNTHETIC for sheet in sheets), lanes)


def _by_office(view: View, sheets: Iterable[Sheet]) -> Lane:
    derived = Derived(view)
    found: dict[str, list[Row]] = {}
    for sheet in sheets:
        seats = {name: sheet.properties[name] for name in ("seats",) if name in sheet.properties}
        synthetic = int(sheet.origin == SYNTHETIC)
        post = Row(Kind.POST, sheet.node.code, sheet.name, sheet.origin, MappingProxyType(seats), synthetic=synthetic)
        found.setdefault(derived.office(sheet.node.code) or "", []).append(post)
    rows = tuple(_office(view, office, posts) for office, posts in sorted(found.items()))
    return Lane("posts", Label("具体岗位", "posts by office"), rows, sum(len(posts) for posts in found.values()))


def _office(view: View, code: str, posts: list[Row]) -> Row:
    held = view.node(Kind.UNIT, code) or EMPTY
    name = str(held.get("name", "")) if code else "无机关 no office"
    synthetic = sum(post.synthetic for post in posts)
    return Row(Kind.UNIT, code, name, str(held.get("origin", "")), synthetic=synthetic, children=tuple(posts))


def _together(sheets: list[Sheet]) -> Iterable[Lane]:
    """The lanes of all posts as one, each row with the number of posts that have it where not all do."""
    for lane in sheets[0].lanes if sheets else ():
        if lane.id in _PLACES:
            continue
        rows: dict[tuple[str, str], Row] = {}
        numbers: dict[tuple[str, str], int] = {}
        for sheet in sheets:
            for key in {(row.kind or "", row.code): row for row in sheet.lane(lane.id).rows}.items():
                rows.setdefault(*key)
                numbers[key[0]] = numbers.get(key[0], 0) + 1
        merged = tuple(_counted(rows[key], numbers[key], len(sheets)) for key in sorted(rows))
        yield Lane(lane.id, lane.label, merged, len(merged))


def _counted(row: Row, number: int, of: int) -> Row:
    facts = {name: value for name, value in row.facts.items() if name not in _OF_ONE_POST}
    return replace(row, facts=MappingProxyType({**facts, "posts": f"{number}/{of}"}))
