// 哪些在用职权的环节没有办理时限？
// Which steps of active powers have no time limit?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)
WHERE s.limit_days IS NULL
WITH DISTINCT w, s
MATCH way = (w)-[:HAS_STEP]->(s)
RETURN way
LIMIT 150
