// PG009 何处存在：不相容职责集于一岗？
// PG009 Where is this found: incompatible duties in one post?
MATCH (m:IncompatibleSet)
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WHERE s.act IN m.acts
WITH m, p, CASE m.scope WHEN 'any' THEN '' ELSE w.code END AS within, collect({power: w, step: s}) AS held
WHERE any(x IN held WHERE x.step.act <> held[0].step.act)
UNWIND held AS x
WITH DISTINCT p, x.step AS s, x.power AS w
MATCH way = (p)<-[:PERFORMED_BY]-(s)<-[:HAS_STEP]-(w)
RETURN way
LIMIT 100
