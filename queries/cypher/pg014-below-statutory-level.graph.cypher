// PG014 何处存在：低于法定层级行使？
// PG014 Where is this found: exercised below the level that the law allows?
MATCH (m:Manifest)
MATCH (w:Power {status: 'active'})-[b:AUTHORIZED_BY]->(a:Article)
WHERE b.lowest_level IN m.levels
  AND a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
// where its duties count: at the office that they are done for, else at the office of the post
CALL (w) {
  MATCH (w)-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(:Post)
  MATCH (u:Unit {code: done.on_behalf_of})
  RETURN u
  UNION
  MATCH (w)-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(p:Post)
  WHERE done.on_behalf_of IS NULL
  MATCH home = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section' AND all(x IN nodes(home)[1..-1] WHERE x.level = 'section')
  RETURN u
}
// levels stand highest first: a later place is a lower level
WITH m, w, b, a, u
WHERE [i IN range(0, size(m.levels) - 1) WHERE m.levels[i] = u.level][0]
    > [i IN range(0, size(m.levels) - 1) WHERE m.levels[i] = b.lowest_level][0]
WITH DISTINCT w, a, u
MATCH way = (a)<-[:AUTHORIZED_BY]-(w)
RETURN way, u
LIMIT 100
