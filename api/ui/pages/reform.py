"""The page where a reform is composed: changes in order, what may be done to a power and why not, totals at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from pydantic import BeforeValidator, ConfigDict
from starlette.responses import RedirectResponse, Response

from api.schemas.common import Whole
from api.ui.moves import Chip, chips_of, lines_of
from api.ui.pages.arguments import PREFIX, Change, Field, change_of, fields_of
from api.ui.pages.asking import Optional, ReformAsk, impact_found, reform_asked
from api.ui.pages.composing import TEXTS, edited, with_change, with_texts
from api.ui.pages.frame import Frame, PageAsk, blank
from api.ui.pages.rendering import page_reply
from api.web.bodies import reform_of_file
from api.web.door import Door, door
from api.web.packing import LONGEST, packed
from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.errors import ConflictError, InputError, MissingError, ReformRefused
from graph.model import EMPTY
from graph.reform import Reform, apply_reform
from graph.schema import Kind, Label
from graph.snapshot import Snapshot
from graph.view import View
from loaders.reforms import reform_to_dict
from queries.legal import Legality, Refusal, Trial, legal_operations
from queries.paths import resolve
from queries.report import report_of
from queries.report.operations import arguments_of, powers_of

__all__ = ["Composer", "ComposerAsk", "Item", "Totals", "composer_page", "router"]

router = APIRouter(include_in_schema=False)

Entrance = Annotated[Door, Depends(door)]

_POWERS = {"power", "powers"}


class ComposerAsk(ReformAsk):
    """The reform, and what is being added: the power, the operation, or the position of the change to edit.

    The arguments of a change that was filled in come as ``a.NAME``.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    power: Optional = None
    op: Optional = None
    at: Annotated[Whole | None, BeforeValidator(blank)] = None
    do: Optional = None


