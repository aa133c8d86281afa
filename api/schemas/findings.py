"""Findings and the census."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.schemas.common import AnswerModel, Count, LabelModel, Listing, ListMeta, Meta, Reading
from graph.schema import Kind
from queries.findings.catalog import FINDINGS

__all__ = ["CensusAnswer", "CensusAsk", "FindingsAnswer", "FindingsAsk", "FindingsCsvAsk", "FullFinding", "Gravity"]

Code = Annotated[str, Field(pattern=r"^PG[0-9]{3}$", json_schema_extra={"enum": list(FINDINGS)}, examples=["PG005"])]


class Gravity(StrEnum):
    """How grave a finding is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class OriginName(StrEnum):
    """Where data comes from."""

    STATUTE = "statute"
    REPORT = "report"
    SYNTHETIC = "synthetic"
    UNKNOWN = "unknown"


class FindingsCsvAsk(Reading):
    """Which findings."""

    code: list[Code] = Field([], description="只查这些 Only these.", examples=[["PG005"]])
    severity: Gravity = Field(Gravity.NOTE, description="从哪一级起 From this gravity on.")


class FindingsAsk(FindingsCsvAsk, Listing):
    """Which findings, and which page of them."""


class FullFinding(AnswerModel):
    """One finding with what its catalogue entry says."""

    finding: list[str] = Field(description="[代码, 对象…] [code, identity…]", examples=[["PG005", "R-12", "P-7"]])
    key: str = Field(description="接受时所用的名字 Its name when it is accepted.", examples=["PG005/R-12/P-7"])
    name: str
    label: LabelModel
    severity: Gravity
    remedy: LabelModel
    article: str
    origin: str


class NodesModel(AnswerModel):
    """Nodes that have a finding, of all of their kind: the denominator."""

    kind: Kind
    found: int
    of: int


class CodeCountModel(AnswerModel):
    """The findings of one code."""

    code: str
    name: str
    severity: Gravity
    findings: Count
    nodes: NodesModel


class GapsModel(AnswerModel):
    """Active powers of which the data says too little to be checked; a power may lack several things."""

    powers: int = Field(description="缺其中任何一样的 Those that lack any of them.")
    without_steps: int = Field(description="没有环节 No step.")
    without_offices: int = Field(description="没有行使机关 No office exercises it.")
    without_posts: int = Field(description="没有办理岗位（没有环节的也没有） No post performs any step.")
    of: int = Field(description="在用职权 Active powers.")


class FindingsAnswer(AnswerModel):
    """检查发现，重的在前，附分母 Findings, gravest first, counted against what could have had one."""

    counts: list[CodeCountModel]
    findings: list[FullFinding]
    gaps: GapsModel = Field(
        description="数据缺口：检查判断不了的在用职权；查询 powers-with-gaps 列出 Gaps of the data: active powers that "
        "the checks cannot judge; the query powers-with-gaps lists them."
    )
    meta: ListMeta = Field(
        description="`complete` 为 false：还有别的页；数据缺口见 `gaps` `complete` is false where there are more "
        "pages; gaps in the data are in `gaps`."
    )


class CensusAsk(Reading):
    """What is counted."""

    origin: list[OriginName] = Field([], description="只计这些来源 Count only these origins.")


class SplitModel(Count):
    """A count and its parts."""

    parts: dict[str, Count]


class MarksModel(AnswerModel):
    """The four marks of the internal-control nodes."""

    nodes: Count
    complete: Count
    share: float | None
    documented: Count = Field(description="进系统的节点中系统有出处的 Those in a system that has a source.")
    each: dict[str, Count]


class CensusAnswer(AnswerModel):
    """清点 How many of everything, and how much of it is synthetic."""

    origins: list[str] | None
    powers: SplitModel
    public: Count
    approvals: SplitModel
    risks_by_class: SplitModel = Field(description="有岗位承担的风险点，按类别 Risk points borne by a post, by class.")
    risks_by_grade: SplitModel = Field(description="有岗位承担的风险点，按等级 Risk points borne by a post, by grade.")
    unattended: Count = Field(
        description="没有岗位承担的外部风险，不在其内 External ones borne by none, not among them."
    )
    controls_by_line: SplitModel
    controls_by_mode: SplitModel
    standards: Count
    posts: Count
    standard_posts: Count
    offices: SplitModel
    sections: Count
    instruments: SplitModel
    articles: SplitModel
    rules_changed: SplitModel
    marks: MarksModel
    meta: Meta
