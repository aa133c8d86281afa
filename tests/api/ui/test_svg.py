"""The drawing: a real element per node, nothing inline for a page, everything escaped, a whole file for a viewer."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ui.layout.lanes import lay_out_lanes
from api.ui.layout.text import width
from api.ui.pictures import DrawnLanes, sheet_picture
from api.ui.scene.model import Caption, Column, Group
from api.ui.svg import lanes_svg, stylesheet
from api.ui.svg.xml import escaped, number
from graph.model import NodeId
from graph.schema import HAS_STEP, Kind, Label
from graph.snapshot import Snapshot
from queries.show import show_node
from tests.builders import graph

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert('x')</script> & \"quoted\" \x00\x1b\ud800 ]]>"


def drawn(view: Snapshot, code: str = "W") -> DrawnLanes:
    return sheet_picture(view, show_node(view, NodeId(Kind.POWER, code)))


def small() -> DrawnLanes:
    return drawn(
        graph("Power/W name=某职权", "Power/W HAS_STEP Step/S", "Step/S name=受理", "Step/S EXPOSES RiskPoint/R")
    )


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own text


def nodes(text: str) -> list[ET.Element]:
    return [each for each in parsed(text).iter(f"{SVG}g") if "node" in (each.get("class") or "").split()]


def test_every_node_is_a_button_with_its_name_and_kind() -> None:
    found = {each.get("data-code"): each for each in nodes(small().svg())}

    assert set(found) == {"W", "S", "R"}
    assert {each.get("role") for each in found.values()} == {"button"}
    assert found["S"].get("data-kind") == "Step"
    assert found["S"].get("aria-label") == "环节 受理"
    assert (found["S"].findtext(f"{SVG}title") or "").startswith("环节 S 受理")


def test_the_tab_key_comes_to_the_root_alone() -> None:
    stops = {each.get("data-code"): each.get("tabindex") for each in nodes(small().svg())}

    assert stops == {"W": "0", "S": "-1", "R": "-1"}


def test_the_titles_of_lanes_stand_together_above_everything_so_that_a_page_can_keep_them_in_sight() -> None:
    drawing = parsed(small().svg())
    groups = [each.get("class") for each in drawing if each.tag == f"{SVG}g"]
    (titles,) = (each for each in drawing if each.get("class") == "titles")

    assert groups.index("titles") > groups.index("nodes")
    assert ["".join(each.itertext()) for each in titles.iter(f"{SVG}text")] == [
        *("法律依据0", "职权1", "运行环节1", "岗位0", "风险点1", "防控措施0"),
    ]


def test_headings_longer_than_their_columns_are_wrapped_before_the_next_and_within_the_picture() -> None:
    long = Label("第 4 步：防控措施、法规文件", "hop 4: control, instrument")
    scene = small().scene
    columns = tuple(replace(each, groups=(replace(each.groups[0], label=long),)) for each in scene.columns)
    columns = (*columns, *(Column((Group(f"more-{at}", long, (), 0),)) for at in range(2)))
    picture = lay_out_lanes(replace(scene, columns=columns))
    rows: dict[float, list[tuple[float, float]]] = {}
    for each in parsed(lanes_svg(replace(scene, columns=columns), picture)).iter(f"{SVG}text"):
        if each.get("class") == "heading":
            x = float(each.get("x") or 0)
            held = rows.setdefault(float(each.get("y") or 0), [])
            held.append((x, x + width("".join(each.itertext()), 13)))

    assert [len(held) for held in rows.values()] == [8, 8]
    for held in rows.values():
        assert [end for (_, end), (start, _) in pairwise(held) if end > start] == []
        assert held[-1][1] <= picture.width


def test_every_relation_is_a_line_that_names_its_ends() -> None:
    lines = {
        (each.get("data-rel"), each.get("data-from"), each.get("data-to"))
        for each in parsed(small().svg()).iter(f"{SVG}path")
    }

    assert {("HAS_STEP", "Power/W", "Step/S"), ("EXPOSES", "Step/S", "RiskPoint/R")} <= lines


def test_a_page_gets_no_inline_style_and_no_script() -> None:
    text = small().svg()

    assert "<style" not in text
    assert not re.search(r"\sstyle=|\son\w+=|<script", text)


def test_a_file_carries_its_style_sheet_and_nothing_from_elsewhere() -> None:
    text = small().svg(standalone=True)

    assert stylesheet() in text
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import", text)


def evil() -> Snapshot:
    step = (Kind.STEP, EVIL.replace("\x00", ""), {"name": EVIL})
    return Snapshot.of([(Kind.POWER, "W", {"name": EVIL}), step], [(HAS_STEP, "W", step[1], "", {})])


@pytest.mark.parametrize("standalone", [False, True])
def test_a_name_is_only_ever_text(standalone: bool) -> None:
    text = drawn(evil()).svg(standalone=standalone)

    assert not list(parsed(text).iter(f"{SVG}script"))
    assert "alert(&#39;x&#39;)" in text
    text.encode("utf-8")


@given(st.text())
def test_any_text_survives_as_an_attribute(text: str) -> None:
    assert ET.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>').tag == "a"  # noqa: S314 - our own text


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (-3.5, "-3.5"), (10, "10")])
def test_coordinates_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_labels_are_at_least_12_pixels() -> None:
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", stylesheet())) >= 12


def test_the_caption_tells_revision_date_and_what_is_synthetic() -> None:
    scene = replace(small().scene, caption=Caption(3, "2014-01-01", 40, 12))
    text = lanes_svg(scene, lay_out_lanes(scene))

    assert "第 3 次修订 · 2014-01-01 · 图中 40 项，其中合成 12 项" in text


def test_the_legend_names_the_kinds_that_are_drawn() -> None:
    words = {each.text for each in parsed(small().svg()).iter(f"{SVG}text") if each.get("class") == "key"}

    assert {"职权", "环节", "职权→环节", "环节→风险点"} <= words
    assert "防控措施" not in words


def test_the_legend_says_what_is_hollow() -> None:
    view = graph("Power/W AUTHORIZED_BY Article/A", "Article/A status=repealed", "Power/W status=cancelled")
    words = {each.text for each in parsed(drawn(view).svg()).iter(f"{SVG}text") if each.get("class") == "key"}

    assert {"条款", "条款：已废止（空）", "职权：不在用（空）"} <= words
