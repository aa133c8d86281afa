// 取消这项职权，哪些岗位只剩别的职权、哪些一无所有 If this power goes: its posts, and what else they do
WITH 'E39' AS code  // 换成别的职权 another power here
MATCH lost = (w:Power {code: code})-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(p:Post)
OPTIONAL MATCH kept = (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(v:Power {status: 'active'})
WHERE v <> w
RETURN lost, kept
ORDER BY p.code, v.code
LIMIT 150
