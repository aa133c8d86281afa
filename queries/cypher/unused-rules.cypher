// 哪些现行条款没有人用？
// Which live articles does nobody use?
MATCH (a:Article)
WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
// powers in use, steps with a duty, controls of live risks
WITH a, COLLECT {
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
WHERE isEmpty(powers) AND isEmpty(steps) AND isEmpty(controls)
WITH a, coalesce(a.rank, COLLECT { MATCH (a)-[:PART_OF]->(i:Instrument) RETURN i.rank }[0], '') AS rank
WHERE $rank IS NULL OR rank = $rank
RETURN a.code AS article, rank,
  COUNT { MATCH (a)<-[:AUTHORIZED_BY|REGULATED_BY]-(x:Power|Step|Control) RETURN DISTINCT x } AS named
ORDER BY article
