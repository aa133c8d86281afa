// 护住最多风险的五项措施 The five controls that protect the most risks
MATCH (c:Control)<-[:MITIGATED_BY]-(r:RiskPoint)
WITH c, count(DISTINCT r) AS risks
ORDER BY risks DESC, c.code
LIMIT 5
MATCH path = (r:RiskPoint)-[:MITIGATED_BY]->(c)-[:OWNED_BY]->(:Post)
RETURN path
ORDER BY risks DESC, c.code, r.code
LIMIT 200
