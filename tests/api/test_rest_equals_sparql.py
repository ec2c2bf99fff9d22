"""Every endpoint's REST answer against a query written by hand: on the samples, and on the five documents where they are."""
# ruff: noqa: E501

from pathlib import Path

import pyoxigraph
import pytest
from fastapi.testclient import TestClient

from app.questions import load_catalogue
from app.server import create_app
from app.settings import Settings
from app.store.changes import DocumentsLoaded, SourceFile
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.resources import data_folder

CATALOGUE = load_catalogue()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PREFIXES = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX role: <https://w3id.org/zhengtu/role#> """
# What the hand-written queries are about, chosen from the graph itself.
CHOSEN = {
    "plan": "SELECT ?x (COUNT(*) AS ?n) { ?t a zt:Task ; zt:inPlan ?x } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "target": "SELECT ?x { ?x a zt:Target ; zt:onTask ?t } ORDER BY ?x",
    "baseline": "SELECT ?x { ?x a zt:Baseline } ORDER BY ?x",
    "task": "SELECT ?x (COUNT(*) AS ?n) { ?x a zt:Task ; zt:hasResponsibility ?r } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "section": "SELECT ?x (COUNT(*) AS ?n) { ?t zt:inSection ?x ; a zt:Task } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "indicator": "SELECT ?x (COUNT(*) AS ?n) { ?t zt:indicator ?x ; a zt:Target } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "document": "SELECT ?x { ?x a zt:Document } ORDER BY ?x",
    "agency": "SELECT ?x (COUNT(*) AS ?n) { ?t zt:ledBy ?x } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "region": "SELECT ?x (COUNT(*) AS ?n) { ?p zt:region ?x ; a zt:Plan } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "named": "SELECT ?x (COUNT(*) AS ?n) { ?t zt:namesRegion ?x } GROUP BY ?x ORDER BY DESC(?n) ?x",
    "cited": "SELECT ?x (COUNT(*) AS ?n) { ?p zt:inPlan|zt:carries ?y . ?p zt:cites|zt:basedOn ?x } GROUP BY ?x ORDER BY DESC(?n) ?x",
}
ALL_TASKS = "SELECT ?id ?title ?plan__id { ?id a zt:Task ; rdfs:label ?title ; zt:inPlan ?plan__id }"
TARGETS = "SELECT ?id ?title ?value ?plan__id { ?id a zt:Target ; rdfs:label ?title ; zt:value ?value ; zt:inPlan ?plan__id %s }"
# question → (parameters, query); a column's name is its place in the answer, so that the rows are compared as they are.
HAND = {
    "tasks": ({}, ALL_TASKS),
    "agency-tasks": ({"agency": "{agency}"}, "SELECT DISTINCT ?id ?title { ?r zt:agency <{agency}> ; zt:onTask ?id . ?id rdfs:label ?title }"),
    "tasks-without-lead": ({}, ALL_TASKS[:-1] + " MINUS { ?id zt:ledBy ?a } }"),
    "region-named": ({"region": "{named}"}, "SELECT ?id ?title { ?id a zt:Task ; rdfs:label ?title ; zt:namesRegion/zt:within* <{named}> }"),
    "task": (
        {"id": "{task}"},
        "SELECT ?id ?title ?responsibilities__agency__id ?responsibilities__role_as_printed { VALUES ?id { <{task}> } ?id rdfs:label ?title ;"
        " zt:hasResponsibility ?r . ?r zt:agency ?responsibilities__agency__id ; zt:roleAsPrinted ?responsibilities__role_as_printed }",
    ),
    "targets": ({}, TARGETS % ""),
    "target": ({"id": "{target}"}, (TARGETS % "").replace("{ ?id a", "{ VALUES ?id { <{target}> } ?id a")),
    "indicator-targets": ({"indicator": "{indicator}"}, TARGETS % "; zt:indicator <{indicator}>"),
    "agency-targets": ({"agency": "{agency}"}, TARGETS % "; zt:onTask/zt:ledBy <{agency}>"),
    "targets-due": ({"year": "2027"}, TARGETS % "; zt:dueLatest ?d FILTER(YEAR(?d) = 2027)"),
    "baselines": ({}, "SELECT ?id ?value ?plan__id { ?id a zt:Baseline ; zt:value ?value ; zt:inPlan ?plan__id }"),
    "baseline": ({"id": "{baseline}"}, "SELECT ?id ?value { VALUES ?id { <{baseline}> } ?id zt:value ?value }"),
    "indicators": ({}, "SELECT ?id ?name { ?id a zt:Indicator ; rdfs:label ?name }"),
    "indicator": (
        {"id": "{indicator}"},
        "SELECT ?id ?name ?targets__id ?targets__value { VALUES ?id { <{indicator}> } ?id rdfs:label ?name ."
        " ?targets__id zt:indicator ?id ; a zt:Target ; zt:value ?targets__value }",
    ),
    "plans": ({}, "SELECT ?id ?title ?region__id { ?id a zt:Plan ; rdfs:label ?title ; zt:region ?region__id }"),
    "plan": ({"id": "{plan}"}, "SELECT ?id ?title ?documents__id { VALUES ?id { <{plan}> } ?id rdfs:label ?title ; zt:carriedBy ?documents__id }"),
    "sections": ({}, "SELECT ?id ?title ?plan__id { ?id a zt:Section ; rdfs:label ?title ; zt:inPlan ?plan__id }"),
    "section": (
        {"id": "{section}"},
        "SELECT ?id ?tasks__id ?tasks__title { VALUES ?id { <{section}> } ?tasks__id zt:inSection ?id ; a zt:Task ; rdfs:label ?tasks__title }",
    ),
    "documents": ({}, "SELECT ?id ?title ?plans__id { ?id a zt:Document ; rdfs:label ?title ; zt:carries ?plans__id }"),
    "document": ({"id": "{document}"}, "SELECT ?id ?title ?plans__id { VALUES ?id { <{document}> } ?id rdfs:label ?title ; zt:carries ?plans__id }"),
    "agencies": ({}, "SELECT ?id ?name { ?id a zt:Agency ; rdfs:label ?name }"),
    "agency": (
        {"id": "{agency}"},
        "SELECT DISTINCT ?id ?name ?plans__id { VALUES ?id { <{agency}> } ?id rdfs:label ?name ."
        " ?plans__id zt:hasTask/zt:hasResponsibility/zt:agency ?id }",
    ),
    "regions": ({}, "SELECT ?id ?name { ?id a zt:Region ; rdfs:label ?name }"),
    "region": ({"id": "{region}"}, "SELECT ?id ?name ?plans__id { VALUES ?id { <{region}> } ?id rdfs:label ?name . ?plans__id zt:region ?id ; a zt:Plan }"),
    "workload-by-year": (
        {"agency": "{agency}"},
        "SELECT ?year ?role (COUNT(DISTINCT ?t) AS ?tasks) { ?r zt:agency <{agency}> ; zt:onTask ?t ; zt:role ?ro ."
        ' BIND(REPLACE(STR(?ro), ".*#", "") AS ?role) OPTIONAL { ?t zt:dueLatest ?d BIND(YEAR(?d) AS ?year) } } GROUP BY ?year ?role',
    ),
    "leading-agencies": (
        {"plan": "{plan}"},
        "SELECT ?agency__id (COUNT(DISTINCT ?t) AS ?tasks) { ?t zt:inPlan <{plan}> ; zt:ledBy ?agency__id } GROUP BY ?agency__id",
    ),
    "agencies-together": (
        {"agency": "{agency}"},
        "SELECT ?partner__id ?partner__role (COUNT(DISTINCT ?t) AS ?tasks) { ?t zt:hasResponsibility ?a , ?b . ?a zt:agency <{agency}> ."
        ' ?b zt:agency ?partner__id ; zt:role ?ro BIND(REPLACE(STR(?ro), ".*#", "") AS ?partner__role) FILTER(?partner__id != <{agency}>) }'
        " GROUP BY ?partner__id ?partner__role",
    ),
    "stricter-or-looser": (
        {"earlier": "{plan}", "later": "{plan}"},
        "SELECT ?earlier__id ?later__id { ?earlier__id zt:inPlan <{plan}> ; a zt:Target ; zt:indicator ?i ; zt:measure ?m ; zt:baseUnit ?u ."
        " ?later__id zt:inPlan <{plan}> ; a zt:Target ; zt:indicator ?i ; zt:measure ?m ; zt:baseUnit ?u }",
    ),
    "plans-citing": (
        {"document": "{cited}"},
        "SELECT DISTINCT ?plan__id ?by__id { ?by__id zt:cites|zt:basedOn|zt:forwards|zt:repeals|zt:amends|zt:decomposes <{cited}> ."
        " { ?by__id zt:inPlan ?plan__id } UNION { ?by__id zt:carries ?plan__id } }",
    ),
    "due-calendar": (
        {},
        "SELECT ?year ?kind (COUNT(*) AS ?number) { VALUES (?c ?kind) { (zt:Task 'Task') (zt:Target 'Target') } ?x a ?c ; zt:dueLatest ?d"
        " BIND(YEAR(?d) AS ?year) } GROUP BY ?year ?kind",
    ),
    "plan-completeness": (
        {"plan": "{plan}"},
        "SELECT (COUNT(DISTINCT ?t) AS ?tasks) (COUNT(DISTINCT ?l) AS ?with_lead) { ?t a zt:Task ; zt:inPlan <{plan}>"
        " OPTIONAL { ?t zt:ledBy ?x BIND(?t AS ?l) } }",
    ),
    "baseline-and-target": (
        {"plan": "{plan}"},
        "SELECT ?baseline__id ?target__id { ?baseline__id a zt:Baseline ; zt:inPlan <{plan}> ; zt:indicator ?i ."
        " ?target__id a zt:Target ; zt:inPlan <{plan}> ; zt:indicator ?i }",
    ),
    "doubts": ({}, "SELECT DISTINCT ?id { ?id zt:doubt ?d }"),
    "corrected": ({}, "SELECT DISTINCT ?id { ?id zt:rule ?r FILTER(STRSTARTS(?r, 'correction:')) }"),
    "unresolved-agencies": ({}, "SELECT ?id ?name { ?id zt:resolution <https://w3id.org/zhengtu/resolution#unresolved> ; a zt:Agency ; rdfs:label ?name }"),
    "tasks-of-many-agencies": (
        {"plan": "{plan}", "at_least": "2"},
        "SELECT ?task__id (COUNT(DISTINCT ?a) AS ?agencies) { ?task__id zt:inPlan <{plan}> ; zt:hasResponsibility/zt:agency ?a }"
        " GROUP BY ?task__id HAVING(COUNT(DISTINCT ?a) >= 2)",
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["samples", "corpus"])
def both(request, tmp_path_factory):
    """The service over the documents, and the same release in an engine of the test's own."""
    folder = data_folder("samples") if request.param == "samples" else CORPUS
    if not folder.is_dir():
        pytest.skip("../shared/corpus is not here")
    files = tuple(SourceFile(file.name, file.read_bytes()) for file in sorted(folder.iterdir()) if file.is_file())
    data = DataFolder(tmp_path_factory.mktemp(request.param))
    ensure_release(data)
    release = publish(data, DocumentsLoaded(files), keep=2).release
    engine = pyoxigraph.Store.read_only(str(data.folder(release.number) / "store"))
    with TestClient(create_app(Settings(data=data.path, readers=2))) as client:
        yield client, engine


def rows(engine, query):
    found = engine.query(PREFIXES + query, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return names, {tuple(plain(row[name].value if row[name] is not None else None) for name in names) for row in found}


def plain(value):
    """Numbers as numbers, whatever side they come from."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def flattened(item, names):
    """The rows of an item for these columns: one for each of what repeats."""

    def walk(place, left):
        if isinstance(place, list):
            return [found for each in place for found in walk(each, left)]
        groups = {}
        made = [{}]
        for name, path in left:
            head, *rest = path
            if rest:
                groups.setdefault(head, []).append((name, rest))
            else:
                for one in made:
                    one[name] = place[head]
        for head, inner in groups.items():
            made = [one | other for one in made for other in walk(place[head], inner)] if place[head] is not None else []
        return made

    return {tuple(plain(row[name]) for name in names) for row in walk(item, [(name, name.split("__")) for name in names])}


def test_every_question_has_its_query_by_hand():
    assert HAND.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("name", sorted(HAND))
def test_rest_equals_sparql(both, name):
    client, engine = both
    parameters, query = HAND[name]
    chosen = {}
    for kind, choose in CHOSEN.items():
        if f"{{{kind}}}" in str((parameters, query)):
            first = next(iter(engine.query(PREFIXES + choose, use_default_graph_as_union=True)), None)
            if first is None:
                pytest.skip(f"nothing to choose: {kind}")
            chosen[kind] = first["x"].value

    def filled(text):
        for kind, value in chosen.items():
            text = text.replace(f"{{{kind}}}", value)
        return text

    names, wanted = rows(engine, filled(query))
    given = {key: filled(value) for key, value in parameters.items()}
    question = CATALOGUE[name]
    path = question.path
    for key in list(given):
        if f"{{{key}}}" in path:
            path = path.replace(f"{{{key}}}", given.pop(key).rpartition("/")[2])
    items, cursor = [], None
    while True:
        answer = client.get(
            path, params=given | ({} if question.kind == "one" else {"limit": 100}) | ({"cursor": cursor} if cursor else {})
        )
        assert answer.status_code == 200, answer.text
        items += [answer.json()] if question.kind == "one" else answer.json()["items"]
        cursor = answer.json().get("next")
        if cursor is None:
            break
    found = set().union(*(flattened(item, names) for item in items)) if items else set()
    assert found == wanted
