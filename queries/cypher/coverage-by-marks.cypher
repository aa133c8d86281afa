// 执法内控节点有多少进系统、留痕迹、可追溯、能监督，多少四者齐备（complete）？
// How many enforcement control nodes have each of the four marks, how many all of them?
// the standards of the steps of active enforcement powers, and of the controls of live risks in such steps
CALL () {
  MATCH (:Power {status: 'active', category: 'enforcement'})-[:HAS_STEP]->(:Step)-[:GOVERNED_BY]->(d:Standard)
  RETURN d
  UNION
  MATCH (:Power {status: 'active', category: 'enforcement'})-[:HAS_STEP]->(:Step)-[:EXPOSES]->(r:RiskPoint)
  WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
    MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  }
  MATCH (r)-[:MITIGATED_BY]->(:Control)-[:SPECIFIED_BY]->(d:Standard)
  RETURN d
}
UNWIND ['in_system', 'leaves_trace', 'traceable', 'supervisable', 'complete'] AS mark
WITH d, mark, CASE mark
  WHEN 'complete' THEN d.in_system AND d.leaves_trace AND d.traceable AND d.supervisable
  ELSE d[mark]
END AS marked
RETURN mark, count(CASE WHEN marked THEN d END) AS nodes,
  count(CASE WHEN marked AND d.origin = 'synthetic' THEN d END) AS synthetic
ORDER BY mark
