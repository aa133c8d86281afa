"""The findings that a reform opens and closes, as tables: what must be done before it starts, and the rest.

A risk left without a control, a first-grade risk behind one line of defence, a power without supervision, an
external danger that nobody watches and a control whose steps are gone call for something to be set up before the
reform starts (calculus §5). Every other finding of severity error must be resolved before: a commit stops on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from graph.schema import Kind, Label
from graph.terms import plural
from queries.census import SYNTHETIC, count_origins
from queries.findings.bases import basis_of, shared_basis
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, Severity
from queries.findings.spoken import parts_of
from queries.floors import FINDING, floors_of_change
from queries.report.case import Case, Staffing
from queries.report.document import MIXED, Cell, Chapter, Column, Row, Table, table_of
from queries.report.gaps import NOBODY_THERE, told_once

__all__ = [
    "SET_UP",
    "TOPICS",
    "closed_tables",
    "comes_first",
    "finding_about",
    "finding_origin",
    "finding_tables",
    "first_chapter",
    "first_findings",
    "stops_said",
]

SET_UP = frozenset({"PG005", "PG006", "PG013", "PG019", "PG020"})
"""The findings that ask for something to be set up before the reform starts (calculus §5)."""

TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "powers": ("PG017",),
        "flow": ("PG002", "PG003", "PG004", "PG015", "PG018"),
        "posts": ("PG009", "PG012"),
        "risks": ("PG019",),
        "rules": ("PG001", "PG011", "PG014", "PG016"),
        "controls": ("PG005", "PG006", "PG007", "PG008", "PG010", "PG013", "PG020"),
    }
)
"""The chapter in which each finding is listed."""

_OFFICES_NAMED = 12
"""So many offices are named in a cell; all of them stand among its codes."""
_COLUMNS = (
    Column("code", Label("编号", "code")),
    Column("finding", Label("发现", "finding")),
    Column("about", Label("对象", "about")),
    Column("remedy", Label("处置", "remedy")),
    Column("basis", Label("依据", "basis")),
)
_FIRST_COLUMNS = (
    Column("code", Label("编号", "code")),
    Column("finding", Label("发现", "finding")),
    Column("number", Label("件数", "number"), total=True),
    Column("synthetic", Label("其中合成", "synthetic"), total=True),
    Column("to_do", Label("须办", "to do")),
    Column("basis", Label("依据", "basis")),
)


def comes_first(code: str) -> bool:
    """A finding of this code must be dealt with before the reform starts."""
    return code in SET_UP or FINDINGS[code].severity is Severity.ERROR


def first_findings(case: Case) -> tuple[Finding, ...]:
    """The opened findings that must be dealt with before the reform starts, in the order of `Case.opened`."""
    return tuple(found for found in case.opened if comes_first(found.code))


def stops_said(codes: Iterable[str], again: Iterable[str] = ()) -> Label | None:
    """How many of the things to be done first stop a commit, and why it counts more than is to be done.

    Args:
        codes: of the findings that must be dealt with first, each gap once.
        again: of the findings that tell one of these gaps once more; a commit looks at each of them too.

    Returns:
        None where all of them stop a commit, or none does, and no gap is told twice.
    """
    first = list(codes)
    errors, more = _errors(first), _errors(again)
    others = len(first) - errors
    if not others and not more:
        return None
    warned, repeated = _warnings_said(others), _repeated_said(more, errors + more)
    those = f"错误 {errors} 项，不处置或接受就拦下提交；" if errors else ""
    these = (
        f"{plural(errors, 'error')}, which {'stops' if errors == 1 else 'stop'} a commit until dealt with or accepted; "
        if errors
        else ""
    )
    zh, en = f"{those}{warned.zh}".rstrip("；"), f"{these}{warned.en}".rstrip("; ")
    return Label(
        f"生效前须先办 {len(first)} 件：{zh}。{repeated.zh}",
        f"{plural(len(first), 'thing')} to be done before it starts: {en}.{repeated.en}",
    )


def _errors(codes: Iterable[str]) -> int:
    return sum(FINDINGS[code].severity is Severity.ERROR for code in codes)


def _warnings_said(number: int) -> Label:
    if not number:
        return Label("", "")
    return Label(
        f"警告 {number} 项，也应先办，但缺省不拦下提交",
        f"{plural(number, 'warning')} to be dealt with first too, though by default no commit stops on them",
    )


def _repeated_said(more: int, total: int) -> Label:
    """Why a commit counts ``total`` errors; on later days still others may open, so it says of which day it speaks."""
    if not more:
        return Label("", "")
    return Label(
        f"提交时逐项核对，同一缺口在各机关的错误 {more} 项也逐项计，生效日共 {total} 项错误。",
        f" A commit looks at each finding, so also at {plural(more, 'error')} that {'tell' if more > 1 else 'tells'} "
        f"the same gaps office by office: {plural(total, 'error')} in all on the effective date.",
    )


def finding_origin(case: Case, finding: Finding) -> str:
    """The least documented origin of what a finding is about."""
    return case.origin(*_nodes(finding))


def finding_about(case: Case, finding: Finding) -> str:
    """What a finding is about, as one cell."""
    # a set of incompatible acts stands in the manifest, which no reform changes
    parts = parts_of(case.after.view, finding)
    return " · ".join(
        said.zh if said else text if kind is None else case.title(kind, text) for kind, text, said in parts
    )


def finding_tables(case: Case, topic: str) -> tuple[Table, ...]:
    """The opened findings of a chapter: those that come first, then the others."""
    opened = [finding for finding in case.opened if finding.code in TOPICS[topic]]
    first = [finding for finding in opened if comes_first(finding.code)]
    others = [finding for finding in opened if not comes_first(finding.code)]
    return (
        *_table(case, f"{topic}-first", Label("改革生效前须先办", "To be done before the reform starts"), first),
        *_table(case, f"{topic}-opened", Label("其他新出现的问题", "Other findings opened"), others),
    )


def closed_tables(case: Case) -> tuple[Table, ...]:
    """The findings that the reform closes."""
    return _table(case, "closed", Label("改革消除的问题", "Findings closed"), case.impact.closed)


def first_chapter(case: Case) -> Chapter:
    """What must be done first, one row for each kind of finding; the rows themselves stand in their chapters."""
    held: dict[str, list[Finding]] = {}
    for finding in first_findings(case):
        held.setdefault(finding.code, []).append(finding)
    rows = [_first_row(case, code, found) for code, found in held.items()]
    count = count_origins(finding_origin(case, finding) for found in held.values() for finding in found)
    tables = table_of("to-do", Label("须先办", "To be done first"), _FIRST_COLUMNS, rows, count)
    nothing = Label("没有须在改革生效前先办的事项。", "Nothing has to be done before the reform starts.")
    label = Label("改革生效前须先办", "To be done before the reform starts")
    below = tuple(_below(case))
    once = (told_once(len(case.repeated)),) if case.repeated else ()
    said = (*(() if tables or below else (nothing,)), *once, *below, *_hand_over(case))
    return Chapter("first", label, said, tables)


def _below(case: Case) -> Iterator[Label]:
    """Bases that do not allow the level to which the reform lets offices act, though nothing shows it yet.

    Once posts there have duties it is a finding, which stands in the tables.
    """
    stated = {finding.identity[:2] for finding in case.impact.opened if finding.code == FINDING}
    floors = (floor for change in case.impact.reform.changes for floor in floors_of_change(case.after, change))
    for floor in dict.fromkeys(floors):
        if (floor.power, floor.article) not in stated:
            said = floor.said(case.impact.after)
            yield Label(f"{said.zh}。", f"{said.en}.")


def _hand_over(case: Case) -> Iterator[Label]:
    """Duties that found no counterpart when they were handed over, and what the rest of the reform makes of them."""
    rows = case.impact.no_counterpart
    if rows:
        found = Counter(case.staffing(step, unit) for step, _, unit in rows)
        good, above, still = (found[staffing] for staffing in (Staffing.OWN, Staffing.ABOVE, Staffing.NOBODY))
        zh, en = (f"{above} 处由上级机关办理，", f"{above} done above, ") if above else ("", "")
        yield Label(
            f"移交时 {len(rows)} 处没有对应岗位：{good} 处已由改革的后续补足，{zh}{still} 处仍无人办理"
            "（见三、岗位变化）。",
            f"{plural(len(rows), 'duty')} had no counterpart at hand-over: {good} staffed since, {en}{still} still "
            "not.",
        )
    stays = len(case.impact.no_receiver)
    if stays:
        yield Label(
            f"移交时 {stays} 处没有承接机关，仍由原机关办理（见二、流程衔接）。",
            f"{plural(stays, 'duty')} had no office to receive it and stays where it was.",
        )


def _first_row(case: Case, code: str, findings: Sequence[Finding]) -> Row:
    declared = FINDINGS[code]
    origins = [finding_origin(case, finding) for finding in findings]
    synthetic = origins.count(SYNTHETIC)
    cells: tuple[Cell, ...] = (
        code,
        declared.label,
        len(findings),
        synthetic,
        declared.remedy,
        shared_basis(case.after.view, findings),
    )
    nodes = tuple(dict.fromkeys(_text(node) for finding in findings for node in _nodes(finding)))
    evidence = case.evidence(code, *findings[0].identity)
    origin = origins[0] if len(set(origins)) == 1 else MIXED
    return Row(cells, nodes, origin, code, evidence)


def _table(case: Case, name: str, label: Label, findings: Iterable[Finding]) -> tuple[Table, ...]:
    return table_of(name, label, _COLUMNS, [_row(case, finding) for finding in findings])


def _row(case: Case, finding: Finding) -> Row:
    """A finding as a row, with the offices of those that tell the same gap once more."""
    declared = FINDINGS[finding.code]
    offices = tuple(later.identity[-1] for later in case.again.get(finding, ()))
    code, label, about = _told(case, finding, offices)
    cells: tuple[Cell, ...] = (code, label, about, declared.remedy, basis_of(case.after.view, finding))
    nodes = (*map(_text, _nodes(finding)), *(f"{Kind.UNIT.value}/{office}" for office in offices))
    evidence = case.evidence(finding.code, *finding.identity)
    fold = (finding.code, finding.identity[0])
    held = {"about": offices} if offices else {}
    return Row(cells, nodes, finding_origin(case, finding), finding.code, evidence, held, fold)


def _told(case: Case, finding: Finding, offices: Sequence[str]) -> tuple[str, Label, Cell]:
    """Code, name and what it is about; with the other code and the offices where these tell the same gap."""
    label, about = FINDINGS[finding.code].label, finding_about(case, finding)
    if not offices:
        return finding.code, label, about
    other, named = FINDINGS[NOBODY_THERE].label, case.titles(Kind.UNIT, offices[:_OFFICES_NAMED])
    more = len(offices) - _OFFICES_NAMED
    zh, en = (f" 等 {len(offices)} 个机关", f" and {more} more") if more > 0 else ("", "")
    return (
        f"{finding.code}、{NOBODY_THERE}",
        Label(f"{label.zh}，{other.zh} {len(offices)} 处", f"{label.en}, {other.en}: {len(offices)}"),
        Label(f"{about}（{named}{zh}）", f"{about} ({named}{en})"),
    )


def _nodes(finding: Finding) -> tuple[tuple[Kind, str], ...]:
    kinds = FINDINGS[finding.code].kinds
    return tuple((kind, code) for kind, code in zip(kinds, finding.identity, strict=True) if kind is not None and code)


def _text(node: tuple[Kind, str]) -> str:
    return f"{node[0].value}/{node[1]}"
