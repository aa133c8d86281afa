// PG007 何处存在：措施无可防风险？
// PG007 Where is this found: control that mitigates no risk borne by a post?
MATCH (c:Control)
WHERE NOT EXISTS {
  MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint)
  WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
    MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  }
}
RETURN c.code AS control
ORDER BY control
