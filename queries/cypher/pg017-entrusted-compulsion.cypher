// PG017 何处存在：强制措施被委托？
// PG017 Where is this found: compulsory measure entrusted to another office?
MATCH (w:Power {status: 'active', type: '03'})-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(:Post)
WHERE coalesce(w.compulsion, '') <> 'execution' AND done.on_behalf_of IS NOT NULL
RETURN DISTINCT w.code AS power, done.on_behalf_of AS unit
ORDER BY power, unit
