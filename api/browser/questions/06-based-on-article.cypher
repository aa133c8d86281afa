// 一部法的哪些条款支撑哪些职权 Which powers rest on which articles of one instrument
WITH 'HGF2021' AS code  // 换成别的文件 another instrument here
MATCH path = (:Instrument {code: code})<-[:PART_OF]-(a:Article)<-[:AUTHORIZED_BY]-(w:Power {status: 'active'})
RETURN path
ORDER BY a.code, w.code
LIMIT 150
