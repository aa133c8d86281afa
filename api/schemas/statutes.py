"""What texts cite, which articles name who approves, two texts of one law."""

from __future__ import annotations

import datetime

from pydantic import Field

from api.schemas.common import AnswerModel, AskModel, Listing, ListMeta, Meta, Reading, Text

__all__ = ["ApproversAnswer", "ApproversAsk", "CiteAnswer", "CiteAsk", "VersionsAnswer", "VersionsAsk"]


class CiteAsk(Reading):
    """Which citation."""

    q: Text = Field(description="引用 Citations.", examples=["《海关法》第六条第一款第（四）项"])


class ReferenceModel(AnswerModel):
    """One citation and the article that it names."""

    quote: str = Field(description="所引的文字 The words of the citation.")
    article: str
    instrument: str
    number: str = Field(description="条 The number of the article.")
    paragraph: int | None = Field(description="款；null 为全条 The paragraph; null: the whole article.")
    item: int | None = Field(description="项 The item.")
    text: str | None = Field(description="条文，图谱有才给 The words, where the graph has them.")
    live: bool = Field(description="在该日有效 In force on that day.")
    note: str


class UnresolvedModel(AnswerModel):
    """A citation that leads nowhere, and why."""

    quote: str
    reason: str
    candidates: list[str]


class CiteAnswer(AnswerModel):
    """引了哪些条款，哪些对不上 The articles that a text cites, and what leads nowhere."""

    articles: list[str]
    references: list[ReferenceModel]
    unresolved: list[UnresolvedModel]
    meta: Meta


class ApproversAsk(Listing):
    """Which page of the articles that name who approves."""


class RestModel(AnswerModel):
    """A power that rests on the article."""

    power: str
    name: str
    lowest_level: str | None = Field(description="图谱已填的最低层级 The level that the graph has.")
    active: bool


class ApprovalModel(AnswerModel):
    """An article that names who approves."""

    article: str
    name: str
    instrument: str
    law: str
    occurrences: int
    phrases: list[str]
    lowest_level: str | None = Field(description="条文定下的最低层级；不定为 null What it settles; null: no one level.")
    live: bool
    powers: list[RestModel]


class TextsModel(AnswerModel):
    """How many articles could be read."""

    articles: int
    with_text: int


class ApproversAnswer(AnswerModel):
    """规定审批层级的条款和据此行使的职权 Articles that name the approver, and the powers resting on them."""

    articles: list[ApprovalModel]
    occurrences: int
    denominator: TextsModel
    meta: ListMeta


class VersionsAsk(AskModel):
    """Two texts come as files, the older one first."""


class StatuteModel(AnswerModel):
    """One of the two texts."""

    title: str
    text_date: datetime.date | None = Field(description="哪一日的文本 Which version; null: not stated.")
    articles: int


class SegmentModel(AnswerModel):
    """A stretch of words in both texts; equal where nothing changed."""

    old: str
    new: str


class TurnModel(AnswerModel):
    """What became of one article."""

    fate: str = Field(description="same / moved / changed / new / repealed")
    old: str | None = Field(description="原条号 Its number before.")
    new: str | None = Field(description="现条号 Its number now.")
    renumbered: bool
    alike: float
    old_text: str | None
    new_text: str | None
    segments: list[SegmentModel]


class VersionsAnswer(AnswerModel):
    """一部法规的两个文本，逐条对照 Two texts of one law, article by article."""

    old: StatuteModel
    new: StatuteModel
    counts: dict[str, int]
    articles: list[TurnModel]
    meta: Meta
