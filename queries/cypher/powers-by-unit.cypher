// 每个机构行使多少项在用职权？
// How many active powers does each unit exercise?
MATCH (w:Power {status: 'active'})-[:EXERCISED_BY]->(u:Unit)
WHERE $level IS NULL OR u.level = $level
WITH DISTINCT u, w
RETURN u.code AS unit, coalesce(u.level, '') AS level, count(w) AS powers,
  sum(CASE w.origin WHEN 'synthetic' THEN 1 ELSE 0 END) AS synthetic
ORDER BY powers DESC, unit
