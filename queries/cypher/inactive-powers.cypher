// 哪些职权不在用，还留有什么？
// Which powers are not active, and what is left of them?
MATCH (w:Power)
WHERE w.status <> 'active'
OPTIONAL MATCH (w)-[:HAS_STEP]->(s:Step)
OPTIONAL MATCH (w)-[:SUPERVISED_BY]->(p:Post)
RETURN w.code AS power, w.status AS status, count(DISTINCT s) AS steps, count(DISTINCT p) AS supervisors
ORDER BY power
