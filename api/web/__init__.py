"""What stands between HTTP and the answers: the door to the graph, limits, caching, errors, security, logs."""
