// 每个信息系统里运行多少标准、环节、措施？
// How many standards, steps and controls run in each system?
MATCH way = (y:System)<-[:RUNS_IN]-(:Standard)<-[:GOVERNED_BY|SPECIFIED_BY]-(:Step|Control)
RETURN way
LIMIT 100
