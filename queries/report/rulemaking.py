"""The rules that a reform repeals, amends or enacts itself (chapter 制度立改废), beside those it leaves to be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.model import Properties
from graph.schema import ARTICLE_PART_OF, Kind, Label
from queries.census import count_origins
from queries.report.case import Case, value_label
from queries.report.document import Cell, Column, Row, Table, table_of
from queries.report.makers import issuer_of, maker_of
from queries.report.words import counted, joined

__all__ = ["AMEND", "REPEAL", "made_rules", "made_summary"]

REPEAL, AMEND, ENACT = Label("废", "repeal"), Label("改", "amend"), Label("立", "enact")
_MARKED: Mapping[object, Label] = {"repealed": REPEAL, "amended": AMEND, "enacted": ENACT}
_ORDER = (REPEAL, AMEND, ENACT)
_COLUMNS = (
    Column("rule", Label("文件或条款", "rule")),
    Column("rank", Label("效力层级", "rank")),
    Column("action", Label("处理", "done")),
    Column("maker", Label("由谁制定", "made by")),
)


def made_rules(case: Case) -> tuple[Table, ...]:
    """What the reform says of rules itself: 废 what it repeals or retires, 改 what it marks amended, 立 what is new."""
    rows = sorted(_rows(case), key=lambda row: (row.fold, row.nodes))
    return table_of("made", Label("改革自定的废改立", "Rules that the reform itself changes"), _COLUMNS, rows)


def made_summary(tables: tuple[Table, ...]) -> tuple[Label, ...]:
    """The same counted, 废, 改 and 立 apart; nothing where the reform leaves rules as they are."""
    parts = []
    for action in _ORDER:
        origins = [row.origin for table in tables for row in table.rows if action in row.cells]
        if origins:
            told = counted(count_origins(origins), "项", "item")
            parts.append(Label(f"{action.zh} {told.zh}", f"{action.en}: {told.en}"))
    if not parts:
        return ()
    listed = joined(parts, "，", "; ")
    return (Label(f"改革自定：{listed.zh}。", f"By the reform itself: {listed.en}."),)


def _rows(case: Case) -> Iterator[Row]:
    done = dict(_done(case, Kind.INSTRUMENT))
    yield from (_row(case, Kind.INSTRUMENT, code, action) for code, action in done.items())
    for article, action in _done(case, Kind.ARTICLE):
        instruments = case.side(Kind.ARTICLE, article).view.out(ARTICLE_PART_OF, article)
        if action is REPEAL and not any(done.get(code) is REPEAL for code in instruments):
            yield _row(case, Kind.ARTICLE, article, action)


def _done(case: Case, kind: Kind) -> Iterator[tuple[str, Label]]:
    before, after = case.impact.before, case.impact.after
    for code in sorted({*before.codes(kind), *after.codes(kind)}):
        action = _action(before.node(kind, code), after.node(kind, code))
        if action is not None:
            yield code, action


def _action(before: Properties | None, after: Properties | None) -> Label | None:
    if before is None or after is None:
        return REPEAL if after is None else ENACT
    if after.get("status") == "repealed" != before.get("status"):
        return REPEAL
    return _MARKED.get(after.get("change")) if after.get("change") != before.get("change") else None


def _row(case: Case, kind: Kind, code: str, action: Label) -> Row:
    side = case.side(kind, code)
    nodes: tuple[str, ...] = (f"{kind.value}/{code}",)
    if kind is Kind.ARTICLE:
        instruments = side.view.out(ARTICLE_PART_OF, code)
        named = "".join(case.name(Kind.INSTRUMENT, instrument) for instrument in instruments)
        rank, issuer, title = side.rank(code), issuer_of(side, code), f"{case.title(kind, code)}（{named or '—'}）"
        nodes += tuple(f"{Kind.INSTRUMENT.value}/{instrument}" for instrument in instruments)
    else:
        held = case.held(kind, code)
        rank, issuer, title = str(held.get("rank", "")), str(held.get("issuer", "")), case.title(kind, code)
    cells: tuple[Cell, ...] = (title, value_label(kind, "rank", rank or None), action, maker_of(rank, issuer))
    return Row(
        cells, nodes, case.origin((kind, code)), action.en, _behind(case, kind, code), {}, _fold(action, rank, code)
    )


def _fold(action: Label, rank: str, code: str) -> tuple[str, ...]:
    """Many amended rules of one rank are printed as one row; what is repealed or new is always named."""
    return (str(_ORDER.index(action)), *((rank,) if action is AMEND else (code,)))


def _behind(case: Case, kind: Kind, code: str) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """A way from a touched power to the rule, or to the first of its articles that there is one to."""
    side = case.side(kind, code)
    articles = side.view.into(ARTICLE_PART_OF, code) if kind is Kind.INSTRUMENT else (code,)
    for article in articles:
        found = case.behind(Kind.ARTICLE, article, "articles", article)
        if found:
            hop = (ARTICLE_PART_OF.rel.value, f"Article/{article}", f"Instrument/{code}")
            if kind is Kind.ARTICLE:
                return found
            return tuple(path if hop in path else (*path, hop) for path in found)
    return ()
