"""Every router of the pages, in the order in which an address is looked for."""

from __future__ import annotations

from api.ui.pages import impact, impact_files, nodes, reform, static

__all__ = ["ROUTERS"]

ROUTERS = (static.router, impact.router, impact_files.router, reform.router, nodes.router)
