"""Bodies of requests: a reform in JSON or YAML, of a bounded depth, by the reader of reform files; or a plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.requests import Request

from api.web.problems import BadRequestError, TooLargeError, UnsupportedError
from graph.errors import Problem
from graph.reform import Reform
from graph.terms import Both, Label

__all__ = ["REFORM_TYPES", "TEXT", "ReformReader", "plain_text", "reform_of_file", "reform_of_json", "reform_reader"]

ReformReader = Callable[[], Reform]

JSON = "application/json"
YAML = "application/yaml"
TEXT = "text/plain"
REFORM_TYPES = (JSON, YAML)
_NAME = "body"
_PLACES = {_NAME: Both("请求体", "body")}
_YAML_AT_MOST = 128 * 1024
"""YAML takes a hundred times as long to read as JSON."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKET = re.compile(r"[\[\]{}]")


async def reform_reader(request: Request, depth: int) -> tuple[ReformReader, bytes]:
    """The body of a request, and what reads a reform from it: reading takes time and belongs to a thread.

    Raises:
        UnsupportedError: the body is neither JSON nor YAML.
        TooLargeError: it is longer than YAML may be.
    """
    kind = _kind(request, REFORM_TYPES, Both("改革以 JSON 或 YAML 发送", "send a reform as JSON or YAML"))
    body = await request.body()
    if kind == YAML and len(body) > _YAML_AT_MOST:
        raise _too_long(len(body))
    return lambda: _reform(body, kind, depth), body


async def plain_text(request: Request) -> tuple[Callable[[], str], bytes]:
    """The body of a request, and what reads a text from it.

    Raises:
        UnsupportedError: the body is no text.
    """
    _kind(request, (TEXT,), Both("请以 UTF-8 纯文本发送", "send it as plain text in UTF-8"))
    body = await request.body()
    return lambda: _text(body), body


def _kind(request: Request, known: Sequence[str], advice: str) -> str:
    stated = request.headers.get("content-type", "")
    kind = stated.partition(";")[0].strip().lower()
    if kind not in known:
        raise UnsupportedError(
            Both(
                f"Content-Type：收到 {stated[:100]!r}；应为 {' / '.join(known)}；",
                f"Content-Type: got {stated[:100]!r}; expected {' / '.join(known)}; ",
            )
            + advice
        )
    return kind


def reform_of_json(text: str, name: str, depth: int) -> Reform:
    """A reform from a JSON text of bounded depth; ``name`` says where it came in.

    Raises:
        BadRequestError: it is no JSON, or nested too deeply.
        InputError: it is no reform.
    """
    from loaders.reforms import reform_from_dict
    from loaders.strictjson import NotJson, decode

    _bounded(_STRING.sub('""', text), name, depth)
    try:
        return reform_from_dict(decode(text), name)
    except NotJson as error:
        where = (
            ""
            if error.position is None
            else Both(
                f"，第 {text.count(chr(10), 0, error.position) + 1} 行",
                f", row {text.count(chr(10), 0, error.position) + 1}",
            )
        )
        told = Problem(name, error.got, error.expected, error.advice).said
        raise BadRequestError(_PLACES.get(name, Both(name, name)) + where + Both("：", ": ") + told) from error


def reform_of_file(body: bytes, name: str, depth: int) -> Reform:
    """A reform from the bytes of a file: JSON where its name or its text says so, else YAML.

    Raises:
        TooLargeError: it is longer than YAML may be.
        BadRequestError: it is no text, or nested too deeply.
        InputError: it is no reform.
    """
    if len(body) > _YAML_AT_MOST:
        raise _too_long(len(body))
    as_json = name.lower().endswith(".json") or body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return _reform(body, JSON if as_json else YAML, depth, name)


def _too_long(size: int) -> TooLargeError:
    return TooLargeError(
        Label(
            f"YAML：收到 {size:,} 字节；应为至多 {_YAML_AT_MOST:,}；更长的请用 JSON",
            f"YAML: got {size:,} bytes; expected at most {_YAML_AT_MOST:,}; send longer ones as JSON",
        )
    )


def _reform(body: bytes, kind: str, depth: int, name: str = _NAME) -> Reform:
    """The reform; one that the text does not name has no name: it is not called after where it came in."""
    found = _read(body, kind, depth, name)
    return replace(found, name="") if found.name == name else found


def _read(body: bytes, kind: str, depth: int, name: str) -> Reform:
    text = _text(body, name)
    if kind == YAML:
        from loaders.reforms import read_reform

        _bounded(text, name, depth)
        if text.lstrip().startswith("{"):
            text = f"# YAML\n{text}"  # else it would be read as JSON
        return read_reform(text, name)
    return reform_of_json(text, name, depth)


def _text(body: bytes, name: str = _NAME) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequestError(
            _PLACES.get(name, Both(f"{name} ", name))
            + Both(
                f"第 {error.start + 1} 字节：收到 0x{body[error.start]:02x}；应为 UTF-8",
                f", byte {error.start + 1}: got 0x{body[error.start]:02x}; expected UTF-8",
            )
        ) from error


def _bounded(text: str, name: str, depth: int) -> None:
    here = 0
    for found in _BRACKET.finditer(text):
        here += 1 if found.group() in "[{" else -1
        if here > depth:
            row = text.count("\n", 0, found.start()) + 1
            raise BadRequestError(
                _PLACES.get(name, Both(name, name))
                + Both(
                    f"，第 {row} 行：嵌套超过 {depth} 层；上限见 QUANGANG_HTTP_DEPTH",
                    f", row {row}: nested deeper than {depth}; the limit: QUANGANG_HTTP_DEPTH",
                )
            )
