"""The labels of levels, grades, lines, ranks and states: the values that several declarations of the schema share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.terms import Label

__all__ = ["GRADES", "LEVELS", "LINES", "LIVE", "RANKS", "SECTION"]

SECTION = "section"
"""The level of a unit that is no office of its own: a 科室 inside an office."""

LEVELS: Mapping[str, Label] = MappingProxyType(
    {
        "hq": Label("总署", "head office"),
        "regional": Label("直属海关", "regional customs"),
        "local": Label("隶属海关", "local customs"),
        SECTION: Label("科室", "section"),
    }
)
"""The labels of the default levels; a graph with levels of its own shows them by their names."""

GRADES: Mapping[str | int, Label] = MappingProxyType(
    {
        1: Label("一级", "grade 1 (highest)"),
        2: Label("二级", "grade 2"),
        3: Label("三级", "grade 3"),
    }
)
"""Grades of risk points."""

LINES: Mapping[str | int, Label] = MappingProxyType(
    {
        1: Label("基层自控", "first line: the unit itself"),
        2: Label("职能监控", "second line: functional department"),
        3: Label("专门监督", "third line: audit and inspection"),
    }
)
"""The three lines of defence."""

RANKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "law": ("法律", "law"),
        "admin_regulation": ("行政法规", "administrative regulation"),
        "council_decision": ("国务院决定", "State Council decision"),
        "local_regulation": ("地方性法规", "local regulation"),
        "provincial_rule": ("地方政府规章", "provincial rule"),
        "department_rule": ("部门规章", "department rule"),
        "normative": ("规范性文件", "normative document"),
        "internal": ("内部制度", "internal rule"),
    }
)
"""Ranks of instruments and articles, highest first."""

LIVE: Mapping[str, tuple[str, str]] = MappingProxyType({"live": ("有效", "live"), "repealed": ("废止", "repealed")})
"""The states of an instrument or an article."""
