// 哪些职权牵涉这个岗位，怎样牵涉？
// Which powers touch this post, and how?
MATCH (p:Post {code: $post})
CALL (p) {
  MATCH (p)<-[:PERFORMED_BY]-(s:Step)<-[:HAS_STEP]-(w:Power)
  RETURN w, 'performs' AS role, count(DISTINCT s) AS through
  UNION
  MATCH (p)<-[:OWNED_BY]-(c:Control)<-[:MITIGATED_BY]-(:RiskPoint)<-[:EXPOSES]-(:Step)<-[:HAS_STEP]-(w:Power)
  RETURN w, 'controls' AS role, count(DISTINCT c) AS through
  UNION
  MATCH (p)<-[:SUPERVISED_BY]-(w:Power)
  RETURN w, 'supervises' AS role, count(DISTINCT w) AS through
}
RETURN w.code AS power, role, through, w.status AS status
ORDER BY power, role
