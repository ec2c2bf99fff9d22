"""`/sparql` as clients meet it: formats, errors, bad input, completeness, status."""

import gzip
import json
import socket
import threading
import time
from urllib.parse import urlsplit

import httpx
import pytest

from app.security import Role
from tests.sparql.conftest import GRAPH

LABELS = "SELECT ?l WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l"


def product(names: str, count: int) -> str:
    """A query for every combination of `count` numbers in as many variables as there are names."""
    values = " ".join(map(str, range(count)))
    return "SELECT * WHERE { " + " ".join(f"VALUES ?{name} {{ {values} }}" for name in names) + " }"


BIG = product("abc", 80)
ENDLESS = product("abcdef", 100)
SLOW = ENDLESS.replace("SELECT *", "SELECT (COUNT(*) AS ?n)")


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("ASK {}", None, "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv;q=0.9, application/sparql-results+json;q=0.5", "text/csv"),
        ("SELECT * {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * {}", "application/json", "application/json"),
        ("SELECT * {}", "text/html, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("SELECT * {}", "*/*", "application/sparql-results+json"),
        ("SELECT * {}", "text/*", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None, "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples, */*;q=0.1", "application/n-triples"),
        ("DESCRIBE <http://example.org/a>", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/trig", "application/trig"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-quads", "application/n-quads"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle; charset=utf-8", "text/turtle"),
    ],
)
def test_formats_are_negotiated(service, query, accept, media_type):
    answer = service.query(query, **({"accept": accept} if accept else {"accept": "*/*"}))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.content
    assert answer.headers["x-query-id"]
    assert int(answer.headers["x-release"]) >= 2


def test_nothing_acceptable_is_406_with_the_types(service):
    answer = service.query("ASK {}", accept="image/png")
    assert answer.status_code == 406
    assert "text/csv" in str(answer.json()["types"])


def test_three_ways_to_ask_give_the_same(service):
    get = service.query(LABELS).json()
    form = service.guest.post("/sparql", data={"query": LABELS}).json()
    direct = service.guest.post("/sparql", content=LABELS, headers={"content-type": "application/sparql-query"}).json()
    assert get == form == direct
    assert [row["l"]["value"] for row in get["results"]["bindings"]][:1] == ["Childcare"]
    assert {row["l"].get("xml:lang") for row in get["results"]["bindings"]} == {"zh", "en"}


def test_a_form_is_decoded_once(service):
    text = "SELECT ('%41+é&=' AS ?x) {}"
    answer = service.guest.post("/sparql", data={"query": text}).json()
    assert answer["results"]["bindings"][0]["x"]["value"] == "%41+é&="


def test_named_graphs_of_the_protocol_replace_the_dataset(service):
    ask = {"query": "ASK { <http://example.org/a> ?p ?o }"}
    assert service.guest.get("/sparql", params=ask).json()["boolean"] is True
    assert service.guest.get("/sparql", params=ask | {"default-graph-uri": "http://example.org/none"}).json()["boolean"] is False
    named = {"query": "ASK { GRAPH ?g { <http://example.org/a> ?p ?o } }", "named-graph-uri": GRAPH}
    assert service.guest.get("/sparql", params=named).json()["boolean"] is True