@dataclass(frozen=True, slots=True)
class Item:
    """One change of the list; ``refusal`` says why it cannot be applied where it stands."""

    position: int
    label: Label
    powers: str
    arguments: str
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the reform moves, in a sentence and in numbers."""

    headline: Label
    chips: tuple[Chip, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Composer:
    """What the page shows.

    ``offers`` are the operations that take the chosen power, ``others`` those that take none; ``fields`` belong to
    ``chosen``. ``at`` is the position of the change that is edited, None of a new one. ``trouble`` is what is wrong
    with the reform as a whole. ``data`` is the reform as JSON, ``author`` who is to commit where it names nobody.
    """

    reform: Reform
    packed: str
    longest: int
    items: tuple[Item, ...]
    totals: Totals | None
    trouble: str
    power: str
    power_name: str
    power_trouble: str
    offers: tuple[Legality, ...]
    others: tuple[Operation, ...]
    chosen: Operation | None
    fields: tuple[Field, ...]
    at: int | None
    yaml: str
    data: str
    author: str

    def reach(self, offer: Legality) -> Trial | None:
        """The change of an operation that moves most duties; None where arguments must be given first."""
        return next(iter(_by_reach(offer)), None)


def composer_page(reform: Reform, view: Snapshot, ask: ComposerAsk, frame: Frame, author: str = "") -> Composer:
    """The view model of the composer."""
    refused, trouble, totals = _tried(reform, view)
    at = ask.at if ask.at is not None and ask.at < len(reform.changes) else None
    ends = [len(reform.changes), *([] if at is None else [at]), *([refused.position] if refused else [])]
    stop = 0 if trouble else min(ends)
    before = replace(reform, changes=reform.changes[:stop])
    held: Change = reform.changes[at] if at is not None else {}
    power, name, power_trouble, offers = _offers(ask.power or str(held.get("power") or ""), view, before)
    chosen = OPERATIONS.get(ask.op or str(held.get("op") or ""))
    offer = next((item for item in offers if chosen is not None and item.operation.op == chosen.op), None)
    legal = [trial.arguments for trial in _by_reach(offer)] if offer else []
    state = apply_reform(view, before).overlay
    return Composer(
        reform=reform,
        packed=packed(reform),
        longest=LONGEST,
        items=tuple(_item(view, change, position, refused) for position, change in enumerate(reform.changes)),
        totals=totals,
        trouble=trouble,
        power=power,
        power_name=name,
        power_trouble=power_trouble,
        offers=offers,
        others=tuple(item for item in OPERATIONS.values() if not _takes_power(item)),
        chosen=chosen if chosen is not None and (offer is None or offer.legal or at is not None) else None,
        fields=_fields(chosen, state, power, held, legal),
        at=at,
        yaml=frame.link("/reform.yaml", r=packed(reform)),
        data=json.dumps(reform_to_dict(reform), ensure_ascii=False),
        author=author,
    )


def _tried(reform: Reform, view: Snapshot) -> tuple[ReformRefused | None, str, Totals | None]:
    """What the reform comes to: which change is refused, or what else is wrong, or its totals."""
    if not reform.changes:
        return None, "", None
    try:
        found = impact_found(reform, view)
    except ReformRefused as error:
        return error, "", None
    except ConflictError as error:
        return None, str(error), None
    report = report_of(found)
    return None, "", Totals(report.headline, chips_of(lines_of(found)), found.complete)


def _offers(text: str, view: Snapshot, before: Reform) -> tuple[str, str, str, tuple[Legality, ...]]:
    """The power that a code or name names, what may be done to it, or why nothing may."""
    if not text:
        return "", "", "", ()
    try:
        power = resolve(view, text, Kind.POWER).code
        name = str((view.node(Kind.POWER, power) or EMPTY).get("name", power))
        return power, name, "", legal_operations(view, power, before)
    except (MissingError, InputError) as error:
        return "", text, str(error), ()


def _by_reach(offer: Legality) -> list[Trial]:
    """What can be applied as it stands, with what moves most duties first."""
    return sorted(offer.choices, key=lambda trial: (-trial.duties, -trial.edits))


def _fields(
    chosen: Operation | None, state: View, power: str, held: Change, legal: Sequence[Change]
) -> tuple[Field, ...]:
    if chosen is None:
        return ()
    names = {item.name for item in chosen.arguments}
    if not held or held.get("op") != chosen.op:
        held = legal[0] if legal else {}
    filled: dict[str, Any] = dict(held)
    if power and "power" in names:
        filled["power"] = power
    elif power and "powers" in names:
        filled.setdefault("powers", [power])
    return fields_of(chosen, state, filled, legal)


def _item(view: View, change: Change, position: int, refused: ReformRefused | None) -> Item:
    op = str(change.get("op", ""))
    operation = OPERATIONS.get(op)
    label = operation.label if operation else Label(op or "—", op or "—")
    named = ((power, (view.node(Kind.POWER, power) or EMPTY).get("name")) for power in powers_of(change))
    said = "、".join(f"{power} {name}" if name else power for power, name in named)
    refusal = None
    if refused is not None and refused.position == position:
        refusal = Refusal(refused.field, refused.reason, refused.article)
    return Item(position, label, said, arguments_of(change), refusal)


def _takes_power(operation: Operation) -> bool:
    required = {item.name for item in operation.arguments if item.required}
    return bool(_POWERS & required)


# ------------------------------------------------------------------------------------------- routes


@router.get("/reform")
async def compose(ask: Annotated[ComposerAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """The page; a step of editing leads on to the address of the reform that it makes."""
    if ask.do is not None:
        return await entrance.house.workshop.answer(lambda: _stepped(ask, request, entrance))

    def make(frame: Frame) -> Composer:
        reform, view = reform_asked(ask, entrance)
        return composer_page(reform, view, ask, frame, entrance.house.settings.author or "")

    return await page_reply(request, entrance, ask, "reform.html", make)


@router.post("/reform")
async def opened(file: UploadFile, ask: Annotated[PageAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """Open a reform file: nothing is kept, the whole of it goes into the address."""
    body = await file.read()

    def make() -> Response:
        reform = reform_of_file(body, file.filename or "reform", entrance.house.serving.depth)
        return _on(ask, request, entrance, r=packed(reform))

    return await entrance.house.workshop.answer(make)


def _stepped(ask: ComposerAsk, request: Request, entrance: Door) -> Response:
    reform, _ = reform_asked(ask, entrance)
    pairs = request.query_params.multi_items()
    if ask.do == "put":
        filled = [(name.removeprefix(PREFIX), text) for name, text in pairs if name.startswith(PREFIX)]
        reform = with_change(reform, change_of(ask.op or "", ask.power or "", filled), ask.at)
    elif ask.do == "texts":
        reform = with_texts(reform, {name: text for name, text in pairs if name in (*TEXTS, "effective")})
    else:
        reform = edited(reform, ask.do or "")
    return _on(ask, request, entrance, r=packed(reform))


def _on(ask: PageAsk, request: Request, entrance: Door, **given: str) -> Response:
    frame = Frame.of(request, ask, entrance.moment, entrance.moment)
    return RedirectResponse(frame.link("/reform", **given), 303)
