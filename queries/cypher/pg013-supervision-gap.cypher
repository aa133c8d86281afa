// PG013 何处存在：缺事中事后监管？
// PG013 Where is this found: cancelled or delegated power without supervision?
MATCH (w:Power)
WHERE (w.status = 'cancelled' OR w.delegated_from IS NOT NULL)
  AND NOT EXISTS { (w)-[:SUPERVISED_BY]->(:Post) }
RETURN w.code AS power
ORDER BY power
