// 每类节点各有多少来自法规、报道、合成？
// How many nodes of each kind come from which origin?
MATCH (n:Unit|Post|Power|Step|RiskPoint|Control|Standard|System|Instrument|Article)
RETURN labels(n)[0] AS kind, coalesce(n.origin, '') AS origin, count(n) AS nodes
ORDER BY kind, origin
