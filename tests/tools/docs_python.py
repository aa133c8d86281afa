"""`docs/reference/python.md`: the names that notebooks may rely on, from the packages themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module

from tests.tools.docs_markdown import page

__all__ = ["MODULES", "public_names", "python_page"]

MODULES = ("graph", "queries", "loaders", "graph.interop.objects", "graph.interop.changes")
"""The modules whose ``__all__`` is for notebooks."""

_INTRO = """\
笔记本可以依赖的名字；其余是内部的，可能改变。教程见 [分析员教程](../tutorial-analyst.md)。
The names that notebooks may rely on; everything else may change. See the
[tutorial for analysts](../tutorial-analyst.md).

`graph.interop.objects` 和 `graph.interop.changes` 需要额外依赖 `[py2neo]`。上游已停止维护 py2neo，
只为已有的笔记本保留；新的笔记本请用 networkx 或官方驱动。
`graph.interop.objects` and `graph.interop.changes` need the extra `[py2neo]`. py2neo is at its end upstream: it stays
for notebooks that stand on it; new ones should use networkx or the official driver."""


def public_names(module: str) -> tuple[str, ...]:
    """The public names of a module, in its own order."""
    return tuple(import_module(module).__all__)


def python_page() -> str:
    """The whole page."""
    return page("Python", _INTRO, *(part for module in MODULES for part in _module(module)))


def _module(module: str) -> Iterator[str]:
    yield f"## {module}"
    for name in public_names(module):
        found = getattr(import_module(module), name)
        yield f"### {module}.{name}\n\n```python\n{_usage(name, found)}\n```\n\n{_text(found)}"


def _usage(name: str, found: object) -> str:
    if inspect.isfunction(found):
        return f"{name}{_signature(found)}"
    return f"class {name}"


def _signature(found: Callable[..., object]) -> str:
    """As it is written: annotations are texts already, and a default that is a function goes by its name."""
    signature = inspect.signature(found)
    plain = [
        each.replace(annotation=_Plain(str(each.annotation)), default=_default(each.default))
        for each in signature.parameters.values()
    ]
    return str(signature.replace(parameters=plain, return_annotation=_Plain(str(signature.return_annotation))))


class _Plain:
    """What shows itself as a text without quotes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _default(value: object) -> object:
    return _Plain(value.__name__) if inspect.isfunction(value) else value


def _text(found: object) -> str:
    """The docstring as Markdown: a block of it that is indented stays one."""
    text = (inspect.getdoc(found) or "").replace("``", "`")
    for title in ("Args", "Returns", "Raises", "Attributes"):
        text = text.replace(f"{title}:\n    ", f"{title}:\n\n    ")
    return text
