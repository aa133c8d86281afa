// 每个信息系统里运行多少标准、环节、措施？
// How many standards, steps and controls run in each system?
MATCH (y:System)
OPTIONAL MATCH (y)<-[:RUNS_IN]-(d:Standard)
OPTIONAL MATCH (d)<-[:GOVERNED_BY]-(s:Step)
OPTIONAL MATCH (d)<-[:SPECIFIED_BY]-(c:Control)
RETURN y.code AS system, count(DISTINCT d) AS standards, count(DISTINCT s) AS steps, count(DISTINCT c) AS controls
ORDER BY standards DESC, system
