"""What the environment says; nothing else in the program reads it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.model import parse_date
from graph.terms import Label

if TYPE_CHECKING:
    from graph.store.neo4j_address import Login

__all__ = ["DEFAULT_STORE", "NOBODY", "Serving", "Settings"]

NOBODY = "—"
"""Who answers for a rehearsal, which makes no revision."""

DEFAULT_STORE = "quangang.db"
DEFAULT_USERNAME = "neo4j"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    Attributes:
        store: QUANGANG_STORE, else ``quangang.db`` in the current folder.
        author: QUANGANG_AUTHOR; see `required_author`.
        today: QUANGANG_TODAY for rehearsals and tests; None: the system's clock.
        debug: QUANGANG_DEBUG is set: errors come with their traceback.
        username: NEO4J_USERNAME, else ``neo4j``: who opens a store on a server.
        password: NEO4J_PASSWORD, in no address and in nothing that is printed.
    """

    store: str = DEFAULT_STORE
    author: str = ""
    today: date | None = None
    debug: bool = False
    username: str = DEFAULT_USERNAME
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment; InputError for a QUANGANG_TODAY that is no date."""
        return cls(
            store=environ.get("QUANGANG_STORE") or DEFAULT_STORE,
            author=environ.get("QUANGANG_AUTHOR", ""),
            today=_today(environ.get("QUANGANG_TODAY")),
            debug=bool(environ.get("QUANGANG_DEBUG")),
            username=environ.get("NEO4J_USERNAME") or DEFAULT_USERNAME,
            password=environ.get("NEO4J_PASSWORD", ""),
        )

    def now(self) -> datetime:
        """The moment that revisions are stamped with: noon of QUANGANG_TODAY where it is set."""
        moment = datetime.now().astimezone()
        if self.today is None:
            return moment
        return moment.replace(
            year=self.today.year, month=self.today.month, day=self.today.day, hour=12, minute=0, second=0, microsecond=0
        )

    def required_author(self) -> str:
        """Who answers for a revision where nobody is named: QUANGANG_AUTHOR, else the login name.

        Raises:
            InputError: neither is known.
        """
        author = self.author or _login()
        if not author:
            raise InputError(
                Label(
                    "没有经办人：请给出 --author NAME 或 QUANGANG_AUTHOR",
                    "no author: give --author NAME or QUANGANG_AUTHOR",
                )
            )
        return author

    def author_of(self, named: str | None, *, dry_run: bool) -> str:
        """Who answers for a revision; a rehearsal makes none, and needs nobody.

        Raises:
            InputError: a revision is to be made, and nobody is known.
        """
        return named or (self.author or NOBODY if dry_run else self.required_author())

    def login(self) -> Login:
        """Who opens a store on a server."""
        from graph.store.neo4j_address import Login

        return Login(self.username, self.password)

    def date(self) -> date:
        """Today."""
        return self.today or self.now().date()


@dataclass(frozen=True, slots=True)
class Serving:
    """Limits of one server (``quangang serve``).

    Attributes:
        hosts: QUANGANG_HTTP_HOSTS, names by which the server may be addressed, beside loopback and ``--host``.
        body: QUANGANG_HTTP_BODY, bytes of a request's body.
        upload: QUANGANG_HTTP_UPLOAD, bytes of the files of one load.
        depth: QUANGANG_HTTP_DEPTH, how deep a body may be nested.
        seconds: QUANGANG_HTTP_SECONDS, time for one answer.
        cache: QUANGANG_HTTP_CACHE, bytes of answers that a process keeps.
        fresh: QUANGANG_HTTP_FRESH, milliseconds for which the newest revision is taken to be still the newest.
        threads: QUANGANG_HTTP_THREADS, answers that a process works out at a time.
        token: QUANGANG_HTTP_TOKEN, what a write has to show; drawn at every start where it is not set.
        quiet: QUANGANG_HTTP_QUIET is set: only errors are logged.
    """

    hosts: tuple[str, ...] = ()
    body: int = 1024 * 1024
    upload: int = 64 * 1024 * 1024
    depth: int = 32
    seconds: int = 30
    cache: int = 64 * 1024 * 1024
    fresh: int = 100
    threads: int = 2
    token: str = ""
    quiet: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Serving:
        """Read the environment; InputError for a limit that is no positive whole number."""
        default = cls()
        return cls(
            hosts=tuple(name.strip() for name in environ.get("QUANGANG_HTTP_HOSTS", "").split(",") if name.strip()),
            body=_number(environ, "QUANGANG_HTTP_BODY", default.body),
            upload=_number(environ, "QUANGANG_HTTP_UPLOAD", default.upload),
            depth=_number(environ, "QUANGANG_HTTP_DEPTH", default.depth),
            seconds=_number(environ, "QUANGANG_HTTP_SECONDS", default.seconds),
            cache=_number(environ, "QUANGANG_HTTP_CACHE", default.cache),
            fresh=_number(environ, "QUANGANG_HTTP_FRESH", default.fresh),
            threads=_number(environ, "QUANGANG_HTTP_THREADS", default.threads),
            token=environ.get("QUANGANG_HTTP_TOKEN", ""),
            quiet=bool(environ.get("QUANGANG_HTTP_QUIET")),
        )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**40):
        raise InputError(
            Label(
                f"{name}：收到 {text[:40]!r}；应为正整数",
                f"{name}: got {text[:40]!r}; expected a positive whole number",
            )
        )
    return int(text)


def _today(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as error:
        raise InputError(
            Label(
                f"QUANGANG_TODAY: 收到 {text!r}；应为 YYYY-MM-DD", f"QUANGANG_TODAY: got {text!r}; expected YYYY-MM-DD"
            )
        ) from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may run under a number without a name
        return ""
