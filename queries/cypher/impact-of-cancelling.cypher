// 取消这项职权，哪些岗位、风险、条款、措施、职权随之变动？
// If this power is cancelled, which posts, risks, articles, controls and powers move?
// a power that is suspended moves nothing any more
MATCH (w:Power {code: $power, status: 'active'})
CALL (w) {
  // posts that lose a duty, and have nothing else left or not
  MATCH (w)-[:HAS_STEP]->(:Step)-[:PERFORMED_BY]->(p:Post)
  WITH DISTINCT w, p
  RETURN 'Post/' + p.code AS node, CASE WHEN EXISTS {
    MATCH (p)<-[:PERFORMED_BY]-(:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
    WHERE x <> w
  } OR EXISTS { (p)<-[:BORNE_BY]-(:RiskPoint) } OR EXISTS { (p)<-[:OWNED_BY]-(:Control) }
    OR EXISTS { (p)<-[:SUPERVISED_BY]-(:Power) } THEN 'relieved' ELSE 'vacated' END AS status
  UNION
  // risks that a post bears through this power alone; a danger outside does not end by decree
  MATCH (w)-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(r:RiskPoint)
  MATCH (s)-[:PERFORMED_BY]->(p:Post)
  WHERE NOT EXISTS { (r)-[:BORNE_BY]->(p) } AND NOT EXISTS {
    MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
    WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(p) }
  }
  WITH DISTINCT w, r
  RETURN 'RiskPoint/' + r.code AS node, CASE
    WHEN EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
      MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
      WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
    } THEN 'narrowed'
    WHEN r.class = 'external' THEN 'unattended'
    ELSE 'ended'
  END AS status
  UNION
  // controls that lose the last live risk
  MATCH (w)-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(c:Control)
  WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  WITH DISTINCT w, c
  WHERE NOT EXISTS {
    MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint)
    WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
      MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
      WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
    }
  }
  RETURN 'Control/' + c.code AS node, 'orphaned' AS status
  UNION
  // controls that lose the last step in which they are done
  MATCH (w)-[:HAS_STEP]->(s:Step)<-[:CARRIED_OUT_IN]-(c:Control {mode: 'step'})
  WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
  WITH DISTINCT w, c
  WHERE NOT EXISTS {
    MATCH (c)-[:CARRIED_OUT_IN]->(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
    WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  }
  RETURN 'Control/' + c.code AS node, 'stalled' AS status
  UNION
  // powers that cannot run without it
  MATCH (w)<-[:DEPENDS_ON]-(x:Power {status: 'active'})
  WHERE x <> w
  RETURN 'Power/' + x.code AS node, 'blocked' AS status
  UNION
  // articles that lose a user: the power, its steps, the controls that lose the last live risk
  CALL (w) {
    MATCH (w)-[:AUTHORIZED_BY]->(a:Article)
    RETURN a
    UNION
    MATCH (w)-[:HAS_STEP]->(s:Step)-[:REGULATED_BY]->(a:Article)
    WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) }
    RETURN a
    UNION
    MATCH (w)-[:HAS_STEP]->(s:Step)-[:EXPOSES]->(:RiskPoint)-[:MITIGATED_BY]->(c:Control)
    MATCH (c)-[:REGULATED_BY]->(a:Article)
    WHERE EXISTS { (s)-[:PERFORMED_BY]->(:Post) } AND NOT EXISTS {
      MATCH (c)<-[:MITIGATED_BY]-(r:RiskPoint)
      WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
        MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
        WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
      }
    }
    RETURN a
  }
  WITH DISTINCT w, a
  RETURN 'Article/' + a.code AS node, CASE WHEN EXISTS {
    MATCH (a)<-[:AUTHORIZED_BY]-(x:Power {status: 'active'})
    WHERE x <> w
  } OR EXISTS {
    MATCH (a)<-[:REGULATED_BY]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
    WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
  } OR EXISTS {
    MATCH (a)<-[:REGULATED_BY]-(:Control)<-[:MITIGATED_BY]-(r:RiskPoint)
    WHERE EXISTS { (r)-[:BORNE_BY]->(:Post) } OR EXISTS {
      MATCH (r)<-[:EXPOSES]-(t:Step)<-[:HAS_STEP]-(x:Power {status: 'active'})
      WHERE x <> w AND EXISTS { (t)-[:PERFORMED_BY]->(:Post) }
    }
  } THEN 'narrowed' ELSE 'idle' END AS status
}
RETURN node, status
ORDER BY node, status
