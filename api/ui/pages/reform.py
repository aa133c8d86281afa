"""The page where a reform is composed: changes in order, what may be done to a power and why not, totals at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Query, Request, UploadFile
from starlette.responses import Response

from api.render.names import title
from api.ui.chips import Chip, every_chip, stops_of
from api.ui.moves import lines_of
from api.ui.pages.arguments.address import Change, Texts, texts_in
from api.ui.pages.arguments.fields import Field, Rows
from api.ui.pages.arguments.forms import kind_of
from api.ui.pages.arguments.offering import fields_of
from api.ui.pages.arguments.texts import texts_of
from api.ui.pages.asking import ReformAsk, impact_found, reform_asked
from api.ui.pages.frame import Frame
from api.ui.pages.offers import Offers, by_reach, offers_of, takes_power
from api.ui.pages.picking import Picker, picker_of
from api.ui.pages.reasons import Doubt, conflict
from api.ui.pages.rendering import Instead, page_reply
from api.ui.pages.steps import ComposerAsk, Entrance, led_on, stepped_on
from api.ui.pages.trouble import wants_page
from api.ui.pages.wrong import Fault, faults_of, wrong_of
from api.web.bodies import reform_of_file
from api.web.packing import LONGEST, packed
from api.web.problems import BadRequestError, TooLargeError, fault_of
from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.derived import Derived
from graph.errors import ConflictError, InputError, Problem, QuangangError, ReformRefused
from graph.model import EMPTY
from graph.reform import Reform, apply_reform
from graph.schema import Kind, Label
from graph.snapshot import Snapshot
from graph.undeclared import undeclared_by_change, undeclared_said
from graph.view import View
from loaders.reforms import reform_to_dict
from queries.floors import floors_of_change
from queries.legal import Refusal
from queries.report import headline_of
from queries.report.case import Case
from queries.report.gaps import told_once
from queries.report.operations import arguments_of, powers_of, title_of

__all__ = ["Composer", "ComposerAsk", "Item", "Totals", "composer_page", "refused_page", "router"]

router = APIRouter(include_in_schema=False)

_NEARLY = 75
"""From so many per cent of the longest address on the page says so."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change of the list; ``refusal`` says why it cannot be applied where it stands, of which ``argument``."""

    position: int
    label: Label
    powers: str
    arguments: Label
    refusal: Refusal | None
    argument: Label


