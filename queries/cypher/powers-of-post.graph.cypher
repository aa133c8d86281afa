:param post => 'HQ-HGSJ';
// 哪些职权牵涉这个岗位，怎样牵涉？
// Which powers touch this post, and how?
MATCH (p:Post {code: $post})
CALL (p) {
  MATCH way = (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(:Power)
  RETURN way
  LIMIT 60
  UNION
  MATCH way = (p)<-[:OWNED_BY]-(:Control)<-[:MITIGATED_BY]-(:RiskPoint)<-[:EXPOSES]-(:Step)<-[:HAS_STEP]-(:Power)
  RETURN way
  LIMIT 35
  UNION
  MATCH way = (p)<-[:SUPERVISED_BY]-(:Power)
  RETURN way
  LIMIT 30
}
RETURN way
LIMIT 125
