"""The findings PG001–PG020 as entries: the rules themselves are in `queries.findings`."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from graph.derived import Derived
from graph.labels import ACTS
from graph.schema import Kind, Label
from queries.answers.model import Arguments, Ask, Column, ColumnType, Entry, Row
from queries.answers.parts import of_kind
from queries.findings import findings_at
from queries.findings.catalog import FINDINGS
from queries.findings.model import FindingType
from queries.findings.spoken import ACT_FIELDS

__all__ = ["ENTRIES"]

_LABELS = MappingProxyType(
    {
        "power": Label("职权", "power"),
        "depends_on": Label("前置职权", "depends on"),
        "step": Label("环节", "step"),
        "unit": Label("机构", "unit"),
        "risk": Label("风险点", "risk point"),
        "post": Label("岗位", "post"),
        "control": Label("防控措施", "control"),
        "article": Label("条款", "article"),
        "rule": Label("规则", "rule"),
        "act": Label("动作", "act"),
        "other_act": Label("另一动作", "other act"),
    }
)


def _entry(declared: FindingType) -> Entry:
    columns = tuple(
        Column(name, _LABELS[name], ColumnType.TEXT, kind, words=ACTS if name in ACT_FIELDS else {})
        for name, kind in zip(declared.fields, declared.kinds, strict=True)
    )
    anchor = declared.fields[declared.at]
    return Entry(
        id=f"{declared.code.lower()}-{declared.name}",
        question=Label(f"何处存在：{declared.label.zh}？", f"Where is this found: {declared.label.en}?"),
        columns=columns,
        identity=declared.fields,
        order=(),
        denominator=of_kind(declared.anchor, anchor),
        ask=_asking(declared.code, declared.anchor),
        finding=declared.code,
        near=declared.near,
    )


def _asking(code: str, anchor: Kind) -> Ask:
    def ask(derived: Derived, _: Arguments) -> Iterable[Row]:
        found = findings_at(derived, {anchor: derived.view.codes(anchor)})
        return (finding.identity for finding in found if finding.code == code)

    return ask


ENTRIES: tuple[Entry, ...] = tuple(map(_entry, FINDINGS.values()))
