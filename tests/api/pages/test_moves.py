"""What a reform changes, as a list: every row of the impact once, chips that add up, names, remedies and paths."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from api.ui.checked import checks_of
from api.ui.chips import FIRST, Chip, chips_of, first_chip, stops_of, under
from api.ui.moves import OPENED, Line, Sign, lines_of
from api.ui.scene.changes import Changes
from api.ui.theme import MARKS
from api.ui.words import agreeing
from graph.model import NodeId
from graph.reform import Reform
from graph.schema import Kind, Label
from queries.findings.catalog import FINDINGS
from queries.findings.model import Severity
from queries.impact import impact_of
from queries.impact.model import ArticleStatus, Impact, PostStatus, RiskStatus
from queries.impact.rows import rows_of
from queries.report import report_of
from queries.report.findings import stops_said
from tests.builders import graph

GRAPH = """
    Unit/R level=regional
    Post/P role=审核岗
    Post/P name=减免税审核岗
    Post/P IN_UNIT Unit/R
    Post/Q role=监控岗
    Post/Q IN_UNIT Unit/R
    Power/W level=regional type=07 name=减免税 origin=statute
    Power/W AUTHORIZED_BY Article/A
    Power/W HAS_STEP Step/S
    Step/S origin=synthetic
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/r
    RiskPoint/r grade=1 class=integrity origin=synthetic
    RiskPoint/r MITIGATED_BY Control/K
    Control/K line=1
    Control/K OWNED_BY Post/Q
    Step/S EXPOSES RiskPoint/x
    RiskPoint/x grade=2 class=external
