"""Questions about a graph as it stands: census, findings, search, what hangs on a node, paths between two."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.failures import FOUND, handled
from api.cli.options import FailOn, FailOnOption, Form, Limit, severity_of
from api.cli.output import Format, write_json
from api.cli.reading import Reading, reading
from graph.errors import InputError, MissingError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("census")(reading(census))
    app.command("check")(reading(check))
    app.command("find")(reading(find))
    app.command("show")(reading(show))
    app.command("path")(reading(path))
    app.command("schema")(handled(schema))


def census(
    ask: Reading,
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="A,B", help="只计这些来源 Count only: statute, report, synthetic, unknown."),
    ] = None,
) -> None:
    """清点：职权、风险、措施、标准、制度各多少 How many of everything, and how much of it is synthetic.

    quangang census --origin statute,report
    """
    from api.render.census import census_page, origins_named
    from queries.census import census_of

    snapshot = ask.snapshot()
    found = census_of(snapshot, origins_named(origin))
    ask.answer(found.to_json, lambda: census_page(found, snapshot.origin))


def check(
    ask: Reading,
    fail_on: FailOnOption = FailOn.ERROR,
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="PG005", help="只查这些 Only findings of this code.")
    ] = None,
    limit: Limit = 40,
) -> None:
    """检查：图谱里的问题，有则退出码为 1 Findings in the graph; exit 1 if any is as grave as --fail-on.

    quangang check --code PG005 --fail-on warning
    """
    from api.checking import check as checked
    from api.render.findings import check_page

    found = checked(ask.snapshot(), [item.upper() for item in code or ()])
    ask.answer(found.to_json, lambda: check_page(found, limit))
    if found.at_least(severity_of(fail_on)):
        raise typer.Exit(FOUND)


def find(
    ask: Reading,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="名称或编码的一部分 Part of a name or code.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="只找这一类 Only this kind: Power, Post, …")
    ] = None,
    limit: Limit = 30,
) -> None:
    """查找：名称、编码里含有这些字的 Find nodes by any part of their name or code.

    quangang find 减免
    """
    from api.render.nodes import find_page, kinds_named
    from queries.find import find_nodes

    if not text.strip():
        raise InputError("find: 收到空文字 got an empty text; 应为 expected 名称或编码的一部分 part of a name or code")
    shown = limit if ask.form is not Format.JSON else 1_000_000
    found = find_nodes(ask.snapshot(), text, kinds_named(kind), shown)
    ask.answer(found.to_json, lambda: find_page(found))


def show(
    ask: Reading,
    code: Annotated[str, typer.Argument(metavar="CODE", help="编码，或类别/编码 A code, or Kind/CODE.")],
    limit: Limit = 15,
) -> None:
    """查看：一项职权、一个岗位……上挂着什么 What hangs on a power, a post, a risk, …, lane by lane.

    quangang show E39
    """
    from api.render.nodes import show_page
    from queries.paths import resolve
    from queries.show import show_node

    snapshot = ask.snapshot()
    try:
        node = resolve(snapshot, code)
    except MissingError as error:
        days = _in_force(ask, code)
        if not days:
            raise
        day = snapshot.origin.on
        raise MissingError(f"编码 {code!r} 在 {day} 不在用 is not in force then: {days}; 请用 use --on DATE") from error
    sheet = show_node(snapshot, node)
    ask.answer(sheet.to_json, lambda: show_page(sheet, limit))


def _in_force(ask: Reading, code: str) -> str:
    """When a store had, or will have, a node of this code, for each kind that it may be; "" where it never has."""
    from graph.model import NodeId

    if ask.graph is not None:
        return ""
    found = []
    with ask.opened() as store:
        for version in store.versions(ask.as_of):
            if not isinstance(version.identity, NodeId):
                break  # nodes come first
            if code in (version.identity.code, str(version.identity)):
                since = version.valid_from or "历来 ever"
                until = f"终止于 ended {version.valid_to}" if version.valid_to else "至今 since"
                found.append(f"{version.identity} 自 from {since}，{until}")
    return "；".join(found)


def path(
    ask: Reading,
    start: Annotated[str, typer.Argument(metavar="A", help="从 From: a code, or Kind/CODE.")],
    end: Annotated[str, typer.Argument(metavar="B", help="到 To: a code, or Kind/CODE.")],
    limit: Limit = 5,
    depth: Annotated[int, typer.Option("--depth", min=1, max=20, metavar="N", help="最多几步 Hops at most.")] = 8,
) -> None:
    """路径：两者之间怎样相连 How two nodes hang together: the shortest paths between them.

    quangang path E39 HQ-HGSJ
    """
    from api.render.nodes import path_page
    from queries.paths import resolve, shortest_paths

    snapshot = ask.snapshot()
    found = shortest_paths(snapshot, resolve(snapshot, start), resolve(snapshot, end), limit=limit, depth=depth)
    ask.answer(found.to_json, lambda: path_page(snapshot, found))


def schema(
    of: Annotated[str, typer.Argument(metavar="graph|reform", help="哪种文件 Of which file.")] = "graph",
    form: Form = Format.JSON,
) -> None:
    """文件格式的 JSON Schema The JSON Schema of graph files or reform files.

    quangang schema reform > reform.schema.json
    """
    from graph.jsonschema import graph_schema, reform_schema

    known = {"graph": graph_schema, "reform": reform_schema}
    if of not in known or form is not Format.JSON:
        raise InputError(f"schema: 收到 got {of!r} {form}; 应为 expected graph / reform, --format json")
    write_json(known[of]())
