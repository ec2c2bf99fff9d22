"""Seven kinds of query that would run for ever or eat all memory, and an update of their kind."""

KILLERS = {
    "cartesian count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "three-way cartesian": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order by everything": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a LIMIT 1",
    "distinct cartesian": "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f } OFFSET 999999999",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>)* ?b }",
    "group_concat": "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?c), STR(?f)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "regex": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*.*)*x$")) }',
}

KILLER_UPDATE = """INSERT { GRAPH <https://w3id.org/zhengtu/id/graph/curated/killer> { ?a <urn:q> ?f } }
WHERE { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) < 0) }"""
