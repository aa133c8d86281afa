// 一项职权上挂着什么 What hangs on a power
WITH 'E39' AS code  // 换成别的职权 another power here
MATCH (w:Power {code: code})
OPTIONAL MATCH basis = (w)-[:AUTHORIZED_BY]->(:Article)
OPTIONAL MATCH step = (w)-[:HAS_STEP]->(s:Step)
OPTIONAL MATCH risk = (s)-[:EXPOSES]->(r:RiskPoint)
OPTIONAL MATCH control = (r)-[:MITIGATED_BY]->(:Control)
RETURN basis, step, risk, control
ORDER BY s.seq, s.code, r.code
LIMIT 300
