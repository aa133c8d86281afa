"""Citations, approvers and two texts of one law, as pages and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from api.approving import Approving
from api.render.page import Block, Column, Grid, Heading, Paragraph
from graph.model import Manifest
from graph.schema import LEVELS, Label
from loaders.statutes.resolve import Resolution
from loaders.statutes.versions import Fate, Segment, Turn, Versions
from queries.approvers import Approval, Approvals, Rest

__all__ = [
    "approvers_page",
    "approvers_table",
    "approving_page",
    "cited_page",
    "cited_table",
    "marked",
    "versions_page",
    "versions_table",
]

_CITED = (Column("引用 cited"), Column("条款编码"), Column("条款项"), Column("条文", below=True))
_LONGEST = 90


def cited_page(found: Resolution) -> Iterator[Block]:
    """What a text cites, and what leads nowhere."""
    yield Heading(Label("引用的条款", "Articles cited"), 1)
    if found.references:
        yield Grid(_CITED, tuple(tuple(row) for row in _cited_rows(found)))
    else:
        yield Paragraph("没有对上的条款 no article was found")
    if found.unresolved:
        yield Heading(Label(f"未对上 {len(found.unresolved)} 项", "Unresolved"))
        for problem in found.unresolved:
            yield Paragraph(str(problem), "alarm", 2)


def _cited_rows(found: Resolution) -> Iterator[tuple[str, ...]]:
    for one in found.references:
        words = (one.text or "").replace("\n", " ")
        words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        yield one.quote, one.code, _part(one.paragraph, one.item), f"{one.note}｜{words}" if one.note else words


def _part(paragraph: int | None, item: int | None) -> str:
    return "".join((f"第{paragraph}款" if paragraph else "", f"第{item}项" if item else "")) or "全条"


def cited_table(found: Resolution) -> Iterator[Sequence[str]]:
    """A row for each citation; the unresolved ones have a reason and no article."""
    yield "quote", "article", "instrument", "paragraph", "item", "note"
    for one in found.references:
        yield one.quote, one.code, one.instrument, str(one.paragraph or ""), str(one.item or ""), one.note
    for problem in found.unresolved:
        yield problem.quote, "", "", "", "", problem.reason


def approvers_page(found: Approvals, manifest: Manifest) -> Iterator[Block]:
    """The articles, how often each says it, and the powers whose lowest level agrees or does not."""
    yield Heading(Label("条文规定的审批层级", "Approvers named by articles"), 1)
    yield Paragraph(f"{len(found.articles)} 条 articles，{found.occurrences} 处 occurrences。", "strong")
    yield Paragraph(
        f"有条文的 with text: {found.texts}/{found.total} 条款 articles；没有条文的不在此列 the others are not read",
        "faint",
    )
    columns = (
        Column("条款"),
        Column("名称"),
        Column("处", right=True),
        Column("法定最低层级"),
        Column("职权", below=True),
    )
    yield Grid(columns, tuple(_approval(article, manifest) for article in found.articles))
    yield Paragraph("层级不符或未填的职权请逐项核对：并非据此条的每项职权都须此审批", "faint")
    yield Paragraph("check powers whose level differs or is empty: not every power of an article needs it", "faint")


def _approval(article: Approval, manifest: Manifest) -> tuple[str, ...]:
    name = f"{article.law} {article.name}" + ("" if article.live else "（废止）")
    powers = "；".join(_rest(rest, article.level, manifest) for rest in article.powers)
    return article.article, name, str(len(article.phrases)), _level(article.level, manifest), powers or "—"


def _rest(rest: Rest, level: str | None, manifest: Manifest) -> str:
    held = rest.lowest_level
    if held is None:
        sign = "未填"
    elif level is None:  # an article that settles no one level agrees and disagrees with none
        sign = f"已填 {_level(held, manifest)}"
    else:
        sign = "✓" if held == level else f"不符 {_level(held, manifest)}"
    return f"{rest.power} {rest.name}（{sign}）"


def _level(level: str | None, manifest: Manifest) -> str:
    if level is None:
        return "不定"
    return LEVELS[level].zh if level in LEVELS and level in manifest.levels else level


def approvers_table(found: Approvals) -> Iterator[Sequence[str]]:
    """A row for each power of each article; one without power where nothing rests on it."""
    yield "article", "law", "name", "occurrences", "lowest_level", "power", "power_name", "power_lowest_level"
    for article in found.articles:
        held = (article.article, article.law, article.name, str(len(article.phrases)), article.level or "")
        for rest in article.powers:
            yield *held, rest.power, rest.name, rest.lowest_level or ""
        if not article.powers:
            yield *held, "", "", ""


def approving_page(chosen: Approving, manifest: Manifest) -> Iterator[Block]:
    """The levels that are written, each with its article; and what is left as it is."""
    columns = (Column("职权"), Column("条款"), Column("法定最低层级"), Column("原有"))
    for label, pairs in (
        (Label("填写 {n} 项", "Levels set"), chosen.filled),
        (Label("未动 {n} 项", "Left as they are"), chosen.kept),
    ):
        if pairs:
            yield Heading(Label(label.zh.format(n=len(pairs)), label.en), 3)
            rows = [
                (
                    f"{rest.power} {rest.name}",
                    f"{article.article} {article.law}{article.name}" + ("" if article.live else "（废止）"),
                    _level(article.level, manifest),
                    "—" if rest.lowest_level is None else _level(rest.lowest_level, manifest),
                )
                for article, rest in pairs
            ]
            yield Grid(columns, tuple(rows))


def versions_page(found: Versions) -> Iterator[Block]:
    """The articles that did not stay as they were; the words that went and came are marked."""
    yield Heading(Label(f"{found.new.title} 条文对照", "Two texts, article by article"), 1)
    ends = (
        f"{found.old.text_date}（{len(found.old.articles)} 条）→ {found.new.text_date}（{len(found.new.articles)} 条）"
    )
    yield Paragraph(ends, "strong")
    yield Paragraph("，".join(f"{fate.label} {number}" for fate, number in found.counts.items()))
    moved = [turn.label for turn in found.turns if turn.fate is Fate.MOVED]
    if moved:
        yield Heading(Fate.MOVED.label)
        yield Paragraph("；".join(moved))
    for fate in (Fate.CHANGED, Fate.NEW, Fate.REPEALED):
        turns = [turn for turn in found.turns if turn.fate is fate]
        if turns:
            yield Heading(fate.label)
            for turn in turns:
                yield Paragraph(turn.label, "strong")
                for line in _words(turn).splitlines():
                    yield Paragraph(line, "", 2)


def _words(turn: Turn) -> str:
    if turn.segments:
        return marked(turn.segments)
    article = turn.new or turn.old
    return "" if article is None else article.text


def marked(segments: Iterable[Segment]) -> str:
    """Words with what went and what came: ［-旧-］［+新+］; no mark spans two lines."""
    parts = []
    for part in segments:
        parts += [_mark(part.old, "-"), _mark(part.new, "+")] if part.changed else [part.new]
    return "".join(parts)


def _mark(text: str, sign: str) -> str:
    return "\n".join(f"［{sign}{line}{sign}］" if line.strip() else line for line in text.split("\n"))


def versions_table(found: Versions) -> Iterator[Sequence[str]]:
    """A row for each article: 新旧对照表."""
    yield "变化 fate", "原条号 old", "新条号 new", "原条文 old text", "新条文 new text", "对照 marked"
    for turn in found.turns:
        old, new = turn.old, turn.new
        yield (
            turn.fate.label.zh,
            "" if old is None else str(old.number),
            "" if new is None else str(new.number),
            "" if old is None else old.text,
            "" if new is None else new.text,
            marked(turn.segments),
        )
