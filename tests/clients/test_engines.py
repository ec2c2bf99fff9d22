"""One contract on every engine: what is written through us is what is read through us. `docs/engines.md` lists what differs."""

import json
import os
import subprocess
import sys

import httpx
import pytest

from app.security import Role, TokenFile
from tests.clients.engines import ENGINES, ROOT, engine
from tests.server_process import served

CURATED = "https://w3id.org/zhengtu/id/graph/curated/contract"
TURTLE = """
@prefix ex: <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a rdfs:label "健全“普惠”托育\\n服务体系"@zh , "Childcare"@en-GB , "plain \\"quoted\\" \\\\ 字" ;
  ex:value 4.5 , "2024-12-31"^^xsd:date , true .
ex:b ex:due "2024-12-31T23:59:59+08:00"^^xsd:dateTime ; ex:next ex:a .
"""


class Contract:
    """A service over an engine, and its clients."""

    def __init__(self, name: str, origin: str, token: str, environment: dict[str, str]):
        self.name = name
        self.environment = environment
        self.reader = httpx.Client(base_url=origin, timeout=60)
        self.admin = httpx.Client(base_url=origin, timeout=60, headers={"Authorization": f"Bearer {token}"})

    def ask(self, text: str, accept: str = "application/sparql-results+json", **params: str) -> httpx.Response:
        return self.reader.get("/sparql", params={"query": text} | params, headers={"accept": accept})

    def update(self, text: str) -> httpx.Response:
        return self.admin.post("/update", content=text.encode(), headers={"content-type": "application/sparql-update"})

    def put(self, graph: str, turtle: str) -> httpx.Response:
        return self.admin.put(
            "/graphs", params={"graph": graph}, content=turtle.encode(), headers={"content-type": "text/turtle"}
        )


SLOW_TO_START = ("fuseki",)
"""Run by `make test-engines`."""


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.long if name in SLOW_TO_START else ()) for name in ENGINES]
)
def contract(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    token = TokenFile(folder / "data").add("contract", Role.ADMIN)
    with engine(request.param, folder) as settings, served(folder / "data", readers="2", query_timeout="5", **settings) as server:
        environment = {f"ZHENGTU_{key.upper()}": value for key, value in {"data": str(folder / "data"), **settings}.items()}
        made = Contract(request.param, server.origin, token, environment)
        made.put(CURATED, TURTLE).raise_for_status()
        yield made


def test_terms_come_back_as_they_were_put(contract):
    rows = contract.ask("SELECT ?o { <http://example.org/a> ?p ?o }").json()["results"]["bindings"]
    terms = {
        (row["o"]["value"], row["o"].get("xml:lang", "").lower() or row["o"].get("datatype", "").rpartition("#")[2])
        for row in rows
    }
    assert terms == {
        ("健全“普惠”托育\n服务体系", "zh"),
        ("Childcare", "en-gb"),
        ('plain "quoted" \\ 字', ""),
        ("4.5", "decimal"),
        ("2024-12-31", "date"),
        ("true", "boolean"),
    }


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+xml"])
def test_every_format(contract, accept):
    answer = contract.ask("SELECT ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(LANG(?l) = 'zh') }", accept)
    assert answer.headers["content-type"].startswith(accept)
    assert "健全“普惠”托育" in answer.text


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"])
def test_graphs_in_every_format(contract, accept):
    for text in ("CONSTRUCT WHERE { ?s <http://example.org/next> ?o }", "DESCRIBE <http://example.org/b>"):
        answer = contract.ask(text, accept)
        assert answer.status_code == 200, answer.text
        assert "http://example.org/" in answer.text


def test_the_default_graph_is_the_union_and_graph_names_are_there(contract):
    assert contract.ask("ASK { <http://example.org/b> <http://example.org/next> ?o }").json()["boolean"] is True
    rows = contract.ask("SELECT ?g { GRAPH ?g { <http://example.org/b> ?p ?o } }").json()["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == {CURATED}


def test_an_update_is_seen_by_the_next_request(contract):
    for number in range(3):
        receipt = contract.update(f"INSERT DATA {{ GRAPH <{CURATED}/u> {{ <http://e/{number}> <http://e/p> {number} }} }}").json()
        assert receipt["added"] == 1
        count = contract.ask("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }").json()["results"]["bindings"][0]["n"]["value"]
        assert count == str(number + 1)
    assert contract.admin.delete("/graphs", params={"graph": f"{CURATED}/u"}).status_code == 200
    assert contract.ask("ASK { ?s <http://e/p> ?o }").json()["boolean"] is False


def test_a_syntax_error_has_its_place(contract):
    problem = contract.ask("SELECT * WHERE {\n ?s ?p ?o . FILTRE(?o > 1) }")
    assert problem.status_code == 400
    assert problem.json()["line"] == 2


def test_a_big_answer_is_whole(contract):
    values = " ".join(map(str, range(40)))
    text = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} VALUES ?c {{ {values} }} }}"
    answer = contract.ask(text, "text/csv")
    assert len(answer.text.splitlines()) == 40**3 + 1


def test_the_deadline_is_a_504(contract):
    values = " ".join(map(str, range(200)))
    text = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {values} }}" for n in range(6)) + " }"
    assert contract.ask(text, timeout="1").status_code == 504
    assert contract.ask("ASK {}").status_code == 200


def test_capabilities_say_which(contract):
    said = contract.reader.get("/capabilities").json()
    assert said["store"] == ("embedded" if contract.name == "embedded" else "remote")
    assert contract.ask("ASK {}", release="1").status_code == (200 if contract.name == "embedded" else 501)


def test_documents_load_and_questions_answer(contract, tmp_path):
    """The core contract: load, validate, query, REST, on our own samples."""
    sample = next(path for path in sorted((ROOT / "samples").glob("*.txt")))
    answer = contract.admin.post("/documents", files={"file": (sample.name, sample.read_bytes())})
    assert answer.status_code in (200, 201, 202), answer.text
    if answer.status_code == 202:
        import time

        for _ in range(100):
            job = contract.admin.get(answer.headers["location"]).json()
            if job.get("state", job.get("status")) not in ("waiting", "running", "queued"):
                break
            time.sleep(0.3)
    tasks = contract.reader.get("/tasks", params={"limit": 5}).json()["items"]
    assert tasks
    plans = contract.ask("SELECT ?p { ?p a <https://w3id.org/zhengtu/ont#Plan> }").json()["results"]["bindings"]
    assert plans
    command = [sys.executable, "-m", "app.cli", "query", "plans"]
    lines = subprocess.run(command, env=os.environ | contract.environment, capture_output=True, check=True, text=True).stdout
    assert [json.loads(line) for line in lines.splitlines()] == contract.reader.get("/plans").json()["items"]
