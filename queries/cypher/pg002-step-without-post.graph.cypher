// PG002 何处存在：环节无办理岗位？
// PG002 Where is this found: step without a post?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)
WHERE NOT EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
WITH DISTINCT w, s
MATCH way = (w)-[:HAS_STEP]->(s)
RETURN way
LIMIT 150
