"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import Format
from graph.model import parse_date
from graph.terms import Label

if TYPE_CHECKING:
    from queries.findings.model import Severity

__all__ = [
    "Accepted",
    "AsOf",
    "Author",
    "DryRun",
    "Effective",
    "FailOn",
    "FailOnOption",
    "Form",
    "Graph",
    "GraphFile",
    "Limit",
    "Mapped",
    "Number",
    "On",
    "Output",
    "Reason",
    "StoreUrl",
    "Svg",
    "severity_of",
]


class FailOn(StrEnum):
    """The gravity from which findings count."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class GraphFile(StrEnum):
    """The forms in which a graph is exported."""

    JSONL = "jsonl"
    GRAPHML = "graphml"
    GEXF = "gexf"
    NEO4J_CSV = "neo4j-csv"

    @classmethod
    def of(cls, file: Path) -> GraphFile:
        """The form that a file's suffix names; JSON Lines for any other."""
        return {".graphml": cls.GRAPHML, ".gexf": cls.GEXF}.get(file.suffix.lower(), cls.JSONL)


def severity_of(fail_on: FailOn) -> Severity:
    """The gravity that an option names."""
    from queries.findings.model import Severity

    return Severity[fail_on.name]


def _date(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise typer.BadParameter(str(_got(text, Label("YYYY-MM-DD", "YYYY-MM-DD")))) from error


def _gravity(text: str) -> FailOn:
    """A gravity by its name, or by the label that output shows."""
    from api.spelling import labelled
    from queries.findings.model import Severity

    labels = {FailOn(severity.name.lower()): severity.label for severity in Severity}
    found = FailOn(text) if text in set(FailOn) else labelled(text, labels)
    if found is None:
        zh = " / ".join(f"{level}（{label.zh}）" for level, label in labels.items())
        raise typer.BadParameter(str(_got(text, Label(zh, " / ".join(labels)))))
    return found


def _got(text: str, expected: Label) -> Label:
    return Label(f"收到 {text!r}；应为 {expected.zh}", f"got {text!r}; expected {expected.en}")


StoreUrl = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="图谱库 The store. [QUANGANG_STORE, else ./quangang.db]"),
]
Graph = Annotated[
    Path | None,
    typer.Option("--graph", metavar="FILE.jsonl", help="改读图谱文件（- 为标准输入） A graph file instead of a store."),
]
AsOf = Annotated[
    int | None, typer.Option("--as-of", metavar="REVISION", min=0, help="第几次修订时所知 As known at a revision.")
]
On = Annotated[
    date | None,
    typer.Option("--on", metavar="DATE", parser=_date, help="某日在用的图谱 As in force on a date. [今天 today]"),
]
Form = Annotated[Format, typer.Option("--format", help="输出格式 Form of the answer.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="写入文件 Write the answer to a file.")
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        metavar="note|warning|error",
        parser=_gravity,
        help="从哪一级起算 The gravity from which findings count.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", min=1, metavar="N", help="表中最多列出 Rows listed in a table.")]
Mapped = Annotated[
    str | None,
    typer.Option(
        "--mapping", metavar="NAME|FILE", help="按映射文件读一个清单 Read a list by a mapping: a name, or a YAML file."
    ),
]
Svg = Annotated[
    Path | None,
    typer.Option(
        "--svg", metavar="FILE.svg", help="另存为图（- 只输出图） Draw it too; - is the picture alone, to stdout."
    ),
]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="经办人 Who does it. [QUANGANG_AUTHOR, else login name]")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="事由 Why.")]
Number = Annotated[str, typer.Option("--number", metavar="TEXT", help="文号 The document number.")]
Effective = Annotated[
    date | None, typer.Option("--effective", metavar="DATE", parser=_date, help="生效日期 In force from this date.")
]
Accepted = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="FINDING=REASON;until=DATE", help="接受一项发现 Accept a finding by name."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只试不写 Show what would be done; write nothing.")]
