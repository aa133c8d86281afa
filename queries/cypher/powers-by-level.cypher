// 在用职权按行使层级各有多少，多少是下放来的？
// How many active powers are there at each level, how many delegated?
MATCH (w:Power {status: 'active'})
RETURN coalesce(w.level, '') AS level, count(w) AS powers, count(w.delegated_from) AS delegated,
  sum(CASE w.origin WHEN 'synthetic' THEN 1 ELSE 0 END) AS synthetic
ORDER BY level
