// 每个岗位监管多少项职权？
// How many powers does each post supervise?
MATCH way = (:Post)<-[:SUPERVISED_BY]-(:Power)
RETURN way
LIMIT 150
