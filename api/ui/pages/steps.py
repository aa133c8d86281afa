"""The steps of composing that an address may ask for, and what each leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BeforeValidator, ConfigDict
from starlette.responses import RedirectResponse, Response

from api.schemas.common import Whole
from api.ui.pages.arguments.address import Texts, parameters_of, stepped, texts_in
from api.ui.pages.arguments.reading import change_of
from api.ui.pages.asking import Optional, ReformAsk, reform_asked
from api.ui.pages.composing import TEXTS, edited, mark_after, position_after, with_change, with_texts
from api.ui.pages.frame import Frame, PageAsk, Parameter, blank
from api.ui.pages.picking import Narrowing
from api.web.door import Door, door
from api.web.packing import packed
from graph.errors import ConflictError, InputError, Problem, ReformRefused
from graph.reform import Reform, apply_reform
from graph.snapshot import Snapshot
from graph.terms import Both, Lack
from graph.view import View
from queries.report.operations import title_of

__all__ = ["ComposerAsk", "Entrance", "led_on", "stepped_on"]

Entrance = Annotated[Door, Depends(door)]


class ComposerAsk(ReformAsk):
    """The reform, and what is being added: the power, the operation, or the position of the change to edit.

    ``type``, ``level`` and ``unit`` list some powers to choose one.

    The arguments of a change that was filled in come as ``a.NAME``; of a new one an address may fill in some.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    power: Optional = None
    op: Optional = None
    at: Annotated[Whole | None, BeforeValidator(blank)] = None
    do: Optional = None
    type: Optional = None
    level: Optional = None
    unit: Optional = None

    @property
    def narrowing(self) -> Narrowing:
        """Which powers are listed."""
        return Narrowing(self.type or "", self.level or "", self.unit or "")


def stepped_on(ask: ComposerAsk, request: Request, entrance: Door) -> Response:
    """Leads to the reform and the form as they are after the step that was asked for.

    Raises:
        InputError: it is no step, or what was filled in cannot be taken.
    """
    reform, view = reform_asked(ask, entrance)
    query = request.query_params
    texts = texts_in(query.multi_items())
    rows = stepped(ask.do or "", f"{query.get('verb', '')} {query.get('subject', '')}".strip(), texts)
    if rows is not None:
        return led_on(ask, request, entrance, rows[1], r=ask.r, at=ask.at, **_form(ask, rows[0]))
    if reform.name == title_of(replace(reform, name="")).zh:
        reform = replace(reform, name="")  # it is called after its changes, whatever becomes of them
    if ask.do == "put":
        change = change_of(ask.op or "", ask.power or "", texts, _before(reform, view, ask.at))
        if {*change} == {"op", "power"} and ask.op == _ALTERS:
            raise InputError([Problem("reform", Lack("没有填要改的", "nothing"), _SOMETHING, column="set")])
        reform = with_change(reform, change, ask.at)
        last = len(reform.changes) - 1
        mark = f"change-{last if ask.at is None else min(ask.at, last)}"
        return led_on(ask, request, entrance, mark, r=packed(reform))
    if ask.do == "texts":
        reform = with_texts(reform, {name: query[name] for name in (*TEXTS, "effective") if name in query})
        at, mark = ask.at, ""
    else:
        at = position_after(reform, ask.do or "", ask.at)
        reform = edited(reform, ask.do or "")
        mark = mark_after(ask.do or "", len(reform.changes))
    return led_on(ask, request, entrance, mark, r=packed(reform), at=at, **_form(ask, texts))


_ALTERS = "redefine"
_SOMETHING = Both("至少一处", "one thing at least")
"""A redefinition without anything is one of the calculus, but nobody asks for it."""


def _form(ask: ComposerAsk, texts: Texts) -> dict[str, Parameter]:
    """What an address holds of the form that is being filled in, so that nothing of it is lost."""
    return {"op": ask.op, "power": ask.power, **parameters_of(texts)}


def _before(reform: Reform, view: Snapshot, at: int | None) -> View:
    """The graph that a change at a position is made to; where that cannot be told, the one before the reform."""
    try:
        return apply_reform(view, replace(reform, changes=reform.changes[:at])).overlay
    except (ReformRefused, ConflictError):
        return view


def led_on(ask: PageAsk, request: Request, entrance: Door, mark: str = "", **given: Parameter) -> Response:
    """Leads to the reform; a browser moves the focus to what the mark names, without a script."""
    frame = Frame.of(request, ask, entrance.moment, entrance.moment)
    return RedirectResponse(frame.link("/reform", **given) + (f"#{mark}" if mark else ""), 303)