def test_a_syntax_error_names_line_column_and_token(service):
    problem = service.query("SELECT *\nWHERE { ?s ?p ?o\n  FILTRE(?o > 1) }")
    assert problem.status_code == 400
    assert problem.headers["content-type"] == "application/problem+json"
    document = problem.json()
    assert document["line"] == 3
    assert (document["column"], document["token"]) == (3, "FILTRE")
    assert "FILTER" in document["hint"]
    unclosed = service.query("SELECT * { ?s ?p ?o").json()
    assert (unclosed["line"], "}" in unclosed["hint"]) == (1, True)
    prefix = service.query("SELECT * {\n ?s foaf:name ?o }").json()
    assert (prefix["line"], prefix["column"], prefix["token"]) == (2, 5, "foaf:name")
    assert "PREFIX foaf:" in prefix["hint"]


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, 400),
        ("GET", "/sparql?query=%ZZ", {}, 400),
        ("GET", "/sparql?query=%FF%FE", {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=http%3A%2F%2Fe%2F%0D%0AX-Evil%3A1", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=nan", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=-1", {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&release=99999", {}, 404),
        ("GET", "/sparql?query=CLEAR%20ALL", {}, 400),
        ("GET", "/sparql?query=", {}, 400),
        ("GET", "/sparql?query=EXPLAIN%20SELECT%20*%20%7B%7D", {}, 501),
        ("PUT", "/sparql", {}, 405),
        ("POST", "/sparql", {"content": "ASK {}"}, 415),
        ("POST", "/sparql", {"content": "ASK {}", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", "/sparql", {"content": b"\xff\xfe", "headers": {"content-type": "application/sparql-query"}}, 400),
        (
            "POST",
            "/sparql",
            {"content": "ASK {}", "headers": {"content-type": "application/sparql-query", "content-encoding": "br"}},
            415,
        ),
        (
            "POST",
            "/sparql",
            {"content": b"not gzip", "headers": {"content-type": "application/sparql-query", "content-encoding": "gzip"}},
            400,
        ),
        ("POST", "/sparql", {"content": "#" * 10_000_000, "headers": {"content-type": "application/sparql-query"}}, 413),
        ("GET", "/graphs?graph=relative", {}, 400),
        ("GET", "/graphs", {}, 400),
        ("GET", "/graphs?graph=http%3A%2F%2Fexample.org%2Fno", {}, 404),
        ("GET", "/graphs/../../etc/passwd", {}, 404),
        ("GET", "/graphs?graph=file%3A%2F%2F%2Fetc%2Fpasswd", {}, 404),
    ],
)
def test_bad_input_is_a_clear_4xx(service, method, path, kwargs, status):
    answer = service.guest.request(method, path, **kwargs)
    assert answer.status_code == status, answer.text
    document = answer.json()
    assert document["status"] == status
    assert document["detail"]
    assert document["title"]


def test_a_gzip_bomb_is_bounded(service):
    bomb = gzip.compress(b"#" * 200_000_000)
    started = time.monotonic()
    headers = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
    assert service.guest.post("/sparql", content=bomb, headers=headers).status_code == 413
    assert time.monotonic() - started < 5


def test_a_gzipped_query_is_taken(service):
    headers = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
    assert service.guest.post("/sparql", content=gzip.compress(b"ASK {}"), headers=headers).json()["boolean"] is True


def test_ten_thousand_braces_are_a_400_and_the_service_lives(service):
    assert service.query("SELECT * " + "{" * 1800).status_code == 400
    text = "SELECT * " + "{" * 10_000 + "}" * 10_000
    assert service.guest.post("/sparql", data={"query": text}).status_code == 400
    assert service.query("ASK {}").status_code == 200


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT ?x { } }"]
)
def test_service_is_refused(service, text):
    answer = service.query(text)
    assert answer.status_code == 403
    assert answer.json()["token"] == "SERVICE"


def test_the_deadline_is_a_504_and_timeout_only_lowers_it(service):
    started = time.monotonic()
    answer = service.guest.get("/sparql", params={"query": SLOW, "timeout": "0.5"})
    assert answer.status_code == 504
    assert time.monotonic() - started < 2
    started = time.monotonic()
    assert service.guest.get("/sparql", params={"query": SLOW, "timeout": "60"}).status_code == 504
    assert time.monotonic() - started < 6


