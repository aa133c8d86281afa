:param level => 'regional';
// 每个机构行使多少项在用职权？
// How many active powers does each unit exercise?
MATCH way = (u:Unit)<-[:EXERCISED_BY]-(:Power {status: 'active'})
WHERE $level IS NULL OR u.level = $level
RETURN way
LIMIT 150
