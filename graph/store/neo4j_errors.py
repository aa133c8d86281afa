"""What an error of the Neo4j driver means for the user."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from typing import NamedTuple

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.errors import ConflictError, QuangangError, StoreError
from graph.terms import Label

__all__ = ["SECONDS", "explanation", "is_stopped"]

SECONDS = 600.0
"""For one transaction; the longest one, a snapshot of 1 M relations, takes a minute on a busy machine."""

_STOPPED = frozenset(
    {"LockClientStopped", "TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated"}
)


class _Meaning(NamedTuple):
    """An error by its class or the last word of its code, whose fault it is, and what to say."""

    applies: Callable[[Exception, str], bool]
    kind: type[ConflictError | StoreError]
    text: Label


def explanation(error: Exception, where: str, username: str, database: str) -> QuangangError:
    """The error of ours for one of the driver's."""
    code = _code(error)
    for meaning in _MEANINGS:
        if meaning.applies(error, code):
            said = {"username": username, "database": database or "–"}
            zh, en = meaning.text.zh.format(**said), meaning.text.en.format(**said)
            return meaning.kind(Label(f"{where}：{zh}", f"{where}: {en}"))
    return StoreError(
        Label(
            f"{where}：数据库报错：{_said(error)}；见服务器日志",
            f"{where}: the database says: {_said(error)}; see the server's log",
        )
    )


def is_stopped(error: Neo4jError) -> bool:
    """Whether a transaction took longer than it was given."""
    return _code(error) in _STOPPED


def _code(error: Exception) -> str:
    return (error.code or "").rpartition(".")[2] if isinstance(error, Neo4jError) else ""


def _said(error: Exception) -> str:
    text = error.message if isinstance(error, Neo4jError) else str(error)
    return " ".join((text or type(error).__name__).split())[:300]


def _is_login(error: Exception, code: str) -> bool:
    return isinstance(error, AuthError) or code in {"Unauthorized", "AuthenticationRateLimit", "CredentialsExpired"}


def _is_away(error: Exception, _: str) -> bool:
    return isinstance(error, ServiceUnavailable | SessionExpired | OSError | TransientError) or (
        isinstance(error, DriverError) and not isinstance(error, ConfigurationError)
    )


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error with all that led to it; the driver groups those of a cluster's servers."""
    yield error
    inside = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for each in (*inside, error.__cause__):
        if each is not None:
            yield from _behind(each)


def _is_untrusted(error: Exception, _: str) -> bool:
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in _behind(error))


def _is_unencrypted(error: Exception, _: str) -> bool:
    return any(isinstance(each, ssl.SSLError) for each in _behind(error))


_MEANINGS = (
    _Meaning(
        _is_login,
        StoreError,
        Label(
            "用户名 {username!r} 或口令不对；请设 NEO4J_USERNAME、NEO4J_PASSWORD",
            "the server does not let in {username!r}: wrong user name or password; set NEO4J_USERNAME, NEO4J_PASSWORD",
        ),
    ),
    _Meaning(
        lambda _, code: code == "Forbidden",
        StoreError,
        Label(
            "用户 {username} 无此权限；应可读、写与建索引；请管理员授权",
            "{username} has no right to do this; expected to read, write, make indexes; ask the server's administrator",
        ),
    ),
    _Meaning(
        lambda _, code: code in {"DatabaseNotFound", "DatabaseUnavailable"},
        StoreError,
        Label(
            "服务器上没有或未启动数据库 {database!r}；请核对 ?database=NAME（SHOW DATABASES）",
            "the server has no running database {database!r}; check ?database=NAME (SHOW DATABASES)",
        ),
    ),
    _Meaning(
        lambda _, code: code == "DeadlockDetected",
        ConflictError,
        Label(
            "另有写入正在进行；同时只能有一个；请稍后重试",
            "another writer is at work; expected one writer at a time; try again in a moment",
        ),
    ),
    _Meaning(
        lambda error, _: isinstance(error, ConstraintError),
        ConflictError,
        Label(
            "同时有人写入；重新读取图谱后再提交",
            "somebody wrote the same thing at the same time; read the graph again and make the edits anew",
        ),
    ),
    _Meaning(
        lambda _, code: "OutOfMemory" in code,
        StoreError,
        Label(
            "服务器内存不足；请调大 server.memory.heap.max_size、dbms.memory.transaction.total.max",
            "the server has not enough memory for this; "
            "raise server.memory.heap.max_size, dbms.memory.transaction.total.max",
        ),
    ),
    _Meaning(
        lambda _, code: code in _STOPPED,
        StoreError,
        Label(
            f"超过 {SECONDS:g} 秒未完成，或被服务器中止；请查看服务器负荷",
            f"ended by the server or after {SECONDS:g} s; look at what the server is busy with",
        ),
    ),
    _Meaning(
        lambda error, _: isinstance(error, Neo4jError) and "too large to index" in (error.message or ""),
        StoreError,
        Label(
            "编码过长，无法索引（约 8,000 字节）；请缩短",
            "a code is too long for an index (about 8,000 bytes); shorten it",
        ),
    ),
    _Meaning(
        _is_untrusted,
        StoreError,
        Label(
            "服务器的证书不受信任；应为本机信任的机构为此主机名签发的证书；自建 CA 请设 SSL_CERT_FILE=CA.pem",
            "the server's certificate is not trusted; expected one issued for this host by an authority that this "
            "machine trusts; for your own CA set SSL_CERT_FILE=CA.pem",
        ),
    ),
    _Meaning(
        _is_unencrypted,
        StoreError,
        Label(
            "这个端口不加密；应为 TLS；请在服务器启用，或改用 bolt://、neo4j://",
            "the server does not encrypt here; expected TLS; enable it there, or use bolt:// or neo4j://",
        ),
    ),
    _Meaning(
        _is_away,
        StoreError,
        Label(
            "服务器没有回应；这个地址上应有运行中的 Neo4j；请核对地址、端口与服务状态，然后重试",
            "no answer from the server; expected a running Neo4j at this address; check address, port and whether "
            "it runs, then try again",
        ),
    ),
)
"""In the order in which they are asked."""
