// 哪些措施护住的风险最多，多少风险只靠它一项？
// Which controls protect the most risk, and how much rests on one alone?
MATCH (c:Control)<-[:MITIGATED_BY]-(r:RiskPoint)
WITH c, count(DISTINCT r) AS risks
ORDER BY risks DESC, c.code
LIMIT 5
MATCH way = (c)<-[:MITIGATED_BY]-(:RiskPoint)<-[:EXPOSES]-(:Step)
RETURN way
LIMIT 140
