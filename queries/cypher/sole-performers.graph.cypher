// 哪些环节在一个机关只有一个岗位办理？
// Which steps hang on one single post in an office?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WITH DISTINCT w, s, p
WITH w, s, p, COLLECT {
  MATCH way = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
  WHERE coalesce(u.level, '') <> 'section'
  RETURN u ORDER BY length(way)
}[0] AS office
WHERE office IS NOT NULL
WITH w, s, office, collect(p) AS posts
WHERE size(posts) = 1
WITH DISTINCT w, s, office, posts[0] AS p
MATCH way = (w)-[:HAS_STEP]->(s)-[:PERFORMED_BY]->(p)
RETURN way, office
LIMIT 75
