"""Where a graph is kept: dated versions and an append-only log of revisions, behind one protocol."""

from graph.store.base import Commit, Revision, Store, Version
from graph.store.neo4j_address import Login
from graph.store.open import Clock, open_store

__all__ = ["Clock", "Commit", "Login", "Revision", "Store", "Version", "open_store"]
