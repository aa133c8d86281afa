"""The graph for other tools: networkx, and files that Gephi, yEd and other programs open.

py2neo is apart in `graph.interop.objects`: it is an optional extra, and nothing else needs it.
"""

from graph.interop.exchange import to_networkx
from graph.interop.files import GraphForm, graph_text
from graph.interop.taking import from_networkx

__all__ = ["GraphForm", "from_networkx", "graph_text", "to_networkx"]
