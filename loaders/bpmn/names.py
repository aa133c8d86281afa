"""The names of BPMN 2.0 and of our extension elements, shared by reader and writer.

Inside ``extensionElements``:

    process       <qg:power code rendering="internal|public"/>
    lane          <qg:lane role><qg:post code name/>…</qg:lane>
    task          <qg:step code seq act min_posts limit_days/>
                  <qg:performer post name on_behalf_of/>…  <qg:risk code name grade class><qg:control …/>…</qg:risk>…
                  <qg:control code name/>… (done in the step)  <qg:standard code name/>…  <qg:article code name/>…
    sequenceFlow  <qg:assumed/> where no order is recorded; <qg:next key/> for a relation with a key

An attribute that is not there says nothing; an empty one says that there is no such property.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.schema import Kind

__all__ = ["BPMN", "BPMNDI", "DC", "DI", "NODES", "OURS", "RENDERINGS", "STEP_PROPERTIES", "TASKS", "TOLD"]

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:quangang:bpmn:1"

RENDERINGS = ("internal", "public")
"""With risks, controls and standards, or without."""

TASKS = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask"),
        *("businessRuleTask", "callActivity"),
    }
)
"""Elements that are steps."""

NODES = frozenset(
    {
        *("exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"),
        *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
    }
)
"""Elements that the flow passes through: what follows them follows the step before."""

STEP_PROPERTIES = ("seq", "act", "min_posts", "limit_days")
TOLD: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.RISK: ("name", "grade", "class"),
        Kind.CONTROL: ("name",),
        Kind.STANDARD: ("name",),
        Kind.ARTICLE: ("name",),
    }
)
"""What a flowchart says of the nodes at its steps."""
