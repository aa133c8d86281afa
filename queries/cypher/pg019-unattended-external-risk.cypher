// PG019 何处存在：外部风险无人承接？
// PG019 Where is this found: external danger that no post watches?
MATCH (r:RiskPoint {class: 'external'})
WHERE NOT EXISTS { (r)-[:BORNE_BY]->(:Post) }
  AND NOT EXISTS {
    MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  }
RETURN r.code AS risk
ORDER BY risk
