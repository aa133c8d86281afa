// 有岗位承担的风险按类别和等级各有多少？
// How many risks borne by a post are there of each class and grade?
CALL () {
  MATCH (:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(r:RiskPoint)
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  RETURN r, p
  UNION
  MATCH (r:RiskPoint)-[:BORNE_BY]->(p:Post)
  RETURN r, p
}
WITH r, count(p) AS bearings
RETURN coalesce(r.class, '') AS class, r.grade AS grade, count(r) AS risks, sum(bearings) AS bearings,
  count(CASE r.origin WHEN 'synthetic' THEN r END) AS synthetic
ORDER BY class, grade
