"""Statutes: what a text cites, which articles name the approver, and two texts of one law side by side."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import FOUND, handled
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
    severity_of,
)
from api.cli.output import Format, write_answer
from api.cli.reading import Reading, opened_store, reading, standard_input
from graph.errors import InputError, MissingError
from graph.terms import Label

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

__all__ = ["register"]

Law = Annotated[
    list[Path] | None,
    typer.Option("--law", metavar="LAW.md", help="改查法规文本，可多次 Texts of statutes instead of a store."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("cite")(reading(cite))
    app.command("approvers")(reading(approvers))
    app.command("approvers-set")(handled(approvers_set))
    app.command("statute-diff")(handled(statute_diff))


def cite(
    ask: Reading,
    text: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="引用或文本文件（- 为标准输入） Citations, or a file of text.")
    ],
    law: Law = None,
) -> None:
    """引用：引了哪些条款，对不上则退出码为 1 The articles that a text cites; exit code 1 for what leads nowhere.

    quangang cite 《海关法》第六条第一款第（四）项
    """
    from api.render.statutes import cited_page, cited_table
    from api.settings import Settings
    from loaders.statutes.resolve import resolve

    words, prose = _words(text)
    found = resolve(words, _view(ask, law), ask.on or Settings.of().date(), prose=prose)
    ask.answer(found.to_json, lambda: cited_page(found), lambda: cited_table(found))
    if found.unresolved:
        raise typer.Exit(FOUND)


def _words(text: str) -> tuple[str, bool]:
    """The text itself, or what the file or standard input holds; and whether that is prose."""
    if text == "-":
        return standard_input().read().decode("utf-8"), True
    try:
        named = len(text) < 250 and Path(text).is_file()
    except (OSError, ValueError):
        named = False
    if not named:
        return text, False
    try:
        return Path(text).read_text(encoding="utf-8-sig"), True
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Label(f"{text}：不是 UTF-8 文本：{error}", f"{text}: not a text in UTF-8: {error}")) from error


def _view(ask: Reading, law: list[Path] | None) -> Snapshot:
    if not law:
        return ask.snapshot()
    from loaders.statutes.read import view_of

    if ask.store is not None or ask.graph is not None or ask.as_of is not None:
        raise InputError(
            Label("--law 不能与 --store、--graph、--as-of 同用", "--law cannot go with --store, --graph or --as-of")
        )
    _there(law)
    return view_of(law)


def _there(files: list[Path]) -> None:
    absent = [str(file) for file in files if not file.is_file()]
    if absent:
        raise MissingError(Label(f"没有这个文件：{'、'.join(absent)}", f"no such file: {', '.join(absent)}"))


def approvers(ask: Reading, law: Law = None) -> None:
    """审批层级：哪些条款规定经直属海关关长……批准 Articles that name the approver, and the powers resting on them.

    quangang approvers --law 海关法.md --law 海关稽查条例.md
    """
    from api.render.statutes import approvers_page, approvers_table
    from queries.approvers import approvals_of

    view = _view(ask, law)
    found = approvals_of(view)
    ask.answer(found.to_json, lambda: approvers_page(found, view.manifest), lambda: approvers_table(found))


def approvers_set(
    *,
    powers: Annotated[
        list[str] | None, typer.Argument(metavar="[POWER[/ARTICLE]]...", help="哪些职权 Which powers.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="凡未填的 Every power that has no level yet.")] = False,
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
    """把条文规定的审批层级写到职权的依据上 Write the approver level of articles onto powers, as one revision.

    已有的层级不改；会新出现须先处置的发现（如 PG014）则不写。Levels that are there stay; findings may stop it.

    quangang approvers-set E01 E39/HGF2021-60 --dry-run
    """
    from api.approving import approving
    from api.commits import Intent, carry_out, plan_commit
    from api.render.commits import commit_object, commit_page
    from api.render.statutes import approving_page
    from api.settings import Settings
    from queries.approvers import approvals_of

    if bool(powers) == every:
        raise InputError(
            Label(
                "应为 POWER… 或 --all，二者取一；见 quangang approvers",
                "expected POWER… or --all, one of the two; see quangang approvers",
            )
        )
    settings = Settings.of()
    day, who = effective or settings.date(), author or settings.required_author()
    with opened_store(store, settings) as held:
        view = held.snapshot(on=day)
        chosen = approving(view, approvals_of(view), powers or ())
        intent = Intent(chosen.reform, day, who, reason, number, severity_of(fail_on), tuple(accept or ()))
        plan = plan_commit(held, intent)
        revision = None if dry_run else carry_out(held, plan)
    write_answer(
        form,
        output,
        lambda: {**commit_object(plan, revision, dry_run=dry_run), **chosen.to_json()},
        lambda: chain(commit_page(plan, revision, dry_run=dry_run), approving_page(chosen, view.manifest)),
    )
    if plan.refused:
        raise typer.Exit(FOUND)


def statute_diff(
    *,
    old: Annotated[Path, typer.Argument(metavar="OLD.md", help="旧文本 The older text.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.md", help="新文本 The newer text.")],
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """新旧对照：一部法规的两个文本，逐条对照 Two texts of one law, article by article, renumbering told.

    quangang statute-diff 监察法(2018-03-20).md 监察法(2024-12-25).md --format markdown
    """
    from api.render.statutes import versions_page, versions_table
    from loaders.statutes.read import read_file
    from loaders.statutes.versions import compare_versions

    _there([old, new])
    found = compare_versions(read_file(old), read_file(new))
    write_answer(form, output, found.to_json, lambda: versions_page(found), lambda: versions_table(found))
