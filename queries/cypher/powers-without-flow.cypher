// 哪些在用职权有多个环节而没有流程？
// Which active powers have several steps and no order between them?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)
WITH w, count(DISTINCT s) AS steps
WHERE steps > 1 AND NOT EXISTS {
  MATCH (w)-[:HAS_STEP]->(:Step)-[:NEXT]->(t:Step)
  MATCH (w)-[:HAS_STEP]->(t)
}
RETURN w.code AS power, steps, coalesce(w.public, false) AS public
ORDER BY power
