"""From a view model to a page: the templates, escaped throughout."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.horizon import day_said
from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.sheets import leading_of
from api.ui.pages.signs import origin_label, shape_of
from api.ui.words import drawn_in, phrase
from api.web.door import Door
from api.web.snapshots import Moment
from graph.changes import OPERATIONS
from graph.changes.draft import status_label
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from queries.citing import citations

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["TEMPLATES", "Instead", "in_chinese", "page_reply", "rendered", "with_articles", "with_chinese"]

TEMPLATES = Path(__file__).parent.parent / "templates"


_CHINESE = re.compile("[\u3400-\u9fff]")
_ENGLISH = re.compile(r"\b[a-z]{2,}\b")
"""A word and no code; names of systems and numbers of documents have capitals or digits."""
_RUN = re.compile("[\u3400-\u9fff\u3001-\u301f\uff00-\uffef]+")


def in_chinese(text: object) -> Markup:
    """Data as it stands on a page: where an English page shows Chinese, it says so, for screen readers above all.

    Of a text with English words in it only the Chinese parts are said to be Chinese, see `with_chinese`.
    """
    said = escape(text)
    if not phrase("", "en") or not _CHINESE.search(said):
        return said
    return with_chinese(text) if _ENGLISH.search(str(text)) else Markup('<span lang="zh">%s</span>') % said


def with_chinese(text: object) -> Markup:
    """A text in both languages: on an English page its Chinese parts say that they are Chinese."""
    said = str(escape(text))
    return Markup(_RUN.sub(r'<span lang="zh">\g<0></span>', said)) if phrase("", "en") else Markup(said)  # noqa: S704 - escaped


def with_articles(frame: Frame, text: object) -> Markup:
    """A text in which what cites an article that the graph holds is a link to its page."""
    whole, at, made = str(text), 0, Markup()
    for found in frame.citing(whole):
        address = frame.node(NodeId(Kind.ARTICLE, found.article))
        words = in_chinese(whole[found.start : found.end])
        made += in_chinese(whole[at : found.start]) + Markup('<a class="cites" href="%s">%s</a>') % (address, words)
        at = found.end
    return made + in_chinese(whole[at:])


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["zh"] = in_chinese
    made.filters["mixed"] = with_chinese
    made.globals.update(KINDS=KINDS, Kind=Kind, Label=Label, origin_label=origin_label, shape_of=shape_of)
    made.globals.update(cite=with_articles)
    made.globals.update(OPERATIONS=OPERATIONS, leading_of=leading_of, status_label=status_label)
    return made


@dataclass(frozen=True, slots=True)
class Instead:
    """Another page than the one that was asked for, with the status that says so."""

    template: str
    page: object
    status: int


def rendered(template: str, frame: Frame, page: object) -> str:
    """A page as HTML; the template finds the view model as ``page`` and the frame as ``f``."""
    return _environment().get_template(template).render(f=frame, page=page)


async def page_reply(
    request: Request, door: Door, ask: PageAsk, template: str, make: Callable[[Frame], object]
) -> Response:
    """Work a page out in a thread: the view model from the frame, then its HTML; ``make`` may hand out `Instead`."""

    def html() -> HTMLResponse:
        moment: Moment = door.at(ask.as_of, ask.on)
        earlier = moment.today < door.moment.today
        unknown = day_said(moment.today, door.first_day(moment)) if earlier else None
        frame = Frame.of(request, ask, moment, door.moment, unknown, lambda text: citations(door.view(moment), text))
        with drawn_in(ask.lang):
            made = make(frame)
            if isinstance(made, Instead):
                return HTMLResponse(rendered(made.template, frame, made.page), made.status)
            return HTMLResponse(rendered(template, frame, made))

    return await door.house.workshop.answer(html)
