:param from => 'Power/E39';
:param to => 'Post/HQ-HGSJ';
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
RETURN way
LIMIT 33
