"""In which language a page, a picture or a table speaks; names of nodes are data and stay as they are."""

from __future__ import annotations

from enum import StrEnum

from graph.schema import Label

__all__ = ["Lang", "said"]


class Lang(StrEnum):
    """Which language stands in front."""

    ZH = "zh"
    EN = "en"


def said(lang: Lang, label: Label) -> str:
    """A label in one language."""
    return label.en if lang is Lang.EN else label.zh
