"""Every router of the pages, in the order in which an address is looked for."""

from __future__ import annotations

from api.ui.pages import explore, findings, home, nodes, path, queries, search, static

__all__ = ["ROUTERS"]

_PAGES = (home, search, explore, path, findings, queries, nodes)
ROUTERS = (static.router, *(page.router for page in _PAGES))
