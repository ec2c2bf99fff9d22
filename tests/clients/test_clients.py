"""The clients that analysts bring: each gets exactly what is stored, Chinese text, language tags and typed literals included."""

import json
import subprocess

import pandas
import pytest
from rdflib import XSD, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from app.security import Role
from tests.clients.npm import script_over
from tests.sparql.conftest import GRAPH, service  # noqa: F401

P = "PREFIX ex: <http://example.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
LABELS = P + "SELECT ?s ?l WHERE { GRAPH <%s> { ?s rdfs:label ?l } } ORDER BY ?l" % GRAPH  # noqa: UP031
DUES = P + "SELECT ?due ?value WHERE { GRAPH <%s> { ?s ex:due ?due ; ex:value ?value } } ORDER BY ?value" % GRAPH  # noqa: UP031
ASK = P + 'ASK { ?s rdfs:label "健全普惠托育服务体系"@zh }'
BEDS = '医疗机构，每千人"床位"'
EXPECTED_LABELS = {("Childcare", "en"), ("健全普惠托育服务体系", "zh"), (BEDS, "zh")}
EXPECTED_DUES = [("2024-12-31T23:59:59+08:00", XSD.dateTime, "4.5", XSD.decimal), ("2025-06-30", XSD.date, "90", XSD.integer)]


def test_sparqlwrapper(service):  # noqa: F811
    wrapper = SPARQLWrapper(f"{service.origin}/sparql")
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(LABELS)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert {(row["l"]["value"], row["l"]["xml:lang"]) for row in rows} == EXPECTED_LABELS
    wrapper.setMethod(POST)
    wrapper.setQuery(DUES)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    got = [(r["due"]["value"], URIRef(r["due"]["datatype"]), r["value"]["value"], URIRef(r["value"]["datatype"])) for r in rows]
    assert got == EXPECTED_DUES
    wrapper.setQuery(ASK)
    assert wrapper.queryAndConvert()["boolean"] is True
    wrapper.setQuery(P + "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }")
    wrapper.setReturnFormat(TURTLE)
    assert "健全普惠托育服务体系" in wrapper.queryAndConvert().decode()
    wrapper.setReturnFormat(CSV)
    wrapper.setQuery(LABELS)
    assert wrapper.queryAndConvert().decode().count("\n") == 4
    wrapper.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_sparqlwrapper_updates_with_a_token(service):  # noqa: F811
    wrapper = SPARQLWrapper(f"{service.origin}/update")
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {service.tokens[Role.EDITOR]}")
    wrapper.setMethod(POST)
    wrapper.setQuery('INSERT DATA { GRAPH <%s/w> { <http://e/w> <http://e/p> "更新"@zh } }' % GRAPH)  # noqa: UP031
    assert json.loads(wrapper.query().response.read())["added"] == 1


def test_rdflib(service):  # noqa: F811
    store = SPARQLStore(f"{service.origin}/sparql")
    assert {(str(row.l), row.l.language) for row in store.query(LABELS)} == EXPECTED_LABELS
    got = [(str(row.due), row.due.datatype, str(row.value), row.value.datatype) for row in store.query(DUES)]
    assert got == EXPECTED_DUES
    assert store.query(ASK).askAnswer is True
    triples = list(store.triples((URIRef("http://example.org/b"), URIRef("http://example.org/value"), None)))
    assert [triple[0][2] for triple in triples] == [Literal(90)]


def test_pandas_on_csv(service):  # noqa: F811
    def frame(query: str) -> pandas.DataFrame:
        answer = service.query(query, accept="text/csv")
        import io

        return pandas.read_csv(io.StringIO(answer.text))

    assert set(frame(LABELS)["l"]) == {label for label, _ in EXPECTED_LABELS}
    dues = frame(DUES)
    assert list(dues["due"]) == [due for due, *_ in EXPECTED_DUES]
    assert list(dues["value"]) == [4.5, 90]
    assert frame(P + "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s rdfs:label ?l } }" % GRAPH)["n"][0] == 3  # noqa: UP031


SCRIPT = """
import { QueryEngine } from '@comunica/query-sparql';
const [endpoint, ...queries] = process.argv.slice(2);
const engine = new QueryEngine();
const told = [];
for (const query of queries) {
  const sources = [{ type: 'sparql', value: endpoint }];
  if (query.includes('ASK')) { told.push(await engine.queryBoolean(query, { sources })); continue; }
  const rows = await (await engine.queryBindings(query, { sources })).toArray();
  const shown = v => [v.value, v.language || v.datatype?.value || ''];
  told.push(rows.map(row => Object.fromEntries([...row].map(([k, v]) => [k.value, shown(v)]))));
}
console.log(JSON.stringify(told));
"""


def test_comunica(service):  # noqa: F811
    command = [*script_over("@comunica/query-sparql@5.4.1", SCRIPT), f"{service.origin}/sparql", LABELS, DUES, ASK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    labels, dues, found = json.loads(done.stdout)
    assert {tuple(row["l"]) for row in labels} == EXPECTED_LABELS
    assert [(row["due"][0], URIRef(row["due"][1]), row["value"][0], URIRef(row["value"][1])) for row in dues] == EXPECTED_DUES
    assert found is True
