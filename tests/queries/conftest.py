from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from tests.neo4j_server import Neo4jServer
from tests.queries.server import constrain


@pytest.fixture(scope="module")
def session(neo4j_server: Neo4jServer) -> Iterator[neo4j.Session]:
    neo4j_server.wipe()
    severity = neo4j.NotificationMinimumSeverity.OFF  # a small graph has no index worth using, and the server says so
    auth = (neo4j_server.username, neo4j_server.password)
    with (
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity=severity) as driver,
        driver.session() as opened,
    ):
        constrain(opened)
        yield opened
    neo4j_server.drop_schema()
