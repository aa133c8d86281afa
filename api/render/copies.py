"""The outcome of copying a store, as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.copying import Copied
from api.render.page import Block, Paragraph
from graph.terms import plural

__all__ = ["copied_object", "copied_page"]


def copied_object(copied: Copied) -> dict[str, Any]:
    """What was copied, as JSON."""
    newest = copied.newest
    return {
        "copied": copied.appended,
        "revision": newest and newest.revision,
        "hash": newest and newest.hash,
    }


def copied_page(copied: Copied) -> Iterator[Block]:
    """What was copied, and how to look whether it is all there."""
    if copied.newest is None:
        yield Paragraph("来源库没有修订，没有可复制的 the source has no revisions: nothing to copy", "strong")
        return
    if copied.appended:
        yield Paragraph(f"已复制 {copied.appended} 次修订 {plural(copied.appended, 'revision')} copied", "strong")
    else:
        yield Paragraph("目标库已有全部修订 the target has every revision already", "strong")
    yield Paragraph(f"链首哈希 head: 第 {copied.newest.revision} 次修订 {copied.newest.hash}")
    yield Paragraph("下一步 next: quangang verify --store URL")
