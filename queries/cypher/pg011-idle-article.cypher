// PG011 何处存在：条款已无职权援用？
// PG011 Where is this found: live article that no active power rests on?
MATCH (a:Article)
WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
  AND EXISTS { (a)<-[:AUTHORIZED_BY]-(:Power) }
  AND NOT EXISTS { (a)<-[:AUTHORIZED_BY]-(:Power {status: 'active'}) }
RETURN a.code AS article
ORDER BY article
