// 在用职权的有效依据各是什么效力层级？
// Of which ranks are the live bases of active powers?
MATCH (w:Power {status: 'active'})-[:AUTHORIZED_BY]->(a:Article)
WHERE a.status <> 'repealed' AND NOT EXISTS { (a)-[:PART_OF]->(:Instrument {status: 'repealed'}) }
WITH w, coalesce(a.rank, COLLECT { MATCH (a)-[:PART_OF]->(i:Instrument) RETURN i.rank }[0], '') AS rank
WITH DISTINCT w, rank
RETURN rank, count(w) AS powers, count(CASE w.origin WHEN 'synthetic' THEN w END) AS synthetic
ORDER BY rank
