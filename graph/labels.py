"""The labels of values: of levels, grades, lines, ranks and states, and of texts that many files have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.terms import Label

__all__ = ["GRADES", "LEVELS", "LINES", "LIVE", "MEASURES", "OFFICE_RANKS", "RANKS", "SECTION"]

SECTION = "section"
"""The level of a unit that is no office of its own: a 科室 inside an office."""


def _known(*texts: tuple[str, str]) -> Mapping[str, Label]:
    return MappingProxyType({zh: Label(zh, en) for zh, en in texts})


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

OFFICE_RANKS: Mapping[str, Label] = _known(
    ("署级", "head-office level"),
    ("司级", "department level"),
    ("局级", "bureau level"),
    ("关级", "customs-house level"),
    ("处级", "division level"),
    ("科级", "section level"),
    ("员级", "officer level"),
)
"""Ranks of office of a post, highest first; other agencies have others."""

MEASURES: Mapping[str, Label] = _known(
    ("制度", "rules"),
    ("流程", "set procedure"),
    ("时限", "time limit"),
    ("限额", "limit of amount"),
    ("裁量基准", "benchmark of discretion"),
    ("复核", "second review"),
    ("双人作业", "work in pairs"),
    ("集体决策", "collective decision"),
    ("岗位分离", "separation of posts"),
    ("轮岗", "rotation of posts"),
    ("回避", "recusal"),
    ("公开公示", "publication"),
    ("系统刚性控制", "enforced by the system"),
    ("系统预警", "alert by the system"),
    ("执法记录", "record of enforcement"),
    ("执法评估", "appraisal of enforcement"),
    ("抽查", "spot check"),
    ("督察审计", "inspection and audit"),
    ("举报", "reports by anyone"),
    ("追责", "accountability"),
)
"""Types of measure as the reference data names them; a file may have its own."""
