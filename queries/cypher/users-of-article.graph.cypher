:param article => 'HGF2021-57';
// 哪些职权、环节、措施写明这个条款，是否在用？
// What names this article, and is it in use?
MATCH way = (a:Article {code: $article})<-[:AUTHORIZED_BY|REGULATED_BY]-(:Power|Step|Control)
RETURN way
LIMIT 299
