// PG001 何处存在：职权无现行依据？
// PG001 Where is this found: power without a live basis?
MATCH (w:Power {status: 'active'})
WHERE NOT EXISTS {
  MATCH (w)-[:AUTHORIZED_BY]->(a:Article)
  WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
}
RETURN w.code AS power
ORDER BY power
