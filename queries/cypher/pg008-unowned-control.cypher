// PG008 何处存在：措施无责任岗位？
// PG008 Where is this found: control without an owner?
MATCH (c:Control)
WHERE NOT EXISTS { (c)-[:OWNED_BY]->(:Post) }
RETURN c.code AS control
ORDER BY control
