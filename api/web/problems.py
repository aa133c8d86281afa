"""Errors over HTTP: which status each has, in one table, and the one shape that all of them share (RFC 9457)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from api.render.errors import error_object, headline
from api.web.routing import with_files
from graph.errors import ConflictError, InputError, MissingError, Problem, QuangangError, ReformRefused, StoreError
from graph.schema import Label
from graph.terms import Both, Lack, label_of

__all__ = [
    "AS_DOCUMENTED",
    "FAULTS",
    "MEDIA_TYPE",
    "BadRequestError",
    "BlockedError",
    "BusyError",
    "Fault",
    "ForbiddenError",
    "LateError",
    "LongAddressError",
    "LongHeadersError",
    "MisdirectedError",
    "NotReadyError",
    "TooLargeError",
    "UnsupportedError",
    "fault_of",
    "http_problem",
    "invalid",
    "parameter_problem",
    "problem",
    "problem_of",
]

MEDIA_TYPE = "application/problem+json"
_URN = "urn:quangang:problem:"


class BadRequestError(QuangangError):
    """The request cannot be read: no JSON, nested too deeply, a cursor of another question."""


class ForbiddenError(QuangangError):
    """A write that does not show that it comes from our own pages, or from a program that asked for a token."""


class MisdirectedError(QuangangError):
    """The request names a host that this server does not answer for."""


class TooLargeError(QuangangError):
    """The body is larger than the limit."""


class LongAddressError(QuangangError):
    """The address is longer than the limit."""


class LongHeadersError(QuangangError):
    """Address and headers are longer than the limit."""


class UnsupportedError(QuangangError):
    """The body is of a type that the route does not read."""


class LateError(QuangangError):
    """The answer takes longer than the limit; working it out was given up."""


class BusyError(QuangangError):
    """Too many questions are waiting already."""


class BlockedError(QuangangError):
    """A commit would open findings that nobody has accepted."""

    def __init__(self, message: str | Label, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class NotReadyError(QuangangError):
    """The first graph is still being built."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A status with its name for programs and its title for people."""

    status: int
    name: str
    title: Label


FAULTS: Mapping[type[Exception], Fault] = {
    ReformRefused: Fault(422, "reform-refused", Label("改革被拒绝", "reform refused")),
    InputError: Fault(422, "input", Label("输入有误", "the input is wrong")),
    MissingError: Fault(404, "missing", Label("没有找到", "not found")),
    ConflictError: Fault(409, "conflict", Label("与现状冲突", "conflict with what is there")),
    StoreError: Fault(503, "store", Label("图谱库无法读写", "the store cannot be read or written")),
    BadRequestError: Fault(400, "bad-request", Label("请求无法读懂", "the request cannot be read")),
    ForbiddenError: Fault(403, "forbidden", Label("不准写入", "the write is not allowed")),
    MisdirectedError: Fault(421, "misdirected", Label("主机名不符", "another host is named")),
    TooLargeError: Fault(413, "too-large", Label("请求过大", "the request is too large")),
    LongAddressError: Fault(414, "long-address", Label("网址过长", "the address is too long")),
    LongHeadersError: Fault(431, "long-headers", Label("标头过长", "the headers are too long")),
    UnsupportedError: Fault(415, "unsupported-type", Label("不支持的类型", "unsupported media type")),
    LateError: Fault(503, "time-limit", Label("超时", "over the time limit")),
    BusyError: Fault(503, "busy", Label("繁忙", "too busy")),
    BlockedError: Fault(409, "findings", Label("须先处置", "findings to be dealt with first")),
    NotReadyError: Fault(503, "not-ready", Label("尚未就绪", "not ready yet")),
    QuangangError: Fault(500, "error", Label("出错", "an error")),
    Exception: Fault(500, "bug", Label("程序缺陷", "a bug in the program")),
}
"""Which status an error has; the nearest class of an error counts."""

_HTTP = {
    404: Fault(404, "no-route", Label("没有这个地址", "no such address")),
    405: Fault(405, "method", Label("不支持的方法", "method not allowed")),
}
_RETRY_AFTER = {LateError: "5", BusyError: "1", StoreError: "5", NotReadyError: "1"}


def fault_of(kind: type[BaseException]) -> Fault:
    """The line of the table that is nearest to a class."""
    return next(FAULTS[each] for each in kind.__mro__ if each in FAULTS)


