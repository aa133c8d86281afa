"""`docs/reference/http-api.md`: every endpoint with its parameters, body and answers, from the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from api.app import create_app
from api.settings import Serving, Settings
from api.web.problems import FAULTS
from graph.schema import Label
from tests.tools.docs_markdown import code, page, table

__all__ = ["COMMANDS", "NO_ENDPOINT", "endpoints", "http_page"]

_INTRO = """\
`quangang serve` 的接口（[怎样启动](../how-to/serve.md)）。机器可读的同一份说明在 `/api/v1/openapi.json`。
What `quangang serve` answers to; the same for programs is at `/api/v1/openapi.json`.

- 答案的键与命令行 `--format json` 相同，另加 `meta`：修订、日期、`complete`（没有省略；列表的一页为 false），
  列表另有 `page`。
  Answers have the keys of `--format json` and `meta` beside them: revision, date, `complete` (nothing is left out;
  false for a page of a list), and `page` in lists.
- 列表按 `limit` 分页；`meta.page.next` 作为下一问的 `cursor`，保持同一修订与日期。
  Lists come in pages of `limit`; a cursor keeps revision and date whoever commits meanwhile.
- 每个读取答案带 `ETag`；以 `If-None-Match` 再问，没有变化则 304。接受 gzip。
  Every answer that is read has an `ETag`; asked again with `If-None-Match`, it is a 304 where nothing changed.
- 写入（`POST /load`、`POST /commit`、`POST /approvers`）须带 `X-CSRF-Token`，取自 `GET /token`；
  来自别的网站的请求一律拒绝。
  A write shows the token of `GET /token`; what comes from another site is turned away.
- `HEAD` 与 `OPTIONS` 处处可用。没有任何地址执行查询语言。No address runs a query language."""

COMMANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "load": ("POST /load", "POST /load/edits", "POST /load/marked"),
        "history": ("GET /history", "GET /history/{revision}"),
        "export": (
            "GET /export.jsonl",
            "GET /export.graphml",
            "GET /export.gexf",
            "GET /export.neo4j-csv.zip",
            "GET /export.instruments.zip",
        ),
        "verify": ("GET /verify",),
        "census": ("GET /census",),
        "check": ("GET /findings", "GET /findings.{form}"),
        "find": ("GET /find",),
        "show": ("GET /show/{code}", "GET /sheet.{form}", "GET /pictures/lanes.{form}"),
        "flow": ("GET /flow/{code}", "GET /pictures/flow.{form}"),
        "path": ("GET /path", "GET /pictures/path.{form}"),
        "schema": ("GET /schema/{of}",),
        "query": ("GET /queries", "GET /queries/{query}", "GET /queries/{query}.{form}"),
        "cite": ("GET /cite", "POST /cite"),
        "approvers": ("GET /approvers",),
        "approvers-set": ("POST /approvers",),
        "statute-diff": ("POST /statute-diff",),
        "impact": (
            "GET /impact",
            "POST /impact",
            "POST /impact.{form}",
            "GET /report",
            "POST /report",
            "POST /report.md",
        ),
        "commit": ("POST /validate", "POST /commit"),
        "reform-from": ("POST /reform-from",),
    }
)
"""What the command line does, and where it is to be had over HTTP, without the prefix."""

NO_ENDPOINT: Mapping[str, Label] = MappingProxyType(
    {
        "demo": Label("服务以外的事：新建演示库", "makes a store of its own"),
        "init": Label("服务以外的事：建库", "makes a store; a server serves one that is there"),
        "copy": Label("服务以外的事：整库复制；历史见 `GET /export.jsonl`", "copies whole stores; see the export"),
        "serve": Label("就是这个服务", "is this server"),
        "cypher": Label("查询语言不上网", "no query language is on any address"),
        "guide": Label("Neo4j Browser 的文件，与图谱无关", "files for Neo4j Browser, the same for every graph"),
    }
)
"""Commands that have no endpoint, and why."""

_PROBLEMS = """\
每个错误都是 `application/problem+json`（RFC 9457）：`type`、`title`、`status`、`detail`、`instance`、`request_id`，
另有改革被拒时的 `position`（从 0 数起；给人看的句子从 1 数起，“第 1 项变更”就是 `position` 0）、`field`、`reason`、
`article`，冲突时的 `revision`，
输入错误时的 `problems`：`file`、`row`、`column`、`got`、`expected`、`advice`。
Every error has this one shape; fields beside the common ones are those of the command line's errors.

