"""Search, the sheet of a node, paths between two nodes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from api.schemas.common import AnswerModel, Flag, Hop, LabelModel, Listing, ListMeta, Meta, Reading, Text, Whole
from graph.schema import Kind

__all__ = ["FindAnswer", "FindAsk", "FlowAnswer", "FlowStepsAsk", "PathAnswer", "PathAsk", "ShowAnswer"]

PropertyValue = str | int | float | bool | list[str]


class FindAsk(Listing):
    """What is looked for."""

    q: Text = Field(description="名称或编码的一部分 Part of a name or code.", examples=["减免"])
    kind: list[Kind] = Field([], description="只找这些类别 Only these kinds.", examples=[["Power"]])


class HitModel(AnswerModel):
    """One node that was found."""

    kind: Kind
    code: str
    name: str
    origin: str
    match: str = Field(description="code / name / prefix / part / gaps")


class RoleModel(AnswerModel):
    """A standard post, and how many posts are instances of it."""

    role: str
    posts: int


class FindAnswer(AnswerModel):
    """查找结果，最合的在前 What was found, best first."""

    text: str
    total: int
    complete: bool
    by_kind: dict[str, int]
    hits: list[HitModel]
    roles: list[RoleModel] = Field(description="标准岗位 Standard posts whose name has the words.")
    meta: ListMeta


class RowModel(AnswerModel):
    """One node of a lane, one standard post with its posts, or one finding."""

    kind: Kind | None
    code: str
    name: str
    origin: str
    facts: dict[str, PropertyValue]
    path: list[Hop] = Field(description="由本页节点到这里的关系 Relations from the node of the sheet to this one.")
    members: list[str] = Field(description="折叠的岗位 Posts folded into this row.")
    offices: int
    synthetic: int
    children: list[RowModel]


class LaneModel(AnswerModel):
    """One question about the node."""

    id: str
    label: LabelModel
    total: int
    rows: list[RowModel]


class NodeSheet(AnswerModel):
    """A node with everything that hangs on it."""

    node: str = Field(description="Kind/CODE", examples=["Power/E39"])
    name: str
    origin: str
    properties: dict[str, PropertyValue]
    lanes: list[LaneModel]
    meta: Meta


class RoleSheetModel(AnswerModel):
    """A standard post: its posts by office, and what hangs on any of them."""

    role: str
    posts: int
    synthetic: int
    lanes: list[LaneModel]
    meta: Meta


class ShowAnswer(RootModel[NodeSheet | RoleSheetModel]):
    """节点或标准岗位，及其上所挂的一切 A node or a standard post with everything that hangs on it."""


class PathAsk(Reading):
    """Between which nodes, and how far."""

    start: Text = Field(
        alias="from",
        description="从：编码、Kind/CODE、全名或标准岗位 From: a code, Kind/CODE, a whole name or a standard post.",
        examples=["E39"],
    )
    end: Text = Field(
        alias="to", description="到：编码、Kind/CODE、全名或标准岗位 To: the same.", examples=["Post/HQ-HGSJ"]
    )
    limit: Annotated[Whole, Field(ge=1, le=100)] = Field(5, description="至多几条 Paths at most.")
    depth: Annotated[Whole, Field(ge=1, le=20)] = Field(8, description="至多几步 Hops at most.")


class Direct(AnswerModel):
    """两者之间有名称的直接关系是否成立 Whether the relation that is named for two kinds of ends holds."""

    relation: Literal["bears", "exercises", "performs", "owns", "based-on", "controls"]
    holds: int = Field(description="成立的对数；标准岗位的每个岗位各成一对 Pairs for which it holds.")
    of: int = Field(description="共几对 All pairs.")
    said: LabelModel = Field(description="一句话 The sentence that says so.")


class SharedModel(AnswerModel):
    """最短的路径都只经由法规、制度或系统：同在其下，不等于互相制约 Only laws or systems make the shortest paths."""

    kinds: list[Kind] = Field(description="经由的类别 The kinds that they lead through.")
    said: LabelModel = Field(description="一句话 The sentence that says so.")
    length: int | None = Field(description="不经由它们的最短步数；没有为 null Hops without them; null where none.")
    exhausted: bool = Field(description="无路径时是否查遍 Without a path: whether everything was searched.")
    paths: list[list[Hop]] = Field(description="不经由它们的最短路径 The shortest paths without them.")


class PathAnswer(AnswerModel):
    """两者之间的最短路径 The shortest paths between two nodes."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    length: int | None = Field(description="步数；没有路径为 null Hops; null where there is no path.")
    complete: bool
    cut: bool = Field(description="还有更多 There are more paths than asked for.")
    exhausted: bool = Field(description="无路径时是否查遍 Without a path: whether everything was searched.")
    avoided: list[Kind] = Field(description="不经过的类别 Kinds not walked through.")
    note: LabelModel = Field(description="路径不经过什么，一句话 What paths do not lead through, in a sentence.")
    direct: Direct | None = Field(
        description="岗位—风险等直接关系是否成立；没有这种关系的为 null "
        "Whether a direct relation, such as a post bearing a risk, holds; null where none has a name."
    )
    paths: list[list[Hop]]
    shared: SharedModel | None = Field(
        description="最短的路径都只经由法规、制度或系统时；否则为 null Where only laws or systems make them; else null."
    )
    meta: Meta


class FlowStepsAsk(Reading):
    """How much of a flow is shown."""

    public: Flag = Field(False, description="公开版：不含风险和措施 For everybody: without risks and controls.")


class FlowLaneModel(AnswerModel):
    """A lane of the flowchart: a standard post."""

    name: str
    posts: int
    offices: int


class FlowRiskModel(AnswerModel):
    """A risk point of a step."""

    code: str
    name: str
    grade: int | None
    uncovered: bool = Field(description="无防控 Not covered.")


class FlowStepModel(AnswerModel):
    """A step, by whom it is done; a public flow has neither risks nor controls."""

    code: str
    name: str
    act: str | None
    limit_days: int | None
    min_posts: int | None
    lanes: list[str]
    risks: list[FlowRiskModel] | None = None
    controls: list[str] | None = None


class FlowMeta(Meta):
    """The same, with how much of the flow is synthetic."""

    total: int
    synthetic: int


class FlowAnswer(AnswerModel):
    """职权的环节、办理岗位和流向 The steps of a power, who performs them, and where the work goes next."""

    title: LabelModel
    public: bool
    assumed: bool = Field(description="未登记流向，按序号 No NEXT is recorded: in the order of numbers.")
    lanes: list[FlowLaneModel]
    steps: list[FlowStepModel]
    next: list[list[str]]
    returns: list[list[str]]
    meta: FlowMeta
