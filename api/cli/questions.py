"""Questions about a graph as it stands: census, findings, search, what hangs on a node, the flow of a power, paths."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import FOUND, handled
from api.cli.options import FailOn, FailOnOption, Form, Limit, Svg, severity_of
from api.cli.output import Format, write_json
from api.cli.reading import Reading, reading
from graph.errors import InputError, MissingError
from graph.schema import Kind, Label

if TYPE_CHECKING:
    from datetime import date

    from api.render.page import Block
    from graph.model import NodeId
    from graph.snapshot import Snapshot
    from queries.find import Found
    from queries.show import Sheet

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("census")(reading(census))
    app.command("check")(reading(check))
    app.command("find")(reading(find))
    app.command("show")(reading(show))
    app.command("flow")(reading(flow))
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
    """检查：图谱里的问题，有则退出码为 1 Findings: what is wrong in the graph, with exit code 1.

    quangang check --code PG005 --fail-on warning
    """
    from api.checking import check as checked
    from api.render.findings import check_page
    from api.spelling import labelled
    from queries.findings.catalog import FINDINGS

    labels = {declared.code: declared.label for declared in FINDINGS.values()}
    found = checked(ask.snapshot(), [labelled(item, labels) or item.upper() for item in code or ()])
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
    """查找：名称、编码里含有这些字的 Find nodes and roles by any part of a name or code.

    quangang find 减免
    """
    from api.render.nodes import find_page, kinds_named
    from queries.find import find_nodes

    if not text.strip():
        raise InputError(
            Label(
                "find：收到空文字；应为名称或编码的一部分", "find: got an empty text; expected part of a name or code"
            )
        )
    shown = limit if ask.form is not Format.JSON else 1_000_000
    snapshot = ask.snapshot()
    found = find_nodes(snapshot, text, kinds_named(kind), shown)
    ask.answer(found.to_json, lambda: chain(find_page(found, limit), _hints(snapshot, found)))


def _hints(snapshot: Snapshot, found: Found) -> Iterable[Block]:
    """What to ask where nothing was found; only then is the catalogue imported."""
    if found.total or found.roles:
        return ()
    from api.render.hints import hints_page

    return hints_page(snapshot, found.text)


def show(
    ask: Reading,
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="编码、类别/编码、名称或标准岗位 A code, Kind/CODE, a name or a role.")
    ],
    limit: Limit = 15,
    svg: Svg = None,
    unfold: Annotated[
        list[str] | None, typer.Option("--unfold", metavar="ID", help="图中展开这些合并项 Bundles shown open.")
    ] = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="从哪个文件、表、行载入 The file, sheet and row that each came from.")
    ] = False,
) -> None:
    """查看：一项职权、一个岗位、一类标准岗位……上挂着什么 What hangs on a power, a post, a role, …, lane by lane.

    quangang show E39 --svg E39.svg · quangang show 通关科科长岗
    """
    from api.render.nodes import role_page, show_page
    from queries.find import role_named
    from queries.paths import resolve
    from queries.show import show_node, show_role

    snapshot = ask.snapshot()
    role = role_named(snapshot, code)
    if role is not None:
        posts = show_role(snapshot, role)
        ask.answer(posts.to_json, lambda: role_page(posts, limit))
        return
    try:
        node = resolve(snapshot, code)
    except MissingError as error:
        told = _ended(ask, code, snapshot.origin.on)
        if told is None:
            raise
        raise MissingError(Label(f"{told.zh}；请用 --on DATE", f"{told.en}; use --on DATE")) from error
    if rows:
        _answer_rows(ask, node, limit)
        return
    sheet = show_node(snapshot, node)
    if ask.drawn(svg, lambda: _sheet_svg(snapshot, sheet, unfold or ())):
        return
    ask.answer(sheet.to_json, lambda: show_page(sheet, limit))


def _answer_rows(ask: Reading, node: NodeId, limit: int) -> None:
    from api.render.nodes import rows_page
    from api.sources import rows_of

    with ask.opened() as store:
        found = rows_of(store, node, ask.as_of)
    ask.answer(lambda: [item.to_json() for item in found], lambda: rows_page(node, found, limit))


def _sheet_svg(snapshot: Snapshot, sheet: Sheet, unfolded: Iterable[str]) -> str:
    from api.ui.pictures import sheet_picture

    return sheet_picture(snapshot, sheet, unfolded).svg(standalone=True)


def flow(
    ask: Reading,
    code: Annotated[str, typer.Argument(metavar="CODE", help="职权编码 The code of a power.")],
    public: Annotated[
        bool, typer.Option("--public", help="公开版：不含风险和措施 For everybody: without risks and controls.")
    ] = False,
    svg: Svg = None,
    bpmn: Annotated[
        Path | None, typer.Option("--bpmn", metavar="FILE.bpmn", help="另存为 BPMN 2.0（- 只输出它） BPMN 2.0 too.")
    ] = None,
    mermaid: Annotated[
        Path | None, typer.Option("--mermaid", metavar="FILE.mmd", help="另存为 Mermaid（- 只输出它） Mermaid too.")
    ] = None,
) -> None:
    """流程：环节、办理岗位和流程图 The steps of a power, who performs them, the chart.

    quangang flow E04 --svg E04.svg --public

    quangang flow E04 --bpmn E04.bpmn
    """
    from api.render.flow import flow_object, flow_page
    from api.ui.pictures import flow_picture
    from queries.paths import resolve

    snapshot = ask.snapshot()
    found = flow_picture(snapshot, resolve(snapshot, code, Kind.POWER).code, public=public)
    drawn = (
        ask.drawn(svg, lambda: found.svg(standalone=True)),
        ask.drawn(bpmn, found.bpmn),
        ask.drawn(mermaid, found.mermaid),
    )
    if not any(drawn):
        ask.answer(lambda: flow_object(found.flow), lambda: flow_page(found.flow))


def _ended(ask: Reading, code: str, on: date | None) -> Label | None:
    """When the store had, or will have, what it has not on a day; None where it never has."""
    from api.lifetimes import not_in_force

    if ask.graph is not None or on is None:
        return None
    with ask.opened() as store:
        return not_in_force(store, code, on, ask.as_of)


def path(
    ask: Reading,
    start: Annotated[str, typer.Argument(metavar="A", help="从 From: a code, Kind/CODE, a name or a role.")],
    end: Annotated[str, typer.Argument(metavar="B", help="到 To: a code, Kind/CODE, a name or a role.")],
    limit: Limit = 5,
    depth: Annotated[int, typer.Option("--depth", min=1, max=20, metavar="N", help="最多几步 Hops at most.")] = 8,
) -> None:
    """路径：两者之间怎样相连 How two nodes hang together: the shortest paths between them.

    quangang path E39 HQ-HGSJ
    """
    from api.render.nodes import path_page
    from queries.paths import end_named, shortest_paths
    from queries.shared import joined_by_shared, paths_object

    snapshot = ask.snapshot()
    found = shortest_paths(snapshot, end_named(snapshot, start), end_named(snapshot, end), limit=limit, depth=depth)
    ask.answer(
        lambda: paths_object(snapshot, found, limit=limit, depth=depth),
        lambda: path_page(snapshot, found, joined_by_shared(snapshot, found, limit=limit, depth=depth)),
    )


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
        got, expected = f"{of!r} {form}", "graph / reform, --format json"
        raise InputError(Label(f"schema：收到 {got}；应为 {expected}", f"schema: got {got}; expected {expected}"))
    write_json(known[of]())
