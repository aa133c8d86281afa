// 哪些职权牵动的岗位和风险最多？
// Which powers move the most posts and risks?
MATCH (w:Power {status: 'active'})
OPTIONAL MATCH (w)-[:HAS_STEP]->(s:Step)
OPTIONAL MATCH (s)-[:PERFORMED_BY]->(p:Post)
// a risk moves with the posts of its steps: a step without any moves none
OPTIONAL MATCH (s)-[:EXPOSES]->(r:RiskPoint)
WHERE p IS NOT NULL
RETURN w.code AS power, count(DISTINCT s) AS steps, count(DISTINCT p) AS posts, count(DISTINCT r) AS risks,
  count(DISTINCT CASE r.grade WHEN 1 THEN r END) AS grade1
ORDER BY posts DESC, risks DESC, power
