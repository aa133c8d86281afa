"""What one asks of a graph: findings, impact, census, paths. Pure functions on a `graph.view.View`."""
