"""The short way to /sparql answers what the way through all layers answers. A cookie that means nothing takes the long way."""

import socket

import httpx
import pytest

from app.security import Role
from tests.sparql.conftest import GRAPH, start

LONG = {"Cookie": "nothing=1"}
ALWAYS_NEW = {"date", "x-query-id", "x-request-id"}
LABELS = "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l"


def told(answer):
    headers = {name: value for name, value in answer.headers.items() if name not in ALWAYS_NEW}
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE"])
@pytest.mark.parametrize(
    "text", [LABELS, "ASK {}", "SELECT (RAND() * 0 AS ?n) {}", "SELECT {", "SELECT * { SERVICE <x:y> {} }", None]
)
def test_both_ways_say_the_same(service, text, method, coding):
    parameters = {} if text is None else {"query": text}
    short, again, long = (
        service.guest.request(method, "/sparql", params=parameters, headers={"Accept-Encoding": coding, **way})
        for way in ({}, {}, LONG)
    )
    assert short.headers["x-request-id"] != again.headers["x-request-id"]
    assert short.headers["x-query-id"] != again.headers["x-query-id"] if "x-query-id" in short.headers else text is None
    assert short.headers["x-content-type-options"] == "nosniff"
    assert told(short) == told(again) == told(long)


def test_a_kept_answer_ends_with_its_release(service):
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}-direct> {{ ?s ?p ?o }} }}"
    assert [service.query(text).json()["results"]["bindings"][0]["n"]["value"] for _ in range(2)] == ["0", "0"]
    with service.client(Role.EDITOR) as editor:
        added = {"params": {"graph": f"{GRAPH}-direct"}, "headers": {"Content-Type": "text/turtle"}}
        editor.put("/graphs", content=b"<urn:a> <urn:b> <urn:c> .", **added).raise_for_status()
        assert service.query(text).json()["results"]["bindings"][0]["n"]["value"] == "1"
        editor.delete("/graphs", params={"graph": f"{GRAPH}-direct"}).raise_for_status()
    assert service.query(text).json()["results"]["bindings"][0]["n"]["value"] == "0"


def test_a_kept_answer_is_not_for_a_wrong_token(service):
    assert service.query(LABELS).status_code == 200
    assert service.query(LABELS, Authorization="Bearer zt_wrong").status_code == 401


def test_the_guard_of_reading_stands_before_kept_answers(tmp_path):
    context, tokens = start(tmp_path, read_token_required="true")
    with context as server, httpx.Client(base_url=server.origin) as client:
        asked = {"params": {"query": "ASK {}"}}
        reader = {"Authorization": f"Bearer {tokens[Role.READER]}"}
        statuses = [client.get("/sparql", **asked, headers=way).status_code for way in (reader, reader, {}, LONG)]
    assert statuses == [200, 200, 401, 401]


def test_another_origin_is_told_that_it_may_read(service):
    assert "access-control-allow-origin" not in service.query(LABELS).headers
    assert service.query(LABELS, Origin="https://example.org").headers["access-control-allow-origin"]


def test_the_metrics_count_the_short_way(service):
    def count():
        lines = service.guest.get("/metrics").text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if 'route="/sparql"' in line and "requests_total" in line)

    before = count()
    service.query(LABELS)
    service.query(LABELS)
    assert count() == before + 2


def test_a_small_answer_goes_out_in_one_piece(service):
    """Head and body in one write: a client wakes once. Three times, since nothing promises how the system delivers."""
    url = httpx.URL(service.origin)
    pieces = []
    for number in range(3):
        with socket.create_connection((url.host, url.port), timeout=10) as connection:
            connection.sendall(f"GET /sparql?query=ASK%20%7B%7D%23{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            pieces.append(connection.recv(65536))
    assert any(piece.startswith(b"HTTP/1.1 200") and piece.endswith(b"}") for piece in pieces), pieces
