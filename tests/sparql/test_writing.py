"""`/update`, `/graphs` and who may use them."""

import time

import pytest

from app.security import Role
from tests.sparql.conftest import GRAPH, Service, start

CURATED = "https://w3id.org/zhengtu/id/graph/curated/w"
TURTLE = {"content-type": "text/turtle"}


def update(client, text, **params):
    return client.post("/update", content=text.encode(), params=params, headers={"content-type": "application/sparql-update"})


@pytest.fixture
def editor(service):
    with service.client(Role.EDITOR) as client:
        yield client


@pytest.fixture
def admin(service):
    with service.client(Role.ADMIN) as client:
        yield client


def test_who_may_write(service, editor, admin):
    insert = f"INSERT DATA {{ GRAPH <{CURATED}> {{ <http://e/1> <http://e/p> 1 }} }}"
    refused = update(service.guest, insert)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Bearer")
    wrong = service.guest.post("/update", headers={"authorization": "Bearer zt_no"}, content=insert)
    assert wrong.status_code == 401
    assert 'error="invalid_token"' in wrong.headers["www-authenticate"]
    with service.client(Role.READER) as reader:
        assert update(reader, insert).status_code == 403
    assert update(editor, insert).status_code == 200
    other = "INSERT DATA { GRAPH <http://example.org/other> { <http://e/1> <http://e/p> 1 } }"
    assert update(editor, other).status_code == 403
    assert update(editor, "INSERT DATA { <http://e/1> <http://e/p> 1 }").status_code == 403
    assert update(admin, other).status_code == 200
    compiled = other.replace("http://example.org/other", "https://w3id.org/zhengtu/id/graph/plan/0123456789abcdef")
    for client in (editor, admin):
        answer = update(client, compiled)
        assert answer.status_code == 403
        assert "corrections" in answer.json()["hint"]


def test_glued_words_reach_no_compiled_graph(editor):
    text = "PREFIX g: <https://w3id.org/zhengtu/id/graph/plan/> INSERTDATA{GRAPHg:a{<http://e/1> <http://e/p> 1}}"
    assert update(editor, text).status_code == 403


def test_an_acknowledged_write_is_seen_by_the_next_request(service, editor):
    for number in range(5):
        text = f"INSERT DATA {{ GRAPH <{CURATED}/seen> {{ <http://e/{number}> <http://e/seen> {number} }} }}"
        receipt = update(editor, text).json()
        assert (receipt["added"], receipt["removed"], receipt["published"]) == (1, 0, True)
        answer = service.query("SELECT (COUNT(*) AS ?n) { ?s <http://e/seen> ?o }")
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(number + 1)
        assert answer.headers["x-release"] == str(receipt["release"])


def test_what_matched_nothing_in_the_union_is_told(editor):
    receipt = update(editor, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }").json()
    assert (receipt["added"], receipt["removed"], receipt["published"]) == (0, 0, False)
    assert "GRAPH" in receipt["hint"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA { GRAPH", 400),
        ("SELECT * { ?s ?p ?o }", 400),
        ("LOAD <http://127.0.0.1:9/x>", 403),
        ("LOAD <file:///etc/passwd>", 403),
        ("PREFIX e: <http://127.0.0.1:9/> LOADe:x", 403),
        ("INSERT { GRAPH <http://x/> { ?s ?p 1 } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
    ],
)
def test_updates_that_are_refused(admin, text, status):
    answer = update(admin, text)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_an_update_has_a_deadline(admin, service):
    values = " ".join(map(str, range(300)))
    text = (
        "INSERT { GRAPH <http://example.org/k> { <http://e/k> <http://e/k> ?n } } WHERE { SELECT (COUNT(*) AS ?n) { "
        + "".join(f"VALUES ?v{number} {{ {values} }} " for number in range(6))
        + "} }"
    )
    started = time.monotonic()
    assert update(admin, text, timeout="1").status_code == 504
    assert time.monotonic() - started < 4
    assert service.query("ASK { GRAPH <http://example.org/k> { ?s ?p ?o } }").json()["boolean"] is False
    assert update(admin, "INSERT DATA { GRAPH <http://example.org/k2> { <http://e/k> <http://e/k> 1 } }").status_code == 200


def test_turtle_that_breaks_in_the_middle_stores_nothing(editor, service):
    body = b"".join(b"<http://e/%d> <http://e/broken> %d .\n" % (n, n) for n in range(500)) + b"<http://e/x> <http://e/y> ;;; 'a"
    answer = editor.put("/graphs", params={"graph": f"{CURATED}/broken"}, content=body, headers=TURTLE)
    assert answer.status_code == 400
    assert answer.json()["line"] == 501
    assert service.query("ASK { ?s <http://e/broken> ?o }").json()["boolean"] is False


NESTED = "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
ENTITIES = f"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>{NESTED}]>"
RDF = (
    '<?xml version="1.0"?>%s<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/x"><e:p>%s</e:p></rdf:Description></rdf:RDF>'
)


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (RDF % (ENTITIES, "&j;"), "application/rdf+xml", 400),
        (RDF % ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"), "application/rdf+xml", 400),
        (RDF % ('<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x">%a;]>', ""), "application/rdf+xml", 400),
        (RDF % ('<!DOCTYPE r [<!ENTITY a "%s">]>' % ("x" * 9000), "&a;" * 9000), "application/rdf+xml", 400),
        (RDF % ('<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>', "&owl;x"), "application/rdf+xml", 201),
        ('{"@context":"http://127.0.0.1:9/c.jsonld","@id":"http://e/x","http://e/p":1}', "application/ld+json", 400),
        ('{"http://e/p":' * 5000 + "1" + "}" * 5000, "application/ld+json", 400),
        ("[" * 5000, "application/ld+json", 400),
        ("<a> <b> <c>", "text/html", 415),
        ("<http://e/a> <http://e/b> 1 .", "text/turtle; charset=gbk", 415),
        (b'<http://e/a> <http://e/b> "\xff\xfe" .', "text/turtle", 400),
    ],
)
def test_hostile_uploads(editor, body, media_type, status):
    graph = f"{CURATED}/upload-{abs(hash(body))}"
    answer = editor.put("/graphs", params={"graph": graph}, content=body, headers={"content-type": media_type})
    assert answer.status_code == status, answer.text


