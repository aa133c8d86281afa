// 每项在用职权要多少个工作日？
// How many working days does each active power take?
MATCH (w:Power {status: 'active'})
WITH w, COLLECT { MATCH (w)-[:HAS_STEP]->(s:Step) RETURN DISTINCT s } AS steps
WITH w, steps, size([s IN steps WHERE s.limit_days IS NOT NULL]) AS timed
// every way along NEXT within the power; a way back to its own start is a circle, and the days are unknown
WITH w, steps, timed, EXISTS {
  MATCH way = (s:Step)-[:NEXT*1..50]->(s)
  WHERE all(n IN nodes(way) WHERE n IN steps)
} AS circle
RETURN w.code AS power, size(steps) AS steps, timed,
  CASE WHEN timed = size(steps) AND NOT circle THEN reduce(most = null, days IN COLLECT {
    MATCH way = (s:Step)-[:NEXT*0..50]->(:Step)
    WHERE s IN steps AND all(n IN nodes(way) WHERE n IN steps)
    RETURN reduce(days = 0, n IN nodes(way) | days + n.limit_days)
  } | CASE WHEN most >= days THEN most ELSE days END) END AS days
ORDER BY days DESC, power
