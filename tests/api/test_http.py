"""HTTP as it should be: one shape for every error, conditions, compression, ids, limits, health, logs, audit."""

import gzip
import json
import logging

import pytest
import rdflib
from fastapi.testclient import TestClient

from app.api.http.observing import JsonLines
from app.problems import DeadlineExceeded, NoSpace, OutOfMemory, Unavailable
from app.server import create_app
from app.settings import Settings
from tests.questions import specimen

PROBLEM = {"type", "title", "status", "detail"}
KEY = specimen.thing("task", 0, 0).value.rpartition("/")[2]


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() >= PROBLEM
    assert answer.json()["status"] == status
    assert answer.headers["x-request-id"]
    return answer.json()


@pytest.mark.parametrize(
    ("status", "method", "path", "options"),
    [
        (400, "GET", "/tasks?cursor=x", {}),
        (401, "POST", "/documents", {}),
        (401, "DELETE", "/documents/x", {"headers": {"Authorization": "Bearer zt_no"}}),
        (404, "GET", "/no/such/address", {}),
        (404, "GET", "/tasks/0123456789abcdef", {}),
        (404, "GET", "/releases/99", {}),
        (405, "PATCH", "/tasks", {}),
        (405, "POST", "/agencies", {}),
        (406, "GET", "/tasks", {"headers": {"Accept": "image/png"}}),
        (413, "POST", "/documents", {"content": b"x" * 1_100_000}),
        (422, "GET", "/tasks?limit=0", {}),
        (422, "GET", "/tasks?laed=x", {}),
        (422, "GET", "/changes?since=x", {}),
        (422, "GET", "/resolve", {}),
        (422, "GET", "/tasks/a%20b", {}),
    ],
)
def test_every_error_has_one_shape(service, status, method, path, options):
    problem(service.request(method, path, **options), status)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DeadlineExceeded("太久 too long"), 504),
        (OutOfMemory("内存 memory"), 503),
        (Unavailable("不可用 unavailable"), 503),
        (NoSpace("磁盘 disk"), 507),
        (RuntimeError("secret"), 500),
    ],
)
def test_so_have_the_errors_from_below(service, monkeypatch, error, status):
    async def fail(*_, **__):
        raise error

    monkeypatch.setattr(service.app.state.asking, "page", fail)
    told = problem(service.get(f"/tasks?q=from-below-{status}"), status)
    assert "secret" not in json.dumps(told)


def test_a_release_that_is_gone(service, data):
    page = service.get("/tasks?limit=2").json()
    cursor = page["next"]
    assert service.get("/tasks", params={"limit": 2, "cursor": cursor}).json()["items"]
    problem(service.get("/tasks?release=999"), 404)


