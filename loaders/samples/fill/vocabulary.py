"""The small vocabularies beside the tables: standard posts, sections, lines of business, patterns of text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.samples.fill.text import Row, items, read_rows

__all__ = ["Flow", "FlowStep", "Line", "Pattern", "PostType", "Vocabulary", "load"]

LEVELS = ("hq", "regional", "local")


@dataclass(frozen=True, slots=True)
class PostType:
    """A standard post at one level: where it sits and what it is good for (chief, leader, line2, line3)."""

    code: str
    name: str
    level: str
    section: str
    rank: str
    seats: str
    duty: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of business 条线 with the posts that watch it from the second line."""

    code: str
    name: str
    second: tuple[str, ...]
    systems: tuple[str, ...]
    staff: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step of a pattern of flow."""

    act: str
    who: str
    text: str
    least: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A pattern of flow for management and supervision items; one that names powers is for those alone."""

    steps: tuple[FlowStep, ...]
    powers: tuple[str, ...]
    lines: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of risk: its name and how it shows, with class, grade and the prohibited act of 海关法 §72."""

    name: str
    manifestation: str
    kind: str
    grade: str
    act: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the generator knows beside the hand-written tables."""

    posts: tuple[PostType, ...]
    sections: tuple[Row, ...]
    offices: tuple[Row, ...]
    lines: Mapping[str, Line]
    flows: tuple[Flow, ...]
    patterns: Mapping[str, tuple[Pattern, ...]]
    group_of_act: Mapping[tuple[str, str], str]
    """(scope, act) to group; the scope is "" for enforcement powers and "management" for all others."""
    controls: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]
    articles: tuple[str, ...]
    standards: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, int]
    subjects: Mapping[str, tuple[str, str]]
    items: tuple[Row, ...]
    subitems: tuple[Row, ...]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _line(code: str, raw: Mapping[str, Any]) -> Line:
    staff = {level: tuple(posts) for level, posts in raw.get("staff", {}).items()}
    return Line(code, raw["name"], tuple(raw["second"]), tuple(raw["systems"]), staff)


def _flow(raw: Mapping[str, Any]) -> Flow:
    steps = tuple(FlowStep(x["act"], x["who"], x["text"], x.get("min", 1)) for x in raw["steps"])
    return Flow(steps, tuple(raw.get("powers", ())), tuple(raw.get("lines", ())), tuple(raw.get("levels", ())))


_KIND = {"i": "廉政风险", "e": "执法风险", "x": "外部风险"}
_GRADE = {"1": "一级", "2": "二级", "3": "三级"}


def _pattern(text: str) -> Pattern:
    name, manifestation, kind, grade, act = (part.strip() for part in text.split("|"))
    return Pattern(name, manifestation, _KIND[kind], _GRADE[grade], f"海关法第七十二条第{act}项")


def _post(row: Row) -> PostType:
    return PostType(
        row["标准岗位编码"],
        row["标准岗位"],
        row["机构层级"],
        row["科室"],
        row["职务层级"],
        row["编制"],
        row["归口"],
    )


def load(folder: Path) -> Vocabulary:
    """Read the vocabularies of a sample."""
    groups = _toml(folder / "risks.toml")["group"]
    texts = _toml(folder / "texts.toml")
    return Vocabulary(
        posts=tuple(_post(row) for row in read_rows(folder / "posts.csv")),
        sections=read_rows(folder / "sections.csv"),
        offices=read_rows(folder / "offices.csv"),
        lines={code: _line(code, raw) for code, raw in _toml(folder / "lines.toml").items()},
        flows=tuple(_flow(raw) for raw in _toml(folder / "flows.toml")["flow"]),
        patterns={x["name"]: tuple(_pattern(text) for text in x["patterns"]) for x in groups},
        group_of_act={(x.get("scope", ""), act): x["name"] for x in reversed(groups) for act in x["acts"]},
        controls={kind: tuple(texts) for kind, texts in _toml(folder / "controls.toml").items()},
        rules=tuple(texts["rules"]),
        articles=tuple(texts["articles"]),
        standards={group: tuple(points) for group, points in texts["standards"].items()},
        targets=_toml(folder / "targets.toml"),
        subjects={x["权力编码"]: (x["条线"], x["对象"]) for x in read_rows(folder / "lines.csv")},
        items=read_rows(folder / "items.csv"),
        subitems=read_rows(folder / "subitems.csv"),
    )


def sections_of(office: Row) -> tuple[str, ...]:
    """Codes of the sections of a local office: those that every office has, and its own."""
    return ("LD", "BG", "JA", *items(office["科室"]))
