// 哪些环节由谁代哪个机关办理？
// Which steps are performed on behalf of another office, and by whom?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[done:PERFORMED_BY]->(p:Post)
WHERE done.on_behalf_of IS NOT NULL
RETURN DISTINCT w.code AS power, s.code AS step, p.code AS post, done.on_behalf_of AS on_behalf_of
ORDER BY power, step, post, on_behalf_of
