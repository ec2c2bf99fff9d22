"""The description of the SPARQL family is as the service answers: formats, methods, statuses, schemas."""

import jsonschema_rs
import pytest
import yaml

from app.security import Role
from app.sparql import OPENAPI, routers
from app.sparql.formats import GRAPHS, RESULTS, own_names
from app.sparql.uploads import READ
from tests.sparql.conftest import GRAPH

PATHS = yaml.safe_load(OPENAPI.read_text("utf-8"))["paths"]
JSON = "application/json"


def test_formats_are_those_that_are_written_and_read():
    def content(path: str, method: str) -> set[str]:
        return set(PATHS[path][method]["responses"]["200"]["content"])

    assert content("/sparql", "get") == content("/sparql", "post") == {*own_names(RESULTS), *own_names(GRAPHS)}
    assert content("/graphs", "get") == set(own_names(GRAPHS))
    assert set(PATHS["/graphs"]["put"]["requestBody"]["content"]) == set(READ.values())


def test_every_described_address_is_one_of_ours_and_every_one_of_ours_described():
    served = {route.path for router in routers for route in router.routes}
    assert set(PATHS) <= served
    assert {path for path in served if not path.endswith("/") and ":path" not in path} == set(PATHS)


@pytest.fixture(scope="module")
def described(service):
    return service.guest.get("/openapi.json").json()


def check(described, method, path, answer, template=None):
    """The answer's status and media type are described, and JSON is as its schema says."""
    said = described["paths"][template or path][method.lower()]["responses"][str(answer.status_code)]
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content:
        return
    assert media_type in said["content"]
    if media_type == JSON:
        schema = said["content"][JSON]["schema"] | {"components": described["components"]}
        jsonschema_rs.validator_for(schema).validate(answer.json())


@pytest.mark.parametrize("accept", [*own_names(RESULTS), "application/x-unknown"])
def test_queries_answer_as_described(service, described, accept):
    answer = service.query("SELECT * { ?s ?p ?o } LIMIT 1", Accept=accept)
    check(described, "GET", "/sparql", answer)
    check(described, "GET", "/sparql", service.query("SELECT {", Accept=accept))
    check(described, "GET", "/sparql", service.query("CONSTRUCT WHERE { ?s ?p ?o }", Accept="text/turtle"))
    check(described, "GET", "/sparql", service.guest.get("/sparql", headers={"Accept": "text/turtle"}))


def test_writing_answers_as_described(service, described):
    editor, graph = service.client(Role.EDITOR), f"{GRAPH}-described"
    turtle = {"content": b"<urn:a> <urn:b> <urn:c> .", "headers": {"Content-Type": "text/turtle"}, "params": {"graph": graph}}
    for method, status in (("PUT", 201), ("PUT", 200), ("POST", 200)):
        answer = editor.request(method, "/graphs", **turtle)
        assert answer.status_code == status
        check(described, method, "/graphs", answer)
    asked = {"headers": {"Content-Type": "application/sparql-update"}}
    update = f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    for client, text in ((editor, update), (editor, "INSERT {"), (service.guest, update)):
        check(described, "POST", "/update", client.post("/update", content=text, **asked))
    check(described, "DELETE", "/graphs", editor.delete("/graphs", params={"graph": graph}))
    check(described, "GET", "/graphs", editor.get("/graphs", params={"graph": f"{GRAPH}-never"}))


def test_the_list_of_queries_is_as_described(service, described):
    check(described, "GET", "/queries", service.client(Role.READER).get("/queries"))
    check(described, "GET", "/queries", service.guest.get("/queries"))
    gone = service.client(Role.READER).delete("/queries/never")
    check(described, "DELETE", "/queries/never", gone, "/queries/{query_id}")
