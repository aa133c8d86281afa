// 哪些内控标准没有进系统？
// Which internal-control standards run in no system?
MATCH (d:Standard)
WHERE NOT EXISTS { (d)-[:RUNS_IN]->(:System) }
OPTIONAL MATCH (d)<-[:GOVERNED_BY]-(s:Step)
OPTIONAL MATCH (d)<-[:SPECIFIED_BY]-(c:Control)
RETURN d.code AS standard, count(DISTINCT s) AS steps, count(DISTINCT c) AS controls
ORDER BY standard
