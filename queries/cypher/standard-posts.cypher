// 每类标准岗位有多少个具体岗位，办理多少项职权？
// How many posts has each standard post, and how many powers?
MATCH (p:Post)
WHERE p.role IS NOT NULL
OPTIONAL MATCH (p)-[:IN_UNIT]->(u:Unit)
OPTIONAL MATCH (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(w:Power {status: 'active'})
RETURN p.role AS role, count(DISTINCT p) AS posts, count(DISTINCT u) AS units, count(DISTINCT w) AS powers,
  count(DISTINCT CASE p.origin WHEN 'synthetic' THEN p END) AS synthetic
ORDER BY posts DESC, role
