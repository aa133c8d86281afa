"""What hangs on a touched power without having moved: the lists to look at again, one for each kind."""

from __future__ import annotations

from collections.abc import Iterable

from graph.schema import KINDS, Kind, Label
from queries.report.case import Case
from queries.report.document import Column, Row, Table, table_of

__all__ = ["review_tables"]

_NOTES = {
    Kind.POST: Label("职责说明待复核", "duty sheet to be looked at again"),
    Kind.RISK: Label("待重新定级备案", "grade to be confirmed and filed again"),
    Kind.CONTROL: Label("措施待复核", "control to be looked at again"),
    Kind.STANDARD: Label("标准待复核", "standard to be looked at again"),
    Kind.ARTICLE: Label("条款待复核", "article to be looked at again"),
}


def review_tables(case: Case, kind: Kind, codes: Iterable[str]) -> tuple[Table, ...]:
    """The nodes of one kind that are under review."""
    label, note = KINDS[kind].label, _NOTES[kind]
    columns = (
        Column("code", KINDS[kind].code),
        Column("name", label),
        Column("what", Label("处置", "what to do")),
    )
    rows = []
    for code in codes:
        fold = (case.role(code), case.region(case.office(code))) if kind is Kind.POST else ()
        cells = (code, case.name(kind, code), note)
        node = f"{kind.value}/{code}"
        rows.append(Row(cells, (node,), case.origin((kind, code)), "review", case.behind(kind, code), {}, fold))
    heading = Label(f"待复核{label.zh}", f"{label.en.capitalize()}s to be reviewed")
    return table_of(f"review-{kind.value.lower()}", heading, columns, rows)
