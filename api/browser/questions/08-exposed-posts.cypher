// 承担一级风险最多的十个岗位 The ten posts that bear the most grade-1 risks
MATCH (:Power {status: 'active'})-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(p:Post)
WITH DISTINCT p
CALL (p) {
  MATCH (:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p)
  MATCH (s)-[:EXPOSES]->(r:RiskPoint {grade: 1})
  RETURN count(DISTINCT r) AS risks
}
RETURN p.code AS code, p.name AS name, risks, p AS post
ORDER BY risks DESC, code
LIMIT 10
