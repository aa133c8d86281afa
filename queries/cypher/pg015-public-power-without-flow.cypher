// PG015 何处存在：公开职权无流程？
// PG015 Where is this found: public power without a flow?
MATCH (w:Power {status: 'active', public: true})
WHERE COUNT { MATCH (w)-[:HAS_STEP]->(s:Step) RETURN DISTINCT s } > 1
  AND NOT EXISTS {
    MATCH (w)-[:HAS_STEP]->(:Step)-[:NEXT]->(t:Step)
    MATCH (w)-[:HAS_STEP]->(t)
  }
RETURN w.code AS power
ORDER BY power
