"""What a reform moves (``impact``), and carrying it out (``commit``)."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import FOUND, handled, say
from api.cli.options import (
    Accepted,
    Author,
    DryRun,
    Effective,
    FailOn,
    FailOnOption,
    Form,
    Number,
    Output,
    Reason,
    StoreUrl,
    Svg,
    severity_of,
)
from api.cli.output import Format, write_answer, write_text
from api.cli.reading import Reading, opened_store, reading, standard_input
from api.settings import Settings
from graph.errors import InputError, ReformRefused
from graph.terms import Label, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.render.page import Block
    from graph.reform import Reform
    from graph.snapshot import Snapshot
    from queries.impact.model import Impact

__all__ = ["read_reform_file", "register"]

ReformFile = Annotated[
    Path | None,
    typer.Argument(metavar="[REFORM]", help="改革文件 YAML/JSON（- 为标准输入） A reform file; - is stdin."),
]
Codes = list[str]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("impact")(impact)
    app.command("commit")(handled(commit))


class ImpactFormat(StrEnum):
    """How an impact is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    CYPHER = "cypher"


@reading
def impact(
    ask: Reading,
    *,
    form: Annotated[
        ImpactFormat,
        typer.Option(
            "--format",
            metavar="FORM",  # the names side by side are wider than their column at 80
            help="table、json、markdown 或 cypher；cypher 贴进 Neo4j Browser The form; cypher is for Browser.",
        ),
    ] = ImpactFormat.TABLE,
    reform: ReformFile = None,
    cancel: Annotated[Codes | None, typer.Option("--cancel", metavar="CODE", help="取消职权 Cancel a power.")] = None,
    suspend: Annotated[
        Codes | None, typer.Option("--suspend", metavar="CODE", help="暂停职权 Suspend a power.")
    ] = None,
    delegate: Annotated[
        str | None, typer.Option("--delegate", metavar="CODE", help="下放职权 Delegate a power,")
    ] = None,
    from_level: Annotated[str | None, typer.Option("--from", metavar="LEVEL", help="…从某层级 from a level")] = None,
    to_level: Annotated[str | None, typer.Option("--to", metavar="LEVEL", help="…到某层级 to a lower one.")] = None,
    evidence: Annotated[
        str,
        typer.Option("--evidence", metavar="one|all", help="每行的路径 Paths behind each row: one, or all shortest."),
    ] = "one",
    svg: Svg = None,
    side: Annotated[
        str,
        typer.Option("--side", metavar="both|before|after", help="画哪一侧：叠加、改革前、改革后 Which side is drawn."),
    ] = "both",
    instruments: Annotated[
        Path | None,
        typer.Option(
            "--instruments",
            metavar="DIR",
            help="另写修订页、新旧对照表、任务单和报告 Write revised pages, old and new, task sheets and a memo too.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="替换 DIR 里上次写的 Take the place of what was written to DIR before.")
    ] = False,
) -> None:
    """改革影响：改了会牵动什么 What a reform moves: posts, risks, rules, controls.

    quangang impact --cancel E39 · quangang impact reform.yaml --format json · quangang impact --cancel E39 --svg a.svg
    """
    from api.horizon import dated
    from api.shorthand import spelled
    from queries.impact import impact_of

    asked = _reform_asked(reform, cancel, suspend, (delegate, from_level, to_level))
    on = asked.effective or ask.on
    if asked.effective and ask.on and asked.effective != ask.on:
        say(
            f"按改革生效日 {asked.effective} 计算，不按 --on {ask.on}。"
            f"Computed on the reform's effective date, {asked.effective}, not on --on {ask.on}."
        )
    snapshot = ask.snapshot(on, dated)
    with _telling_lifetimes(ask, snapshot):
        asked = asked if reform is not None else spelled(asked, snapshot)
        found = impact_of(snapshot, asked, all_paths=_wants_all(evidence))
    _say_undeclared(found)
    _write_papers(found, instruments, replace)
    if ask.drawn(svg, lambda: _svg(found, side)):
        return
    if form is ImpactFormat.CYPHER:
        _write_statement(ask, found)
    else:
        _answer(ask, found)


def _write_papers(found: Impact, folder: Path | None, replace: bool) -> None:
    if folder is None:
        if replace:
            raise InputError(Label("--replace 与 --instruments DIR 同用", "--replace goes with --instruments DIR"))
        return
    from api.paper.write import write_papers

    names = write_papers(found, folder, replace=replace)
    say(f"已写入 written: {folder}（{len(names)} 个文件 files）")


def _write_statement(ask: Reading, found: Impact) -> None:
    from graph.snapshot import Snapshot
    from queries.impact.statement import MAX_NODES, statement_of

    origin = found.before.origin if isinstance(found.before, Snapshot) else None
    about = [f"日期 date: {origin.on} · 修订 revision: {origin.revision or '-'}"] if origin else []
    statement = statement_of(found, about)
    write_text(statement.text, ask.output)
    if statement.left_out:
        say(
            f"图上至多 {MAX_NODES} 个节点，{statement.left_out} 项未列出，见 --format json。"
            f"At most {MAX_NODES} nodes: {plural(statement.left_out, 'row')} left out; --format json has them."
        )


def _svg(found: Impact, side: str) -> str:
    from api.ui.pictures import Side, impact_picture

    if side not in {each.value for each in Side}:
        raise InputError(_got("--side", side, "both / before / after"))
    return impact_picture(found).svg(standalone=True, side=Side(side))


@contextmanager
def _telling_lifetimes(ask: Reading, snapshot: Snapshot) -> Iterator[None]:
    """A refusal of a code that is not in force says when it was, where there is a log to ask."""
    from api.lifetimes import refusal_told

    try:
        yield
    except ReformRefused as error:
        day = snapshot.origin.on
        if ask.graph is not None or day is None or error.unknown is None:
            raise
        with ask.opened() as store:
            raise refusal_told(error, store, day, ask.as_of) from error


def _say_undeclared(found: Impact) -> None:
    from graph.undeclared import undeclared_by_change, undeclared_said

    by_change = undeclared_by_change(found.before, found.reform, found.after)
    if by_change:
        told = undeclared_said(each for held in by_change.values() for each in held)
        say(f"提示 note: {told.zh}。{told.en}.")


def _answer(ask: Reading, found: Impact) -> None:
    if found.cut:
        say("路径太多，部分从略。There are too many paths: some are left out.")
    if ask.form is Format.MARKDOWN:
        from queries.report import markdown_of, report_of

        write_text(markdown_of(report_of(found)), ask.output)
    else:
        from api.render.impact import impact_object

        ask.answer(lambda: impact_object(found), lambda: _page(found))


def _page(found: Impact) -> Iterator[Block]:
    from api.render.report import report_page
    from queries.report import report_of

    return report_page(report_of(found))


def read_reform_file(path: Path) -> Reform:
    """Read a reform file, or standard input where it is ``-``."""
    from loaders.reforms import read_reform

    if str(path) != "-":
        return read_reform(path)
    try:
        return read_reform(standard_input().read().decode("utf-8-sig"), "<stdin>")
    except UnicodeDecodeError as error:
        raise InputError(Label("<stdin>：不是 UTF-8", "<stdin>: not UTF-8")) from error


def _wants_all(evidence: str) -> bool:
    if evidence not in {"one", "all"}:
        raise InputError(_got("--evidence", evidence, "one / all"))
    return evidence == "all"


def _got(option: str, text: str, expected: str) -> Label:
    return Label(f"{option}：收到 {text!r}；应为 {expected}", f"{option}: got {text!r}; expected {expected}")


def _reform_asked(
    path: Path | None, cancel: Codes | None, suspend: Codes | None, delegate: tuple[str | None, str | None, str | None]
) -> Reform:
    """The reform that a file or the options describe; one of both, not both."""
    from api.shorthand import short_reform

    short = short_reform(cancel or (), suspend or (), delegate, "--delegate CODE --from LEVEL --to LEVEL")
    if (path is None) == (not short.changes):
        raise InputError(
            Label(
                "请给出改革文件，或 --cancel、--suspend、--delegate 之一，不可并用",
                "give a reform file, or one of --cancel, --suspend and --delegate, and not both",
            )
        )
    return short if path is None else read_reform_file(path)


def commit(
    *,
    reform: Annotated[Path, typer.Argument(metavar="REFORM", help="改革文件 YAML/JSON（- 为标准输入） A reform file.")],
    store: StoreUrl = None,
    author: Author = None,
    reason: Reason = "",
    number: Number = "",
    effective: Effective = None,
    fail_on: FailOnOption = FailOn.ERROR,
    accept: Accepted = None,
    dry_run: DryRun = False,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """提交改革；有须先处置的发现则拒绝 Carry out a reform, unless findings would open that nobody accepted.

    quangang commit reform.yaml --accept "PG005/R-12/P-7=另行设防 set up in 2014;until=2014-12-31"
    """
    from api.commits import Intent, carry_out, plan_commit
    from api.render.commits import commit_object, commit_page

    settings, asked = Settings.of(), read_reform_file(reform)
    day = effective or asked.effective or settings.date()
    who = settings.author_of(author or asked.author, dry_run=dry_run)
    intent = Intent(asked, day, who, reason, number, severity_of(fail_on), tuple(accept or ()))
    with opened_store(store, settings) as held:
        plan = plan_commit(held, intent)
        revision = None if dry_run else carry_out(held, plan)
    write_answer(
        form,
        output,
        lambda: commit_object(plan, revision, dry_run=dry_run),
        lambda: commit_page(plan, revision, dry_run=dry_run),
    )
    if plan.refused:
        raise typer.Exit(FOUND)
