:param power => 'E39';
// 这项职权上挂着什么？
// What hangs on this power?
MATCH (w:Power {code: $power})
CALL (w) {
  MATCH way = (w)-[:AUTHORIZED_BY|EXERCISED_BY|SUPERVISED_BY|DEPENDS_ON|DERIVED_FROM]-(:Article|Unit|Post|Power)
  RETURN way
  LIMIT 60
  UNION
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(:Post)
  RETURN way
  LIMIT 40
  UNION
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(:Control)
  RETURN way
  LIMIT 30
  UNION
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:GOVERNED_BY|REGULATED_BY]->(:Standard|Article)
  RETURN way
  LIMIT 30
}
RETURN way
LIMIT 160