def test_a_graph_is_put_read_extended_and_removed(editor, service):
    where = {"graph": f"{CURATED}/life"}
    assert service.guest.get("/graphs", params=where).status_code == 404
    assert editor.put("/graphs", params=where, content="<http://e/a> <http://e/b> '一'@zh .", headers=TURTLE).status_code == 201
    assert editor.post("/graphs", params=where, content="<http://e/a> <http://e/b> '二'@zh .", headers=TURTLE).status_code == 200
    answer = service.guest.get("/graphs", params=where, headers={"accept": "application/n-triples"})
    assert sorted(answer.text.splitlines()) == [f'<http://e/a> <http://e/b> "{word}"@zh .' for word in "一二"]
    assert service.guest.head("/graphs", params=where).status_code == 200
    assert service.guest.delete("/graphs", params=where).status_code == 401
    assert editor.delete("/graphs", params=where).status_code == 200
    assert editor.delete("/graphs", params=where).status_code == 404


def test_a_new_graph_gets_an_iri(editor, service):
    answer = editor.post("/graphs", content="<> <http://e/b> 1 .", headers=TURTLE)
    assert answer.status_code == 201
    assert service.guest.get("/graphs", params={"graph": answer.headers["location"]}).status_code == 200


def test_without_a_token_nothing_is_written(tmp_path):
    from tests.server_process import served

    with served(tmp_path / "data", readers="2") as server:
        answer = update(Service(server.origin, {}).guest, "CLEAR ALL")
    assert answer.status_code == 403
    assert "zhengtu token add" in answer.json()["hint"]


def test_guarded_reading_and_a_row_cap(tmp_path):
    context, tokens = start(tmp_path, read_token_required="true", row_cap="3")
    with context as server:
        service = Service(server.origin, tokens)
        for path in ("/sparql?query=ASK%7B%7D", "/tasks", "/graphs?default", "/docs", "/openapi.json"):
            assert service.guest.get(path).status_code == 401, path
        assert service.guest.get("/static/style.css").status_code != 401
        with service.client(Role.READER) as reader:
            for values, cut in (("1 2 3", "false"), ("1 2 3 4", "true")):
                for accept in ("text/csv", "application/sparql-results+xml"):
                    params = {"query": f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"}
                    for _ in range(2):
                        answer = reader.get("/sparql", params=params, headers={"accept": accept})
                        assert answer.headers["x-row-cap"] == "3"
                        assert answer.headers["x-rows-cut"] == cut
                        assert answer.text.count("\n" if accept == "text/csv" else "<result>") - (accept == "text/csv") == 3


def test_the_graph_of_the_fixture_is_listed_as_it_was_put(service):
    answer = service.guest.get("/graphs", params={"graph": GRAPH}, headers={"accept": "text/turtle"})
    assert "健全普惠托育服务体系" in answer.text
