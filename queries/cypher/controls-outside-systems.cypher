// 哪些措施在系统外？
// Which controls are carried out outside any system?
MATCH (c:Control)
WHERE NOT EXISTS { (c)-[:SPECIFIED_BY]->(:Standard)-[:RUNS_IN]->(:System) }
RETURN c.code AS control, c.line AS line,
  COUNT { MATCH (c)-[:SPECIFIED_BY]->(d:Standard) RETURN DISTINCT d } AS standards,
  EXISTS {
    MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint)
    WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
      MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
      WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
    }
  } AS protects
ORDER BY control
