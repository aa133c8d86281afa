// 哪些职权、环节、措施写明这个条款，是否在用？
// What names this article, and is it in use?
MATCH (a:Article {code: $article})
CALL (a) {
  MATCH (a)<-[:AUTHORIZED_BY]-(w:Power)
  RETURN 'Power/' + w.code AS user, w.status = 'active' AS in_use
  UNION
  MATCH (a)<-[:REGULATED_BY]-(s:Step)
  RETURN 'Step/' + s.code AS user, EXISTS {
    MATCH (s)<-[:HAS_STEP]-(:Power {status: 'active'})
    WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  } AS in_use
  UNION
  MATCH (a)<-[:REGULATED_BY]-(c:Control)
  RETURN 'Control/' + c.code AS user, EXISTS {
    MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint)
    WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
      MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(:Power {status: 'active'})
      WHERE EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
    }
  } AS in_use
}
RETURN user, in_use
ORDER BY user
