// 哪些职权是下放的，由多少个岗位监管？
// Which powers are delegated, and how many posts supervise them?
MATCH (w:Power)
WHERE w.delegated_from IS NOT NULL
OPTIONAL MATCH way = (w)-[:SUPERVISED_BY]->(:Post)
RETURN w, way
LIMIT 150
