// PG016 何处存在：许可仅由部门规章及以下文件设定？
// PG016 Where is this found: licence that rests on department rules or lower only?
MATCH (w:Power {status: 'active', type: '01'})
WHERE EXISTS {
  MATCH (w)-[:AUTHORIZED_BY]->(a:Article)
  WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
} AND NOT EXISTS {
  MATCH (w)-[:AUTHORIZED_BY]->(a:Article)
  WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
  // the rank of an article is its own, else that of its instrument
  OPTIONAL MATCH (a)-[:PART_OF]->(i:Instrument)
  WITH coalesce(a.rank, i.rank, '') AS rank
  WHERE NOT rank IN ['department_rule', 'normative', 'internal']
  RETURN rank
}
RETURN w.code AS power
ORDER BY power
