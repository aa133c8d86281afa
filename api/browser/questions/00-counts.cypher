// 各类各有多少 How many of each kind
MATCH (n)
WHERE n.code IS NOT NULL
RETURN labels(n)[0] AS kind, count(n) AS number
ORDER BY kind
