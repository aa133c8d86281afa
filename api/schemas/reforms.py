"""Whether a reform can be applied, and what may be done to a power."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import AnswerModel, Day, LabelModel, MappingName, Meta, ProblemRow, Reading, Text

__all__ = ["ListedAnswer", "ListedAsk", "OperationsAnswer", "OperationsAsk", "ValidateAnswer"]


class OperationsAsk(Reading):
    """On which power."""

    power: Text = Field(description="职权编码 Code of the power.", examples=["E39"])


class ArgumentModel(AnswerModel):
    """One argument of an operation."""

    name: str
    label: LabelModel
    required: bool


class RefusalModel(AnswerModel):
    """Why an operation cannot be applied."""

    field: str
    reason: str
    article: str | None
    revision: int | None


class BelowModel(AnswerModel):
    """A basis in force that does not allow the level to which a change lets offices act."""

    article: str
    lowest_level: str = Field(description="法定最低层级 The lowest level that it allows.")
    finding: str = Field(description="该层级岗位一有职责即出现的发现 What opens as soon as posts there have duties.")


class ChoiceModel(AnswerModel):
    """A change that can be applied at once, and how much it would change."""

    arguments: dict[str, Any]
    edits: int = Field(description="编辑数 Edits in all.")
    duties: int = Field(description="其中职责 Edits of duties.")
    no_receiver: int = Field(description="无承接机关 Duties without a receiving office.")
    no_counterpart: int = Field(description="无对应岗位 Duties without a counterpart post.")
    below: list[BelowModel] = Field(
        description="所去层级低于其法定最低层级的依据，须先修改 Bases whose lowest level it goes below: to be changed "
        "first."
    )


class RoomModel(AnswerModel):
    """What there is to choose from, or why the operation would change nothing."""

    possible: bool
    said: LabelModel


class OperationModel(AnswerModel):
    """One operation: legal or not, and why not."""

    op: str
    label: LabelModel
    arguments: list[ArgumentModel]
    legal: bool
    refusal: RefusalModel | None = Field(description="不可的原因 Why not; null where it may be done.")
    choices: list[ChoiceModel] = Field(
        description="可直接适用的变更；其余参数须自行给出时为空 Changes that can be applied as they stand; empty where "
        "arguments are for the caller to give."
    )
    room: RoomModel | None = Field(
        description="其余参数有多少可选；null 见 choices What there is to choose from; null: see choices."
    )


class OperationsAnswer(AnswerModel):
    """可对一项职权做什么 What may be done to a power, and why not."""

    power: str
    operations: list[OperationModel]
    meta: Meta


class RefusedModel(AnswerModel):
    """Why a reform cannot be applied, with the fields of an error."""

    reason: str
    position: int | None = None
    field: str | None = None
    article: str | None = None
    revision: int | None = None
    problems: list[ProblemRow] | None = None


class ValidateAnswer(AnswerModel):
    """改革可否适用 Whether a reform can be applied as it stands."""

    valid: bool
    reform: str | None = Field(description="改革名称 Its name, where it could be read.")
    edits: int | None = Field(description="编辑数 How many edits it comes to; null where it is not valid.")
    error: RefusedModel | None
    undeclared: list[str] = Field(description="结构中没有的属性，是否笔误 Properties not in the schema: typing errors?")
    no_receiver: list[list[str]]
    no_counterpart: list[list[str]]
    meta: Meta


class ListedAsk(Reading):
    """How a list is read as a reform."""

    mapping: MappingName = Field(description="自带的哪个映射 Which of the mappings that come with the program.")
    effective: Day | None = Field(None, description="生效日期；缺省从映射 In force from; else as the mapping has it.")


class ListedAnswer(AnswerModel):
    """由清单得出的改革 The reform that a list comes to, and what of the list is not in it."""

    reform: dict[str, Any] = Field(
        description="改革，可直接用于 /impact、/commit A reform as /impact and /commit take it."
    )
    rows: int = Field(description="清单的行 Rows of the list.")
    taken: int = Field(description="收进的行 Rows that are in the reform.")
    problems: list[ProblemRow] = Field(description="没有收进的行，逐行 Every row left out, and why.")
    notices: list[ProblemRow]
    meta: Meta
