:param power => 'E39';
// 它由哪些职权合并、拆分而来，又变成哪些（10 步以内）？
// Which powers did this one come from and become, by merge and split (within 10 hops)?
MATCH way = (w:Power {code: $power})-[:DERIVED_FROM*0..10]-(:Power)
RETURN way
LIMIT 27
