// 哪些在用职权没有登记环节、行使机关或办理岗位？
// Which active powers have no step, no office or no post in the data?
MATCH (w:Power {status: 'active'})
OPTIONAL MATCH (w)-[:HAS_STEP]->(s:Step)
OPTIONAL MATCH (s)-[:PERFORMED_BY]->(p:Post)
WITH w, count(DISTINCT s) AS steps, count(DISTINCT p) AS posts
OPTIONAL MATCH (w)-[:EXERCISED_BY]->(u:Unit)
WITH w, steps, count(DISTINCT u) AS offices, posts
WHERE steps = 0 OR offices = 0 OR posts = 0
RETURN w.code AS power, steps, offices, posts
ORDER BY power