连 HTTP 都读不懂的请求也是这样回答，随后断开：网址里有未经百分号编码的汉字或空格、标头或分块有误、协议不对是 400；
网址和标头合计超过 64 KiB 是 414 或 431。汉字请编码：`curl -G --data-urlencode 'q=海关' http://127.0.0.1:8765/api/v1/find`。
So is a request that is no HTTP, before the connection is closed: a 400 where an address holds Chinese characters or
spaces that are not percent-encoded, where a header or a chunk is malformed, where it is another protocol; a 414 or 431
where address and headers have more than 64 KiB together. Let `curl -G --data-urlencode` encode it."""


def endpoints() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Method, path and description of every endpoint, in the order of the document."""
    paths = create_app(Settings(), Serving()).openapi()["paths"]
    return tuple((method.upper(), path, held) for path, item in paths.items() for method, held in item.items())


def http_page() -> str:
    """The whole page."""
    listed = [(code(f"{method} {path}"), held["summary"]) for method, path, held in endpoints()]
    problems = [
        (str(fault.status), code(f"urn:quangang:problem:{fault.name}"), str(fault.title)) for fault in FAULTS.values()
    ]
    return page(
        "HTTP 接口 HTTP API",
        _INTRO,
        table(("地址 endpoint", "作用 what it does"), listed),
        "## 命令行与接口 Commands and endpoints",
        table(("命令 command", "地址 endpoint"), [*_commands()]),
        *(_endpoint(*item) for item in endpoints()),
        "## 错误 Errors",
        _PROBLEMS,
        table(("状态 status", "`type`", "`title`"), problems),
    )


def _commands() -> Iterator[tuple[str, str]]:
    for name, found in COMMANDS.items():
        yield code(name), "、".join(map(code, found))
    for name, why in NO_ENDPOINT.items():
        yield code(name), f"无 none：{why}"


def _endpoint(method: str, path: str, held: dict[str, Any]) -> str:
    parts = [f"## {method} {path}", held["description"]]
    rows = [_parameter(item) for item in held.get("parameters", ())]
    if rows:
        parts.append(table(("参数 parameter", "值 value", "说明 meaning"), rows))
    if "requestBody" in held:
        body = held["requestBody"]
        parts.append(f"请求体 body（{'、'.join(map(code, body['content']))}）：{body['description']}")
    parts.append(f"答案 answers：{'；'.join(_answers(held['responses']))}")
    return "\n\n".join(parts)


def _parameter(item: dict[str, Any]) -> tuple[str, str, str]:
    needed = "（必需 required）" if item.get("required") else ""
    return code(item["name"]) + needed, _value(item["schema"]), item.get("description", "")


def _value(schema: dict[str, Any]) -> str:
    """What a parameter may be, short."""
    if "anyOf" in schema:
        found = " / ".join(_value(part) for part in schema["anyOf"] if part.get("type") != "null")
    elif schema.get("type") == "array":
        found = f"{_value(schema['items'])}（可重复 may be repeated）"
    else:
        found = str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])
        if "minimum" in schema and "maximum" in schema and schema["maximum"] < 10**6:
            found += f" {schema['minimum']}–{schema['maximum']}"
    default = schema.get("default")
    return f"{found}，缺省 default {code(default)}" if isinstance(default, str | int) and default != "" else found


def _answers(responses: dict[str, Any]) -> Iterator[str]:
    for status, answer in responses.items():
        if status < "400":
            yield f"{status} {answer['description']}（{'、'.join(map(code, answer['content']))}）"
    yield f"错误 errors {'、'.join(status for status in responses if status >= '400')}"
