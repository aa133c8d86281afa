"""A real Neo4j server for the tests: one that is named, else one from Docker, else one from Maven artifacts."""

from tests.neo4j_server.finding import Unavailable, find_server
from tests.neo4j_server.server import Neo4jServer

__all__ = ["Neo4jServer", "Unavailable", "find_server"]
