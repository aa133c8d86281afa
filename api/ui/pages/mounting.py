"""Every router of the pages, in the order in which an address is looked for."""

from __future__ import annotations

from api.ui.pages import (
    diff,
    explore,
    findings,
    helping,
    history,
    home,
    impact,
    impact_files,
    load,
    nodes,
    path,
    queries,
    query_files,
    reform,
    roles,
    search,
    static,
)

__all__ = ["ROUTERS"]

_PAGES = (
    home,
    search,
    explore,
    path,
    findings,
    query_files,
    queries,
    impact,
    impact_files,
    reform,
    history,
    diff,
    load,
    helping,
    roles,
    nodes,
)
ROUTERS = (static.router, *(page.router for page in _PAGES))
