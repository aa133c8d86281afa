// 有哪些外部风险，多少岗位在管？
// Which dangers from outside are there, and how many posts watch each?
MATCH (r:RiskPoint {class: 'external'})
WITH r, COLLECT {
  MATCH (r)<-[:EXPOSES]-(s:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  RETURN p
  UNION
  MATCH (r)-[:BORNE_BY]->(p:Post)
  RETURN p
} AS posts
RETURN r.code AS risk, r.grade AS grade, size(posts) AS posts,
  COUNT { MATCH (r)-[:MITIGATED_BY]->(c:Control) RETURN DISTINCT c } AS controls
ORDER BY posts, risk
