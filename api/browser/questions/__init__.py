"""The saved questions of Neo4j Browser: one ``.cypher`` file each, its first line the name under which it is saved."""
