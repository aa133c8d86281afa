"""The page of a standard post 标准岗位: what its posts do and bear, risks by grade, and its posts by office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.ui.pages.frame import LISTS, Frame
from api.ui.pages.rendering import page_reply
from api.ui.pages.sheets import Chip, Section, chips_of, sections_of
from api.ui.pages.trail import ROLE, Trail, TrailAsk, trail_of
from api.web.door import Door, door
from api.web.routing import with_files
from graph.errors import MissingError
from graph.schema import Kind, Label
from graph.view import View
from queries.find import find_nodes, role_named
from queries.report.case import value_label
from queries.show import Lane, Row, show_role

__all__ = ["RoleAsk", "RolePage", "role_page", "router"]

router = APIRouter(include_in_schema=False)

_RISKS, _POSTS = "risks", "posts"
_LAST = "~"
"""Sorts behind every grade."""
_UNGRADED = Label("未定级", "without a grade")


class RoleAsk(TrailAsk):
    """Which lane the table is narrowed to, and whether all of its rows are shown."""

    lane: Annotated[str, Field(max_length=50)] = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RolePage:
    """What the page shows; ``grades`` count the risks of each grade, ``gaps`` is for the table and always 0."""

    role: str
    posts: int
    offices: int
    synthetic: int
    grades: tuple[tuple[Label, int], ...]
    chips: tuple[Chip, ...]
    shown: str
    sections: tuple[Section, ...]
    twins: tuple[tuple[str, str], ...]
    trail: Trail
    gaps: int = 0

    @property
    def example(self) -> int:
        """So many of its posts, to explain a share with."""
        return min(4, self.posts)


def role_page(view: View, name: str, ask: RoleAsk, frame: Frame) -> RolePage:
    """The view model: the lanes of the standard post, its posts last, its risks a section for each grade.

    Raises:
        MissingError: there is no such standard post.
    """
    role = role_named(view, f"{ROLE}{name}")
    if role is None:
        near = "、".join(found for found, _ in find_nodes(view, name, (Kind.POST,), 0).roles[:5])
        zh, en = (f"；相近的有 {near}", f"; near: {near}") if near else ("", "")
        missing = Label(f"没有标准岗位 {name!r}{zh}", f"no standard post {name!r}{en}")
        meant = role_named(view, f"{ROLE}{name.rpartition('.')[0]}")
        files = _twins(frame, meant) if meant else ()
        raise MissingError(with_files(missing, (address for _, address in files)))
    sheet = show_role(view, role)
    lanes = sorted(sheet.lanes, key=lambda lane: lane.id == _POSTS)
    graded = list(_by_grade(sheet.lane(_RISKS)))
    chips = chips_of(lanes)
    shown = ask.lane if ask.lane in {chip.id for chip in chips} else ""
    wanted = [
        part
        for lane in lanes
        if shown in ("", lane.id)
        for part in ([each for _, each in graded] if lane.id == _RISKS else [lane])
    ]
    return RolePage(
        role,
        sheet.posts,
        len(sheet.lane(_POSTS).rows),
        sheet.synthetic,
        tuple((label, len(lane.rows)) for label, lane in graded),
        chips,
        shown,
        sections_of(view, wanted, {}, whole=ask.whole),
        _twins(frame, role),
        trail_of(view, ask.via, f"{ROLE}{role}", frame),
    )


def _twins(frame: Frame, role: str) -> tuple[tuple[str, str], ...]:
    return frame.twins("/api/v1/sheet", *LISTS, "GraphML", node=f"{ROLE}{role}")


def _by_grade(risks: Lane) -> Iterator[tuple[Label, Lane]]:
    """The risks of each grade as a lane of its own, the worst first."""
    held: dict[str, list[Row]] = {}
    for row in risks.rows:
        held.setdefault(str(row.facts.get("grade", _LAST)), []).append(row)
    for grade, found in sorted(held.items()):
        rows, told = tuple(found), value_label(Kind.RISK, "grade", found[0].facts.get("grade", ""))
        label = told if isinstance(told, Label) else _UNGRADED
        heading = Label(f"{risks.label.zh} · {label.zh}", f"{risks.label.en} · {label.en}")
        yield label, replace(risks, id=f"{risks.id}-{grade.strip(_LAST)}", label=heading, rows=rows, total=len(rows))


@router.get("/role/{name:path}")
async def role(
    name: Annotated[str, Path(min_length=1, max_length=200)],
    ask: Annotated[RoleAsk, Query()],
    request: Request,
    entrance: Annotated[Door, Depends(door)],
) -> Response:
    """What the posts of a standard post do together."""

    def make(frame: Frame) -> RolePage:
        return role_page(entrance.view(frame.moment), name, ask, frame)

    return await page_reply(request, entrance, ask, "role.html", make)
