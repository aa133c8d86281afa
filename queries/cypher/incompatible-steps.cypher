// 不相容的动作由同一岗位在哪些环节办理？
// In which steps does one post hold acts that are incompatible?
MATCH (m:IncompatibleSet)
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WHERE s.act IN m.acts
WITH m, p, CASE m.scope WHEN 'any' THEN '' ELSE w.code END AS within,
  collect({power: w.code, step: s.code, act: s.act}) AS held
// one act held in many steps is no conflict
WHERE any(x IN held WHERE x.act <> held[0].act)
UNWIND held AS x
RETURN DISTINCT m.set AS rule, p.code AS post, x.power AS power, x.step AS step, x.act AS act
ORDER BY rule, post, power, step
