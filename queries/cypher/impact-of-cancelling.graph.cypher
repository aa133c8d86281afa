:param power => 'E39';
// 取消这项职权，哪些岗位、风险、条款、措施、职权随之变动？
// If this power is cancelled, which posts, risks, articles, controls and powers move?
MATCH (w:Power {code: $power})
CALL (w) {
  // posts that lose a duty
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(:Post)
  RETURN way
  LIMIT 50
  UNION
  // risks that they bear through it, and the controls over these
  MATCH way = (w)-[:HAS_STEP]->(:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(:Control)
  RETURN way
  LIMIT 40
  UNION
  // articles that lose a user, and powers that cannot run without it
  MATCH way = (w)-[:AUTHORIZED_BY]->(:Article)
  RETURN way
  LIMIT 20
  UNION
  MATCH way = (w)<-[:DEPENDS_ON]-(:Power {status: 'active'})
  RETURN way
  LIMIT 20
}
RETURN way
LIMIT 130
