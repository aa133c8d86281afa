// 一项职权的运行流程 The flow of a power, step by step
WITH 'E04' AS code  // 换成别的职权 another power here
MATCH (w:Power {code: code})-[h:HAS_STEP]->(s:Step)
OPTIONAL MATCH (s)-[n:NEXT]->(t:Step)<-[:HAS_STEP]-(w)
RETURN w, h, s, n, t
ORDER BY s.seq, s.code, t.code
LIMIT 100