@dataclass(frozen=True, slots=True)
class Totals:
    """What the reform moves, in a sentence and in numbers.

    ``stops`` says which of the things to be done first stop a commit, where not all do. ``below`` says of changes, by
    their position, which basis does not allow the level that they go to, ``undeclared`` which properties they set that
    the schema does not know. ``again`` says how many findings tell a gap that another one tells: the sentence counts
    them once, a commit each.
    """

    headline: Label
    chips: tuple[Chip, ...]
    complete: bool
    stops: Label | None
    below: Mapping[int, tuple[Label, ...]]
    undeclared: Mapping[int, Label]
    again: Label | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was to be opened, and why it cannot be read."""

    name: str
    problems: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Composer:
    """What the page shows; the reform is ``called`` as on the page of its impact.

    ``offers`` is what may be done where the change stands; ``fields`` belong to the ``chosen`` one. ``at`` is the
    position of the change that is edited, None of a new one. ``trouble`` is what is wrong with the reform as a whole,
    ``wrong`` what is wrong with an argument that was just filled in, ``faults`` where on the page that is. ``picker``
    is there while a power is to be chosen; ``unfit`` is the operation that was asked for where it is not for the power,
    and why, ``unread`` a file that was opened and is no reform.
    ``data`` is the reform as JSON, ``author`` who is to commit where it names nobody.
    """

    reform: Reform
    called: Label
    packed: str
    longest: int
    items: tuple[Item, ...]
    totals: Totals | None
    trouble: Label | None
    offers: Offers
    chosen: Operation | None
    fields: tuple[Field | Rows, ...]
    at: int | None
    yaml: str
    data: str
    author: str
    wrong: Mapping[str, tuple[Doubt | Problem, ...]]
    faults: tuple[Fault, ...]
    picker: Picker | None
    unfit: tuple[Operation, Label] | None
    unread: Unread | None = None

    @property
    def near_full(self) -> int:
        """How many per cent of the longest address the reform takes; 0 where there is room enough."""
        taken = 100 * len(self.packed) // self.longest
        return taken if taken >= _NEARLY else 0


def composer_page(
    reform: Reform,
    view: Snapshot,
    ask: ComposerAsk,
    frame: Frame,
    author: str = "",
    typing: tuple[Texts, Sequence[Problem]] = (MappingProxyType({}), ()),
) -> Composer:
    """The view model of the composer; ``typing`` is what a form held, and why it could not be taken."""
    texts, problems = typing
    refused, trouble, totals = _tried(reform, view)
    at = ask.at if ask.at is not None and ask.at < len(reform.changes) else None
    ends = [len(reform.changes), *([] if at is None else [at]), *([refused.position] if refused else [])]
    stop = 0 if trouble else min(ends)
    before = replace(reform, changes=reform.changes[:stop])
    held: Change = _edited(reform.changes[at], ask) if at is not None else {}
    offers = offers_of(ask.power or str(held.get("power") or ""), view, before)
    chosen = OPERATIONS.get(ask.op or str(held.get("op") or ""))
    offer = offers.named(chosen.op) if chosen is not None else None
    refusal = offers.refused(offer) if offer is not None and at is None else None
    legal = [trial.arguments for trial in by_reach(offer)] if offer else []
    state = apply_reform(view, before).overlay
    if chosen is not None and not texts and (held.get("op") == chosen.op or legal):
        texts = texts_of(held if held.get("op") == chosen.op else _begun(legal[0]), state.manifest)
    fields = _fields(chosen, state, offers.power, texts, legal)
    return Composer(
        reform=reform,
        called=title_of(reform) if reform.name or reform.changes else Label("新改革", "A new reform"),
        packed=packed(reform),
        longest=LONGEST,
        items=tuple(_item(view, change, position, refused) for position, change in enumerate(reform.changes)),
        totals=totals,
        trouble=trouble,
        offers=offers,
        chosen=chosen if refusal is None else None,
        fields=fields,
        at=at,
        yaml=frame.link("/reform.yaml", r=packed(reform)),
        data=json.dumps(reform_to_dict(reform), ensure_ascii=False),
        author=author,
        wrong=wrong_of(state, problems, fields),
        faults=faults_of((problem.column or "" for problem in problems), fields),
        picker=picker_of(state, ask.narrowing) if _picking(ask, chosen, bool(held or typing[0])) else None,
        unfit=(chosen, refusal) if ask.op and chosen is not None and refusal is not None else None,
    )


def _edited(change: Change, ask: ComposerAsk) -> Change:
    """The change that is edited; what is not limited to a power, and asked for without one, does not take over its."""
    operation = OPERATIONS.get(ask.op or "")
    if ask.power or operation is None or takes_power(operation):
        return change
    return {name: value for name, value in change.items() if name != "power"}


def _picking(ask: ComposerAsk, chosen: Operation | None, begun: bool) -> bool:
    """A power is to be chosen: nothing names one, and what is to be done needs one and was not begun."""
    return bool(ask.narrowing) or not (ask.power or begun or (chosen is not None and not takes_power(chosen)))


def _tried(reform: Reform, view: Snapshot) -> tuple[ReformRefused | None, Label | None, Totals | None]:
    """What the reform comes to: which change is refused, or what else is wrong, or its totals."""
    if not reform.changes:
        return None, None, None
    try:
        found = impact_found(reform, view)
    except ReformRefused as error:
        return error, None, None
    except ConflictError as error:
        return None, conflict(error), None
    case, after = Case(found), Derived(found.after)
    below = {
        position: tuple(floor.said(found.after) for floor in floors_of_change(after, change))
        for position, change in enumerate(reform.changes)
    }
    lines = lines_of(found, case)
    held = undeclared_by_change(found.before, reform, found.after)
    unknown = {position: undeclared_said(each) for position, each in held.items()}
    chips, again = every_chip(lines), told_once(len(case.repeated)) if case.repeated else None
    return None, None, Totals(headline_of(case), chips, found.complete, stops_of(lines), below, unknown, again)


def _begun(legal: Change) -> Change:
    """What a form is filled with where nothing was filled in: what may be done, but for what nobody would guess."""
    return {name: value for name, value in legal.items() if name != "to_type"}


def _fields(
    chosen: Operation | None, state: View, power: str, texts: Texts, legal: Sequence[Change]
) -> tuple[Field | Rows, ...]:
    if chosen is None:
        return ()
    if power and any(item.name == "powers" for item in chosen.arguments):
        texts = {"powers": (power,), **texts}
    return fields_of(chosen, state, power, texts, legal)


def _item(view: View, change: Change, position: int, refused: ReformRefused | None) -> Item:
    op = str(change.get("op", ""))
    operation = OPERATIONS.get(op)
    label = operation.label if operation else Label(op or "—", op or "—")
    named = ((power, (view.node(Kind.POWER, power) or EMPTY).get("name")) for power in powers_of(change))
    said = "、".join(f"{power} {name}" if name else power for power, name in named)
    refusal, argument = None, Label("", "")
    found = refused.at(position) if refused is not None else None
    if found is not None:
        refusal = Refusal(found.field, found.said, found.article)
        named_of = {item.name: item.label for item in operation.arguments} if operation else {}
        argument = named_of.get(found.field, Label(found.field, found.field))
    return Item(position, label, said, arguments_of(change, partial(_titled, view)), refusal, argument)


def _titled(view: View, argument: str, code: str) -> str:
    """A code that an argument names, with its name beside it."""
    kind = kind_of(argument)
    return code if kind is None else title(view, kind, code)


# ------------------------------------------------------------------------------------------- routes


@router.get("/reform")
async def compose(ask: Annotated[ComposerAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """The page; a step of editing leads on to the address of the reform that it makes.

    What was filled in and cannot be taken is shown again, with what is wrong beside it.
    """
    problems: Sequence[Problem] = ()
    if ask.do is not None:
        try:
            return await entrance.house.workshop.answer(lambda: stepped_on(ask, request, entrance))
        except InputError as error:
            if ask.do != "put" or not wants_page(request) or not any(item.column for item in error.problems):
                raise
            problems = error.problems
    texts = texts_in(request.query_params.multi_items())
    begun = bool(texts and ask.op) and ask.do is None  # an address that fills it in
    typing = (texts if problems or begun else {}, problems)

    def make(frame: Frame) -> Composer:
        reform, view = reform_asked(ask, entrance)
        return composer_page(reform, view, ask, frame, entrance.house.settings.author or "", typing)

    return await page_reply(request, entrance, ask, "reform.html", make)


def refused_page(reform: Reform, view: Snapshot, ask: ReformAsk, frame: Frame, error: QuangangError) -> Instead:
    """The composer in the place of an answer that a refused reform has not, with the change that is to be mended."""
    at = error.position if isinstance(error, ReformRefused) else None
    asked = ComposerAsk.model_construct(lang=ask.lang, as_of=ask.as_of, on=ask.on, at=at)  # read already, as they are
    return Instead("reform.html", composer_page(reform, view, asked, frame), fault_of(type(error)).status)


@router.post("/reform")
async def opened(
    file: UploadFile, ask: Annotated[ComposerAsk, Query()], request: Request, entrance: Entrance
) -> Response:
    """Open a reform file: nothing is kept, the whole of it goes into the address.

    One that cannot be read leaves what is composed as it was, and the page says why.
    """
    body, name = await file.read(), file.filename or "reform"

    def make() -> Response:
        reform = reform_of_file(body, name, entrance.house.serving.depth)
        return led_on(ask, request, entrance, r=packed(reform))

    try:
        return await entrance.house.workshop.answer(make)
    except (InputError, BadRequestError, TooLargeError) as error:
        if not wants_page(request):
            raise
        problems = error.problems if isinstance(error, InputError) else ()
        unread = Unread(name, tuple(problem.message for problem in problems) or (error.message,))
        status = fault_of(type(error)).status

    def again(frame: Frame) -> Instead:
        reform, view = reform_asked(ask, entrance)
        composed = composer_page(reform, view, ask, frame, entrance.house.settings.author or "")
        return Instead("reform.html", replace(composed, unread=unread), status)

    return await page_reply(request, entrance, ask, "reform.html", again)
