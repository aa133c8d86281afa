"""Mapping files: declared ways from somebody else's list into the graph, or into a reform; no code for each list."""
