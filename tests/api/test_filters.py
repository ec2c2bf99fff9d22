"""Filters, alone and in pairs, against queries written by hand; hostile strings through every parameter."""

import asyncio
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from app.questions import load_catalogue
from app.questions.arguments import bind
from app.questions.asking import Asking
from tests.questions import specimen
from tests.questions.memory_store import MemoryStore

CATALOGUE = load_catalogue()
STORE = MemoryStore(specimen.store(6, 14))
PREFIXES = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX v: <https://w3id.org/zhengtu/> """


def key(node):
    return node.value.rpartition("/")[2]


PLAN, DOCUMENT = specimen.thing("plan", 2), specimen.thing("document", 2)
GIVEN = {
    "lead": "市教育局", "support": "市民政局", "agency": "云泽市教育局", "plan": key(PLAN), "region": "990100", "kind": "task",
    "due_before": "2013", "due_after": "2013-06", "theme": "第1", "q": "教育", "indicator": "托位数", "measure": "level",
    "unit": "个", "value_min": "15", "value_max": "20", "as_of": "2012", "owner": "云泽市民政局", "year": "2013",
    "document": key(DOCUMENT), "issuer": "云泽市民政局", "number": "云政发〔2013〕2号",
    "issued_before": "2013-12", "issued_after": "2013",
    "name": "市卫生健康局", "resolution": "resolved", "level": "county", "code": "figures-differ", "at_least": "2",
    "earlier": key(PLAN), "later": key(specimen.thing("plan", 4)), "role": "support", "id": key(PLAN),
}  # fmt: skip
COUPLED = {"predecessors", "subregions", "role", "sort"}
LISTS = [question for question in CATALOGUE.values() if question.kind == "list"]


def ids(question, given_):
    asked = Asking(STORE, specimen.BASE)
    required = [(p.name, GIVEN[p.name]) for p in question.parameters.values() if p.required]
    arguments = bind(question, [*required, *given_], specimen.BASE)

    async def run():
        found = await asked.ids(question, arguments, await asked.release())
        return found.slice(0, len(found))

    return asyncio.run(run())


def by_hand(where):
    found = STORE.stores[1].query(f"{PREFIXES} SELECT DISTINCT ?id WHERE {{ {where} }}", use_default_graph_as_union=True)
    return {row["id"].value for row in found}


def optional(question):
    return [(p.name, GIVEN[p.name]) for p in question.parameters.values() if not p.required and p.name not in COUPLED]


@pytest.mark.parametrize("question", LISTS, ids=[question.name for question in LISTS])
def test_every_pair_of_filters_gives_what_both_give(question):
    alone = {pair: set(ids(question, [pair])) for pair in optional(question)}
    for one, other in combinations(optional(question), 2):
        both = ids(question, [one, other])
        assert set(both) == alone[one] & alone[other], (one, other)
        assert len(both) == len(set(both))


