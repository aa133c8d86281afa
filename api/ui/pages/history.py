"""The log of revisions, and what each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from api.render.history import edit_words
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.schemas.common import Revision as Number
from api.schemas.common import Whole
from api.ui.pages.changes import Names, edits_said, nodes_of
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.rendering import page_reply
from api.ui.words import said, word
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.edits import Edit
from graph.errors import MissingError
from graph.model import NodeId
from graph.schema import Label
from graph.store.base import Revision
from graph.view import View

__all__ = ["EditRow", "HistoryAsk", "HistoryPage", "history_page", "router"]

router = APIRouter(include_in_schema=False)

Entrance = Annotated[Door, Depends(door)]

PER_PAGE = 100
_LOG = (
    Label("修订", "revision"),
    Label("时间", "time"),
    Label("生效", "effective"),
    Label("经办", "author"),
    Label("文号", "number"),
    Label("编辑", "edits"),
    Label("事由", "reason"),
    Label("哈希", "hash"),
)
_EDITS = (Label("编辑", "edit"), Label("对象", "element"), Label("内容", "content"))


class HistoryAsk(PageAsk):
    """Which revision is shown with its edits, from which edit on; and where the log begins."""

    revision: Annotated[Number | None, BeforeValidator(blank)] = None
    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0
    edit: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0


@dataclass(frozen=True, slots=True)
class EditRow:
    """One edit: what was done, to what, and what it says; ``nodes`` have pages of their own, each with its name."""

    done: str
    nodes: tuple[tuple[NodeId, str], ...]
    what: str
    said: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The log, the newest revision first, and the edits of the chosen one.

    ``counted`` says how many elements they touch, where that is another number.
    """

    revisions: tuple[Revision, ...]
    total: int
    start: int
    chosen: Revision | None
    counted: Label | None
    edits: tuple[EditRow, ...]
    edit: int
    twins: tuple[tuple[str, str], ...]

    @property
    def following(self) -> int | None:
        """Where the next page of the log begins."""
        after = self.start + PER_PAGE
        return after if after < self.total else None

    @property
    def further(self) -> int | None:
        """Where the next page of edits begins."""
        after = self.edit + PER_PAGE
        return after if self.chosen is not None and after < len(self.chosen.edits) else None


def history_page(log: Sequence[Revision], ask: HistoryAsk, frame: Frame, view: View) -> HistoryPage:
    """The view model; without a choice the newest revision is shown. Names are those of ``view``.

    Raises:
        MissingError: there is no such revision.
    """
    chosen = _chosen(log, ask.revision)
    held = chosen.edits[ask.edit : ask.edit + PER_PAGE] if chosen else ()
    number = chosen.revision if chosen else None
    names = Names.of(view, held, chosen.edits if chosen else ())
    return HistoryPage(
        tuple(log[ask.start : ask.start + PER_PAGE]),
        len(log),
        ask.start,
        chosen,
        edits_said((chosen,) if chosen else ()),
        tuple(_row(edit, names) for edit in held),
        ask.edit,
        (
            *frame.twins("/history", *LISTS),
            *(
                (f"{frame.t('编辑', 'edits as')} {name}", address)
                for name, address in frame.twins("/history", *LISTS, revision=number)
            ),
            ("JSON Lines", frame.file("/api/v1/export.jsonl")),
            ("GraphML", frame.file("/api/v1/export.graphml")),
            (frame.t("三表一图一说明", "the instruments"), frame.file("/api/v1/export.instruments.zip")),
        ),
    )


def _chosen(log: Sequence[Revision], number: int | None) -> Revision | None:
    if number is None:
        return log[0] if log else None
    found = next((item for item in log if item.revision == number), None)
    if found is None:
        raise MissingError(Label(f"没有第 {number} 次修订；见 /history", f"no revision {number}; see /history"))
    return found


def _row(edit: Edit, names: Names) -> EditRow:
    done, what, told = edit_words(edit)
    identity = edit.identity
    label = "" if isinstance(identity, NodeId) else word(identity.link.label)
    named = tuple((node, names.name(node)) for node in nodes_of(edit))
    return EditRow(done, named, label or what, "" if told in (name for _, name in named) else told)


@router.get("/history")
async def history(ask: Annotated[HistoryAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """The log of revisions, the newest first."""

    def make(frame: Frame) -> HistoryPage:
        return history_page(tuple(entrance.revisions(frame.moment)), ask, frame, entrance.view(frame.moment))

    return await page_reply(request, entrance, ask, "history.html", make)


@router.get("/history.{form}")
async def table(form: TableForm, ask: Annotated[HistoryAsk, Query()], entrance: Entrance) -> Response:
    """The log, or all edits of one revision."""

    def make() -> bytes:
        log = tuple(entrance.revisions(entrance.at(ask.as_of, ask.on)))
        if ask.revision is not None:
            chosen = _chosen(log, ask.revision)
            return table_bytes(form, _header(ask, _EDITS), map(edit_words, chosen.edits if chosen else ()))
        return table_bytes(form, _header(ask, _LOG), map(_log_cells, log))

    of = () if ask.revision is None else (str(ask.revision),)
    name = FileName(Label("修订记录", "history"), form.value, ask.on or entrance.moment.today, of, ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _header(ask: PageAsk, labels: Sequence[Label]) -> list[str]:
    return [said(ask.lang, label) for label in labels]


def _log_cells(item: Revision) -> list[object]:
    effective = item.effective.isoformat() if item.effective else ""
    day = item.time.isoformat()
    return [item.revision, day, effective, item.author, item.number, len(item.edits), item.reason, item.hash]
