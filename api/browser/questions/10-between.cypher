// 两者之间怎样相连 How a post and a control hang together
WITH 'SH-PJ-JMSP' AS from, 'E39' AS to  // 换成别的编码 other codes here
MATCH (a:Post {code: from}), (b:Power {code: to})
MATCH path = allShortestPaths((a)-[:PERFORMED_BY|HAS_STEP|EXPOSES|MITIGATED_BY|OWNED_BY|DEPENDS_ON*..8]-(b))
RETURN path
ORDER BY length(path)
LIMIT 20
