// 哪些条款待清理：已废止仍在用，或写明而无人用？
// Which articles wait to be cleared up: repealed but in use, or named but idle?
MATCH (a:Article)<-[:AUTHORIZED_BY|REGULATED_BY]-(:Power|Step|Control)
WITH DISTINCT a
WITH a, a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) } AS live, COLLECT {
  MATCH (a)<-[:AUTHORIZED_BY]-(w:Power {status: 'active'})
  RETURN DISTINCT w
} AS powers, COLLECT {
  MATCH (a)<-[:REGULATED_BY]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
  WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  RETURN DISTINCT s
} AS steps, COLLECT {
  MATCH (a)<-[:REGULATED_BY]-(c:Control)<-[:MITIGATED_BY]-(r:RiskPoint)
  WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
    MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  }
  RETURN DISTINCT c
} AS controls
WHERE live = (isEmpty(powers) AND isEmpty(steps) AND isEmpty(controls))
RETURN a.code AS article, CASE WHEN live THEN 'idle' ELSE 'repealed' END AS state,
  size(powers) AS powers, size(steps) AS steps, size(controls) AS controls
ORDER BY state, article
