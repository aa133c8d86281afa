"""Which methods an address has, and which files there are where one of another form is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_type_hints

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from graph.schema import Label

__all__ = ["allowed_methods", "files_beside", "files_of", "with_files"]

_API = "/api/v1"
_FORM = ".{form}"
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def allowed_methods(routes: Iterable[BaseRoute], scope: Scope) -> tuple[str, ...]:
    """The methods that an address answers to, sorted; empty where there is no such address."""
    listed = list(routes)
    found = {
        method
        for method in _METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in listed)
    }
    if "GET" in found:
        found.add("HEAD")
    return tuple(sorted(found | {"OPTIONS"})) if found else ()


def files_of(routes: Iterable[BaseRoute], prefix: str) -> Iterator[str]:
    """The addresses of routes that are files, each form by itself: ``/findings.csv``, ``/findings.xlsx``."""
    for route in routes:
        if isinstance(route, Route) and route.path.endswith(_FORM):
            forms = get_type_hints(route.endpoint)["form"]
            yield from (prefix + route.path.replace(_FORM, f".{form.value}") for form in forms)
        elif isinstance(route, Route) and "." in route.path:
            yield prefix + route.path


def files_beside(files: Iterable[str], path: str) -> tuple[str, ...]:
    """Those of some files that are called as a path but for the form; pages have some of theirs in the API.

    Example: there is no ``/findings.pdf``, but there is ``/api/v1/findings.csv``.
    """
    stem, dot = _stem(path)
    return tuple(file for file in files if _stem(file)[0] == stem) if dot else ()


def _stem(path: str) -> tuple[str, str]:
    """A path without the form of its file, and the dot between them, if there is one."""
    folder, _, name = path.rpartition("/")
    stem, dot, _ = name.partition(".")
    return f"{folder}/{stem}".removeprefix(_API), dot


def with_files(said: Label, addresses: Iterable[str]) -> Label:
    """A refusal with the files that there are instead; as it is where there are none."""
    files = tuple(addresses)
    if not files:
        return said
    return Label(f"{said.zh}；有这些文件：{'、'.join(files)}", f"{said.en}; the files there are: {', '.join(files)}")
