"""Questions about reforms: their impact, the report of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.common import AnswerModel, Count, Hop, LabelModel, Meta, Reading, Text
from api.ui.svg import Side
from api.ui.words import Lang
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus

__all__ = ["Evidence", "ImpactAnswer", "ImpactAsk", "ImpactFileAsk", "ReportAnswer", "ShortAsk"]

_STATUS = {kind: [str(item.value) for item in kind] for kind in (PostStatus, RiskStatus, ArticleStatus)}


class Evidence(StrEnum):
    """How many paths stand behind each row."""

    ONE = "one"
    ALL = "all"


class ImpactAsk(Reading):
    """On which graph a reform is tried; its own effective date goes before ``on``."""

    evidence: Evidence = Field(
        Evidence.ONE, description="每行的路径：一条，或全部最短 One path a row, or all shortest."
    )


class ImpactFileAsk(ImpactAsk):
    """What of an impact is saved."""

    side: Side = Field(Side.BOTH, description="图的一侧 Which side of the picture.")
    open: Annotated[list[Text], Field(max_length=100)] = Field(
        [], description="图中展开的捆 Bundles of the picture to show open."
    )
    chip: Annotated[str, Field(max_length=60)] = Field(
        "", description="表中只列一种状态 Only one status in the table.", examples=["risk-moved"]
    )
    lang: Lang = Field(Lang.ZH, description="图和表中的文字 Language of its words; names stay as they are.")
    table: Annotated[str, Field(max_length=60)] = Field(
        "", description="报告的一张表 One table of the report.", examples=["posts"]
    )


class ShortAsk(ImpactAsk):
    """A reform without a file."""

    cancel: Annotated[list[Text], Field(max_length=100)] = Field(
        [], description="取消的职权 Powers to cancel.", examples=[["E39"]]
    )
    suspend: Annotated[list[Text], Field(max_length=100)] = Field([], description="暂停的职权 Powers to suspend.")
    delegate: Text | None = Field(None, description="下放的职权 A power to delegate;")
    from_level: Text | None = Field(None, alias="from", description="…从某层级 from a level", examples=["regional"])
    to_level: Text | None = Field(None, alias="to", description="…到某层级 to a lower one.", examples=["local"])


Pair = Annotated[list[str], Field(min_length=2, max_length=2)]
Triple = Annotated[list[str], Field(min_length=3, max_length=3)]
FindingModel = Annotated[list[str], Field(min_length=2, examples=[["PG005", "R-12", "P-7"]])]


class Duties(AnswerModel):
    """Duties (step, post) that are lost, gained, or change their power."""

    lost: list[Pair]
    gained: list[Pair]
    reassigned: list[Triple] = Field(description="(环节, 原职权, 新职权) (step, power before, power after)")


class Offices(AnswerModel):
    """Offices (power, unit) that no longer exercise a power, or newly do."""

    lost: list[Pair]
    gained: list[Pair]


class ReviewModel(AnswerModel):
    """What hangs on a touched power without having moved."""

    posts: list[str]
    risks: list[str]
    controls: list[str]
    standards: list[str]
    articles: list[str]


class FiveModel(AnswerModel):
    """Counts of bearings: before - out + in = after."""

    before: int
    kept: int
    out: int
    in_: int = Field(alias="in")
    after: int


class LedgerModel(FiveModel):
    """The balance of bearings, whole and in parts."""

    by_grade: dict[str, FiveModel]
    by_level: dict[str, FiveModel]
    by_class: dict[str, FiveModel]


class OpenedClosed(AnswerModel):
    """Findings that the reform opens and closes."""

    opened: list[FindingModel]
    closed: list[FindingModel]


class ImpactMeta(Meta):
    """What the impact was computed from."""

    reform: str
    cut: bool = Field(False, description="部分路径从略 Some paths are left out.")


class ImpactAnswer(AnswerModel):
    """改革影响，键同计算规则第 5 节 What a reform moves, with the keys of the calculus §5."""

    duties: Duties
    offices: Offices
    posts: dict[str, str] = Field(description=f"岗位 → {' / '.join(_STATUS[PostStatus])}")
    risks: dict[str, str] = Field(description=f"风险点 → {' / '.join(_STATUS[RiskStatus])}")
    articles: dict[str, str] = Field(description=f"条款 → {' / '.join(_STATUS[ArticleStatus])}")
    review: ReviewModel
    days: dict[str, Annotated[list[int | None], Field(min_length=2, max_length=2)]]
    ledger: LedgerModel
    findings: OpenedClosed
    no_receiver: list[Pair]
    no_counterpart: list[Triple]
    complete: bool = Field(description="职权四周的图谱没有缺口 Nothing is missing around the touched powers.")
    gaps: list[Triple]
    evidence: dict[str, list[list[Hop]]]
    meta: ImpactMeta


Cell = str | int | LabelModel | None


class ReportRow(AnswerModel):
    """One row of a table, with the path behind it."""

    cells: dict[str, Cell]
    nodes: list[str]
    origin: str
    status: str
    codes: dict[str, list[str]]
    evidence: list[list[Hop]]


class ReportColumn(AnswerModel):
    """One column."""

    name: str
    label: LabelModel


class ReportTable(AnswerModel):
    """One table."""

    name: str
    label: LabelModel
    count: Count | None
    columns: list[ReportColumn]
    rows: list[ReportRow]


class ReportChapter(AnswerModel):
    """One chapter."""

    name: str
    label: LabelModel
    paragraphs: list[LabelModel]
    tables: list[ReportTable]


class ReportMeta(Meta):
    """What the report was computed from; texts for people beside it."""

    model_config = ConfigDict(extra="allow")


class ReportAnswer(AnswerModel):
    """影响报告：一句话、六章 The report of an impact: one sentence, six chapters."""

    title: LabelModel
    headline: LabelModel
    chapters: list[ReportChapter]
    meta: ReportMeta
