"""How routes describe themselves in OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import Path
from pydantic import BaseModel

from api.web.problems import FAULTS, MEDIA_TYPE

__all__ = [
    "CITING_BODY",
    "GEXF",
    "GRAPHML",
    "INTO",
    "LIST_BODY",
    "NDJSON",
    "POSTED",
    "READING",
    "REFORM_BODY",
    "SCHEMA",
    "TRYING",
    "UPLOAD_BODY",
    "VERSIONS_BODY",
    "WRITING",
    "XLSX",
    "ZIP",
    "answers",
    "file_answers",
    "forms_answers",
]

NDJSON = "application/x-ndjson"
GRAPHML = "application/graphml+xml"
GEXF = "application/gexf+xml"
SCHEMA = "application/schema+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
_FORM = {SCHEMA: "object", "application/json": "object"}

INTO = Path(description="哪种文件 Which form of file.")
"""The end of an address that names a file."""

_TITLES: dict[int, str] = {}
for _fault in FAULTS.values():
    _TITLES[_fault.status] = " · ".join(dict.fromkeys((*filter(None, [_TITLES.get(_fault.status)]), str(_fault.title))))

READING = (400, 404, 413, 421, 422, 500, 503)
TRYING = (400, 404, 409, 413, 421, 422, 500, 503)
POSTED = (400, 404, 409, 413, 415, 421, 422, 500, 503)
WRITING = (400, 403, 404, 409, 413, 415, 421, 422, 500, 503)

REFORM_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "改革：与改革文件同一形式 A reform, in the form of a reform file.",
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Reform"},
                "examples": {
                    "cancel": {
                        "summary": "取消一项职权 Cancel a power",
                        "value": {"reform": "取消", "changes": [{"op": "cancel", "power": "E39"}]},
                    },
                    "delegate": {
                        "summary": "下放一项职权 Delegate a power",
                        "value": {
                            "reform": "下放",
                            "effective": "2013-12-01",
                            "changes": [{"op": "delegate", "power": "E39", "from": "regional", "to": "local"}],
                        },
                    },
                },
            },
            "application/yaml": {"schema": {"type": "string", "description": "同上，YAML The same in YAML."}},
        },
    }
}


CITING_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "一篇文字，UTF-8 A text in UTF-8.",
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "examples": {
                    "cites": {"summary": "引用 Citing", "value": "依据《海关法》第六条第一款第（四）项，经关长批准。"}
                },
            }
        },
    }
}


def _files_body(description: str, **counts: int) -> dict[str, Any]:
    """A form with files."""
    files = {"type": "array", **counts, "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
    schema = {"type": "object", "properties": {"files": files}, "required": ["files"]}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


VERSIONS_BODY = _files_body(
    "一部法规的两个文本（.md），旧的在前 Two texts of one law (.md), the older one first.", minItems=2, maxItems=2
)
LIST_BODY = _files_body("一个清单（.json 或 .csv） One list (.json or .csv).", minItems=1, maxItems=1)
UPLOAD_BODY = _files_body(
    "若干表（.xlsx .xls .et .docx .csv）、.md 法规或 .bpmn 流程图，或一个 .jsonl 图文件；"
    "含宏、带密码的工作簿，压缩炸弹和外部实体一律拒绝 Any number of tables (workbooks, Word tables, CSV), of .md "
    "statutes or of .bpmn flowcharts, or one .jsonl graph file; macros, passwords, zip bombs and external "
    "entities are refused.",
    minItems=1,
)


def answers(model: type[BaseModel], *statuses: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The answer of a route, and the errors that it may have."""
    return {
        status: {"model": model, "description": (model.__doc__ or "").partition("\n")[0]},
        **{each: _problem(each) for each in statuses or READING},
    }


def forms_answers(media_types: Iterable[str], *statuses: int) -> dict[int | str, dict[str, Any]]:
    """A file in one of several forms, by the end of its address."""
    found = file_answers("", *statuses)
    found[200]["content"] = {each: {"schema": {"type": _FORM.get(each, "string")}} for each in media_types}
    return found


def file_answers(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """A file, and the errors; its revision and date are in the headers X-Quangang-Revision and X-Quangang-Date."""
    content = {media_type: {"schema": {"type": _FORM.get(media_type, "string")}}}
    return {
        200: {"description": "文件 A file.", "content": content},
        **{each: _problem(each) for each in statuses or READING},
    }


def _problem(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _TITLES.get(status, ""), "content": content}