def problem_of(error: Exception, path: str, request_id: str) -> Response:
    """An error as a problem document; of a bug it says nothing that only the log should hold."""
    fault = fault_of(type(error))
    if isinstance(error, QuangangError):
        told = error_object(InputError(error.problems) if isinstance(error, BlockedError) else error)
        detail = error.message
        if not isinstance(error, ReformRefused):
            told.pop("reason")
        if isinstance(error, InputError) and error.problems:
            detail = label_of(headline(error))
    else:
        told = {}
        detail = Label(f"请以请求编号报告：{request_id}", f"report it with the id of the request: {request_id}")
    retry = next((after for kind, after in _RETRY_AFTER.items() if isinstance(error, kind)), None)
    return problem(fault, detail, path, request_id, told, {"Retry-After": retry} if retry else None)


def http_problem(
    status: int, path: str, request_id: str, headers: Mapping[str, str] | None = None, files: Sequence[str] = ()
) -> Response:
    """A problem document for what the framework itself turns away; ``files`` are those that there are instead."""
    known = HTTPStatus(status)
    fault = _HTTP.get(status) or Fault(status, known.name.lower().replace("_", "-"), Label("无法处理", known.phrase))
    said = Label(f"{path}：{fault.title.zh}", f"{path}: {fault.title.en}")
    return problem(fault, with_files(said, files), path, request_id, {}, headers)


def _beside(detail: Label) -> str:
    """Both languages; once what is known in both together only."""
    return detail.zh if detail.zh == detail.en else str(detail)


def invalid(problems: Sequence[Problem], path: str, request_id: str) -> Response:
    """A problem document for parameters that are not as the route describes them."""
    told = error_object(InputError(problems))
    told.pop("reason")
    return problem(FAULTS[InputError], InputError(problems[:3]).message, path, request_id, told)


AS_DOCUMENTED = Both("见 /api/v1/openapi.json", "see /api/v1/openapi.json")
"""What to do about a parameter that is wrong, for a program."""

_DAY = Label("日历上的一天，如 2013-12-01", "a day of the calendar, like 2013-12-01")
_EXPECTED = {
    "missing": Label("一个值（必填）", "a value (required)"),
    "extra_forbidden": Label("只有文档所列的参数", "only the parameters that are documented"),
    "int_parsing": Label("整数", "an integer"),
    "int_type": Label("整数", "an integer"),
    "bool_parsing": Label("true 或 false", "true or false"),
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "greater_than_equal": Label("不小于 {ge}", ""),
    "less_than_equal": Label("不大于 {le}", ""),
    "string_too_long": Label("至多 {max_length} 个字符", "at most {max_length} characters"),
    "string_too_short": Label("至少 {min_length} 个字符", "at least {min_length} character(s)"),
    "too_long": Label("至多 {max_length} 项", "at most {max_length} items"),
    "string_pattern_mismatch": Label("形如 {pattern}", "a text like {pattern}"),
    "enum": Label("下列之一：{expected}", "one of {expected}"),
    "literal_error": Label("下列之一：{expected}", "one of {expected}"),
}
"""What the framework's checks ask for, by their names; without English the framework's own stands there."""


def parameter_problem(error: Mapping[str, Any]) -> Problem:
    """What the framework's checks say of one parameter, as our own words say it."""
    place, *names = [str(part) for part in error.get("loc", ())] or ["request"]
    got = Lack("未填", "nothing") if error.get("type") == "missing" else repr(error.get("input"))[:100]
    held = dict(error.get("ctx", {}))
    if "expected" in held:  # 'a', 'b' or 'c'
        held["expected"] = " / ".join(re.split(r", | or ", str(held["expected"]).replace("'", "")))
    # what a check of our own says is said in both languages, and stays so only as long as nothing is cut from it
    said = str(held["error"] if "error" in held else str(error.get("msg", "")).removeprefix("Input should be "))
    words = _EXPECTED.get(str(error.get("type")))
    expected = said if words is None else Both(words.zh.format_map(held), words.en.format_map(held) or said)
    return Problem(place, got, expected, AS_DOCUMENTED, column=".".join(names) or None)


def problem(
    fault: Fault,
    detail: Label,
    path: str,
    request_id: str,
    fields: Mapping[str, Any] | Sequence[tuple[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document; ``fields`` are those of our own errors (`api.render.errors`)."""
    held = {
        "type": _URN + fault.name,
        "title": str(fault.title),
        "status": fault.status,
        "detail": _beside(detail),
        "instance": path,
        "request_id": request_id,
        "said": {
            "zh": {"title": fault.title.zh, "detail": detail.zh},
            "en": {"title": fault.title.en, "detail": detail.en},
        },
        **dict(fields),
    }
    body = json.dumps(held, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")
    return Response(body, fault.status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)
