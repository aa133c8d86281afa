"""Where a graph is kept: dated versions and an append-only log of revisions, behind one protocol."""
