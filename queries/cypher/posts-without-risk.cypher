// 哪些有职责的岗位没有查出风险？
// On which posts with duties has no risk been found?
MATCH (:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WITH p, collect(DISTINCT s) AS steps
WHERE NOT EXISTS { (p)<-[:BORNE_BY]-(:RiskPoint) }
  AND NOT any(s IN steps WHERE EXISTS { (s)-[:EXPOSES]->(:RiskPoint) })
RETURN p.code AS post, size(steps) AS duties
ORDER BY duties DESC, post
