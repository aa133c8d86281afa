"""The catalogue: questions that have a name, and their answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.common import AnswerModel, LabelModel, Listing, ListMeta, Meta, Reading, Text
from graph.schema import Kind
from queries.answers.model import ColumnType

__all__ = ["QueriesAnswer", "QueryAnswer", "QueryAsk", "QueryCsvAsk"]

CellModel = str | int | bool | list[str] | None
Given = Annotated[list[Text], Field(max_length=20)]


class QueryCsvAsk(Reading):
    """What is asked."""

    param: Given = Field([], description="参数 名称=值 Parameters as NAME=VALUE.", examples=[["power=E39"]])


class QueryAsk(QueryCsvAsk, Listing):
    """What is asked, and which page of the rows."""


class ParameterModel(AnswerModel):
    """One parameter of a question."""

    name: str
    label: LabelModel
    type: ColumnType
    kind: Kind | None
    values: list[str | int]
    required: bool
    default: CellModel
    example: CellModel


class QueryModel(AnswerModel):
    """One question of the catalogue."""

    query: str
    question: LabelModel
    finding: str | None
    near: list[str] = Field(description="没有行时可问的查询和检查项 Worth asking where there are no rows.")
    parameters: list[ParameterModel]


class QueriesAnswer(AnswerModel):
    """目录中的全部问题 Every question of the catalogue."""

    queries: list[QueryModel]
    meta: Meta


class ColumnModel(AnswerModel):
    """One column of the rows."""

    name: str
    label: LabelModel
    type: ColumnType
    kind: Kind | None


class DenominatorModel(AnswerModel):
    """What the rows are a share of."""

    label: LabelModel
    count: int
    found: int | None
    measure: str | None


class QueryAnswer(AnswerModel):
    """一个问题的答案，附分母 The rows of a question, and what they are a share of."""

    query: str
    question: LabelModel
    parameters: dict[str, CellModel]
    columns: list[ColumnModel]
    identity: list[str]
    count: int
    synthetic: int | None
    denominator: DenominatorModel
    rows: list[list[CellModel]]
    near: list[str] = Field(description="没有行时可问的查询和检查项 Worth asking where there are no rows.")
    findings: list[list[CellModel]] = Field([], description="该行作为发现的名字 The rows as findings.")
    meta: ListMeta
