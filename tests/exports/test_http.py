"""Linked data, the dataset's description and the export over HTTP, with the real application."""

import re

import networkx
import pytest
from fastapi.testclient import TestClient
from rdflib import Graph, URIRef

from app.exports.description import INCOMING_A_PAGE
from app.server import create_app
from app.settings import Settings
from tests.exports.small_graph import BASE, ZT, graphs, publish

MANY = INCOMING_A_PAGE + 30
FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("http") / "data"
    publish(folder, graphs([f"任务<{n}>&" for n in range(MANY)], ["云州市教育局"]))
    with TestClient(create_app(Settings(data=folder, readers=2)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", ["task/t1", "agency/a0", "plan/p1", "document/d1"])
@pytest.mark.parametrize("media_type", FORMATS)
def test_an_iri_leads_to_its_data(client, path, media_type):
    answer = client.get(f"/id/{path}", headers={"Accept": media_type})
    assert answer.status_code == 303
    data = client.get(answer.headers["location"])
    assert data.headers["content-type"].startswith(media_type)
    graph = Graph().parse(data=data.text, format=FORMATS[media_type])
    assert graph.value(URIRef(BASE + path), URIRef("http://www.w3.org/2000/01/rdf-schema#label"))


@pytest.mark.parametrize(
    ("accept", "language", "page"), [("text/html", "zh-CN", "/zh/task/t1"), ("text/html", "en-GB", "/en/task/t1")]
)
def test_a_browser_is_led_to_the_page(client, accept, language, page):
    answer = client.get("/id/task/t1", headers={"Accept": accept, "Accept-Language": language})
    assert (answer.status_code, answer.headers["location"]) == (303, page)


@pytest.mark.parametrize(
    ("suffix", "media_type"), [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("html", "text/html")]
)
def test_a_suffix_chooses_the_format(client, suffix, media_type):
    answer = client.get(f"/id/task/t1.{suffix}")
    assert answer.headers["location"] == f"/data/task/t1.{suffix}"
    assert client.get(answer.headers["location"]).headers["content-type"].startswith(media_type)


def test_a_large_neighbourhood_is_paged_and_says_so(client):
    first = client.get("/data/agency/a0.nt")
    following = re.search(r"<([^>]+)>; rel=\"next\"", first.headers["link"])[1]
    second = client.get(following)
    assert "link" not in second.headers
    led = URIRef(f"{ZT}ledBy")
    both = [Graph().parse(data=answer.text, format="nt") for answer in (first, second)]
    assert [len(set(graph.subjects(led, URIRef(f"{BASE}agency/a0")))) for graph in both] == [INCOMING_A_PAGE, 30]
    assert list(both[0].objects(None, URIRef("http://www.w3.org/1999/xhtml/vocab#next"))) == [URIRef(following)]


def test_the_plain_page_escapes_and_links_locally(client):
    page = client.get("/data/agency/a0.html")
    assert "任务&lt;0&gt;&amp;" in page.text
    assert 'href="/id/task/t0"' in page.text
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert "下一页" in page.text


@pytest.mark.parametrize(
    "path", ["/id/task/none", "/data/task/none.ttl", "/id/task/%3E%20x", "/vocabularies/none", "/shapes/..x", "/ont.doc"]
)
def test_what_is_not_there_is_a_problem(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_not_acceptable_lists_the_types(client):
    answer = client.get("/id/task/t1", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["types"]


def test_every_link_of_the_description_is_alive(client):
    description = Graph().parse(data=client.get("/void", headers={"Accept": "text/turtle"}).text, format="turtle")
    links = {
        str(o)
        for o in description.objects()
        if isinstance(o, URIRef) and str(o).startswith("http://testserver/") and "#" not in o
    }
    assert {"http://testserver/ont", "http://testserver/sparql"} < links
    for link in links - {"http://testserver/sparql"}:
        assert client.get(link).status_code == 200, link
    counted = description.value(URIRef("http://testserver/void#Task"), URIRef("http://rdfs.org/ns/void#entities"))
    assert int(counted) == MANY


def test_every_link_of_the_service_description_is_alive(client):
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    description = Graph().parse(data=answer.text, format="turtle", publicID="http://testserver/sparql")
    links = {str(o) for o in description.objects() if isinstance(o, URIRef) and str(o).startswith("http://testserver/")}
    assert "http://testserver/sparql" in links
    for link in {link.partition("#")[0] for link in links}:
        found = client.get(link, headers={"Accept": "text/turtle"})
        # The update endpoint takes POST only, and says so.
        assert found.status_code == 200 or "POST" in found.headers.get("allow", ""), link


def test_export_over_http(client):
    answer = client.get("/export", params={"format": "graphml", "plan": "p1"})
    assert answer.headers["content-disposition"] == 'attachment; filename="zhengtu-plan.graphml"'
    assert networkx.parse_graphml(answer.text).number_of_nodes() == MANY + 3
    for bad in ({"format": "exe"}, {"format": "gexf", "plan": "p1", "agency": "a0"}, {"format": "gexf", "plan": "http://x/> ?a"}):
        assert client.get("/export", params=bad).status_code == 400
