// 每个岗位监管多少项职权？
// How many powers does each post supervise?
MATCH (p:Post)<-[:SUPERVISED_BY]-(w:Power)
WITH DISTINCT p, w
RETURN p.code AS post, count(w) AS powers,
  count(CASE w.status WHEN 'cancelled' THEN w END) AS cancelled, count(w.delegated_from) AS delegated
ORDER BY powers DESC, post
