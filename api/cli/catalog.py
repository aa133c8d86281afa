"""The catalogue: questions that have a name, asked of a store or a file, in Python or in Cypher."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Limit
from api.cli.reading import Reading, reading
from api.settings import Settings
from graph.errors import InputError
from graph.terms import Label

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from queries.answers.model import Entry
    from queries.catalog import Answer

__all__ = ["register"]


class Engine(StrEnum):
    """What answers: the Python side on a snapshot, or the Cypher text on the server of the store."""

    PYTHON = "python"
    CYPHER = "cypher"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("query")(reading(query))


def query(
    ask: Reading,
    query_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="查询的名称，或检查项的代码 A query, or the code of a finding.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出全部查询 List every query.")] = False,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="参数 A parameter.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="由谁回答 Who answers; cypher needs a store on Neo4j.")
    ] = Engine.PYTHON,
    limit: Limit = 40,
) -> None:
    """查询：目录里有名称的问题 Questions of the catalogue, with rows, denominator and origin.

    quangang query posts-by-exposure --limit 10
    """
    from api.querying import COMMAND, answer_object, answer_table, given_of, list_object, list_table
    from api.render.queries import answer_page, list_page
    from queries.catalog import entry_named

    if listed:
        if query_id is not None or param:
            raise InputError(Label("query：--list 不带名称和参数", "query: --list takes no ID and no -p"))
        ask.answer(list_object, list_page, list_table)
        return
    if query_id is None:
        raise InputError(
            Label(
                "query：没有说明查询；应为 ID；全部见 quangang query --list",
                "query: no query named; expected ID; all of them: quangang query --list",
            )
        )
    answered = _by_cypher if engine is Engine.CYPHER else _by_python
    snapshot, found = answered(ask, entry_named(query_id), given_of(param or [], COMMAND))
    ask.answer(
        lambda: answer_object(snapshot, found),
        lambda: answer_page(snapshot, found, limit),
        lambda: answer_table(found),
    )


def _by_python(ask: Reading, entry: Entry, given: Mapping[str, str]) -> tuple[Snapshot, Answer]:
    from api.querying import COMMAND
    from queries import catalog

    snapshot = ask.snapshot()
    return snapshot, catalog.ask(snapshot, entry, given, COMMAND)


def _by_cypher(ask: Reading, entry: Entry, given: Mapping[str, str]) -> tuple[Snapshot, Answer]:
    from api.querying import COMMAND
    from graph.store.cypher_reader import CypherReader
    from queries.catalog import ask_cypher

    if ask.as_of is not None or ask.on is not None:
        raise InputError(
            Label(
                "--engine cypher 只见今天在用的图谱，不能与 --as-of、--on 同用；请用 --engine python",
                "--engine cypher sees the graph in force today only and cannot go with --as-of or --on; "
                "use --engine python",
            )
        )
    with ask.opened() as store:
        if not isinstance(store, CypherReader):
            raise InputError(
                Label(
                    "--engine cypher 需要 Neo4j 上的库：--store bolt://…；这个库请用 --engine python",
                    "--engine cypher needs a store on Neo4j: --store bolt://…; for this one use --engine python",
                )
            )
        snapshot = store.snapshot(on=Settings.of().date())
        return snapshot, ask_cypher(store, snapshot, entry, given, COMMAND)
