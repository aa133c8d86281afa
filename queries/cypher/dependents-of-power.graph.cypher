:param power => 'E02A';
// 哪些职权直接或间接以它为前置（10 步以内）？
// Which powers depend on this one, directly or not (within 10 hops)?
MATCH (w:Power {code: $power})
MATCH (x:Power)
WHERE x <> w
MATCH way = shortestPath((x)-[:DEPENDS_ON*1..10]->(w))
RETURN way
LIMIT 27
