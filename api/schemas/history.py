"""The log of revisions, what differs between two states, the check of the store."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import Field

from api.schemas.common import AnswerModel, AskModel, Cursor, Day, Limit, Listing, ListMeta, Meta, Revision
from graph.schema import Kind
from queries.diff import Status

__all__ = [
    "DiffAnswer",
    "DiffAsk",
    "EditsAnswer",
    "EditsAsk",
    "HistoryAnswer",
    "HistoryAsk",
    "NoAsk",
    "VerifyAnswer",
]


class NoAsk(AskModel):
    """A question without parameters."""


class HistoryAsk(Listing):
    """Which revisions: known as of one, in force on a date."""


class EditsAsk(AskModel):
    """Which page of the edits of a revision."""

    limit: Limit = 50
    cursor: Cursor = None


class LogEntry(AnswerModel):
    """What the log says of a revision beside its edits."""

    revision: int
    time: str
    author: str
    reason: str
    number: str = Field(description="文号 Document number.")
    effective: datetime.date | None = Field(description="生效日期；null 为历来 In force from; null: ever since.")
    details: dict[str, Any]
    previous: str
    hash: str


class RevisionModel(LogEntry):
    """One entry of the log."""

    edits: int = Field(description="编辑数 How many edits.")


class HistoryAnswer(AnswerModel):
    """修订记录，新的在前 The log, the newest revision first."""

    revisions: list[RevisionModel]
    meta: ListMeta


class EditsAnswer(LogEntry):
    """一次修订及其编辑 One revision with its edits."""

    edits: list[dict[str, Any]] = Field(description="如修订记录所存 As the log keeps them.")
    meta: ListMeta


class DiffAsk(AskModel):
    """Two states of the graph."""

    start: Revision | None = Field(
        None,
        alias="from",
        description="自第几次修订；缺省为前一次，给了 from_on 的同 to "
        "From this revision; else from the one before, with from_on from the same.",
        examples=[0],
    )
    end: Revision | None = Field(None, alias="to", description="至第几次修订；缺省最新 To this revision.", examples=[1])
    on: Day | None = Field(None, description="两者的日期；缺省今天 Date of both; today if left out.")
    from_on: Day | None = Field(
        None, description="前者另取日期；缺省同 on Another date for the first; else that of both."
    )
    kind: list[Kind] = Field([], description="只比这些类别的节点 Only nodes of these kinds.")
    status: list[Status] = Field([], description="只列这些 Only these.")
    limit: Limit = 50
    cursor: Cursor = None


class ChangedProperty(AnswerModel):
    """A property before and after; null where it was or is absent."""

    before: str | int | float | bool | list[str] | None
    after: str | int | float | bool | list[str] | None


class DifferenceModel(AnswerModel):
    """One element that differs."""

    element: str = Field(examples=["Power/E39", "Step/E39-1 PERFORMED_BY Post/P"])
    identity: dict[str, str]
    name: str
    status: Status
    properties: dict[str, ChangedProperty]


class SideModel(AnswerModel):
    """One of the two states."""

    revision: int
    date: datetime.date


class DiffAnswer(AnswerModel):
    """两个状态的差别，逐元素、逐属性 What differs, element by element, property by property."""

    start: SideModel = Field(alias="from")
    end: SideModel = Field(alias="to")
    counts: dict[str, int] = Field(description="added / removed / changed")
    elements: list[DifferenceModel]
    meta: ListMeta


class VerifyAnswer(AnswerModel):
    """核对修订链与数据 Whether log and state agree."""

    verified: bool
    problems: list[str]
    revision: int
    hash: str | None
    meta: Meta
