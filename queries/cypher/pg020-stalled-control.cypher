// PG020 何处存在：随环节措施已停？
// PG020 Where is this found: control whose steps no longer run?
MATCH (c:Control {mode: 'step'})
WHERE NOT EXISTS {
  MATCH (c)-[:CARRIED_OUT_IN]->(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
  WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
}
RETURN c.code AS control
ORDER BY control
