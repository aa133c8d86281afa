// 哪些环节由谁代哪个机关办理？
// Which steps are performed on behalf of another office, and by whom?
MATCH way = (:Power {status: 'active'})-[:HAS_STEP]->(:Step)-[done:PERFORMED_BY]->(:Post)
MATCH (u:Unit {code: done.on_behalf_of})
RETURN way, u
LIMIT 75
