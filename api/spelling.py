"""What people may write for a code: the labels that the program's own output shows. A code goes before a label."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from graph.model import Manifest
from graph.schema import LEVELS, Label

__all__ = ["labelled", "level_named"]

Code = TypeVar("Code", bound=Hashable)


def labelled(text: str, labels: Mapping[Code, Label]) -> Code | None:
    """The code whose label, in either language, a text is; None where it is none of them."""
    wanted = text.strip().casefold()
    return next((code for code, label in labels.items() if wanted in (label.zh, label.en.casefold())), None)


def level_named(text: str, manifest: Manifest) -> str:
    """A level of the graph by its name, or by the label of a default level; any other text as it is."""
    if text in manifest.levels:
        return text
    found = labelled(text, LEVELS)
    return found if found in manifest.levels and found is not None else text
