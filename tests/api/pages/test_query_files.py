"""Files of the catalogue's questions: words for people, codes with names, the origin of every row."""

from __future__ import annotations

import re

from api.checking import check, finding_object
from api.querying import nodes_in
from api.render.cells import cell_word
from api.render.names import about
from api.ui.pages.query_files import answer_cells, answer_header
from api.ui.words import Lang
from graph.labels import ACTS
from queries.catalog import CATALOG, ask, entry_named
from queries.findings.spoken import parts_of
from tests.bench.sample import reference_snapshot

CODE = re.compile(r"[a-z_-]+→?")
CHINESE = re.compile("[\u3400-\u9fff，。：；（）]")


def cells(query: str, lang: Lang = Lang.ZH, **given: str) -> list[dict[str, object]]:
    view, entry = reference_snapshot(), entry_named(query)
    header = answer_header(entry, lang)
    rows = ask(view, entry, given).rows
    return [dict(zip(header, answer_cells(view, entry, row, lang), strict=True)) for row in rows]


def test_what_cancelling_moves_has_names_words_and_origins() -> None:
    found = {str(row["编码"]): row for row in cells("impact-of-cancelling", power="E39")}

    assert found["HGF2021-56"] == {
        "类别": "条款",
        "编码": "HGF2021-56",
        "名称": "《海关法》第五十六条",
        "变动": "不再援用",
        "来源": "法规",
    }


def test_a_set_of_incompatible_acts_is_told_by_its_acts() -> None:
    acts, view = "不相容动作：审单、查验、放行、稽查、调查", reference_snapshot()
    (clash,) = check(view, ["PG009"]).findings

    assert [row["规则"] for row in cells("pg009-incompatible-duties")] == [acts]
    assert about(view, clash).split("；")[0] == acts
    assert finding_object(view, clash)["finding"][1] == "hgf79"


def test_acts_are_told_in_english_too() -> None:
    view = reference_snapshot()
    (clash,) = check(view, ["PG009"]).findings
    (row,) = cells("pg009-incompatible-duties", Lang.EN)

    assert row["rule"] == "incompatible acts: documentary check, examination of goods, release, audit, investigation"
    assert {str(row["act"]), str(row["other act"])} <= {label.en for label in ACTS.values()}
    assert {said.en for _, _, said in parts_of(view, clash) if said} >= {str(row["act"]), str(row["other act"])}


def test_no_value_of_a_column_is_left_in_the_other_language() -> None:
    view, foreign = reference_snapshot(), {Lang.ZH: CODE.fullmatch, Lang.EN: CHINESE.search}
    for entry in (one for one in CATALOG.values() if not one.finding and any(column.words for column in one.columns)):
        given = {item.name: str(item.example) for item in entry.parameters if item.required}
        rows = [(next(nodes_in(entry, row), None), row) for row in ask(view, entry, given).rows]
        for at, column in enumerate(entry.columns):
            held = {(node.kind if node else None, row[at]) for node, row in rows} if column.words else set()
            said = {(lang, str(cell_word(column, cell, lang, kind))) for kind, cell in held for lang in Lang}
            assert {value for lang, value in said if foreign[lang](value)} == set(), f"{entry.id}.{column.name}"
