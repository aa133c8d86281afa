// PG004 何处存在：前置职权已停？
// PG004 Where is this found: power that depends on an inactive one?
MATCH (w:Power {status: 'active'})-[:DEPENDS_ON]->(x:Power)
WHERE x.status <> 'active'
WITH DISTINCT w, x
MATCH way = (w)-[:DEPENDS_ON]->(x)
RETURN way
LIMIT 150
