"""Explore: from one node on, kind by kind; how many there are is said before they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from api.render.tables import TABLE_TYPES, TableForm
from api.ui.layout.explore import PAIR
from api.ui.pages.frame import LISTS, PICTURES, Frame, PageAsk
from api.ui.pages.rendering import page_reply
from api.ui.pages.tables import node_table
from api.ui.pages.trail import ROLE
from api.ui.pictures import exploration_picture
from api.ui.scene.explore import Exploration, first_walk, neighbours_of
from api.ui.scene.items import typed_name, whole_name
from api.ui.scene.model import Item
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.errors import InputError, MissingError
from graph.model import EMPTY, NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.find import role_named
from queries.paths import resolve
from queries.roles import roles_of

__all__ = ["ExploreAsk", "ExplorePage", "explore_page", "router"]

router = APIRouter(include_in_schema=False)

BARE = "-"
"""Instead of an expansion: nothing is expanded, not even what a stage begins with."""
STAGE_MOST = 300
"""Things on the stage; beyond that a list or a file says more."""


class ExploreAsk(PageAsk):
    """Where it begins, what was expanded, collapsed and chosen; ``have`` is the `ExplorePage.token` of the asker.

    Without ``add`` a stage begins with the first walk; with `BARE` it holds the root alone.
    """

    root: Annotated[str, Field(max_length=200)] = ""
    add: Annotated[list[str], Field(max_length=100)] = Field([])
    hide: Annotated[list[str], Field(max_length=100)] = Field([])
    at: Annotated[str, Field(max_length=300)] = ""
    have: Annotated[str, Field(max_length=40)] = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Neighbours of the chosen node of one kind: how many, and where the click leads."""

    kind: Kind | None
    number: int
    address: str
    open: bool


@dataclass(frozen=True, slots=True)
class ExploreRow:
    """One thing on the stage."""

    item: Item
    origin: str


