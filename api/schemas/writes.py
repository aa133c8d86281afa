"""What is written: loads and commits."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.common import (
    AnswerModel,
    AskModel,
    Day,
    Flag,
    LabelModel,
    MappingName,
    Meta,
    ProblemRow,
    Revision,
    Text,
)
from api.schemas.findings import FullFinding, Gravity
from graph.schema import Kind

__all__ = [
    "ApproversSetAnswer",
    "ApproversSetAsk",
    "CommitAnswer",
    "CommitAsk",
    "LoadAnswer",
    "LoadAsk",
    "MarkedAsk",
    "PlannedAsk",
    "TokenAnswer",
]


class TokenAnswer(AnswerModel):
    """写入所需的令牌 What a write has to show in X-CSRF-Token."""

    token: str
    meta: Meta


class CommitAsk(AskModel):
    """How a reform is committed; author, reason, number and effective date stand in the reform itself."""

    dry_run: Flag = Field(False, description="只试不写 Show what would be done; write nothing.")
    fail_on: Gravity = Field(Gravity.ERROR, description="从哪一级起拦下 From this gravity on, findings stop it.")
    parent: Revision | None = Field(
        None, description="依据第几次修订；不符则 409 The revision it was made for; another is a conflict."
    )


class BlockingModel(FullFinding):
    """A finding that stands in the way of a commit."""

    about: str = Field(description="所涉对象，以名称 What it is about, in words.")
    on: datetime.date = Field(description="自何日出现 The day on which it would open.")


class LaterModel(AnswerModel):
    """What opens on a later day, when a revision that the log holds already takes effect or ends."""

    on: datetime.date
    opened: list[list[str]]


class RecordedModel(AnswerModel):
    """What the log holds for a later day of a power that the reform touches."""

    on: datetime.date = Field(description="自何日 The day on which it begins.")
    power: str
    element: str = Field(description="节点，或 起 关系 止 A node, or FROM RELATION TO.")
    revision: int | None


class AcceptedModel(AnswerModel):
    """A finding that opens and was accepted."""

    on: datetime.date = Field(description="自何日出现 The day on which it opens.")

    finding: str
    reason: str
    until: datetime.date
    identity: list[str]


class UnusedModel(AnswerModel):
    """An acceptance of nothing that opens."""

    finding: str
    reason: str
    until: datetime.date


class CommitAnswer(AnswerModel):
    """提交的结果 The outcome of a commit, or of its dry run."""

    reform: str
    effective: datetime.date
    dry_run: bool
    committed: bool
    revision: int | None = Field(description="写入的修订；未写为 null The revision written; null where nothing was.")
    hash: str | None
    edits: int
    blocking: list[BlockingModel]
    accepted: list[AcceptedModel]
    unused: list[UnusedModel]
    opened: list[list[str]]
    closed: list[list[str]]
    later: list[LaterModel] = Field(description="此后各日另出现的 What opens on later days besides.")
    recorded: list[RecordedModel] = Field(
        description="此后生效、挂在所改职权上的记录 What begins later on the powers touched."
    )
    meta: Meta


class ApproversSetAsk(CommitAsk):
    """Onto which powers the levels of articles are written."""

    power: list[Annotated[Text, Field(max_length=100)]] = Field(
        [], max_length=20, description="职权，或 职权/条款 Powers, or POWER/ARTICLE."
    )
    every: Flag = Field(False, description="凡未填的 Every power that has no level yet.")
    accept: list[Text] = Field(
        [], max_length=10, description="接受的发现 Findings that are accepted: FINDING=REASON;until=DATE."
    )
    effective: Day | None = Field(None, description="生效日期 In force from this date.")
    author: Text | None = Field(None, description="经办人；缺省用服务的设置 Who does it; else as the server is set.")
    reason: Text | None = Field(None, description="事由 Why.")
    number: Text | None = Field(None, description="文号 Document number.")


class LevelModel(AnswerModel):
    """The level of an article on a power, and what stood there."""

    power: str
    name: str
    article: str
    law: str
    article_name: str
    lowest_level: str | None
    before: str | None


class ApproversSetAnswer(CommitAnswer):
    """写到职权上的审批层级 The approver levels that were written, or would be."""

    filled: list[LevelModel] = Field(description="写入的 Written, or to be written.")
    kept: list[LevelModel] = Field(description="已有的，不改 There already, and left alone.")


class LoadAsk(AskModel):
    """How files are loaded."""

    dry_run: Flag = Field(False, description="只试不写 Show what would be done; write nothing.")
    partial: Flag = Field(False, description="有错的行退回，其余照装 Take the rows that are right; reject the others.")
    complete: Flag = Field(False, description="文件中没有的一律终止 Retire what the files lack.")
    effective: Day | None = Field(None, description="生效日期 In force from this date.")
    author: Text | None = Field(None, description="经办人；缺省用服务的设置 Who does it; else as the server is set.")
    reason: Text | None = Field(None, description="事由 Why.")
    number: Text | None = Field(None, description="文号 Document number.")
    mapping: MappingName | None = Field(None, description="按自带的哪个映射读一个清单 A shipped mapping, for a list.")
    parent: Revision | None = Field(
        None, description="依据第几次修订；不符则 409 The revision it was made for; another is a conflict."
    )


class MarkedAsk(AskModel):
    """Of which workbook a marked copy is wanted, and how the files would be loaded."""

    file: Text | None = Field(None, description="哪个工作簿；缺省为第一个有错的 Which; else the first with problems.")
    complete: Flag = Field(False, description="文件中没有的一律终止 Retire what the files lack.")
    effective: Day | None = Field(None, description="生效日期 In force from this date.")
    author: Text | None = Field(None, description="经办人；缺省用服务的设置 Who does it; else as the server is set.")


class PlannedAsk(AskModel):
    """How the files would be loaded whose edits are wanted."""

    partial: Flag = Field(False, description="有错的行退回，其余照装 Take the rows that are right; reject the others.")
    complete: Flag = Field(False, description="文件中没有的一律终止 Retire what the files lack.")
    effective: Day | None = Field(None, description="生效日期 In force from this date.")
    author: Text | None = Field(None, description="经办人；缺省用服务的设置 Who does it; else as the server is set.")
    mapping: MappingName | None = Field(None, description="按自带的哪个映射读一个清单 A shipped mapping, for a list.")


class FileModel(AnswerModel):
    """The rows of one file or sheet by what became of them."""

    name: str
    file: str | None = Field(None, description="工作簿或文档 The workbook or document.")
    sheet: str | None = Field(None, description="其中的表 The sheet in it.")
    rows: int
    written: int
    unchanged: int
    rejected: int
    unmatched: int
    withheld: int
    notices: int


class IdentitiesModel(AnswerModel):
    """Elements, counted and named."""

    count: int
    identities: list[str]


class AbsentModel(AnswerModel):
    """Things of one kind that the store has and the files lack."""

    what: str = Field(description="类别或关系 The kind or relation.")
    sheets: list[str] = Field(description="按哪些表说是缺的 The sheets that should have had them.")
    count: int
    first: list[str]


class UnsaidModel(AnswerModel):
    """A cell that leaves out what the store has for its row."""

    file: str
    sheet: str = Field(description="工作簿中的表 The sheet of a workbook; '' of other files.")
    row: int
    column: str
    cell: str | None = Field(description="单元格，如 C17 The cell of a spreadsheet.")
    node: str = Field(description="该行所说的节点 What the row is about.")
    others: list[str] = Field(
        description="格里没有写而库中有的编码 The codes that the cell leaves out and the store has."
    )
    identities: list[str] = Field(description="即哪些关系 The relations that these are.")


class MissingModel(IdentitiesModel):
    """What the files lack of what they state; ``unsaid`` are cells of their rows, ``groups`` the rest in few words."""

    groups: list[AbsentModel]
    unsaid: list[UnsaidModel]


class LoadRow(ProblemRow):
    """A problem or notice; what is not known is null."""

    sheet: str | None = Field(None, description="工作簿中的表 The sheet of a workbook.")


class NoticeRow(LoadRow):
    """A notice."""

    warning: bool = Field(description="写入前须看的警告 A warning, to be seen before anything is written.")


class PlannedModel(AnswerModel):
    """One edit that a rehearsal would write."""

    edit: str = Field(description="增、改、终止 add_node, set_node, retire_node, the same of relations.")
    of: str = Field(description="节点或关系 The node or relation.")
    what: str = Field(description="内容 What it says.")
    file: str
    sheet: str = Field(description="工作簿中的表 The sheet of a workbook; '' of other files.")
    row: int | None = Field(description="第几行；没有行说它的为 null The row; null where no row says it.")


class ChangesModel(AnswerModel):
    """试装将写入的编辑 What a rehearsal would write; nothing of a load that writes."""

    count: int
    first: list[PlannedModel] = Field(description="至多 200 处；全部见 /load/edits At most 200; all: /load/edits.")


class PartModel(AnswerModel):
    """One of the things that a finding is about."""

    node: str | None = Field(description="节点；动作和规则为 null The node; null for an act or a rule.")
    name: LabelModel
    stored: bool = Field(description="库中已有 The store has it already.")


class ChangedFinding(FullFinding):
    """A finding that a load would open or close."""

    about: str = Field(description="所涉对象，以名称 What it is about, in words.")
    basis: LabelModel = Field(description="依据 The article, in both languages.")
    parts: list[PartModel] = Field(description="所涉对象，逐个 What it is about, one by one.")


class ChangedFindings(AnswerModel):
    """The findings of one side."""

    count: int
    first: list[ChangedFinding] = Field(description="至多 200 项，重的在前 At most 200, the gravest first.")


class CodeChangeModel(AnswerModel):
    """The findings of one code that open and close."""

    code: str
    name: str
    label: LabelModel
    severity: Gravity
    opened: int
    opened_at: int = Field(description="涉及几个 At how many of that kind.")
    closed: int
    closed_at: int = Field(description="涉及几个 At how many of that kind.")
    kind: Kind = Field(description="所检查的类别 The kind that is looked at.")
    of: int = Field(description="载入后该类共几个 How many of that kind there are afterwards: the denominator.")


class LaterFindings(AnswerModel):
    """What opens on a later day on which something begins or ends."""

    on: datetime.date
    opened: ChangedFindings


class LaterDays(AnswerModel):
    """How many later days were looked at, and how many were not."""

    looked: int
    unseen: int


class OpenedGaps(AnswerModel):
    """Powers that a load leaves without steps: no finding, but impact on them will be incomplete."""

    count: int
    first: list[PartModel] = Field(description="至多 200 项 At most 200.")
    said: LabelModel | None = Field(description="一句话；没有为 null In a sentence; null where there is none.")


class EffectModel(AnswerModel):
    """What a rehearsal would do to the findings."""

    on: datetime.date = Field(description="按哪一日的图谱 On the graph of which day.")
    looked_for: int = Field(description="共查几类 How many codes were looked for.")
    codes: list[CodeChangeModel] = Field(description="有变化的各类 The codes that change; the others do not.")
    opened: ChangedFindings
    closed: ChangedFindings
    worst: Gravity | None = Field(description="新出现的最重一级 The gravest of what opens, on any day.")
    later: list[LaterFindings] = Field(description="此后各日另出现的 What opens on later days besides.")
    later_days: LaterDays
    gaps: OpenedGaps = Field(description="新出现的数据缺口 Gaps of the data that it opens.")


class RestModel(AnswerModel):
    """没有错的行单独会写什么；什么都没有写 What the rows that are right would write alone; nothing is written."""

    rows: int
    effective: datetime.date | None
    changes: ChangesModel
    findings: EffectModel | None


class LoadAnswer(AnswerModel):
    """载入的结果 The report of a load, or of its dry run."""

    name: str
    accepted: bool
    partial: bool
    effective: datetime.date | None
    edits: int
    manifest_changed: bool
    files: list[FileModel]
    missing: MissingModel
    retired: IdentitiesModel
    problems: list[LoadRow]
    notices: list[NoticeRow]
    dry_run: bool
    changes: ChangesModel
    findings: EffectModel | None = Field(
        description="试装将打开和消除的发现；未比较为 null What a rehearsal opens and closes; null where not compared."
    )
    rest: RestModel | None = Field(
        description="试装因有错的行不能写时，其余各行单独会写什么 What the rows that are right would write alone."
    )
    revision: int | None
    reports: list[str]
    removed: list[str]
    meta: Meta