def test_the_etag_is_the_release_and_is_honoured(service):
    first = service.get("/tasks?limit=3")
    etag = first.headers["etag"]
    assert first.headers["zhengtu-release"] in etag
    for given in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = service.get("/tasks?limit=3", headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    assert service.get("/tasks?limit=3", headers={"If-None-Match": '"1-0"'}).status_code == 200


def test_compressed_where_the_client_takes_it(service):
    plain = service.get("/tasks?limit=50", headers={"Accept-Encoding": "identity"})
    packed = service.get("/tasks?limit=50", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    assert "Accept-Encoding" in packed.headers["vary"]
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_head_is_get_without_its_body(service):
    head = service.head("/plans")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == service.get("/plans").headers["etag"]


def test_a_request_keeps_the_id_it_came_with_if_it_is_one(service):
    assert service.get("/healthz", headers={"X-Request-Id": "abc-12345678"}).headers["x-request-id"] == "abc-12345678"
    assert service.get("/healthz", headers={"X-Request-Id": "<script>"}).headers["x-request-id"] != "<script>"


def test_other_origins_may_read(service):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    assert service.options("/tasks", headers=asked).status_code == 200
    read = service.get("/tasks?limit=1", headers={"Origin": "https://example.org"})
    assert read.headers["access-control-allow-origin"] == "*"
    assert "Zhengtu-Release" in read.headers["access-control-expose-headers"]


def test_kept_answers_are_the_same_answers(service):
    twice = [service.get("/agencies?limit=5&sort=-name") for _ in range(2)]
    assert twice[0].content == twice[1].content
    assert twice[0].headers["etag"] == twice[1].headers["etag"]
    assert twice[0].headers["x-request-id"] != twice[1].headers["x-request-id"]


def test_csv_whole_with_a_mark_and_without_formulas(service):
    text = service.get("/tasks", params={"format": "csv", "bom": "true"}).content.decode("utf-8")
    assert text.startswith("\ufeffid,")
    assert text.count("\r\n") == 73
    assert service.get("/tasks", headers={"Accept": "text/csv"}).text.count("\r\n") == 73
    paged = service.get("/tasks", params={"format": "csv", "limit": 5})
    assert paged.text.count("\r\n") == 6
    assert paged.headers["zhengtu-next"]


def test_json_ld_on_accept_is_the_things_own_statements(service):
    linked = service.get(f"/tasks/{KEY}", headers={"Accept": "application/ld+json"})
    assert linked.headers["content-type"].startswith("application/ld+json")
    document = linked.json()
    assert document["@context"].endswith("/context.jsonld")
    document["@context"] = service.get("/context.jsonld").json()["@context"]
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    task = rdflib.URIRef(specimen.thing("task", 0, 0).value)
    own = [quad for quad in specimen.quads(6, 12) if quad.subject.value == str(task)]
    assert len(list(graph.triples((task, None, None)))) == len(own)
    assert str(graph.value(task, rdflib.RDFS.label)) == next(q.object.value for q in own if q.predicate == specimen.RDFS_LABEL)


def test_health_readiness_and_capabilities(service):
    assert service.get("/healthz").json()["status"] == "ok"
    assert service.get("/readyz").json()["status"] == "ok"
    facts = service.get("/capabilities").json()
    assert facts["releases"]
    assert "tasks" in facts["questions"]


def test_metrics_tell_routes_not_addresses(service):
    service.get(f"/tasks/{KEY}")
    text = service.get("/metrics").text
    assert 'route="/tasks/{id}"' in text
    assert KEY not in text
    assert "zhengtu_readers" in text


def test_the_audit_log_tells_who_wrote_what_and_never_the_token(service, data, token):
    asked = {"action": "distinct", "entity": "agency", "names": ["甲局", "乙局"], "reason": "两个机构"}
    made = service.post("/corrections", json=asked, headers={"Authorization": f"Bearer {token}"}).json()
    text = (data / "operations" / "audit.jsonl").read_text("utf-8")
    line = json.loads(text.splitlines()[-1])
    assert (line["by"], line["method"], line["status"]) == ("tester", "POST", 201)
    assert line["what"]["correction"] == made["correction"]["id"]
    assert token not in text


def test_log_lines_are_json_without_queries(service, caplog):
    with caplog.at_level(logging.INFO, "zhengtu.access"):
        service.get("/tasks?q=geheim", headers={"Authorization": "Bearer zt_geheim"})
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "zhengtu.access"]
    assert json.loads(lines[-1])["path"] == "/tasks"
    assert "geheim" not in "".join(lines)


def test_a_client_may_ask_so_often(tmp_path):
    app = create_app(Settings(data=tmp_path, readers=2, rate_limit=3))
    with TestClient(app) as client:
        statuses = [client.get("/healthz").status_code for _ in range(5)]
        refused = client.get("/healthz")
    assert statuses == [200, 200, 200, 429, 429]
    assert int(refused.headers["retry-after"]) > 0


def test_behind_a_proxy_and_with_a_token(data, token):
    app = create_app(Settings(data=data, readers=2, root_path="/zt", read_token_required=True))
    with TestClient(app, root_path="/zt") as client:
        assert client.get("/zt/tasks").status_code == 401
        assert client.get("/zt/healthz").status_code == 200
        items = client.get("/zt/tasks?limit=1", headers={"Authorization": f"Bearer {token}"}).json()["items"]
    assert items[0]["url"].startswith("/zt/tasks/")
