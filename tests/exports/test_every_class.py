"""An IRI of every class answers in every format, on the graph of the bundled samples; exports of it hold no loose ends."""

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from app.exports.vocabulary import NODE_TYPES, ZT
from app.server import create_app
from app.settings import Settings
from tests.exports.readers import READERS
from tests.line.command import ROOT, zhengtu

FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}
SUFFIXES = ("ttl", "jsonld", "nt", "html")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    data = tmp_path_factory.mktemp("samples") / "data"
    loaded = zhengtu(data, "load", ROOT / "samples")
    assert loaded.returncode == 0, loaded.stderr
    with TestClient(create_app(Settings(data=data, readers=2)), follow_redirects=False) as client:
        yield client


def one_of(client: TestClient, name: str) -> str:
    query = f"SELECT (MIN(STR(?thing)) AS ?first) WHERE {{ ?thing a <{ZT}{name}> }}"
    [row] = client.portal.call(client.app.state.store.rows, query)
    return row["first"].value


@pytest.mark.parametrize("kind", NODE_TYPES, ids=lambda kind: kind.name)
def test_an_iri_of_every_class_answers_in_every_format(client, kind):
    iri = one_of(client, kind.name)
    local = "/id/" + iri.removeprefix(client.app.state.base)
    for media_type, syntax in FORMATS.items():
        answer = client.get(local, headers={"Accept": media_type})
        assert answer.status_code == 303
        graph = Graph().parse(data=client.get(answer.headers["location"]).text, format=syntax)
        assert (URIRef(iri), RDF.type, URIRef(f"{ZT}{kind.name}")) in graph
        unnamed = [
            o for o in graph.objects(URIRef(iri)) if str(o).startswith(client.app.state.base) and not graph.value(o, RDFS.label)
        ]
        assert not unnamed
    for suffix in SUFFIXES:
        assert client.get(client.get(f"{local}.{suffix}").headers["location"]).status_code == 200
    page = client.get(client.get(local, headers={"Accept": "text/html"}).headers["location"])
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("evidence", [False, True])
def test_no_edge_hangs_loose_and_every_node_has_a_label(client, name, evidence):
    answer = client.get("/export", params={"format": name, "evidence": evidence})
    nodes, edges = READERS[name](answer.content)
    assert len(edges) > 500
    ends = {end for source, _, target in edges for end in (source, target)}
    assert ends <= nodes.keys()
    assert not [iri for iri, label in nodes.items() if not label or label == iri]
