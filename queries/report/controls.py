"""Chapter 防控措施: what is uncovered and must be set up, which controls change hands, what to look at again."""

from __future__ import annotations

from graph.schema import Kind, Label
from queries.census import count_origins
from queries.report.altered import altered_said
from queries.report.case import Case, value_label
from queries.report.document import Cell, Chapter, Column, Row, Table, table_of
from queries.report.findings import SET_UP, TOPICS, finding_origin, finding_tables
from queries.report.review import review_tables
from queries.report.words import counted

__all__ = ["controls_chapter"]

_COLUMNS = (
    Column("control", Label("措施编码", "control")),
    Column("name", Label("防控措施", "name")),
    Column("line", Label("防线", "line")),
    Column("change", Label("变动", "change")),
    Column("before", Label("原责任岗位", "owners before")),
    Column("after", Label("现责任岗位", "owners after")),
    Column("lost", Label("不再防控", "mitigates no more")),
    Column("gained", Label("新防控", "mitigates anew")),
)
_NAMED = 3
"""Risks named in a cell."""


def controls_chapter(case: Case) -> Chapter:
    """The chapter on controls."""
    tables = (
        *finding_tables(case, "controls"),
        *_altered(case),
        *review_tables(case, Kind.CONTROL, case.impact.review.controls),
        *review_tables(case, Kind.STANDARD, case.impact.review.standards),
    )
    return Chapter("controls", Label("防控措施", "Controls"), _summary(case), tables)


def _summary(case: Case) -> tuple[Label, ...]:
    found = [item for item in case.impact.opened if item.code in SET_UP and item.code in TOPICS["controls"]]
    told = Label("没有须先设立的防控措施或监管。", "No control or supervision has to be set up first.")
    if found:
        number = counted(count_origins(finding_origin(case, item) for item in found), "项", "item")
        told = Label(f"须在改革生效前设立或调整 {number.zh}。", f"To be set up before the reform starts: {number.en}.")
    altered = altered_said(case.controls)
    if altered is None:
        return (told,)
    return (Label(f"{altered.zh}，须逐项核对。", f"{altered.en}: each is to be checked."), told)


def _altered(case: Case) -> tuple[Table, ...]:
    rows = []
    for found in case.controls:
        control, node = found.code, (Kind.CONTROL, found.code)
        cells = (
            control,
            case.name(*node),
            value_label(Kind.CONTROL, "line", case.held(*node).get("line")),
            found.label,
            case.summary(found.before),
            case.summary(found.after),
            _risks(case, found.lost),
            _risks(case, found.gained),
        )
        sides = {"before": found.before, "after": found.after, "lost": found.lost, "gained": found.gained}
        codes = {name: tuple(sorted(held)) for name, held in sides.items()}
        paths = case.behind(*node)
        fold = (found.label.en, str(cells[2]))
        rows.append(Row(cells, (f"Control/{control}",), case.origin(node), found.changes[0], paths, codes, fold))
    return table_of("owners", Label("防控措施的变化", "Controls that change"), _COLUMNS, rows)


def _risks(case: Case, risks: frozenset[str]) -> Cell:
    """Risk points in few words; None for none."""
    held = sorted(risks)
    named = case.titles(Kind.RISK, held[:_NAMED])
    if len(held) <= _NAMED:
        return named
    return Label(f"{named} 等 {len(held)} 个", f"{named} and {len(held) - _NAMED} more")
