// PG017 何处存在：强制措施被委托？
// PG017 Where is this found: compulsory measure entrusted to another office?
MATCH (w:Power {status: 'active', type: '03'})-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(:Post)
WHERE coalesce(w.compulsion, '') <> 'execution' AND done.on_behalf_of IS NOT NULL
WITH DISTINCT w
MATCH way = (w)-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(:Post)
MATCH (u:Unit {code: done.on_behalf_of})
RETURN way, u
LIMIT 75
