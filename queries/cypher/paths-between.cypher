// 两者之间怎样相连（最短路径，8 步以内，至多 1000 条）？
// How do two nodes hang together (shortest paths, within 8 hops, at most 1000)?
MATCH (a:Unit|Post|Power|Step|RiskPoint|Control|Standard|System|Instrument|Article {code: substring($from, size(split($from, '/')[0]) + 1)})
WHERE split($from, '/')[0] IN labels(a)
MATCH (b:Unit|Post|Power|Step|RiskPoint|Control|Standard|System|Instrument|Article {code: substring($to, size(split($to, '/')[0]) + 1)})
WHERE split($to, '/')[0] IN labels(b)
// no way leads through a unit, unless it begins or ends at one: nearly everything meets there
WITH a, b, elementId(b) AS end, a:Unit OR b:Unit AS through
MATCH way = ALL SHORTEST (a) (()-[:PART_OF|IN_UNIT|AUTHORIZED_BY|DEPENDS_ON|EXERCISED_BY|HAS_STEP|NEXT|PERFORMED_BY|EXPOSES|BORNE_BY
    |MITIGATED_BY|OWNED_BY|CARRIED_OUT_IN|REGULATED_BY|SPECIFIED_BY|GOVERNED_BY|RUNS_IN|SUPERVISED_BY|DERIVED_FROM]-(x WHERE through OR NOT x:Unit OR elementId(x) = end)){0,8} (b)
WITH DISTINCT nodes(way) AS nodes, [r IN relationships(way) | [type(r), elementId(startNode(r))]] AS hops
// the order in which paths are told: kind, code, relation, direction of each hop
WITH nodes, hops, [i IN range(1, size(nodes) - 1) | [
  [k IN range(0, 9) WHERE split('Unit|Post|Power|Step|RiskPoint|Control|Standard|System|Instrument|Article', '|')[k] IN labels(nodes[i])][0],
  nodes[i].code, hops[i - 1][0], elementId(nodes[i - 1]) <> hops[i - 1][1]
]] AS told
RETURN [n IN nodes | labels(n)[0] + '/' + n.code] AS nodes,
  [x IN told | CASE WHEN x[3] THEN '←' + x[2] ELSE x[2] + '→' END] AS relations
ORDER BY told
LIMIT 1000
