"""The pictures by what they answer: each question gives a scene with its layout, and from these SVG.

drawn = sheet_picture(view, show_node(view, node))
drawn.svg()                   # for a page: classes only
drawn.svg(standalone=True)    # a file that opens in any viewer
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from api.ui.layout.explore import lay_out_exploration
from api.ui.layout.flow import FlowPicture, lay_out_flow
from api.ui.layout.lanes import lay_out_lanes
from api.ui.layout.model import Picture
from api.ui.scene.explore import Exploration, exploration_scene, explored
from api.ui.scene.flow import Flow, flow_of
from api.ui.scene.lanes import lanes_scene
from api.ui.scene.model import Scene
from api.ui.scene.path import path_scene
from api.ui.scene.reform import reform_scene
from api.ui.svg import Key, Side, finer_keys_of, flow_svg, lanes_svg, marks_of
from api.ui.theme import Mark
from api.ui.words import word
from graph.view import View
from queries.impact.model import Impact
from queries.paths import Paths
from queries.show import Sheet

__all__ = [
    "DrawnFlow",
    "DrawnLanes",
    "Exploration",
    "Side",
    "exploration_picture",
    "flow_picture",
    "impact_picture",
    "path_picture",
    "sheet_picture",
]


@dataclass(frozen=True, slots=True)
class DrawnLanes:
    """A picture in lanes; ``brought`` says how many things each expansion brought, the root first."""

    scene: Scene
    picture: Picture
    brought: tuple[int, ...] = ()

    def svg(
        self,
        *,
        standalone: bool = False,
        side: Side = Side.BOTH,
        held: Collection[str] = frozenset(),
        bare: bool = False,
    ) -> str:
        """As SVG, for a page or as a file of its own; of a reform one side, or both laid over each other.

        Things in ``held`` are left to a page that has them already, title, caption and legend of a ``bare`` picture
        to a page that keeps them in sight.
        """
        return lanes_svg(self.scene, self.picture, standalone=standalone, side=side, held=held, bare=bare)

    def legend(self) -> tuple[Key, ...]:
        """The legend of a ``bare`` picture, without the plain kinds."""
        return finer_keys_of(self.scene)

    def marks(self, side: Side) -> tuple[Mark, ...]:
        """What a side of a reform marks: a page may tell it again where the legend is out of sight."""
        return tuple(marks_of(self.scene, self.picture, side))


@dataclass(frozen=True, slots=True)
class DrawnFlow:
    """A flowchart."""

    view: View
    power: str
    flow: Flow
    picture: FlowPicture

    def svg(self, *, standalone: bool = False) -> str:
        """As SVG, for a page or as a file of its own."""
        return flow_svg(self.flow, self.picture, standalone=standalone)

    def bpmn(self) -> str:
        """As BPMN 2.0, for a modeller and for `loaders.bpmn`."""
        from api.ui.bpmn import flow_bpmn

        return flow_bpmn(self.view, self.power, self.flow, self.picture)

    def mermaid(self) -> str:
        """As Mermaid text, for pages and notes that draw it themselves."""
        from api.ui.mermaid import flow_mermaid

        return flow_mermaid(self.flow)


def sheet_picture(view: View, sheet: Sheet, unfolded: Iterable[str] = ()) -> DrawnLanes:
    """What hangs on a node, in lanes; ``unfolded`` are the ids of bundles to show open."""
    scene = lanes_scene(view, sheet, unfolded)
    return DrawnLanes(scene, lay_out_lanes(scene))


def flow_picture(view: View, power: str, *, public: bool = False) -> DrawnFlow:
    """The flow of a power, for the office or for everybody.

    Raises:
        MissingError: the power is not in the graph.
    """
    flow = flow_of(view, power, public=public)
    return DrawnFlow(view, power, flow, lay_out_flow(flow))


def impact_picture(impact: Impact, unfolded: Iterable[str] = (), *, headline: bool = True) -> DrawnLanes:
    """What a reform moves, before and after: one layout for all three sides.

    Without ``headline`` the sentence is left out, for a page that says it above the picture.
    """
    scene = reform_scene(impact, unfolded)
    if not headline:
        scene = replace(scene, headline=None)
    return DrawnLanes(scene, lay_out_lanes(scene))


def exploration_picture(view: View, state: Exploration) -> DrawnLanes:
    """What was unfolded from a node so far; another expansion moves none of it.

    Raises:
        InputError: the root or an expansion names nothing that is there.
    """
    found, ties = explored(view, state)
    brought = tuple(len(each.items) for each in found)
    scene = exploration_scene(view, found, ties)
    return DrawnLanes(scene, lay_out_exploration(found, ties, word(scene.title)), brought)


def path_picture(view: View, paths: Paths) -> DrawnLanes:
    """The paths between two nodes, one column per hop; there must be one at least."""
    scene = path_scene(view, paths)
    return DrawnLanes(scene, lay_out_lanes(scene))