"""


def impact() -> Impact:
    return impact_of(graph(GRAPH), Reform("试", ({"op": "cancel", "power": "W"},)))


def line(chip: str) -> Line:
    found = [item for item in lines_of(impact()) if item.chip == chip]
    assert found, chip
    return found[0]


def test_every_row_of_the_impact_is_one_line() -> None:
    found = impact()
    steps = [item for item in lines_of(found) if item.chip.startswith("step-")]
    powers = [item for item in lines_of(found) if item.what is not None]
    assert len(lines_of(found)) == len(list(rows_of(found))) + len(steps) + len(powers)


def test_a_step_that_ends_is_a_line_with_the_path_of_its_power() -> None:
    found = line("step-ended")
    assert (found.node, found.sign.label.zh, found.subject.zh) == ("Step/S", "终止", "环节")
    assert [hop.node for hop in found.path] == ["Article/A", "Power/W", "Step/S"]


def test_what_must_be_done_first_has_a_chip_with_its_lines() -> None:
    lines = lines_of(impact())
    chip = first_chip(lines)

    assert chip is not None
    assert [item.code for item in under(lines, FIRST)] == ["PG019", "PG013"]
    assert chip.count == 2
    assert under(lines, "") == lines


def test_a_gap_that_two_findings_tell_is_done_once_and_each_names_the_other() -> None:
    view = graph(GRAPH, "Power/W EXERCISED_BY Unit/R")
    gone = Reform("试", ({"op": "redefine", "power": "W", "unassign": [{"step": "S", "post": "P"}]},))
    found = {item.code: item for item in lines_of(impact_of(view, gone)) if item.code in ("PG002", "PG003")}

    assert {code: item.first for code, item in found.items()} == {"PG002": True, "PG003": False}
    assert {code: item.again and item.again.zh for code, item in found.items()} == {
        "PG002": "同一缺口按行使机关另记为 PG003 1 项，不另计件",
        "PG003": "与该环节的 PG002 是同一缺口，不另计件",
    }


def test_of_what_must_be_done_first_warnings_stop_no_commit() -> None:
    lines = lines_of(impact())
    (error,) = (item for item in under(lines, FIRST) if item.code == "PG013")
    said = stops_of([error, replace(error, code="PG006"), replace(error, code="PG020")])

    assert stops_of(lines) is None  # both are errors
    assert said is not None
    assert said.zh == "生效前须先办 3 件：错误 1 项，不处置或接受就拦下提交；警告 2 项，也应先办，但缺省不拦下提交。"


def test_a_commit_lists_more_findings_than_there_are_things_to_do_and_the_chip_says_why() -> None:
    view = graph(GRAPH, "Power/W EXERCISED_BY Unit/R")
    gone = Reform("试", ({"op": "redefine", "power": "W", "unassign": [{"step": "S", "post": "P"}]},))
    lines = lines_of(impact_of(view, gone))
    chip, said = first_chip(lines), stops_of(lines)

    assert chip is not None
    assert said is not None
    errors = [item for item in lines if item.chip == OPENED and FINDINGS[item.code].severity is Severity.ERROR]
    assert (chip.count, [item.code for item in errors]) == (2, ["PG019", "PG002", "PG003"])
    assert said.zh == (
        "生效前须先办 2 件：错误 2 项，不处置或接受就拦下提交。"
        "提交时逐项核对，同一缺口在各机关的错误 1 项也逐项计，生效日共 3 项错误。"
    )
    assert said.en.endswith(
        "at 1 error that tells the same gaps office by office: 3 errors in all on the effective date."
    )


def test_warnings_and_the_errors_of_one_gap_are_told_together() -> None:
    said = stops_said(["PG002", "PG006"], ["PG003", "PG003"])

    assert stops_said(["PG002"]) is None
    assert said is not None
    assert said.zh == (
        "生效前须先办 2 件：错误 1 项，不处置或接受就拦下提交；警告 1 项，也应先办，但缺省不拦下提交。"
        "提交时逐项核对，同一缺口在各机关的错误 2 项也逐项计，生效日共 3 项错误。"
    )


@pytest.mark.parametrize(
    ("number", "english", "said"),
    [
        (31, "finding opened", "findings opened"),
        (1, "things to be done first", "thing to be done first"),
        (1, "step ends", "step ends"),
        (5, "step ends", "steps end"),
        (60, "duty lost", "duties lost"),
        (12, "office lost", "offices lost"),
    ],
)
def test_what_a_chip_says_agrees_with_its_number(number: int, english: str, said: str) -> None:
    assert agreeing(number, english) == said


@pytest.mark.parametrize("number", [1, 2])
def test_a_chip_counts_in_english_what_comes_first(number: int) -> None:
    statuses = [mark for mark in MARKS if mark.startswith(("post-", "risk-", "article-"))]
    sign = Sign("", "?", Label("减少", "duties lost"))
    said = {chip: Chip(chip, sign, Label("", ""), number, 0).label.en for chip in statuses}

    assert said["post-relieved"] == ("post loses duties" if number == 1 else "posts lose duties")
    assert "duties lost" not in said.values()


def test_a_chip_of_risks_is_split_by_grade() -> None:
    chips = {chip.id: chip for chip in chips_of(lines_of(impact()))}

    assert [(label.zh, number) for label, number in chips["risk-ended"].grades] == [("一级", 1)]
    assert chips["post-vacated"].grades == ()


def test_a_defence_that_holds_is_told_with_what_was_checked() -> None:
    said = checks_of(impact(), lines_of(impact()))

    assert "PG005：新出现 0 项，查过 0 对“风险—岗位”（无）；" in said[0].zh
    assert said[0].zh.endswith("没有岗位承担的风险不成对，不在其内，另列：“待承接” 1 个")
    assert "PG006" in said[1].en


def test_lines_have_ids_of_their_own() -> None:
    counted = Counter(item.id for item in lines_of(impact()))
    assert set(counted.values()) == {1}


def test_chips_add_up_to_the_lines() -> None:
    lines = lines_of(impact())
    assert sum(chip.count for chip in chips_of(lines)) == len(lines)


def test_a_chip_says_how_many_are_synthetic() -> None:
    chips = {chip.id: chip for chip in chips_of(lines_of(impact()))}
    assert (chips["risk-ended"].count, chips["risk-ended"].synthetic) == (1, 1)
    assert (chips["post-vacated"].count, chips["post-vacated"].synthetic) == (1, 0)


def test_a_status_looks_as_it_does_in_the_picture() -> None:
    assert line("risk-ended").sign.glyph == MARKS["risk-ended"].glyph
    assert line("risk-unattended").sign.label == RiskStatus.UNATTENDED.label


def test_a_chip_has_the_words_of_the_sentence() -> None:
    view = graph(GRAPH, "Step/S PERFORMED_BY Post/O", "Post/O IN_UNIT Unit/R")
    fewer = {"op": "redefine", "power": "W", "unassign": [{"step": "S", "post": "O"}]}
    found = impact_of(view, Reform("试", (fewer,)))
    (chip,) = (chip for chip in chips_of(lines_of(found)) if chip.id == "risk-narrowed")

    assert "承担岗位减少" in report_of(found).headline.zh
    assert (chip.sign.label.zh, chip.sign.label.en) == ("收窄（承担岗位减少）", "borne by fewer posts")
    # the sentence tells the external one apart, and so does the chip that counts both
    assert "1 个风险点承担岗位减少，1 个外部风险值守岗位减少" in report_of(found).headline.zh
    assert (chip.count, chip.external) == (2, 1)


def test_every_status_of_the_calculus_has_a_chip_id_among_the_marks() -> None:
    statuses = [
        *(f"post-{item}" for item in PostStatus),
        *(f"risk-{item}" for item in RiskStatus),
        *(f"article-{item}" for item in ArticleStatus),
    ]
    assert set(statuses) <= MARKS.keys()


def test_a_line_tells_its_path_from_the_article_with_relations_and_origins() -> None:
    hops = line("risk-ended").path
    assert [hop.node for hop in hops] == ["Article/A", "Power/W", "Step/S", "RiskPoint/r"]
    assert [hop.forward for hop in hops[1:]] == [False, True, True]
    assert hops[0].rel is None
    assert hops[1].name == "减免税"
    assert hops[1].origin == "statute"


def test_a_finding_brings_its_remedy_and_the_article_that_asks_for_it() -> None:
    found = line("finding-opened")
    assert found.code.startswith("PG")
    assert found.remedy is not None
    assert found.basis


def test_a_duty_is_told_by_its_step_and_its_post() -> None:
    found = line("duty-lost")
    assert found.nodes == ("Step/S", "Post/P")
    assert "减免税审核岗" in found.name
    assert found.origin == "synthetic"


def test_a_risk_that_nobody_bears_any_more_but_that_is_there_is_no_end() -> None:
    view = graph(GRAPH, "Power/W EXERCISED_BY Unit/R", "Unit/L level=local\nUnit/L PART_OF Unit/R")
    delegated = impact_of(view, Reform("试", ({"op": "delegate", "power": "W", "from": "regional", "to": "local"},)))
    assert delegated.risks["r"] is RiskStatus.ENDED

    (found,) = [item for item in lines_of(delegated) if item.node == "RiskPoint/r" and item.finding is None]
    drawn = Changes(delegated).mark(NodeId(Kind.RISK, "r"))

    assert (found.chip, found.sign.glyph, found.sign.label.zh) == ("risk-adrift", "▲!", "无人承担")
    assert drawn is not None
    assert (drawn.id, drawn.open) == ("risk-adrift", True)
