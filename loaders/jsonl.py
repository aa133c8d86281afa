"""The graph as JSON Lines (calculus §6): one node, relation or manifest a line, in any order."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from graph.edits import identity_to_json
from graph.errors import Problem
from graph.model import (
    DEFAULT_MANIFEST,
    EMPTY,
    Manifest,
    NodeId,
    Properties,
    RelationId,
    code_problem,
    link_between,
    parse_date,
)
from graph.schema import LINKS, Kind, Link
from graph.snapshot import Snapshot
from graph.terms import Both, Lack
from loaders.checks import graph_of
from loaders.elements import (
    DATE_ADVICE,
    Dated,
    Element,
    Place,
    Progress,
    Source,
    declared_for,
    ends_early,
    no_progress,
    shown,
    value_problems,
)
from loaders.lines import LINE_LIMIT, ByteStream, Line, numbered, open_source
from loaders.manifest import manifest_from_json
from loaders.strictjson import NotJson, decode

__all__ = ["Lines", "read_graph", "read_source", "write_graph", "write_versions"]

Lines = Path | ByteStream | Iterable[str]
"""Where lines come from: a file, an open binary stream such as standard input, or lines read already."""

_TICK = 10_000
_KIND_ORDER = {kind: position for position, kind in enumerate(Kind)}
_LINK_ORDER = {link: position for position, link in enumerate(LINKS)}
_KINDS = {kind.value: kind for kind in Kind}


def _today() -> date:
    return datetime.now().astimezone().date()


def read_source(
    lines: Lines,
    name: str = "",
    *,
    manifest: Manifest = DEFAULT_MANIFEST,
    limit: int = LINE_LIMIT,
    progress: Progress = no_progress,
) -> Source:
    """Read a graph file as elements; what is wrong with single rows is in its ``problems``.

    Args:
        lines: a path, a binary stream or lines of text.
        name: of the file in messages; that of the path where it is empty.
        manifest: the one that holds where the file has none, such as the store's.
        limit: bytes that one line may have.
        progress: told every 10,000 rows: bytes of a file, rows of a stream whose size is unknown (0).

    Raises:
        InputError: the file cannot be opened.
    """
    if isinstance(lines, Path):
        with open_source(lines) as stream:
            return read_source(stream, name or lines.name, manifest=manifest, limit=limit, progress=progress)
    name = name or "<stdin>"
    reader = _Reader(name)
    rows: dict[tuple[str, int], str] = {}
    size = _size(lines)
    whole = True
    for line in numbered(lines, name, limit):
        if line.row % _TICK == 0:
            progress(name, lines.tell() if size and isinstance(lines, ByteStream) else line.row, size)
        if line.text or line.problem:
            rows[name, line.row] = line.text
        reader.read(line)
        whole = whole and not line.unread
    problems = [*reader.problems, *value_problems(reader.elements, reader.manifest or manifest)]
    if not reader.elements and not problems and reader.manifest is None:
        advice = Both("请检查文件是否取全", "see whether all of the file is there")
        problems.append(
            Problem(
                name, Both("空文件", "an empty file"), Both("每行一个节点或关系", "one node or relation a line"), advice
            )
        )
    return Source(
        name=name,
        elements=tuple(reader.elements),
        manifest=reader.manifest,
        problems=tuple(sorted(problems, key=lambda problem: problem.row or 0)),
        scope=frozenset((*Kind, *LINKS)) if whole else frozenset(),
        rows=rows,
        unread=frozenset() if whole else frozenset(Kind),  # what was not read is not missing, nor unknown
        manifest_rows=frozenset() if reader.manifest_row is None else frozenset({(name, reader.manifest_row)}),
    )


def _size(lines: Lines) -> int:
    """Bytes of an open file; 0 where nobody knows."""
    if not isinstance(lines, ByteStream) or not lines.seekable():
        return 0
    here = lines.tell()
    size = lines.seek(0, os.SEEK_END)
    lines.seek(here)
    return size


def read_graph(
    lines: Lines,
    name: str = "",
    on: date | None = None,
    *,
    limit: int = LINE_LIMIT,
    today: Callable[[], date] = _today,
) -> Snapshot:
    """The graph that a file holds on a date (today where none is given).

    Raises:
        InputError: with every problem of the file, in the order of its rows.
    """
    with _collector_at_rest():
        return graph_of(read_source(lines, name, limit=limit), on or today())


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking a growing graph again and again: a fifth of the time of reading it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_graph(snapshot: Snapshot, manifest: Manifest | None = None) -> Iterator[str]:
    """The lines of a snapshot, without dates: manifest, nodes by kind and code, relations by type and ends."""
    yield _line({"manifest": (manifest or snapshot.manifest).to_json()})
    for kind in Kind:
        for code, properties in snapshot.nodes(kind):
            yield _element_line(NodeId(kind, code), properties)
    for link in LINKS:
        for source, target, key, properties in snapshot.relations(link):
            yield _element_line(RelationId(link, source, target, key), properties)


def write_versions(versions: Iterable[Dated], manifest: Manifest) -> Iterator[str]:
    """The lines of a graph with its whole history: as `write_graph`, versions of one identity by date."""
    yield _line({"manifest": manifest.to_json()})
    for item in sorted(versions, key=_in_file):
        yield _element_line(item.identity, item.properties, item.valid_from, item.valid_to)


def _in_file(item: Dated) -> tuple[bool, int, tuple[str, ...], date]:
    identity, first = item.identity, item.valid_from or date.min
    if isinstance(identity, NodeId):
        return False, _KIND_ORDER[identity.kind], (identity.code,), first
    return True, _LINK_ORDER[identity.link], identity[1:], first


def _element_line(
    identity: NodeId | RelationId, properties: Properties, first: date | None = None, last: date | None = None
) -> str:
    names = [name for name in declared_for(identity[0]) if name in properties]
    names += sorted(properties.keys() - set(names))
    item = identity_to_json(identity) | {name: properties[name] for name in names}
    if first is not None:
        item["valid_from"] = first.isoformat()
    if last is not None:
        item["valid_to"] = last.isoformat()
    return _line(item)


def _line(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, allow_nan=False) + "\n"


class _Reader:
    """Lines become elements, and the one manifest line the manifest."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements: list[Element] = []
        self.problems: list[Problem] = []
        self.manifest: Manifest | None = None
        self.manifest_row: int | None = None
        self._links: dict[tuple[object, str, str], Link | None] = {}

    def read(self, line: Line) -> None:
        """Take in one line."""
        if line.problem is not None:
            self.problems.append(line.problem)
            return
        if not line.text or line.text.isspace():
            return
        try:
            item = decode(line.text)
        except NotJson as error:
            cut = error.broke_off and line.last
            advice = (
                Both("文件似乎在此中断，请重新取得", "the file seems to break off here: fetch it again") if cut else ""
            )
            advice = advice or error.advice or Both("请更正此行", "correct the row")
            self.problems.append(Place(self.name, line.row).problem(error.got, error.expected, advice))
            return
        place = Place(self.name, line.row)
        if not isinstance(item, dict):
            self._report(place, shown(item), Both("一个对象", "one object a line"))
        elif "rel" in item:
            self._take(item, place, self._relation(item, place))
        elif "kind" in item:
            self._take(item, place, self._node(item, place))
        elif "manifest" in item:
            self._take_manifest(item, place)
        else:
            self._report(
                place,
                Both(f"键 {shown(sorted(item))}", f"keys {shown(sorted(item))}"),
                Both("manifest、kind 或 rel", "manifest, kind or rel"),
            )

    def _report(self, place: Place, got: str, expected: str, column: str | None = None) -> None:
        self.problems.append(place.problem(got, expected, column=column))

    def _take_manifest(self, item: dict[str, Any], place: Place) -> None:
        if self.manifest_row is not None:
            self._report(
                place,
                Both(
                    f"第二个 manifest（先见于第 {self.manifest_row} 行）",
                    f"a second manifest (first at row {self.manifest_row})",
                ),
                Both("至多一个", "at most one"),
            )
            return
        self.manifest_row = place.row
        if len(item) > 1:
            self._report(
                place,
                Both(f"键 {shown(sorted(item))}", f"keys {shown(sorted(item))}"),
                Both("只有 manifest", "only manifest"),
            )
        self.manifest, problems = manifest_from_json(item["manifest"], place)
        self.problems.extend(problems)

    def _node(self, item: dict[str, Any], place: Place) -> NodeId | None:
        stated = "code" in item
        kind, code = item.pop("kind"), item.pop("code", None)
        expected = code_problem(code)
        if expected:
            self._report(place, shown(code) if stated else Lack("没有", "nothing"), expected, "code")
        found = _KINDS.get(kind) if isinstance(kind, str) else None
        if found is None:
            self._report(place, shown(kind), " / ".join(_KINDS), "kind")
        return None if expected or found is None else NodeId(found, code)

    def _relation(self, item: dict[str, Any], place: Place) -> RelationId | None:
        rel, key = item.pop("rel"), item.pop("key", "")
        source, target = item.pop("from", None), item.pop("to", None)
        if key != "" and (expected := code_problem(key)):
            self._report(place, shown(key), expected, "key")
            return None
        if not isinstance(source, str) or not isinstance(target, str):
            for name, end in (("from", source), ("to", target)):
                if not isinstance(end, str):
                    self._report(place, shown(end), "Kind/CODE", name)
            return None
        from_kind, _, source = source.partition("/")
        to_kind, _, target = target.partition("/")
        kinds = (rel, from_kind, to_kind) if isinstance(rel, str) else ("", "", "")
        if kinds not in self._links:
            self._links[kinds] = link_between(*kinds)
        link = self._links[kinds]
        if link is None:
            self._report(place, f"{shown(rel)} {from_kind} → {to_kind}", self._expected_ends(rel), "rel")
            return None
        return RelationId(link, source, target, key)

    def _expected_ends(self, rel: object) -> str:
        known = [item for item in LINKS if item.rel == rel]
        if known:
            return " / ".join(f"{item.from_kind.value} → {item.to_kind.value}" for item in known)
        return " / ".join(dict.fromkeys(item.rel.value for item in LINKS))

    def _take(self, item: dict[str, Any], place: Place, identity: NodeId | RelationId | None) -> None:
        """Keep an element; ``item`` holds what is left of the line: dates and properties."""
        first = last = None
        if "valid_from" in item:
            first = self._date(item.pop("valid_from"), place, "valid_from")
        if "valid_to" in item:
            last = self._date(item.pop("valid_to"), place, "valid_to")
            early = ends_early(place, first, last)
            if early is not None:
                self.problems.append(early)
                last = None
        for name, value in item.items():
            if isinstance(value, list):
                item[name] = tuple(value)
        if identity is not None:
            self.elements.append(Element(identity, item or EMPTY, place, first, last))

    def _date(self, value: object, place: Place, column: str) -> date | None:
        try:
            return parse_date(value)
        except ValueError:
            self.problems.append(
                place.problem(shown(value), Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), DATE_ADVICE, column)
            )
            return None
