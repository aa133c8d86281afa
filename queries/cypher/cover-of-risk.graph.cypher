:param risk => 'R-E39-1-11';
// 谁用哪项措施护住这个风险的每个承担岗位？
// Which control and whose covers each post that bears this risk?
MATCH (r:RiskPoint {code: $risk})
CALL (r) {
  MATCH way = (r)-[:PERFORMED_BY|EXPOSES|BORNE_BY]-{1,2}(:Post)
  RETURN way
  LIMIT 60
  UNION
  MATCH way = (r)-[:MITIGATED_BY]->(:Control)-[:OWNED_BY]->(:Post)
  RETURN way
  LIMIT 80
}
RETURN way
LIMIT 140
