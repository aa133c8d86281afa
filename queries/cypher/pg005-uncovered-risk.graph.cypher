// PG005 何处存在：风险无有效防控？
// PG005 Where is this found: risk without a working control?
CALL () {
  MATCH (:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(r:RiskPoint)
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  RETURN r, p
  UNION
  MATCH (r:RiskPoint)-[:BORNE_BY]->(p:Post)
  RETURN r, p
}
// the offices of p and above it, nearest first: the first is its own
WITH r, p, COLLECT {
  MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section'
  RETURN u ORDER BY length(way)
} AS offices
WHERE NOT EXISTS {
  MATCH (r)-[:MITIGATED_BY]->(c:Control)-[:OWNED_BY]->(q:Post)
  WHERE q <> p AND (coalesce(c.mode, 'standing') = 'standing' OR EXISTS {
    MATCH (c)-[:CARRIED_OUT_IN]->(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  })
  // line 1 covers within the office, lines 2 and 3 from there upwards
  WITH c, q, COLLECT {
    MATCH way = (q)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
    WHERE coalesce(u.level, '') <> 'section'
    RETURN u ORDER BY length(way)
  }[0] AS office
  WHERE (c.line = 1 AND office = offices[0]) OR (c.line IN [2, 3] AND office IN offices)
  RETURN c
}
WITH DISTINCT r, p
MATCH way = (p)-[:PERFORMED_BY|EXPOSES|BORNE_BY]-{1,2}(r)
OPTIONAL MATCH control = (r)-[:MITIGATED_BY]->(:Control)
RETURN way, control
LIMIT 75
