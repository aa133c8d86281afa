"""What every page shares: its language, its moment, its address and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote, urlencode

from pydantic import BeforeValidator
from starlette.requests import Request

from api.schemas.common import AskModel, Day, Revision
from api.ui.words import Lang, agreeing, counted, said
from api.web.snapshots import Moment
from graph.model import NodeId
from graph.schema import Kind, Label
from queries.citing import Citation

__all__ = [
    "HAVE",
    "LISTS",
    "NAVIGATION",
    "PICTURES",
    "SEGMENTS",
    "Destination",
    "Frame",
    "Lang",
    "PageAsk",
    "Parameter",
    "blank",
]

Parameter = str | int | None | Iterable[str]

PICTURES = ("SVG", "PNG", "GraphML")
"""The forms that a picture is saved in."""
LISTS = ("CSV", "XLSX")
"""The forms that a table is saved in; one that names nodes has GraphML too."""

HAVE = "have"
"""What a page that asks for its successor says it has drawn already; it is no state, so no link keeps it."""


def blank(value: object) -> object:
    """A form sends its empty fields too: they say nothing."""
    return None if value == "" else value


class PageAsk(AskModel):
    """What every page takes: a language, a revision, a date."""

    lang: Lang = Lang.ZH
    as_of: Annotated[Revision | None, BeforeValidator(blank)] = None
    on: Annotated[Day | None, BeforeValidator(blank)] = None


_NUMBERS = "一二三四五六七八九"


Citing = Callable[[str], Iterable[Citation]]


def _cites_nothing(_text: str) -> Iterable[Citation]:
    """What a page without a graph finds."""
    return ()


@dataclass(frozen=True, slots=True)
class Destination:
    """One entry of the navigation; ``also`` are pages without an entry that belong to it."""

    path: str
    label: Label
    also: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """Whether a page stands under this entry."""
        return path in (self.path, *self.also) or (self.path != "/" and path.startswith(f"{self.path}/"))


NAVIGATION = (
    Destination("/", Label("首页", "Home")),
    Destination("/explore", Label("探索", "Explore")),
    Destination("/path", Label("路径", "Path")),
    Destination("/findings", Label("检查", "Findings")),
    Destination("/queries", Label("查询", "Queries")),
    Destination("/reform", Label("改革", "Reform"), ("/impact",)),
    Destination("/history", Label("历史", "History"), ("/diff",)),
    Destination("/load", Label("装载", "Load")),
)
"""The pages that are always one click away."""

SEGMENTS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.POWER: "power",
        Kind.POST: "post",
        Kind.RISK: "risk",
        Kind.CONTROL: "control",
        Kind.ARTICLE: "basis",
        Kind.INSTRUMENT: "instrument",
        Kind.UNIT: "unit",
        Kind.STEP: "step",
        Kind.STANDARD: "standard",
        Kind.SYSTEM: "system",
    }
)
"""Where the page of a node is: ``/power/E39``."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One request for a page. Links keep its language and the moment that it asked for.

    ``unknown`` says what the graph does not know of that moment, see `api.horizon.day_said`. ``citing`` finds the
    articles that a text cites.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    ask: PageAsk
    moment: Moment
    newest: Moment
    unknown: Label | None = None
    citing: Citing = _cites_nothing

    @classmethod
    def of(
        cls,
        request: Request,
        ask: PageAsk,
        moment: Moment,
        newest: Moment,
        unknown: Label | None = None,
        citing: Citing = _cites_nothing,
    ) -> Frame:
        """The frame of a request."""
        asked = request.query_params.multi_items()
        pairs = tuple((name, value) for name, value in asked if value and name != HAVE)
        return cls(quote(request.url.path), pairs, ask, moment, newest, unknown, citing)

    @property
    def lang(self) -> Lang:
        return self.ask.lang

    @property
    def navigation(self) -> tuple[Destination, ...]:
        return NAVIGATION

    @property
    def past(self) -> bool:
        """Another moment is shown than the newest."""
        return self.moment != self.newest

    def t(self, zh: str, en: str) -> str:
        """A text in the language of the page."""
        return en if self.lang is Lang.EN else zh

    def n(self, number: int, one: str, many: str = "") -> str:
        """A number with its English noun, see `counted`."""
        return counted(number, one, many)

    def agree(self, number: int, label: Label) -> str:
        """A label behind its number, in the language of the page, see `agreeing`."""
        return agreeing(number, label.en) if self.lang is Lang.EN else label.zh

    def say(self, label: Label) -> str:
        """A label in the language of the page."""
        return said(self.lang, label)

    def numbered(self, number: str) -> str:
        """The number of a chapter as it stands before its name; "" of one that has none."""
        return "" if not number else f"{number}、" if self.lang is Lang.ZH else f"{_NUMBERS.index(number) + 1}. "

    def link(self, path: str, **given: Parameter) -> str:
        """The address of another page, at the same moment and in the same language."""
        return _address(path, (*_pairs(given), *self._kept()))

    def file(self, path: str, **given: Parameter) -> str:
        """The address of a file of the API, at the same moment; it has no language."""
        return _address(path, (*_pairs(given), *(pair for pair in self._kept() if pair[0] != "lang")))

    def twins(self, path: str, *names: str, **given: Parameter) -> tuple[tuple[str, str], ...]:
        """The same file in several forms, by their names: ``/x.csv``, ``/x.xlsx``. A page's own keep its language."""
        write = self.link if not path.startswith("/api/") or path.startswith("/api/v1/pictures/") else self.file
        return tuple((name, write(f"{path}.{name.lower()}", **given)) for name in names)

    def node(self, node: NodeId | str, **given: Parameter) -> str:
        """The address of the page of a node."""
        kind, code = node if isinstance(node, NodeId) else _parted(node)
        return self.link(f"/{SEGMENTS[kind]}/{quote(code, safe='')}", **given)

    def findings(self, code: str) -> str:
        """The address of the list of one finding, which on a telephone stands below the table of all."""
        return f"{self.link('/findings', code=code)}#list"

    def role(self, name: str, **given: Parameter) -> str:
        """The address of the page of a standard post."""
        return self.link(f"/role/{quote(name, safe='')}", **given)

    def here(self, **changes: Parameter) -> str:
        """The address of this page with other parameters; None takes one away."""
        rest = (pair for pair in self.query if pair[0] not in changes)
        return _address(self.path, (*rest, *_pairs(changes)))

    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a form has to send along, beside its own fields."""
        return tuple(self._kept())

    def rest(self, *names: str) -> tuple[tuple[str, str], ...]:
        """The parameters of this page but for some: what a form of its own state has to send along."""
        return tuple(pair for pair in self.query if pair[0] not in names)

    def _kept(self) -> Iterable[tuple[str, str]]:
        return (pair for pair in self.query if pair[0] in PageAsk.model_fields)


def _parted(text: str) -> NodeId:
    kind, _, code = text.partition("/")
    return NodeId(Kind(kind), code)


def _pairs(given: Mapping[str, Parameter]) -> Iterable[tuple[str, str]]:
    for name, value in given.items():
        if isinstance(value, str | int):
            yield name.rstrip("_"), str(value)
        elif value is not None:
            yield from ((name.rstrip("_"), item) for item in value)


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    told = urlencode([pair for pair in pairs if pair[1]], safe="/:,*")
    return f"{path}?{told}" if told else path
