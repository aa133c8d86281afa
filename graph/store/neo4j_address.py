"""Where a store on a Neo4j server is, and who asks: the address, and the login that never stands in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from graph.errors import InputError
from graph.terms import Both, Label

__all__ = ["SCHEMES", "Address", "Login", "parse_address"]

SCHEMES = ("neo4j", "neo4j+s", "bolt", "bolt+s")
"""``+s`` is encrypted; ``neo4j`` asks the servers of a cluster who answers, ``bolt`` talks to the one that is named."""

_NAME = "quangang"
"""What a store is called for people where the address names no database."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who opens a store on a server; the password is in no text that is made of this."""

    username: str = "neo4j"
    password: str = field(default="", repr=False)


class Address(NamedTuple):
    """A server and one of its databases; "" is the one that the server calls its default."""

    uri: str
    database: str

    @property
    def name(self) -> str:
        """The store's name for people."""
        return self.database or _NAME

    def __str__(self) -> str:
        return f"{self.uri}?database={self.database}" if self.database else self.uri


def parse_address(url: str) -> Address:
    """Read ``neo4j://host:port?database=NAME``.

    Raises:
        InputError: it says something else; a password in it is not repeated.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise _unreadable(Both("一个读不懂的地址", "one that cannot be read")) from error
    if parts.username is not None or parts.password is not None:
        raise InputError(
            Label(
                f"图谱库地址：其中有用户名或口令；应为 {parts.scheme}://{host or 'HOST'}；请改用环境变量 "
                "NEO4J_USERNAME、NEO4J_PASSWORD",
                "store address: got a user name or a password in it; expected none: "
                f"{parts.scheme}://{host or 'HOST'}; "
                "use NEO4J_USERNAME, NEO4J_PASSWORD",
            )
        )
    database = options.pop("database", [""])
    if not host or parts.path not in ("", "/") or parts.fragment or options or len(database) != 1:
        raise _unreadable(repr(url))
    where = f"[{host}]" if ":" in host else host
    return Address(f"{parts.scheme}://{where}" + (f":{port}" if port is not None else ""), database[0])


def _unreadable(got: str) -> InputError:
    forms = "、".join(f"{scheme}://" for scheme in SCHEMES)
    return InputError(
        Both("图谱库地址：收到", "store address: got ")
        + got
        + Both(
            f"；应为 neo4j://HOST:PORT?database=NAME（{forms}；database 可省）",
            f"; expected neo4j://HOST:PORT?database=NAME ({forms}; database may be left out)",
        )
    )
