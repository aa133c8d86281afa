// 它由哪些职权合并、拆分而来，又变成哪些（10 步以内）？
// Which powers did this one come from and become, by merge and split (within 10 hops)?
MATCH (w:Power {code: $power})
MATCH (x:Power)
WHERE x <> w
CALL (w, x) {
  MATCH way = shortestPath((w)-[:DERIVED_FROM*1..10]->(x))
  RETURN 'origin' AS direction, length(way) AS hops
  UNION
  MATCH way = shortestPath((x)-[:DERIVED_FROM*1..10]->(w))
  RETURN 'successor' AS direction, length(way) AS hops
}
RETURN x.code AS power, direction AS way, hops, x.status AS status
ORDER BY way, hops, power
