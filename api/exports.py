"""Graphs written out: JSON Lines, GraphML, GEXF, and a folder for Neo4j's bulk importer."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.options import GraphFile
from api.cli.output import write_text
from graph.errors import InputError
from graph.snapshot import Snapshot
from graph.store import Store
from graph.terms import Label
from loaders.elements import Dated, Progress, no_progress

if TYPE_CHECKING:
    from api.cli.reading import Reading
    from loaders.stretches import LeftOut

__all__ = ["archive_of", "carried", "instruments_of", "write_graph_file", "write_history", "write_tables"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of files in an archive: same files in, same bytes out."""
_TICK = 10_000
"""Lines between two words about how far it is."""


def write_tables(ask: Reading, folder: Path, *, as_csv: bool, progress: Progress) -> tuple[tuple[Path, ...], LeftOut]:
    """The instruments in force on the day that is asked for; they carry the revision that they are from.

    Returns:
        The tables, and what they do not say: what ended, earlier wordings, what comes later.
    """
    if ask.graph is not None:
        snapshot, dated = ask.dated_file()
        return _instruments(snapshot, dated, {}, folder, as_csv=as_csv, progress=progress)
    snapshot = ask.snapshot()
    with ask.opened() as store:
        origin = snapshot.origin
        told = _own_mark(carried(store, origin.revision, origin.on))
        versions = store.versions(origin.revision)
        return _instruments(snapshot, versions, told, folder, as_csv=as_csv, progress=progress)


def instruments_of(snapshot: Snapshot, store: Store, *, as_csv: bool) -> tuple[dict[str, bytes], LeftOut]:
    """The same for a graph of a store, as files in memory by their names."""
    origin = snapshot.origin
    told = _own_mark(carried(store, origin.revision, origin.on))
    with tempfile.TemporaryDirectory(prefix="quangang-export-") as name:
        folder, versions = Path(name), store.versions(origin.revision)
        _, left = _instruments(snapshot, versions, told, folder, as_csv=as_csv, progress=no_progress)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}, left


def _own_mark(told: dict[str, str]) -> dict[str, str]:
    """Two people's exports of one revision are two."""
    return {**told, "export": secrets.token_hex(6)} if told else told


def _instruments(
    snapshot: Snapshot,
    versions: Iterable[Dated],
    told: Mapping[str, str],
    folder: Path,
    *,
    as_csv: bool,
    progress: Progress,
) -> tuple[tuple[Path, ...], LeftOut]:
    from loaders.books.write import write_instruments
    from loaders.stretches import LeftOut, spans_on

    left = LeftOut(snapshot.origin.on or date.min)
    spans = spans_on(left.watching(versions), left.on)
    return write_instruments(snapshot, folder, told, as_csv=as_csv, progress=progress, spans=spans), left


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """Files in one ZIP archive, in the order of their names; what is compressed already is only put together."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in sorted(files.items()):
            packed = zipfile.ZIP_STORED if zipfile.is_zipfile(io.BytesIO(content)) else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, packed)
    return stream.getvalue()


def carried(store: Store, as_of: int | None, on: date | None) -> dict[str, str]:
    """What a table says of where it is from: revision, its hash (another store has another one), and day."""
    last = next((item for item in store.history(newest_first=True) if as_of is None or item.revision <= as_of), None)
    if last is None:
        return {}
    return {"revision": str(last.revision), "hash": last.hash, "on": on.isoformat() if on else ""}


def write_history(store: Store, as_of: int | None, file: Path, progress: Progress) -> None:
    """Every dated version of a store, as JSON Lines."""
    from loaders.jsonl import write_versions

    lines = write_versions(store.versions(as_of), store.manifest(as_of))
    write_text("".join(_counted(lines, progress)), file)


def _counted(lines: Iterable[str], progress: Progress) -> Iterator[str]:
    """The lines as they come, telling how many there were."""
    for number, line in enumerate(lines):
        if number % _TICK == 0:
            progress("行 lines", number, 0)
        yield line


def write_graph_file(snapshot: Snapshot, form: GraphFile, file: Path) -> None:
    """What is in force on one date, in any of the forms.

    Raises:
        InputError: the form cannot hold something of the graph, or the file or folder cannot be written.
    """
    if form is GraphFile.JSONL:
        from loaders.jsonl import write_graph

        write_text("".join(write_graph(snapshot)), file)
    elif form is GraphFile.NEO4J_CSV:
        from loaders.neo4jcsv import csv_files

        _write_folder(csv_files(snapshot), file)
    else:
        from graph.interop import GraphForm, graph_text

        write_text(graph_text(snapshot, GraphForm(form.value)), file)


def _write_folder(files: dict[str, str], folder: Path) -> None:
    """Write a new folder whole or not at all."""
    if str(folder) == "-":
        raise InputError(
            Label(
                "neo4j-csv：收到 -；应为文件夹，如 graph-csv", "neo4j-csv: got -; expected a folder, such as graph-csv"
            )
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            Label(
                f"{folder}：已存在且不空；请另指定或先清空",
                f"{folder}: exists and is not empty; name another, or empty it",
            )
        )
    made = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        for name, text in files.items():
            (made / name).write_text(text, encoding="utf-8", newline="")
        os.chmod(made, 0o777 & ~_mask())  # noqa: PTH101 - mkdtemp makes it private
        made.replace(folder)
    except OSError as error:
        why = error.strerror or error
        raise InputError(Label(f"{folder}：无法写入：{why}", f"{folder}: cannot be written: {why}")) from error
    finally:
        if made is not None and made.exists() and made != folder:
            shutil.rmtree(made, ignore_errors=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
