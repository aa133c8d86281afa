// PG009 何处存在：不相容职责集于一岗？
// PG009 Where is this found: incompatible duties in one post?
MATCH (m:IncompatibleSet)
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WHERE s.act IN m.acts
WITH m, p, CASE m.scope WHEN 'any' THEN '' ELSE w.code END AS power, collect(DISTINCT s.act) AS acts
UNWIND acts AS act
UNWIND acts AS other_act
WITH m, p, power, act, other_act
WHERE act < other_act
RETURN DISTINCT m.set AS rule, p.code AS post, act, other_act, power
ORDER BY rule, post, act, other_act, power
