// 一级风险而防控措施最多一项 Grade-1 risks with one control or none
MATCH path = (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(r:RiskPoint {grade: 1})
WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) } AND COUNT { (r)-[:MITIGATED_BY]->(:Control) } <= 1
OPTIONAL MATCH control = (r)-[:MITIGATED_BY]->(:Control)
RETURN path, control
ORDER BY w.code, s.code, r.code
LIMIT 40
