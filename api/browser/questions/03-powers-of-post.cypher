// 一个岗位碰到哪些职权和风险 Which powers and risks a post touches
WITH 'SH-PJ-JMSP' AS code  // 换成别的岗位 another post here
MATCH duty = (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(:Post {code: code})
OPTIONAL MATCH risk = (s)-[:EXPOSES]->(r:RiskPoint)
RETURN duty, risk
ORDER BY w.code, s.seq, s.code, r.code
LIMIT 200
