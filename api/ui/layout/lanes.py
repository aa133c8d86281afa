"""Typed lanes: one column per kind, left to right as the work runs, with as few crossing lines as can be found."""

from __future__ import annotations

from api.ui.layout.columns import MARGIN, NARROWEST, tracks_of
from api.ui.layout.model import Picture
from api.ui.layout.order import crossings, untangle
from api.ui.layout.stacks import Stacks
from api.ui.layout.text import fold, width
from api.ui.layout.wires import Routes, wires_of
from api.ui.scene.model import Scene
from api.ui.words import word

__all__ = ["BODY", "HEAD", "lay_out_lanes"]

HEAD = 92.0
"""Room above the lanes, for the title and their headings."""
BODY = 880.0
"""Height of the lanes up to which names may have three lines: a stage of 900 px at zoom 0.85."""
_TALL = 1400.0
"""Height of the lanes up to which names may have two; beyond it they are cut to one."""
_TITLED = 640.0
"""A picture of few columns is widened for its title up to here."""
_FOOT = 12.0
_HEADLINE = 19.0


def lay_out_lanes(scene: Scene) -> Picture:
    """Where everything of a scene goes; its parts may come in any order."""
    titled = min(_TITLED, width(word(scene.title), 17) * 1.06 + 2 * MARGIN)
    tracks = tracks_of(scene.columns, max(NARROWEST, titled))
    routes = Routes.of(scene)
    start = list(routes.blocks)
    ranked = (any(item.rank for group in column.groups for item in group.items) for column in scene.columns)
    ordered = untangle(start, routes.between, frozenset(at for at, fixed in enumerate(ranked) if fixed))
    wide = tracks[-1].right + tracks[0].x
    headline = fold(word(scene.headline), wide - 2 * MARGIN, 3, 13) if scene.headline else ()
    head = HEAD + len(headline) * _HEADLINE
    stacks = Stacks(scene, tracks, routes, ordered, lines=3, head=head)
    for lines, most in ((2, BODY), (1, _TALL)):
        if stacks.height > most:
            stacks = Stacks(scene, tracks, routes, ordered, lines=lines, head=head)
    places = stacks.places()
    return Picture(
        width=wide,
        height=head + stacks.height + _FOOT,
        headings=stacks.headings(),
        places=tuple(places[item.id] for item in scene.items),
        wires=wires_of(scene, tracks, routes, places, stacks.centres),
        crossings=crossings(ordered, routes.between),
        naive=crossings(start, routes.between),
        headline=headline,
        notes=stacks.notes(),
    )
