// PG004 何处存在：前置职权已停？
// PG004 Where is this found: power that depends on an inactive one?
MATCH (w:Power {status: 'active'})-[:DEPENDS_ON]->(x:Power)
WHERE x.status <> 'active'
RETURN DISTINCT w.code AS power, x.code AS depends_on
ORDER BY power, depends_on
