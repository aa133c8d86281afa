// PG010 何处存在：一级风险的防控均在本科室？
// PG010 Where is this found: grade-1 risk controlled only from its own unit?
// every control that works, with its owners and their offices: each worked out once for all that a post owns
MATCH (c:Control)
WHERE c.line IN [1, 2, 3] AND (coalesce(c.mode, 'standing') = 'standing' OR EXISTS {
  MATCH (c)-[:CARRIED_OUT_IN]->(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
  WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
})
MATCH (c)-[:OWNED_BY]->(q:Post)
WITH q, collect(c) AS owned
WITH q, owned, COLLECT {
  MATCH way = (q)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section'
  RETURN u ORDER BY length(way)
}[0] AS office
UNWIND owned AS c
WITH c, collect({post: q, office: office}) AS owners
MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint {grade: 1})
WITH DISTINCT c, owners, r
WITH r, collect({control: c, line: c.line, owners: owners}) AS controls
// every post that bears the risk
CALL (r) {
  MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  RETURN p
  UNION
  MATCH (r)-[:BORNE_BY]->(p:Post)
  RETURN p
}
// the offices of the post and above it, nearest first: worked out once for all that it bears
WITH p, collect({risk: r, controls: controls}) AS borne
WITH p, borne, COLLECT {
  MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section'
  RETURN u ORDER BY length(way)
} AS offices
UNWIND borne AS one
UNWIND one.controls AS held
WITH p, one.risk AS r, held.control AS c, held.line AS line, held.owners AS owners, offices
// line 1 covers within the office, lines 2 and 3 from there upwards; nobody controls himself
WITH r, p, c, [x IN owners
  WHERE x.office IN offices AND x.post <> p AND (line > 1 OR x.office = offices[0])] AS covering
WHERE NOT isEmpty(covering)
UNWIND covering AS owner
WITH r, p, collect(DISTINCT owner.post) AS owners
MATCH (p)-[:IN_UNIT]->(unit:Unit)
WITH r, p, owners, unit
WHERE all(q IN owners WHERE EXISTS { (q)-[:IN_UNIT]->(unit) })
RETURN r.code AS risk, p.code AS post
ORDER BY risk, post
