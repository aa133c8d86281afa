// 在用职权按类别和类型各有多少？
// How many active powers are there of each category and type?
MATCH (w:Power {status: 'active'})
RETURN coalesce(w.category, '') AS category, coalesce(w.type, '') AS type, count(w) AS powers,
  sum(CASE w.public WHEN true THEN 1 ELSE 0 END) AS public,
  sum(CASE w.origin WHEN 'synthetic' THEN 1 ELSE 0 END) AS synthetic
ORDER BY category, type
