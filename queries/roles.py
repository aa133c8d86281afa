"""Standard posts 标准岗位: what posts of many offices are instances of. They are no nodes but a property of posts."""

from __future__ import annotations

from graph.model import EMPTY
from graph.schema import Kind
from graph.view import View

__all__ = ["roles_of"]


def roles_of(view: View) -> dict[str, tuple[str, ...]]:
    """Every standard post with the codes of its posts, both in order."""
    found: dict[str, list[str]] = {}
    for post in view.codes(Kind.POST):
        role = str((view.node(Kind.POST, post) or EMPTY).get("role", ""))
        if role:
            found.setdefault(role, []).append(post)
    return {role: tuple(found[role]) for role in sorted(found)}