def test_a_big_answer_is_whole_in_every_way_of_sending(service):
    plain = service.query(BIG, accept="text/csv", accept_encoding="identity")
    zipped = service.query(BIG, accept="text/csv", accept_encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert len(plain.text.splitlines()) == 80**3 + 1
    assert plain.content == zipped.content


def _raw(service, version: str, query: str) -> bytes:
    place = urlsplit(service.origin)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        body = query.encode()
        connection.sendall(
            f"POST /sparql HTTP/{version}\r\nHost: {place.netloc}\r\nContent-Type: application/sparql-query\r\n"
            f"Accept: text/csv\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        received = b""
        while chunk := connection.recv(1 << 20):
            received += chunk
            if len(received) > 400_000_000:
                break
        return received


def test_a_failure_after_the_first_byte_breaks_the_transfer(service):
    """The deadline comes while rows are sent: no last chunk, so that every HTTP/1.1 client sees a broken transfer."""
    received = _raw(service, "1.1", ENDLESS)
    assert received.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding: chunked" in received[:2000].lower()
    assert not received.endswith(b"0\r\n\r\n")


def test_http_1_0_gets_a_whole_answer_with_its_length_or_none(service):
    head, _, body = _raw(service, "1.0", BIG).partition(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    assert int(length.split(b":")[1]) == len(body)
    assert not _raw(service, "1.0", ENDLESS).startswith(b"HTTP/1.1 200")


def test_validators_and_head(service):
    answer = service.query(LABELS)
    again = service.query(LABELS, if_none_match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert service.query("SELECT (RAND() AS ?x) {}").headers.get("etag") is None
    head = service.guest.head("/sparql", params={"query": LABELS})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]


def test_browsers_of_other_sites_may_ask(service):
    preflight = service.guest.options(
        "/sparql", headers={"Origin": "https://yasgui.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert service.guest.options("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert "X-Query-Id" in service.query("ASK {}", origin="https://yasgui.example").headers["access-control-expose-headers"]
    assert service.query("ASK {", origin="https://yasgui.example").headers["access-control-allow-origin"] == "*"


def test_queries_are_listed_to_their_owner_and_can_be_stopped(service):
    admin, reader, editor = (service.client(role) for role in (Role.ADMIN, Role.READER, Role.EDITOR))
    assert service.guest.get("/queries").status_code == 401
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(reader.get("/sparql", params={"query": SLOW})))
    asking.start()
    deadline = time.monotonic() + 2
    while not (items := reader.get("/queries").json()["items"]) and time.monotonic() < deadline:
        time.sleep(0.02)
    (item,) = items
    assert item["query"] == SLOW
    assert item["elapsed"] >= 0
    assert editor.get("/queries").json()["items"] == []
    assert [each["id"] for each in admin.get("/queries").json()["items"]] == [item["id"]]
    assert editor.delete(f"/queries/{item['id']}").status_code == 404
    assert reader.delete(f"/queries/{item['id']}").status_code == 204
    asking.join(5)
    assert answers[0].status_code == 503
    assert answers[0].headers["x-query-id"] == item["id"]
    assert json.loads(answers[0].text)["detail"]


def test_a_get_without_a_query_describes_the_service(service):
    answer = service.guest.get("/sparql", headers={"accept": "application/ld+json"})
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert "sparql-service-description#endpoint" in answer.text
    assert "UnionDefaultGraph" in answer.text


def test_a_browser_is_shown_the_editor(service):
    html = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "zh-CN"}
    answer = service.guest.get("/sparql", headers=html)
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh/sparql")


def test_clients_that_leave_stop_their_query(service):
    admin = service.client(Role.ADMIN)
    place = urlsplit(service.origin)
    connection = socket.create_connection((place.hostname, place.port), timeout=5)
    body = ENDLESS.encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/sparql-query\r\n"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    connection.close()
    deadline = time.monotonic() + 2.5
    while admin.get("/queries").json()["items"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert admin.get("/queries").json()["items"] == []


def test_slow_clients_hold_no_one_up(service):
    place = urlsplit(service.origin)
    slow = []
    for _ in range(12):
        connection = socket.create_connection((place.hostname, place.port), timeout=5)
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 90\r\n\r\nASK"
        )
        slow.append(connection)
    started = time.monotonic()
    assert service.query("ASK {}").status_code == 200
    assert time.monotonic() - started < 2
    for connection in slow:
        connection.close()
