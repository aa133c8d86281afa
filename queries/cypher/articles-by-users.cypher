// 哪些条款用得最多？
// Which articles have the most users?
MATCH (a:Article)
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
WITH a, size(powers) AS powers, size(steps) AS steps, size(controls) AS controls
WHERE powers + steps + controls > 0
RETURN a.code AS article, coalesce(a.rank, COLLECT { MATCH (a)-[:PART_OF]->(i:Instrument) RETURN i.rank }[0], '') AS rank, powers, steps, controls, powers + steps + controls AS users
ORDER BY users DESC, article
