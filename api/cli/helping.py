"""Help of which nothing is cut, however narrow the terminal is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.containers import Lines
    from rich.text import Text

__all__ = ["uncut_help"]

_ASKS = frozenset({"-h", "--help"})


@contextmanager
def uncut_help(argv: Sequence[str]) -> Iterator[None]:
    """While help is written, lines that Rich would cut go on in the next line; any other command is left alone.

    Typer's tables cut what is wider than its column, and Chinese has no blanks to break a line at; Rich also counts
    the blank behind a line of Chinese as if the line were half as wide, and cuts the last letter for it. Typer has no
    setting for either.
    """
    if argv and _ASKS.isdisjoint(argv):
        yield
        return
    from rich.text import Text

    cutting = Text.wrap

    def wrap(text: Text, *args: Any, overflow: str | None = None, **kwargs: Any) -> Lines:  # noqa: ANN401 - Rich's own
        return cutting(text, *args, overflow="fold" if overflow in (None, "ellipsis") else overflow, **kwargs)  # type: ignore[arg-type]  # Rich's own words

    Text.wrap = wrap  # type: ignore[method-assign,assignment]  # put back below
    try:
        yield
    finally:
        Text.wrap = cutting  # type: ignore[method-assign]  # as it was
