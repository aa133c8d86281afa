// 每个机关有多少一级风险，多少无有效防控？
// How many grade-1 risks has each office, how many uncovered?
// every bearing, with the lines of the controls that cover it (0 stands for the bearing itself)
CALL () {
  MATCH (:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(r:RiskPoint {grade: 1})
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  RETURN r, p, 0 AS line
  UNION
  MATCH (r:RiskPoint {grade: 1})-[:BORNE_BY]->(p:Post)
  RETURN r, p, 0 AS line
  UNION
  // every control that works, with its owners and their offices
  MATCH (c:Control)
  WHERE c.line IN [1, 2, 3] AND (coalesce(c.mode, 'standing') = 'standing' OR EXISTS {
    MATCH (c)-[:CARRIED_OUT_IN]->(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  })
  CALL (c) {
    MATCH (c)-[:OWNED_BY]->(q:Post)
    RETURN collect({post: q, office: COLLECT {
      MATCH way = (q)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
      WHERE coalesce(u.level, '') <> 'section'
      RETURN u ORDER BY length(way)
    }[0]}) AS owners
  }
  MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint {grade: 1})
  // every post that bears the risk, with the offices above it, nearest first
  CALL (r) {
    MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    MATCH (s)-[:PERFORMED_BY]->(p:Post)
    RETURN p
    UNION
    MATCH (r)-[:BORNE_BY]->(p:Post)
    RETURN p
  }
  WITH DISTINCT r, p, c, owners
  WITH r, p, c, owners, COLLECT {
    MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
    WHERE coalesce(u.level, '') <> 'section'
    RETURN u ORDER BY length(way)
  } AS offices
  // line 1 covers within the office, lines 2 and 3 from there upwards; nobody controls himself
  WITH r, p, c, [x IN owners WHERE x.post <> p AND (
    (c.line = 1 AND x.office = offices[0]) OR (c.line > 1 AND x.office IN offices)
  )] AS covering
  WHERE NOT isEmpty(covering)
  RETURN r, p, c.line AS line
}
WITH r, p, collect(DISTINCT line) AS lines
WITH r, lines, COLLECT {
  MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section'
  RETURN u ORDER BY length(way)
}[0] AS office
WHERE office IS NOT NULL
RETURN office.code AS unit, count(DISTINCT r) AS risks, count(r) AS bearings,
  count(CASE size(lines) WHEN 1 THEN r END) AS uncovered
ORDER BY risks DESC, unit
