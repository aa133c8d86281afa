// PG012 何处存在：岗位已无职责？
// PG012 Where is this found: post without any duty?
MATCH (p:Post)
WHERE NOT EXISTS { (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(:Power {status: 'active'}) }
  AND NOT EXISTS { (p)<-[:BORNE_BY]-(:RiskPoint) }
  AND NOT EXISTS { (p)<-[:OWNED_BY]-(:Control) }
  AND NOT EXISTS { (p)<-[:SUPERVISED_BY]-(:Power) }
RETURN p.code AS post
ORDER BY post
