// 哪些岗位办这项职权 Which posts exercise a power
WITH 'E39' AS code  // 换成别的职权 another power here
MATCH path = (:Power {code: code})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)-[:IN_UNIT]->(:Unit)
RETURN path
ORDER BY s.seq, s.code, p.code
LIMIT 150
