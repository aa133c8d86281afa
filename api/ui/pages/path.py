"""Path: how two nodes or standard posts hang together, from and to as on a map; what is unclear is asked back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import Field
from starlette.responses import Response

from api.render.names import title
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.pages.frame import LISTS, PICTURES, Frame, PageAsk
from api.ui.pages.reasons import Candidate, Doubt, candidate, doubt
from api.ui.pages.rendering import page_reply
from api.ui.pages.tables import NODE_HEADER, node_cells
from api.ui.pictures import path_picture
from api.ui.scene.items import typed_name
from api.ui.scene.path import nodes_on
from api.ui.words import Lang, said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.errors import InputError, MissingError
from graph.model import EMPTY, NodeId, hop_label
from graph.schema import Kind, Label
from graph.view import View
from queries.paths import End, Paths, end_named, shortest_paths
from queries.shared import joined_by_shared

__all__ = ["PathAsk", "PathPage", "path_page", "router"]

router = APIRouter(include_in_schema=False)

_AT_MOST, _DEPTH = 20, 10
_HOPS = (Label("路径", "path"), Label("步", "hop"), Label("关系", "relation"))


class PathAsk(PageAsk):
    """Between which ends: codes, ``Kind/CODE``, whole names or standard posts."""

    start: Annotated[str, Field(alias="from", max_length=200)] = ""
    end: Annotated[str, Field(alias="to", max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One node of a path, and the relation that leads to it; ``forward`` where it is walked in its own direction."""

    node: NodeId
    name: str
    origin: str
    relation: str = ""
    forward: bool = True

    @property
    def id(self) -> str:
        """What stands for it in the picture."""
        return str(self.node)


@dataclass(frozen=True, slots=True)
class PathPage:
    """What was asked, and every path that was found, or which end is in doubt; ``ends`` are the names of both.

    Where only laws or systems join the ends ``shared`` says so, ``beside`` are the shortest paths without them.

    Of a standard post at an end ``nearest`` says how many of its posts the paths lead to, else it is 0.
    """

    start: str
    end: str
    found: Paths | None = None
    ends: tuple[Candidate, ...] = ()
    nearest: tuple[int, ...] = ()
    stops: tuple[tuple[Stop, ...], ...] = ()
    shared: Label | None = None
    beside: tuple[tuple[Stop, ...], ...] = ()
    picture: Markup | None = None
    doubts: tuple[Doubt, ...] = ()
    twins: tuple[tuple[str, str], ...] = ()


def path_page(view: View, ask: PathAsk, frame: Frame) -> PathPage:
    """The view model: the paths, or what else an end may mean."""
    start, end = ask.start.strip(), ask.end.strip()
    if not (start and end):
        return PathPage(start, end)
    ends = _end(view, "from", start), _end(view, "to", end)
    first, last = ends
    if not (isinstance(first, End) and isinstance(last, End)):
        return PathPage(start, end, doubts=tuple(each for each in ends if isinstance(each, Doubt)))
    return _paths_page(view, frame, shortest_paths(view, first, last, limit=_AT_MOST, depth=_DEPTH))


def _end(view: View, field: str, text: str) -> End | Doubt:
    try:
        return end_named(view, text)
    except InputError:
        return doubt(view, field, text, several=True)
    except MissingError:
        return doubt(view, field, text, several=False)


def _candidate(view: View, end: End) -> Candidate:
    return Candidate(end.name, Kind.POST, end.role, "", len(end.nodes)) if end.role else candidate(view, end.nodes[0])


def _paths_page(view: View, frame: Frame, found: Paths) -> PathPage:
    stops = _every(view, found, frame)
    shared = joined_by_shared(view, found, limit=_AT_MOST, depth=_DEPTH)
    picture = Markup(path_picture(view, found).svg()) if found.paths else Markup()  # noqa: S704 - it escapes every name
    ends = {"from": str(found.start), "to": str(found.end)}
    drawn = frame.twins("/api/v1/pictures/path", *PICTURES, **ends) if found.paths else ()
    twins = (*drawn, *frame.twins("/path", *LISTS, **ends), ("JSON", frame.file("/api/v1/path", **ends)))
    both = _candidate(view, found.start), _candidate(view, found.end)
    typed = _typed(view, found.start), _typed(view, found.end)
    beside = () if shared is None else _every(view, shared.beside, frame)
    hub = None if shared is None else shared.said
    return PathPage(*typed, found, both, _nearest(found, stops), stops, hub, beside, picture, (), twins)


def _typed(view: View, end: End) -> str:
    return end.role or typed_name(view, end.nodes[0])


def _nearest(found: Paths, stops: tuple[tuple[Stop, ...], ...]) -> tuple[int, int]:
    start, end = ({path[at].node for path in stops} for at in (0, -1))
    return len(start) if found.start.role else 0, len(end) if found.end.role else 0


def _every(view: View, found: Paths, frame: Frame) -> tuple[tuple[Stop, ...], ...]:
    return tuple(_stops(view, found, at, frame) for at in range(len(found.paths)))


def _stops(view: View, found: Paths, at: int, frame: Frame) -> tuple[Stop, ...]:
    first, *rest = nodes_on(found, at)
    stops = [_stop(view, first)]
    for node, (rel, source, _) in zip(rest, found.paths[at], strict=True):
        stops.append(_stop(view, node, frame.say(hop_label(rel, source)), forward=source == str(stops[-1].node)))
    return tuple(stops)


def _stop(view: View, node: NodeId, relation: str = "", *, forward: bool = True) -> Stop:
    origin = str((view.node(*node) or EMPTY).get("origin", ""))
    return Stop(node, title(view, Kind(node.kind), node.code), origin, relation, forward)


@router.get("/path.{form}")
async def table(
    form: TableForm, ask: Annotated[PathAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Every path, a row for each hop."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        ends = end_named(view, ask.start), end_named(view, ask.end)
        found = shortest_paths(view, *ends, limit=_AT_MOST, depth=_DEPTH)
        header = [said(ask.lang, label) for label in (*_HOPS, *NODE_HEADER)]
        return table_bytes(form, header, _hops(view, found, ask.lang))

    day, ends = ask.on or entrance.moment.today, (ask.start, ask.end)
    name = FileName(Label("路径", "path"), form.value, day, ends, ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _hops(view: View, found: Paths, lang: Lang) -> Iterator[tuple[object, ...]]:
    for at, hops in enumerate(found.paths):
        first, *rest = nodes_on(found, at)
        yield at + 1, 0, "", *node_cells(view, first, lang)
        for number, (node, (rel, source, target)) in enumerate(zip(rest, hops, strict=True), 1):
            arrow = "→" if target == str(node) else "←"
            yield at + 1, number, f"{arrow} {said(lang, hop_label(rel, source))}", *node_cells(view, node, lang)


@router.get("/path")
async def path(
    ask: Annotated[PathAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Two fields, and what lies between."""

    def make(frame: Frame) -> PathPage:
        return path_page(entrance.view(frame.moment), ask, frame)

    return await page_reply(request, entrance, ask, "path.html", make)
