"""What every reading command is asked: which graph, as of which revision, on which date, and how to answer."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.failures import handled, say
from api.cli.options import AsOf, Form, Graph, On, Output, StoreUrl
from api.cli.output import Format, Table, write_answer, write_text
from api.settings import Settings
from graph.errors import InputError, MissingError
from graph.terms import Label

if TYPE_CHECKING:
    from api.render.page import Block
    from graph.snapshot import Snapshot
    from graph.store.base import Store
    from loaders.elements import Dated
    from loaders.lines import ByteStream

__all__ = ["Reading", "opened_store", "reading", "standard_input"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The shared options of a reading command, as given."""

    store: StoreUrl = None
    graph: Graph = None
    as_of: AsOf = None
    on: On = None
    form: Form = Format.TABLE
    output: Output = None

    def snapshot(
        self, on: date | None = None, looked_at: Callable[[Snapshot, Store], Snapshot] | None = None
    ) -> Snapshot:
        """The graph that is asked about, on ``on``, else ``--on``, else today; ``looked_at`` adds what its store knows.

        Raises:
            InputError: the file is wrong, or the options do not go together.
            MissingError: there is no such store or revision.
        """
        settings = Settings.of()
        on = on or self.on or settings.date()
        if self.graph is None:
            with opened_store(self.store, settings) as store:
                found = store.snapshot(on=on, as_of=self.as_of)
                return looked_at(found, store) if looked_at else found
        from loaders.jsonl import read_graph

        return read_graph(self._file(), on=on)

    def dated_file(self) -> tuple[Snapshot, Sequence[Dated]]:
        """The graph of a file on the day that is asked about, and the versions that the file holds.

        Raises:
            InputError: the file is wrong, or the options do not go together.
        """
        from loaders.checks import graph_of
        from loaders.jsonl import read_source

        source = read_source(self._file())
        return graph_of(source, self.on or Settings.of().date()), source.elements

    def _file(self) -> Path | ByteStream:
        """Where the graph file is read from; standard input for ``-``."""
        if self.store is not None or self.as_of is not None:
            raise InputError(
                Label(
                    "--graph 不能与 --store、--as-of 同用：文件没有修订记录",
                    "--graph cannot go with --store or --as-of: a file has no revisions",
                )
            )
        return standard_input() if self.graph is None or str(self.graph) == "-" else self.graph

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The store that is asked about, for questions about its log."""
        if self.graph is not None:
            raise InputError(
                Label("图谱文件没有修订记录；请用 --store URL", "a graph file has no revisions; use --store URL")
            )
        with opened_store(self.store, Settings.of()) as store:
            yield store

    def answer(self, value: Callable[[], Any], page: Callable[[], Iterable[Block]], table: Table | None = None) -> None:
        """Write the answer in the form that was asked for."""
        write_answer(self.form, self.output, value, page, table)

    def drawn(self, svg: Path | None, picture: Callable[[], str]) -> bool:
        """Save the picture where one is asked for; True where it takes the place of the answer on standard output."""
        if svg is None:
            return False
        write_text(picture(), svg)
        if str(svg) != "-":
            say(f"图已存为 drawn: {svg}")
        return str(svg) == "-"


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose first parameter is a `Reading`; Typer sees the shared options behind its own.

    A parameter of the command's own stands in for a shared one of the same name.
    """
    signature = inspect.signature(command, eval_str=True)
    first, *own = (
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in signature.parameters.values()
    )
    named = {parameter.name for parameter in own}
    shared = [parameter for parameter in _shared_parameters() if parameter.name not in named]

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 - whatever Typer passes
        asked = {parameter.name: given.pop(parameter.name) for parameter in shared}
        if "form" in named:
            asked["form"] = next((form for form in Format if form == given["form"]), Format.TABLE)
        command(**{first.name: Reading(**asked)}, **given)

    result = handled(run)
    result.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]  # what Typer reads
    return result


@contextmanager
def opened_store(url: str | None, settings: Settings, *, create: bool = False) -> Iterator[Store]:
    """A store that is closed again.

    Raises:
        MissingError: there is none, and it is not to be created.
        StoreError: it cannot be opened.
    """
    from graph.store import open_store

    url = url or settings.store
    try:
        store = open_store(url, create=create, clock=settings.now, login=settings.login())
    except MissingError as error:
        raise MissingError(
            Label(
                f"没有图谱库 {url}；请先建库：quangang init --sample customs，或指明：--store URL、QUANGANG_STORE",
                f"no store at {url}; make one first: quangang init --sample customs, or name one: --store URL, "
                "QUANGANG_STORE",
            )
        ) from error
    try:
        yield store
    finally:
        store.close()


def standard_input() -> ByteStream:
    """Standard input as bytes."""
    return sys.stdin.buffer  # type: ignore[return-value]  # typeshed calls it BinaryIO; it is a BufferedReader


@cache
def _shared_parameters() -> tuple[inspect.Parameter, ...]:
    hints = inspect.get_annotations(Reading, eval_str=True)
    return tuple(
        inspect.Parameter(item.name, inspect.Parameter.KEYWORD_ONLY, default=item.default, annotation=hints[item.name])
        for item in fields(Reading)
    )
