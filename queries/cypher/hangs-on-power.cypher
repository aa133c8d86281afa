// 这项职权上挂着什么？
// What hangs on this power?
MATCH (w:Power {code: $power})
CALL (w) {
  MATCH (w)-[:AUTHORIZED_BY]->(a:Article)
  RETURN 'basis' AS lane, 'Article/' + a.code AS node
  UNION
  MATCH (w)-[:EXERCISED_BY]->(u:Unit)
  RETURN 'offices' AS lane, 'Unit/' + u.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(s:Step)
  RETURN 'steps' AS lane, 'Step/' + s.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(r:RiskPoint)
  RETURN 'risks' AS lane, 'RiskPoint/' + r.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(c:Control)
  RETURN 'controls' AS lane, 'Control/' + c.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)<-[:CARRIED_OUT_IN]-(c:Control)
  RETURN 'controls' AS lane, 'Control/' + c.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:GOVERNED_BY]->(d:Standard)
  RETURN 'standards' AS lane, 'Standard/' + d.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(:Control)-[:SPECIFIED_BY]->(d:Standard)
  RETURN 'standards' AS lane, 'Standard/' + d.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:REGULATED_BY]->(a:Article)
  RETURN 'rules' AS lane, 'Article/' + a.code AS node
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(:Control)-[:REGULATED_BY]->(a:Article)
  RETURN 'rules' AS lane, 'Article/' + a.code AS node
  UNION
  MATCH (w)-[:DEPENDS_ON]->(x:Power)
  RETURN 'depends-on' AS lane, 'Power/' + x.code AS node
  UNION
  MATCH (w)<-[:DEPENDS_ON]-(x:Power)
  RETURN 'depended-by' AS lane, 'Power/' + x.code AS node
  UNION
  MATCH (w)-[:SUPERVISED_BY]->(p:Post)
  RETURN 'supervision' AS lane, 'Post/' + p.code AS node
  UNION
  MATCH (w)-[:DERIVED_FROM]->(x:Power)
  RETURN 'derived-from' AS lane, 'Power/' + x.code AS node
  UNION
  MATCH (w)<-[:DERIVED_FROM]-(x:Power)
  RETURN 'became' AS lane, 'Power/' + x.code AS node
}
RETURN lane, node
ORDER BY lane, node
