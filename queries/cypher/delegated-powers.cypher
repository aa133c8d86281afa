// 哪些职权是下放的，由多少个岗位监管？
// Which powers are delegated, and how many posts supervise them?
MATCH (w:Power)
WHERE w.delegated_from IS NOT NULL
OPTIONAL MATCH (w)-[:SUPERVISED_BY]->(p:Post)
RETURN w.code AS power, w.status AS status, w.delegated_from AS delegated_from, coalesce(w.level, '') AS level,
  count(DISTINCT p) AS supervisors
ORDER BY power
