"""Standard posts 标准岗位 that tables name in the place of posts, and the posts that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from graph.schema import Kind
from graph.view import View
from loaders.tables.rows import Row

__all__ = ["place_named", "posts_of_role", "standard_posts"]


def place_named(row: Row) -> bool:
    """Whether a row says in which office or section its post is: a standard post then means none elsewhere."""
    return "office name" in row.values or "section name" in row.values


def standard_posts(rows: Sequence[Row], base: View | None) -> frozenset[str]:
    """Every standard post of the tables and of the store."""
    stated = {str(row.values.get("role")) for row in rows if row.heading.table.kind is Kind.POST}
    return frozenset(stated | {str(role) for role in _held(base).values()})


def posts_of_role(role: str, rows: Sequence[Row], base: View | None) -> list[str]:
    """The codes of the posts that are instances of a standard post, sorted; what the tables say of a post counts."""
    found: dict[str, object] = {
        str(row.values["code"]): row.values.get("role")
        for row in rows
        if row.heading.table.kind is Kind.POST and "code" in row.values
    }
    return sorted(code for code, held in ({**_held(base), **found}).items() if held == role)


def _held(base: View | None) -> dict[str, object]:
    """The standard posts of the posts that the store holds, by code."""
    if base is None:
        return {}
    return {code: (base.node(Kind.POST, code) or {}).get("role") for code in base.codes(Kind.POST)}
