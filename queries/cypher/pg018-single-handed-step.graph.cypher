// PG018 何处存在：人数不足？
// PG018 Where is this found: too few officers for a step?
MATCH (w:Power {status: 'active'})-[:HAS_STEP]->(s:Step)-[:PERFORMED_BY]->(p:Post)
WHERE s.min_posts > 1
WITH DISTINCT w, s, p
MATCH home = (p)-[:IN_UNIT]->(:Unit)-[:PART_OF*0..20]->(u:Unit)
WHERE coalesce(u.level, '') <> 'section' AND all(x IN nodes(home)[1..-1] WHERE x.level = 'section')
WITH w, s, u, sum(coalesce(p.seats, 1)) AS seats
WHERE seats < s.min_posts
WITH DISTINCT w, s, u
MATCH way = (w)-[:HAS_STEP]->(s)
RETURN way, u
LIMIT 100
