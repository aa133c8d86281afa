"""The questions that Neo4j Browser saves: a file for each, named by its first line when it is dropped on the drawer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from api.consoles import split_statement

__all__ = ["FOLDER", "SavedQuery", "archive", "first_questions", "saved_queries"]

FOLDER = "权岗图谱"
"""The folder of favourites that an archive goes to."""

_PARAMETER = re.compile(
    r"""//[^\n\r]* | /\*.*?\*/ | '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | `(?:[^`]|``)*` | \$(?P<name>\w+)""",
    re.DOTALL | re.VERBOSE,
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

_GRAPHS = ".graph.cypher"


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One question: the name of its file, what people read, and the statement as it is pasted."""

    id: str
    title: str
    statement: str

    @property
    def text(self) -> str:
        """The file: the first line is what Browser calls it."""
        return f"// {self.title}\n{self.statement}\n"


def saved_queries() -> tuple[SavedQuery, ...]:
    """The first questions, then the pictures of the catalogue, by name."""
    return (*first_questions(), *_in(files("queries").joinpath("cypher"), _GRAPHS))


def first_questions() -> tuple[SavedQuery, ...]:
    """Those that the guide leads through."""
    return tuple(_in(files("api.browser").joinpath("questions"), ".cypher"))


def archive(queries: Iterable[SavedQuery]) -> bytes:
    """All of them as one archive: Browser takes one file at a time, and an archive with the folder in it."""
    stream = BytesIO()
    with ZipFile(stream, "w") as held:
        for query in queries:
            held.writestr(ZipInfo(f"{FOLDER}/{query.id}.cypher", _LONG_AGO), query.text)
    return stream.getvalue()


def _in(folder: Traversable, ending: str) -> Iterator[SavedQuery]:
    if folder.is_dir():
        for item in sorted(folder.iterdir(), key=lambda found: found.name):
            if item.name.endswith(ending):
                yield _query(item.name.removesuffix(ending), item.read_text(encoding="utf-8"))


def _query(name: str, text: str) -> SavedQuery:
    held = split_statement(text)
    lines = held.text.strip().splitlines()
    first = lines[0] if lines else ""
    title = first.removeprefix("//").strip() if first.startswith("//") else name
    rest = lines[1:] if first.startswith("//") else lines
    return SavedQuery(name, title, _with_values("\n".join(rest).strip(), held.expressions))


def _with_values(statement: str, expressions: Mapping[str, str]) -> str:
    """A statement with the values of its ``:param`` lines in their places.

    Browser draws no picture of several statements at once, and a ``:param`` line counts as one.
    """
    return _PARAMETER.sub(lambda found: expressions.get(found["name"] or "", found.group()), statement)
