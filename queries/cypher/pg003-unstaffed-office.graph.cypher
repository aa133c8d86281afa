// PG003 何处存在：行使机关无人办理？
// PG003 Where is this found: office without anyone for a step?
MATCH (w:Power {status: 'active'})-[:EXERCISED_BY]->(u:Unit)
MATCH (w)-[:HAS_STEP]->(s:Step)
WITH DISTINCT w, s, u AS unit
WITH w, s, unit, COLLECT { MATCH (unit)-[:PART_OF*0..20]->(x:Unit) RETURN x } AS above
// a duty counts at the office of the post, and at the office that it is done for
WHERE NOT EXISTS {
  MATCH (s)-[done:PERFORMED_BY]->(p:Post)
  WHERE done.on_behalf_of IN [x IN above | x.code]
    OR COLLECT {
      MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
      WHERE coalesce(u.level, '') <> 'section'
      RETURN u ORDER BY length(way)
    }[0] IN above
}
WITH DISTINCT w, s, unit
MATCH way = (unit)<-[:EXERCISED_BY]-(w)-[:HAS_STEP]->(s)
RETURN way
LIMIT 100