Examples = tuple[Kind, tuple[tuple[NodeId, str], ...]]
"""Nodes of a kind that one may begin at, each with its name."""


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The stage, what can be expanded from the chosen thing, and everything shown as a table.

    Expanding moves nothing and changes nothing that is there. So a page that asks for its successor says by its
    ``token`` what it has; of ``rows`` and picture the first ``held`` things are then counted, not told again.
    """

    root: str
    start: str
    chosen: Item | None
    expansions: tuple[Expansion, ...]
    picture: Markup
    rows: tuple[ExploreRow, ...]
    undo: str
    twins: tuple[tuple[str, str], ...]
    trouble: Label | None = None
    token: str = ""
    held: int = 0
    title: Label | None = None
    caption: Label | None = None
    keys: tuple[tuple[Markup, str], ...] = ()
    examples: tuple[Examples, ...] = ()
    role: str = ""
    """The standard post that was asked for: it is no node, and the examples are its posts."""

    @property
    def pair(self) -> float:
        """How wide the part of the picture is that any screen should show."""
        return PAIR

    @property
    def bare(self) -> bool:
        """Nothing was expanded yet."""
        return len(self.rows) == 1

    @property
    def full(self) -> bool:
        """There is more on the stage than one can take in."""
        return len(self.rows) >= STAGE_MOST


def explore_page(view: View, ask: ExploreAsk, frame: Frame) -> ExplorePage:
    """The view model of one state."""
    if not ask.root:
        return ExplorePage("", "", None, (), Markup(), (), "", (), examples=tuple(_examples(view)))
    if ask.root.startswith(ROLE):
        role = ask.root.removeprefix(ROLE)
        posts = _named(view, Kind.POST, roles_of(view)[role])
        return ExplorePage("", role, None, (), Markup(), (), "", (), examples=(posts,), role=role)
    state = _state(view, ask, ask.root)
    trouble: Label | None = None
    try:
        drawn = exploration_picture(view, state)
    except InputError as error:
        if not ask.add:
            raise
        trouble, state = error.message, Exploration(ask.root)
        drawn = exploration_picture(view, state)
    items = {item.id: item for item in drawn.scene.items}
    chosen = items.get(ask.at) or items[str(ask.root)]
    have = _Have(frame, chosen.id, state)
    held = set(list(items)[: have.things(ask.have, drawn.brought)])
    rows = tuple(ExploreRow(item, "" if item.id in held else _origin(view, item)) for item in items.values())
    undo = _address(frame, state.undo(), ask.at) if _reader_did(view, state) else ""
    asked = {"root": ask.root, "add": state.add, "hide": state.hide}
    pictures = frame.twins("/api/v1/pictures/explore", *PICTURES, **asked)
    twins = (*pictures, *frame.twins("/explore", *LISTS, **asked | {"add": state.add or BARE}))
    return ExplorePage(
        ask.root,
        typed_name(view, NodeId(items[ask.root].kind, items[ask.root].code)),
        chosen,
        tuple(_expansions(view, chosen, state, frame)),
        Markup(drawn.svg(held=held, bare=True)),  # noqa: S704 - the drawing escapes every name
        rows,
        undo,
        twins,
        trouble,
        have.token(len(state.add)),
        len(held),
        drawn.scene.title,
        drawn.scene.caption.label,
        tuple((Markup(sign), words) for sign, words in drawn.legend()),  # noqa: S704 - a sign holds no name
    )


def _state(view: View, ask: ExploreAsk, root: str) -> Exploration:
    """What is asked for, in the page and in its files alike."""
    add = tuple(each for each in ask.add if each != BARE) if ask.add else first_walk(view, root)
    return Exploration(root, add, tuple(ask.hide))


@dataclass(frozen=True, slots=True)
class _Have:
    """What a page with nothing collapsed has drawn: so many expansions, at this moment and in this language."""

    frame: Frame
    chosen: str
    state: Exploration

    def token(self, number: int) -> str:
        """The first expansions, so many, as a page names them; "" where something is collapsed."""
        if self.state.hide:
            return ""
        moment, add = self.frame.moment, self.state.add[:number]
        told = (moment.revision, moment.today, self.frame.lang, self.state.root, self.chosen, add)
        return f"{number}.{blake2b(repr(told).encode(), digest_size=12).hexdigest()}"

    def things(self, token: str, brought: Sequence[int]) -> int:
        """How many things stand on the page that named itself so: none where it is not on the way to this one."""
        number, _, _ = token.partition(".")
        if not number.isdecimal() or int(number) > len(self.state.add) or token != self.token(int(number)):
            return 0
        return sum(brought[: int(number) + 1])


_EXAMPLES = (Kind.POWER, Kind.POST, Kind.RISK, Kind.UNIT, Kind.CONTROL, Kind.ARTICLE)
_EACH = 6


def _examples(view: View) -> Iterator[Examples]:
    """Where one may begin: of each kind that questions begin with the first few."""
    for kind in _EXAMPLES:
        codes = view.codes(kind)[:_EACH]
        if codes:
            yield _named(view, kind, codes)


def _named(view: View, kind: Kind, codes: Iterable[str]) -> Examples:
    nodes = (NodeId(kind, code) for code in codes)
    return kind, tuple((node, whole_name(view, node).replace("\n", "")) for node in nodes)


def _root(view: View, text: str) -> str:
    """What is to be explored: a node, or a standard post, whose posts are offered.

    Raises:
        InputError, MissingError: the text names several nodes, or nothing.
    """
    try:
        return str(resolve(view, text))
    except MissingError:
        role = role_named(view, text)
        if role is None:
            raise
        return f"{ROLE}{role}"


def _expansions(view: View, chosen: Item, state: Exploration, frame: Frame) -> list[Expansion]:
    if chosen.members:
        return [_expansion(chosen.id, None, len(chosen.members), chosen, state, frame)]
    near = neighbours_of(view, NodeId(chosen.kind, chosen.code))
    return [
        _expansion(f"{chosen.id}:{each.kind.value}", each.kind, len(each.codes), chosen, state, frame) for each in near
    ]


def _reader_did(view: View, state: Exploration) -> bool:
    """There is a step to take back: what a stage begins with is none."""
    return state.add not in ((), first_walk(view, state.root))


def _expansion(what: str, kind: Kind | None, number: int, chosen: Item, state: Exploration, frame: Frame) -> Expansion:
    is_open = what in state.add and what not in state.hide
    after = state.collapse(what) if is_open else state.expand(what)
    return Expansion(kind, number, _address(frame, after, chosen.id), is_open)


def _address(frame: Frame, state: Exploration, at: str | None) -> str:
    return frame.here(add=state.add or BARE, hide=state.hide, at=at)


def _origin(view: View, item: Item) -> str:
    origins = {str((view.node(item.kind, code) or EMPTY).get("origin", "")) for code in item.codes}
    return origins.pop() if len(origins) == 1 else ""


@router.get("/explore.{form}")
async def table(
    form: TableForm, ask: Annotated[ExploreAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Everything on the stage, a row each; a bundle is listed thing by thing."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        items = exploration_picture(view, _state(view, ask, str(resolve(view, ask.root)))).scene.items
        nodes = dict.fromkeys(NodeId(item.kind, code) for item in items for code in item.codes)
        return node_table(view, nodes, form, ask.lang)

    day = ask.on or entrance.moment.today
    name = FileName(Label("探索", "explore"), form.value, day, (ask.root,), ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


@router.get("/explore")
async def explore(
    ask: Annotated[ExploreAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """A stage that remembers in its address what was done."""
    if ask.root:
        moment = entrance.at(ask.as_of, ask.on)
        root = await entrance.house.workshop.answer(lambda: _root(entrance.view(moment), ask.root))
        if root != ask.root:
            return RedirectResponse(Frame.of(request, ask, moment, entrance.moment).here(root=root), 303)

    def make(frame: Frame) -> ExplorePage:
        return explore_page(entrance.view(frame.moment), ask, frame)

    return await page_reply(request, entrance, ask, "explore.html", make)
