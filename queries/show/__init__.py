"""What hangs on a node, lane by lane: the sheet of a power, a post, a risk, a control, an article and the rest.

A lane answers one question ("under which rules is this power exercised?") by walking relations from the node; each
row keeps the path by which it was reached. Posts that are instances of one standard post are one row, with the posts
kept as its members. Lanes that are empty are there too: an empty lane is an answer.
"""

from __future__ import annotations

from queries.show.model import Lane, Row, Sheet
from queries.show.role import RoleSheet, show_role
from queries.show.sheet import show_node

__all__ = ["Lane", "RoleSheet", "Row", "Sheet", "show_node", "show_role"]
