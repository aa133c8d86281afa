"""The census as a page: every number with what it is made of, and beside it what was announced, where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.spelling import labelled
from graph.errors import InputError
from graph.schema import KINDS, LEVELS, Kind, Label
from graph.snapshot import Origin
from queries.census import ORIGINS, Census, Count, Split

__all__ = ["census_page", "origins_named"]

_UNKNOWN = "unknown"
_MARKS = {
    "in_system": Label("进系统", "in the system"),
    "leaves_trace": Label("留痕迹", "leaves a trace"),
    "traceable": Label("可追溯", "traceable"),
    "supervisable": Label("能监督", "supervisable"),
}
_NONE = Label("未注明", "not stated")

_Line = tuple[str, Label, Count, int]
"""Name of the figure, its label, the count, and how far it is indented."""


def origins_named(text: str | None) -> frozenset[str] | None:
    """The origins that an option names; None for all.

    Raises:
        InputError: no such origin.
    """
    if text is None:
        return None
    labels = {origin: _origin_label(origin) for origin in ORIGINS}
    known = {origin or _UNKNOWN: origin for origin in ORIGINS}
    found = set()
    for name in (name.strip() for name in re.split("[,，、]", text)):
        origin = known[name] if name in known else labelled(name, labels)
        if origin is None:
            zh = " / ".join(f"{code}（{labels[origin].zh}）" for code, origin in known.items())
            en = " / ".join(known)
            raise InputError(Label(f"--origin：收到 {name!r}；应为 {zh}", f"--origin: got {name!r}; expected {en}"))
        found.add(origin)
    return frozenset(found)


def census_page(census: Census, origin: Origin, announced: Mapping[str, int] | None = None) -> Iterator[Block]:
    """The figures of a graph.

    Args:
        census: what was counted.
        origin: the revision and date of the graph.
        announced: figures to set beside them, by name of the figure, share in percent included.
    """
    yield Heading(Label("图谱清点", "Census"), 1)
    state = [f"数据日期 {origin.on}"] if origin.on else []
    state += [f"修订 {origin.revision}"] if origin.revision is not None else []
    state += [f"数据 {origin.name}"] if origin.name else []
    yield Paragraph(" · ".join(state), "faint")
    if census.origins is not None:
        names = "、".join(_origin_label(item).zh for item in census.origins)
        yield Paragraph(f"只计来源：{names}。Only what is of these origins is counted.", "strong")
    columns = [Column("项目 item"), Column("数量", right=True)]
    columns += [Column("访谈", right=True)] if announced else []
    columns += [Column(_origin_label(item).zh, right=True) for item in ORIGINS]
    rows = []
    for name, label, count, depth in _lines(census):
        cells = ["  " * depth + str(label), f"{count.total:,}"]
        cells += [_figure(announced.get(name))] if announced else []
        rows.append((*cells, *(_figure(count.by_origin.get(item)) for item in ORIGINS)))
    rows.append(_share_row(census, announced))
    yield Grid(tuple(columns), tuple(rows))
    if announced:
        yield Paragraph("“访谈”为 2014 年访谈所述的数字。The column 访谈 holds the figures of the interview of 2014.")
    total = census.powers.count
    yield Paragraph(
        f"每个数字都由上表所列来源的数据得出；合成数据占在用职权的 {total.synthetic}/{total.total}。"
        f"Every number is of the origins listed; {total.synthetic} of {total.total} active powers are synthetic."
    )


def _lines(census: Census) -> Iterator[_Line]:
    yield from _split("powers", Label("在用职权", "active powers"), census.powers, Kind.POWER, "category")
    yield "public", Label("其中公开", "of them public"), census.public, 1
    yield from _split("approvals", Label("审批事项", "approval items"), census.approvals, Kind.POWER, "approval")
    yield from _split(
        "risks", Label("有岗位承担的风险点", "risk points borne by a post"), census.risks_by_class, Kind.RISK, "class"
    )
    for value, count in census.risks_by_grade.parts.items():
        yield f"grade-{value}", _value_label(Kind.RISK, "grade", value), count, 1
    yield "unattended", Label("外部风险待承接", "unattended dangers"), census.unattended, 0
    yield from _split("controls", Label("防控措施", "controls"), census.controls_by_line, Kind.CONTROL, "line")
    for value, count in census.controls_by_mode.parts.items():
        yield f"mode-{value}", _value_label(Kind.CONTROL, "mode", value), count, 1
    yield "standards", Label("内控标准", "standards"), census.standards, 0
    yield "standard_posts", Label("标准岗位", "standard posts"), census.standard_posts, 0
    yield "posts", Label("具体岗位", "posts"), census.posts, 0
    yield from _split("offices", Label("机关", "offices"), census.offices, Kind.UNIT, "level")
    yield "sections", Label("科室", "sections"), census.sections, 0
    yield from _split("instruments", Label("法规文件", "instruments"), census.instruments, Kind.INSTRUMENT, "status")
    yield from _split("articles", Label("条款", "articles"), census.articles, Kind.ARTICLE, "status")
    yield from _split("rules", Label("制度废改立", "rules changed"), census.rules_changed, Kind.INSTRUMENT, "change")
    yield "nodes", Label("执法内控节点", "control nodes"), census.marks.nodes, 0
    for mark, count in census.marks.each.items():
        yield f"mark-{mark}", _MARKS[mark], count, 1
        if mark == "in_system":
            yield "documented", Label("其中系统有出处", "system has a source"), census.marks.documented, 2
    yield "complete", Label("四项俱全", "all four marks"), census.marks.complete, 1


def _split(name: str, label: Label, split: Split, kind: Kind, of: str) -> Iterator[_Line]:
    yield name, label, split.count, 0
    for value, count in split.parts.items():
        if count.total or value:
            yield f"{name}-{value}", _value_label(kind, of, value), count, 1


def _value_label(kind: Kind, name: str, value: str) -> Label:
    if not value:
        return _NONE
    declared = {str(key): label for key, label in KINDS[kind].properties[name].values.items()}
    return declared.get(value) or LEVELS.get(value) or Label(value, "")


def _share_row(census: Census, announced: Mapping[str, int] | None) -> tuple[str, ...]:
    share = census.marks.share
    cells = ["  占比 share", "—" if share is None else f"{share:.0%}"]
    if announced:
        cells.append(f"{announced['share']}%" if "share" in announced else "")
    return (*cells, *("" for _ in ORIGINS))


def _figure(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _origin_label(origin: str) -> Label:
    return KINDS[Kind.POWER].properties["origin"].values.get(origin, _NONE)
