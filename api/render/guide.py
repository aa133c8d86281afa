"""What to paste into Neo4j Browser."""

from __future__ import annotations

__all__ = ["how_to_paste"]

_TEXT = """\
在 Neo4j Browser（http://localhost:7474）里逐行粘贴 paste line by line into Neo4j Browser:

  :play {base}/guide.html
  :style {base}/style.grass

存好的问题 the questions to save: {base}/
  quangang guide --write FOLDER 写成文件，拖到 Browser 左侧的收藏 writes files to drop on Browser's favourites
按 Ctrl+C 结束 Ctrl+C ends it.
"""


def how_to_paste(base: str) -> str:
    """The lines for the terminal."""
    return _TEXT.format(base=base)
