"""A server that somebody names: used only where its database is empty or was made by these tests."""

from __future__ import annotations

from neo4j import RoutingControl
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j_server.server import MARK, Neo4jServer

__all__ = ["NamedServer"]


class NamedServer(Neo4jServer):
    """The server at NEO4J_URI. It is never killed; its database is emptied between tests.

    Raises:
        LookupError: it cannot be reached, or holds what the tests did not make.
    """

    mortal = False

    def __init__(self, uri: str, username: str, password: str) -> None:
        super().__init__(uri, username, password)
        self.start()

    def start(self) -> None:
        try:
            with self.driver() as driver:
                query = "SHOW INDEXES YIELD name WHERE name = $name RETURN count(*) AS marked"
                (row,) = driver.execute_query(query, name=MARK, routing_=RoutingControl.READ).records
                (held,) = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records
                if held["nodes"] and not row["marked"]:
                    raise LookupError(f"NEO4J_URI {self.uri} holds {held['nodes']} nodes that these tests did not make")
                driver.execute_query(f"CREATE INDEX {MARK} IF NOT EXISTS FOR (n:QuangangTests) ON (n.made)")
        except (DriverError, Neo4jError) as error:
            raise LookupError(f"NEO4J_URI {self.uri}: {error}") from error

    def kill(self) -> None:
        raise NotImplementedError("a server that somebody named is not killed")

    def stop(self) -> None:
        self.wipe()
