// 不相容的动作由同一岗位在哪些环节办理？
// In which steps does one post hold acts that are incompatible?
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