TASK, TARGET = "?id a zt:Task . ", "?id a zt:Target . "
REGION = '?r skos:notation "990100" . ?p zt:region/zt:within* ?r . ?id zt:inPlan ?p . '
HAND = [
    ("tasks", {}, TASK),
    ("tasks", {"lead": "市教育局"}, TASK + '?id zt:ledBy ?a . ?a skos:altLabel "市教育局"@zh'),
    ("tasks", {"lead": "云泽市教育局"}, TASK + '?id zt:ledBy ?a . ?a rdfs:label "云泽市教育局"@zh'),
    ("tasks", {"lead": "市卫生局"}, TASK + '?id zt:ledBy ?a . ?a skos:altLabel "市卫生局"@zh'),
    ("tasks", {"lead": "市卫生健康局", "predecessors": "true"},
     TASK + '?id zt:ledBy ?b . ?a zt:predecessor* ?b ; skos:altLabel "市卫生健康局"@zh'),
    ("tasks", {"support": "市民政局"}, TASK + '?id zt:supportedBy ?a . ?a skos:altLabel "市民政局"@zh'),
    ("tasks", {"agency": "市民政局"}, TASK + '?id zt:ledBy|zt:supportedBy|zt:guidedBy ?a . ?a skos:altLabel "市民政局"@zh'),
    ("tasks", {"agency": "市民政局", "role": "lead"}, TASK + '?id zt:ledBy ?a . ?a skos:altLabel "市民政局"@zh'),
    ("tasks", {"agency": "市民政局", "role": "support"}, TASK + '?id zt:supportedBy ?a . ?a skos:altLabel "市民政局"@zh'),
    ("tasks", {"plan": key(PLAN)}, TASK + f"?id zt:inPlan <{PLAN.value}>"),
    ("tasks", {"plan": PLAN.value}, TASK + f"?id zt:inPlan <{PLAN.value}>"),
    ("tasks", {"region": "990100"}, TASK + REGION),
    ("tasks", {"region": "云石省"}, TASK),
    ("tasks", {"region": "云石省", "subregions": "false"}, TASK + "FILTER(false)"),
    ("tasks", {"kind": "safeguard"}, TASK + "?id zt:taskKind <https://w3id.org/zhengtu/task-kind#safeguard>"),
    ("tasks", {"due_before": "2013"}, TASK + '?id zt:dueLatest ?d FILTER(?d < "2014-01-01T00:00:00+08:00"^^xsd:dateTime)'),
    ("tasks", {"due_after": "2014"}, TASK + '?id zt:dueLatest ?d FILTER(YEAR(?d) >= 2014)'),
    ("tasks", {"theme": "第1"}, TASK + '?id zt:path ?x FILTER(CONTAINS(STR(?x), "第1"))'),
    ("tasks", {"q": "教育"}, TASK + '?id zt:text ?x FILTER(CONTAINS(STR(?x), "教育"))'),
    ("targets", {}, TARGET),
    ("targets", {"indicator": "托位数"}, TARGET + '?id zt:indicator/rdfs:label "托位数"@zh'),
    ("targets", {"agency": "市教育局"}, TARGET + '?id zt:onTask/zt:ledBy/skos:altLabel "市教育局"@zh'),
    ("targets", {"region": "990100"}, TARGET + REGION),
    ("targets", {"measure": "level"}, TARGET),
    ("targets", {"measure": "growth"}, TARGET + "FILTER(false)"),
    ("targets", {"unit": "个"}, TARGET + '?id zt:unitAsPrinted "个"@zh'),
    ("targets", {"value_min": "15"}, TARGET + "?id zt:value ?v FILTER(?v >= 15)"),
    ("targets", {"value_max": "15.0"}, TARGET + "?id zt:value ?v FILTER(?v <= 15)"),
    ("targets", {"theme": "第1"}, TARGET + '?id zt:onTask/zt:path ?x FILTER(CONTAINS(STR(?x), "第1"))'),
    ("targets", {"due_before": "2012-12-31"}, TARGET + "?id zt:dueLatest ?d FILTER(YEAR(?d) <= 2012)"),
    ("agencies", {"name": "市卫生健康局"}, '?id skos:altLabel "市卫生健康局"@zh'),
    ("agencies", {"region": "云泽市"}, '?id zt:jurisdiction/rdfs:label "云泽市"@zh'),
    ("agencies", {"kind": "kind-1"}, "?id zt:agencyKind <https://w3id.org/zhengtu/agency-kind#kind-1>"),
    ("agencies", {"plan": key(PLAN)}, f"?t zt:inPlan <{PLAN.value}> ; zt:ledBy|zt:supportedBy ?id"),
    ("plans", {"year": "2013"}, "?id a zt:Plan ; zt:startYear ?a ; zt:endYear ?b FILTER(?a <= 2013 && 2013 <= ?b)"),
    ("plans", {"document": key(DOCUMENT)}, f"?id zt:carriedBy <{DOCUMENT.value}>"),
    ("documents", {"number": "云政发〔2013〕2号"}, '?id zt:documentNumber "云政发〔2013〕2号"'),
    ("documents", {"issued_before": "2013"}, '?id a zt:Document ; dcterms:issued ?d FILTER(?d <= "2013-01-01"^^xsd:date)'),
    ("regions", {"region": "990100"}, '?id zt:within*/skos:notation "990100"'),
    ("regions", {"region": "云石省", "subregions": "false"}, '?id zt:within/skos:notation "990000"'),
    ("indicators", {"q": "数"}, '?id a zt:Indicator ; rdfs:label ?x FILTER(CONTAINS(STR(?x), "数"))'),
    ("sections", {"plan": key(PLAN)}, f"?id a zt:Section ; zt:inPlan <{PLAN.value}>"),
    ("baselines", {"unit": "个"}, '?id a zt:Baseline ; zt:unitAsPrinted "个"@zh'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given_", "where"), HAND, ids=[f"{n}-{'-'.join(g) or 'all'}" for n, g, _ in HAND])
def test_a_filter_gives_what_a_query_written_by_hand_gives(name, given_, where):
    found = ids(CATALOGUE[name], list(given_.items()))
    assert set(found) == by_hand(where)
    assert len(found) == len(set(found))


HOSTILE = st.text(
    st.one_of(st.sampled_from("\"'\\{}<>#?$.;\n\r\t\0 @^|*%&=+"), st.characters(codec="utf-8")), min_size=1, max_size=30
)
TEXTS = [
    (question, parameter)
    for question in CATALOGUE.values()
    for parameter in question.parameters.values()
    if parameter.type in ("name", "string", "langstring")
]


@pytest.mark.parametrize(("question", "parameter"), TEXTS, ids=[f"{q.name}-{p.name}" for q, p in TEXTS])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_a_hostile_string_is_just_a_name(question, parameter, text):
    given_ = [(p.name, GIVEN[p.name]) for p in question.parameters.values() if p.required and p is not parameter]
    arguments = bind(question, [*given_, (parameter.name, text)], specimen.BASE)
    query = question.template.ids if question.kind == "list" else question.template.whole
    STORE.stores[1].query(query(arguments.terms, arguments.facts), use_default_graph_as_union=True)
    terms = " ".join(arguments.terms[parameter.name])
    found = STORE.stores[1].query(f"SELECT ?x {{ VALUES ?x {{ {terms} }} }}")
    assert {row["x"].value.removeprefix(f"{specimen.BASE}{parameter.of}/") for row in found} == {text}


@settings(max_examples=40, deadline=None)
@given(name=HOSTILE, text=HOSTILE)
def test_hostile_names_that_are_in_the_graph_are_found(name, text):
    store = specimen.store(1, 1)
    graph, task, agency = (
        NamedNode(f"{specimen.BASE}graph/x"),
        NamedNode(f"{specimen.BASE}task/x"),
        NamedNode(f"{specimen.BASE}agency/x"),
    )
    plan = specimen.thing("plan", 0)
    g = specimen.Graph(graph)
    for quad in (
        *g.node(agency, "Agency", name),
        *g.node(task, "Task", name, text=specimen.zh(text), inPlan=plan, ledBy=agency, order=specimen.typed(9, "integer")),
    ):
        store.add(Quad(*quad))
    question, asked = CATALOGUE["tasks"], Asking(MemoryStore(store), specimen.BASE)
    for given_ in ([("lead", name)], [("q", text)]):
        page = asyncio.run(asked.page(question, bind(question, given_, specimen.BASE), limit=100))
        assert name in [item["title"] for item in page.items if item["id"] == task.value]
