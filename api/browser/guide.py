"""The guide that Neo4j Browser plays: what the colours mean, how to begin, and the first ten questions."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from api.browser.grass import caption
from api.browser.saved import SavedQuery, first_questions
from api.ui.theme import LOOKS
from graph.schema import KINDS, Rel

__all__ = ["guide_html"]

_PAGE = """\
<!DOCTYPE html>
<html lang="zh">
<head><meta charset="utf-8"><title>权岗图谱 Quangang</title></head>
<body>
<article class="guide">
<carousel class="deck container-fluid">
{slides}
</carousel>
</article>
</body>
</html>
"""
_SLIDE = """\
<slide class="row-fluid">
<div class="col-sm-12">
{content}
</div>
</slide>"""


def guide_html(base: str) -> str:
    """The whole guide; ``base`` is the address at which Browser finds its style sheet."""
    counts, *questions = first_questions()
    slides = [_welcome(base, counts), _legend(), *(_question(at, item) for at, item in enumerate(questions, start=1))]
    return _PAGE.format(slides="\n".join(_SLIDE.format(content=content) for content in slides))


def _welcome(base: str, counts: SavedQuery) -> str:
    return "\n".join(
        (
            "<h3>权岗图谱 Quangang</h3>",
            (
                "<p>职权、依据、环节、岗位、风险点、防控措施连成一张图。这里只有<b>今天在用</b>的；改革请用命令 "
                "<code>quangang impact … --format cypher</code> 看影响，用 <code>quangang commit</code> 提交，"
                "<b>不要在这里写入</b>。</p>"
            ),
            (
                "<p>The graph of what is in force today. Look around here; reforms go through the command "
                "<code>quangang</code>, never through a write in Browser.</p>"
            ),
            "<p>点灰框，语句进入编辑框，再按 Ctrl+Enter。Click a grey box, then press Ctrl+Enter.</p>",
            "<p>一、颜色和名称 Colours and captions:</p>",
            _runnable(f":style {base}/style.grass"),
            "<p>二、看看有什么 See what there is:</p>",
            _runnable(counts.statement),
            "<p>三、往后翻，十个问题 Then turn the page: ten questions.</p>",
        )
    )


def _legend() -> str:
    kinds = (
        f'<tr><td><span style="color:{look.hue}">⬤</span></td><td>{KINDS[kind].label.zh}</td>'
        f"<td><code>{kind.value}</code></td><td>{escape(KINDS[kind].label.en)}</td></tr>"
        for kind, look in LOOKS.items()
    )
    relations = (f"<code>{rel.value}</code> {caption(rel)}" for rel in Rel)
    return "\n".join(
        (
            "<h3>图例 Legend</h3>",
            "<table>",
            *kinds,
            "</table>",
            f"<p>关系 relations: {'，'.join(relations)}。</p>",
        )
    )


def _question(at: int, query: SavedQuery) -> str:
    return "\n".join((f"<h3>{at}. {escape(query.title)}</h3>", *_note(query), _runnable(query.statement)))


def _note(query: SavedQuery) -> Iterator[str]:
    if "换成别的" in query.statement:
        yield "<p>引号里的编码可以换成别的。Put another code between the quotes.</p>"


def _runnable(text: str) -> str:
    """A block that Browser puts into its editor, or runs, when it is clicked."""
    return f'<pre class="pre-scrollable code runnable standalone-example">{escape(text, quote=False)}</pre>'
