// 这项职权触及哪些岗位、风险和措施，哪些只有它触及？
// Which posts, risks and controls does this power reach, and which of them does no other power reach?
MATCH (w:Power {code: $power})
CALL (w) {
  MATCH (w)-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(p:Post)
  WITH DISTINCT w, p
  RETURN 'Post/' + p.code AS node, NOT EXISTS {
    MATCH (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(x:Power)
    WHERE x <> w
  } AS only
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(r:RiskPoint)
  WITH DISTINCT w, r
  RETURN 'RiskPoint/' + r.code AS node, NOT EXISTS {
    MATCH (r)<-[:EXPOSES]-(:Step)<-[:HAS_STEP]-(x:Power)
    WHERE x <> w
  } AS only
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(c:Control)
  WITH DISTINCT w, c
  RETURN 'Control/' + c.code AS node, NOT EXISTS {
    MATCH (c)<-[:MITIGATED_BY]-(:RiskPoint)<-[:EXPOSES]-(:Step)<-[:HAS_STEP]-(x:Power)
    WHERE x <> w
  } AS only
}
RETURN node, only
ORDER BY node
