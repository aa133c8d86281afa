:param power => 'E39';
// 这项职权触及哪些岗位、风险和措施，哪些只有它触及？
// Which posts, risks and controls does this power reach, and which of them does no other power reach?
MATCH (w:Power {code: $power})
CALL (w) {
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(:Post)
  RETURN way
  LIMIT 60
  UNION
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(:Control)
  RETURN way
  LIMIT 40
}
RETURN way
LIMIT 100
