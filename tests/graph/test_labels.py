from __future__ import annotations

import pytest

from graph.labels import ACTS
from graph.model import DEFAULT_MANIFEST, NodeId, RelationId, called
from graph.schema import EXERCISED_BY, KINDS, NEXT, Kind, Label
from queries.report.case import value_label
from tests.bench.sample import reference_snapshot
from tests.builders import graph


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (Kind.POST, "rank", "员级", Label("员级", "officer level")),
        (Kind.CONTROL, "measure", "公开公示", Label("公开公示", "publication")),
        (Kind.STEP, "act", "审核", Label("审核", "review")),
        (Kind.POST, "rank", "二级主办", "二级主办"),
        (Kind.STEP, "act", "打水印", "打水印"),
        (Kind.CONTROL, "mode", "step", Label("随环节", "done in steps")),
    ],
)
def test_a_text_that_many_files_have_is_said_in_english_and_any_other_as_it_is(
    kind: Kind, name: str, value: str, said: Label | str
) -> None:
    assert value_label(kind, name, value) == said


def test_every_act_of_the_reference_data_and_of_the_rules_has_its_own_english() -> None:
    view = reference_snapshot()
    used = {str((view.node(Kind.STEP, step) or {}).get("act")) for step in view.codes(Kind.STEP)}
    barred = {
        act for manifest in (view.manifest, DEFAULT_MANIFEST) for held in manifest.incompatible for act in held.acts
    }

    assert used | barred <= ACTS.keys()
    assert len({label.en for label in ACTS.values()}) == len(ACTS)


def test_a_text_without_english_is_as_good_as_one_with_it() -> None:
    held = graph("Post/P rank=二级主办").node(*NodeId(Kind.POST, "P"))

    assert (held or {})["rank"] == "二级主办"
    assert KINDS[Kind.POST].properties["rank"].values == {}


@pytest.mark.parametrize(
    ("identity", "zh", "en"),
    [
        (NodeId(Kind.POWER, "E01B"), "职权 E01B", "power E01B"),
        (RelationId(EXERCISED_BY, "E01B", "GZ"), "职权 E01B 行使主体 机构 GZ", "power E01B exercised by unit GZ"),
        (RelationId(NEXT, "S1", "S2", "k"), "环节 S1 下一环节 环节 S2 [k]", "step S1 next step step S2 [k]"),
    ],
)
def test_a_node_and_a_relation_are_called_by_their_labels_and_codes(
    identity: NodeId | RelationId, zh: str, en: str
) -> None:
    assert (called(identity).zh, called(identity).en) == (zh, en)
