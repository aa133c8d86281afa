"""Keeping a graph: make a store, load files into it, look at its log, check it, write it out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failures import FOUND, MISUSE, handled, say, say_error
from api.cli.options import Author, DryRun, Effective, Form, GraphFile, Limit, Mapped, Number, Output, Reason, StoreUrl
from api.cli.output import Format, write_answer, write_text
from api.cli.reading import Reading, opened_store, reading
from api.settings import Settings
from graph.errors import InputError, MissingError, StoreError
from graph.terms import Label, plural

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("init")(handled(init))
    app.command("load")(handled(load))
    app.command("history")(reading(history))
    app.command("export")(reading(export))
    app.command("verify")(handled(verify))
    app.command("copy")(handled(copy))


def init(
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="NAME", help="载入样例 Load a sample: customs.")
    ] = None,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="库里已有修订则什么也不做 Do nothing where the store holds revisions.")
    ] = False,
    store: StoreUrl = None,
    author: Author = None,
    form: Form = Format.TABLE,
) -> None:
    """建库，可载入样例 Make a store, with reference data in it if you like.

    quangang init --sample customs
    """
    from api.render.loads import init_object, init_page
    from api.render.progress import progress_bar
    from api.samples import load_sample

    settings = Settings.of()
    url = store or settings.store
    with opened_store(url, settings, create=True) as held, progress_bar("建库 init") as progress:
        if held.head() and if_empty:
            say(str(_held(url, held.head(), Label("什么也没有做", "nothing was done"))))
            return
        if held.head():
            then = Label("追加用 quangang load，另建用 --store URL", "add to it: quangang load; another: --store URL")
            raise StoreError(_held(url, held.head(), then))
        revision = None
        if sample:
            revision = load_sample(held, sample, author or settings.required_author(), settings, progress)
    write_answer(form, None, lambda: init_object(url, sample, revision), lambda: init_page(url, sample, revision))


def _held(url: str, revisions: int, then: Label) -> Label:
    """A store that is not empty, and what that comes to."""
    return Label(
        f"{url}：已有 {revisions} 次修订；{then.zh}", f"{url}: holds {plural(revisions, 'revision')} already; {then.en}"
    )


def load(
    *,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="文件夹、表（xlsx docx csv）、md 法规、bpmn 或 jsonl Files.")
    ],
    complete: Annotated[
        bool, typer.Option("--complete", help="文件中没有的一律终止 Retire what the files lack, named and counted.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="有错时仍装其余的行 Take the rows that are right. [工作簿 workbooks]")
    ] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="有错则一概不装 Take nothing where anything is wrong. [CSV, jsonl]")
    ] = False,
    mapping: Mapped = None,
    store: StoreUrl = None,
    author: Author = None,
    reason: Reason = "",
    number: Number = "",
    effective: Effective = None,
    dry_run: DryRun = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="退回行的报告，缺省 quangang-load.json；试运行不写 Where rejected rows are told; a dry run: nowhere.",
        ),
    ] = None,
    edits: Annotated[
        Path | None,
        typer.Option("--edits", metavar="FILE.csv", help="试运行将写入的全部编辑 All edits of a dry run, row by row."),
    ] = None,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """载入表或图谱文件，成一次修订 Load tables or a graph file as one revision.

    退出码 exit 0 全部载入 all taken, 1 部分行退回 some rows rejected, 2 未载入 nothing loaded.

    quangang load 三表一图/ --effective 2013-12-01
    """
    from api.loads import LoadIntent, load_into
    from api.render.csvtext import csv_text
    from api.render.loads import load_object, load_page, warning_of
    from api.render.planned import PLANNED_HEADER, planned_rows
    from api.render.progress import progress_bar

    if partial and whole:
        raise InputError(Label("--partial 与 --whole 二者取一", "--partial and --whole: one of the two"))
    if edits is not None and not dry_run:
        raise InputError(
            Label(
                "--edits 只用于试运行 --dry-run；已写入的见 quangang history",
                "--edits is for a dry run, --dry-run; what was written: quangang history",
            )
        )
    settings = Settings.of()
    intent = LoadIntent(
        paths=tuple(paths),
        author=settings.author_of(author, dry_run=dry_run),
        reason=reason,
        number=number,
        effective=effective,
        complete=complete,
        dry_run=dry_run,
        partial=partial if partial or whole else None,
        mapping=mapping,
        findings=True,
    )
    with opened_store(store, settings) as held, progress_bar("载入 load") as progress:
        loaded = load_into(held, intent, settings.date(), progress)
    kept = loaded.keep_rejects(report)
    if edits is not None:
        write_text(csv_text(PLANNED_HEADER, planned_rows(loaded.rest or loaded.plan)), edits)
    write_answer(form, output, lambda: load_object(loaded, kept), lambda: load_page(loaded, kept))
    told = output is None and form is Format.TABLE and sys.stdout.isatty()  # the report on the terminal tells it all
    if not told and (warning := warning_of(loaded)):
        say(str(warning))
    if loaded.rejected:
        if not told:
            say_error(InputError(loaded.report.problems))
        raise typer.Exit(MISUSE if loaded.nothing else FOUND)


def history(
    ask: Reading,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", min=1, help="某次修订的编辑 The edits of one revision.")
    ] = None,
    limit: Limit = 50,
) -> None:
    """修订记录 The log of revisions, or the edits of one.

    quangang history --revision 2
    """
    from api.render.history import edits_page, history_page, revision_object

    with ask.opened() as held:
        found = [item for item in held.history() if _asked_for(item.revision, item.effective, ask)]
    if revision is None:
        newest = found[::-1]
        ask.answer(lambda: [revision_object(item) for item in newest], lambda: history_page(newest, limit))
        return
    one = next((item for item in found if item.revision == revision), None)
    if one is None:
        raise MissingError(
            Label(f"没有第 {revision} 次修订；见 quangang history", f"no revision {revision}; see quangang history")
        )
    ask.answer(lambda: revision_object(one, edits=True), lambda: edits_page(one, limit))


def _asked_for(revision: int, effective: date | None, ask: Reading) -> bool:
    known = ask.as_of is None or revision <= ask.as_of
    return known and (ask.on is None or effective is None or effective <= ask.on)


def export(
    ask: Reading,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="写到哪里（- 为标准输出；neo4j-csv 为文件夹） Where to; - is stdout."),
    ] = None,
    form: Annotated[
        GraphFile | None,
        typer.Option(
            "--format",
            metavar="FORM",
            help="jsonl, graphml, gexf, neo4j-csv: 文件格式 Form of the file. [按后缀 by suffix]",
        ),
    ] = None,
    instruments: Annotated[
        Path | None,
        typer.Option(
            "--instruments", metavar="DIR", help="三表一图一说明，每表一个工作簿 The instruments as workbooks."
        ),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="工作簿改为 CSV The instruments as CSV instead.")] = False,
) -> None:
    """导出图谱：jsonl 连同历史，其余为某日在用的 Write the graph: jsonl with its history, else as in force on a date.

    quangang export graph.graphml --on 2014-01-01 · quangang export --instruments 三表一图
    """
    from api.exports import write_graph_file, write_history, write_tables
    from api.render.progress import progress_bar

    if ask.output is not None:
        raise InputError(Label("export 写到 FILE，没有 --output", "export writes to FILE and takes no --output"))
    if (file is None) == (instruments is None) or (as_csv and instruments is None) or (form and instruments):
        either, other = "FILE [--format F]", "--instruments DIR [--csv]"
        raise InputError(Label(f"应为 {either} 或 {other}，二者取一", f"expected {either} or {other}, one of the two"))
    if instruments is not None:
        with progress_bar("导出 export") as progress:
            written, left = write_tables(ask, instruments, as_csv=as_csv, progress=progress)
        say(f"已导出 exported: {instruments}（{len(written)} 张表 tables）")
        if left.ended or left.earlier or left.later:
            zh = f"已终止 {left.ended}、以前的写法 {left.earlier}、此后才生效 {left.later}"
            say(f"表是 {left.on} 一天的，不含：{zh}。")
            en = f"ended {left.ended}, earlier wordings {left.earlier}, later {left.later}"
            say(f"They are of that day and leave out: {en}.")
            say("  带走全部历史 the whole history: quangang copy, quangang export graph.jsonl")
        return
    file = file or Path("-")
    form = form or GraphFile.of(file)
    with progress_bar("导出 export") as progress:
        if form is GraphFile.JSONL and ask.on is None and ask.graph is None:
            with ask.opened() as held:
                write_history(held, ask.as_of, file, progress)
        else:
            write_graph_file(ask.snapshot(), form, file)
    if str(file) != "-":
        say(f"已导出 exported: {file}")


def verify(store: StoreUrl = None, form: Form = Format.TABLE) -> None:
    """核对修订链与数据 Recompute the state from the log and compare.

    篡改只有另存链首哈希的人才能发现 Tampering shows only to who keeps the head's hash elsewhere.
    """
    from api.render.history import verify_object, verify_page
    from api.render.progress import progress_bar

    with opened_store(store, Settings.of()) as held, progress_bar("核对 verify"):
        found, last = tuple(held.verify()), next(iter(held.history(newest_first=True)), None)
    write_answer(form, None, lambda: verify_object(found, last), lambda: verify_page(found, last))
    if found:
        raise typer.Exit(FOUND)


def copy(
    *,
    source: Annotated[str, typer.Option("--from", metavar="URL", help="来源库 The store to copy.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="目标库，没有则新建 Where to; made if not there.")],
    form: Form = Format.TABLE,
) -> None:
    """复制图谱库，连同全部修订，哈希不变 Copy a store with its whole history and the same hashes.

    中断后再运行即续上 Run it again to go on after an interruption.

    quangang copy --from quangang.db --to neo4j://localhost:7687
    """
    from api.copying import copy_store
    from api.render.copies import copied_object, copied_page
    from api.render.progress import progress_bar

    settings = Settings.of()
    with (
        opened_store(source, settings) as held,
        opened_store(target, settings, create=True) as other,
        progress_bar("复制 copy") as progress,
    ):
        copied = copy_store(held, other, progress)
    write_answer(form, None, lambda: copied_object(copied), lambda: copied_page(copied))
