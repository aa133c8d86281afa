"""The page for loading files: drop them, rehearse, read the problems by row, then commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.ui.pages.frame import SEGMENTS, Frame, PageAsk
from api.ui.pages.rendering import page_reply
from api.web.door import Door, door
from graph.schema import LINKS, Kind, Link
from loaders.tables.layout import Table
from loaders.tables.layouts import TABLES
from queries.findings.model import Severity

__all__ = ["LoadPage", "router"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class LoadPage:
    """What the page has to know: the revision that it stands on, how much may be sent, whether an author is set."""

    parent: int
    upload: int
    author: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that are known by their title or header."""
        return TABLES

    @property
    def segments(self) -> Mapping[Kind, str]:
        """Where the pages of nodes are, for the links of what was found."""
        return SEGMENTS

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How grave a finding may be, for the words of what would open and close."""
        return tuple(Severity)

    @property
    def links(self) -> tuple[Link, ...]:
        """The relations that a list may name, for their labels."""
        return LINKS


@router.get("/load")
async def load(
    ask: Annotated[PageAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """The page; its script sends the files to POST /api/v1/load, first as a rehearsal."""

    def make(frame: Frame) -> LoadPage:
        house = entrance.house
        return LoadPage(frame.newest.revision, house.serving.upload, house.settings.author or "")

    return await page_reply(request, entrance, ask, "load.html", make)
