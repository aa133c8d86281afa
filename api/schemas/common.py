"""What many questions and answers share."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from graph.model import parse_date
from graph.terms import Both
from loaders.mappings.model import shipped

__all__ = [
    "AnswerModel",
    "AskModel",
    "Count",
    "Cursor",
    "Day",
    "Flag",
    "Hop",
    "LabelModel",
    "Limit",
    "ListMeta",
    "Listing",
    "MappingName",
    "Meta",
    "PageModel",
    "Problem",
    "ProblemRow",
    "Reading",
    "Revision",
    "Text",
    "Whole",
]


class AskModel(BaseModel):
    """Parameters of a question; one that nobody knows is an error, not left aside."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class AnswerModel(BaseModel):
    """An answer, or a part of one: exactly these keys."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


# ------------------------------------------------------------------------------------------- parameters


def _day(text: object) -> datetime.date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise ValueError(Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD")) from error


def _whole(text: object) -> object:
    if isinstance(text, str) and not re.fullmatch(r"[0-9]{1,16}", text):
        raise ValueError(Both("非负整数", "a whole number"))
    return text


def _flag(text: object) -> bool:
    if isinstance(text, bool):
        return text
    if text not in ("true", "false"):
        raise ValueError("true / false")
    return text == "true"


def _clean(text: object) -> object:
    if isinstance(text, str) and ("\x00" in text or not text.strip()):
        raise ValueError(Both("非空文字", "a text that is not blank"))
    return text


Day = Annotated[
    datetime.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Whole = Annotated[int, BeforeValidator(_whole)]
Revision = Annotated[Whole, Field(ge=0, le=2**53 - 1)]
Limit = Annotated[Whole, Field(ge=1, le=1000, description="本页至多几行 Rows on a page at most.")]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Text = Annotated[
    str,
    BeforeValidator(_clean),
    Field(min_length=1, max_length=200),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\u0000]*\S[^\u0000]*$"}),
]


def _mapping(text: object) -> object:
    if text not in shipped():
        raise ValueError(Both("自带的映射：", "a mapping that comes with the program: ") + " / ".join(shipped()))
    return text


MappingName = Annotated[
    str,
    BeforeValidator(_mapping),  # none but these: a request names no file
    WithJsonSchema({"enum": list(shipped())}),
]
Cursor = Annotated[
    str | None,
    Field(
        max_length=300,
        description="上一页的 meta.page.next；保持同一修订与日期 From the page before; it keeps revision and date.",
    ),
]


class Reading(AskModel):
    """Which graph is asked about."""

    as_of: Revision | None = Field(
        None, description="第几次修订时所知；缺省最新 As known at a revision; the newest if left out.", examples=[1]
    )
    on: Day | None = Field(
        None, description="某日在用；缺省今天 As in force on a date; today if left out.", examples=["2014-01-01"]
    )


class Listing(Reading):
    """A question whose answer comes in pages."""

    limit: Limit = 50
    cursor: Cursor = None


# ------------------------------------------------------------------------------------------- answers


class PageModel(AnswerModel):
    """Which page of how many rows this is."""

    total: int = Field(description="全部行数 All rows.")
    start: int = Field(description="本页从第几行起（从 0） Where this page begins, from 0.")
    limit: int
    next: str | None = Field(description="下一页的游标；末页为 null Cursor of the next page; null on the last.")


class Meta(AnswerModel):
    """What the answer was computed from."""

    revision: int = Field(description="修订 Revision of the graph.")
    date: datetime.date = Field(description="数据日期 Date of the graph.")
    complete: bool = Field(
        description="本答案没有省略：列表的一页、略去的路径都为 false；影响另须数据没有缺口。列表中 false 不表示缺数据 "
        "Nothing is left out of this answer: false for a page of a longer list and where paths are cut; of an impact, "
        "for gaps in the data too. In a list, false does not say that data is missing."
    )


class ListMeta(Meta):
    """The same, with the page."""

    page: PageModel


class LabelModel(AnswerModel):
    """A text in both languages."""

    zh: str
    en: str


class Count(AnswerModel):
    """A number of things, and how many of them are of each origin ("" not stated)."""

    total: int
    by_origin: dict[str, int] = Field(description="按来源 By origin: statute, report, synthetic, ''.")


Hop = Annotated[
    list[str],
    Field(
        min_length=3,
        max_length=3,
        description="[关系, 起点, 终点]，端点为 Kind/CODE [relation, from, to], ends as Kind/CODE",
        examples=[["HAS_STEP", "Power/E39", "Step/E39-1"]],
    ),
]


class Words(AnswerModel):
    """What an error or one of its problems says, in one language."""

    title: str | None = None
    detail: str | None = None
    got: str | None = None
    expected: str | None = None
    advice: str | None = None


class Said(AnswerModel):
    """The same in each language alone; the texts beside it have Chinese first and English beside it."""

    zh: Words
    en: Words


class ProblemRow(AnswerModel):
    """One thing that is wrong with the input, and where."""

    file: str = Field(description="文件，或 query / path / body Which file, or which part of the request.")
    row: int | None = None
    column: str | None = Field(None, description="列、键或参数 Column, key or parameter.")
    cell: str | None = Field(None, description="工作表中的格 The cell of a sheet, such as C17.")
    got: str
    expected: str
    advice: str | None = None
    said: Said | None = Field(None, description="这三项的各语言单独的说法 These three in each language alone.")


class Problem(AnswerModel):
    """每个错误的形式 The shape of every error (RFC 9457)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:quangang:problem:reform-refused",
                    "title": "改革被拒绝 reform refused",
                    "status": 422,
                    "detail": "改革被拒绝：第 1 项变更，power：… reform refused: change 1, power: …",
                    "instance": "/api/v1/impact",
                    "request_id": "0b2c",
                    "said": {
                        "zh": {"title": "改革被拒绝", "detail": "改革被拒绝：第 1 项变更，power：…"},
                        "en": {"title": "reform refused", "detail": "reform refused: change 1, power: …"},
                    },
                    "position": 0,
                    "field": "power",
                    "reason": "没有编码为 'E99' 的职权 no power has the code 'E99'",
                }
            ]
        },
    )

    type: str = Field(description="哪种错误，供程序判断 Which error, for programs: urn:quangang:problem:…")
    title: str = Field(description="哪种错误，供人看 Which error, for people.")
    status: int
    detail: str = Field(
        description="收到什么、应为什么、在哪里、怎么办 What came, what was expected, where, what to do."
    )
    instance: str = Field(description="请求的地址 The path that was asked.")
    request_id: str = Field(description="请求编号，见日志 Id of the request, as in the log and in X-Request-ID.")
    said: Said = Field(description="title 和 detail 的各语言单独的说法 Title and detail in each language alone.")
    position: int | None = Field(
        None,
        description="第几项变更，从 0 数起；文字里的“第 1 项变更”是 0 Which change, from 0; change 1 in words is 0.",
    )
    field: str | None = Field(None, description="变更的哪个参数 Which argument of the change.")
    reason: str | None = Field(None, description="为何不可 Why not.")
    article: str | None = Field(None, description="依据条款 The article that forbids it.")
    revision: int | None = Field(None, description="与哪次修订冲突 The revision in the way.")
    problems: list[ProblemRow] | None = Field(None, description="逐项错误 Everything that is wrong.")
