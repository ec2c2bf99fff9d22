"""Documents and corrections through the web API, with the embedded store and its processes."""

import json

import pytest
from fastapi.testclient import TestClient

from app.security import Role, TokenFile
from app.server import create_app
from app.settings import Settings
from loaders.resources import data_folder

NOTICE = data_folder("samples") / "yunlan-2024-notice.txt"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    token = TokenFile(data).add("tester", Role.EDITOR)
    with TestClient(create_app(Settings(data=data, readers=2))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def loaded(service):
    upload(service, NOTICE.read_bytes())
    return service


def upload(service, data, **query):
    answer = service.post("/documents", params=query, files={"files": ("notice.txt", data)})
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


def digest(service):
    return service.get("/releases").json()["items"][0]["digest"]


def test_a_trial_tells_the_record_and_stores_nothing(service):
    before = digest(service)
    tried = upload(service, NOTICE.read_bytes(), dry_run="true")["documents"][0]
    assert tried["record"]["plans"][0]["tasks"]
    assert tried["report"]["conforms"]
    assert digest(service) == before


def test_the_same_document_again_changes_nothing(loaded):
    again = upload(loaded, NOTICE.read_bytes())
    assert not again["published"]
    assert again["documents"][0]["outcome"] == "unchanged"


def test_a_job_is_followed_to_its_end(loaded):
    changed = NOTICE.read_text("utf-8").replace("120公里", "130公里").encode()
    job = upload(loaded, changed, background="true")
    with loaded.stream("GET", job["url"], headers={"Accept": "text/event-stream"}) as stream:
        events = [json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: ")]
    assert events[-1]["state"] == "done"
    assert events[-1]["receipt"]["documents"][0]["outcome"] == "replaced"
    assert loaded.get(job["url"]).json()["state"] == "done"
    upload(loaded, NOTICE.read_bytes())


def test_replace_and_remove(loaded):
    document = loaded.get("/documents").json()["items"][0]
    before = digest(loaded)
    changed = NOTICE.read_text("utf-8").replace("120公里", "140公里").encode()
    assert loaded.put(document["url"], files={"files": ("notice.txt", changed)}).status_code == 200
    assert any(target["value"] == 140 for target in loaded.get("/targets?limit=100").json()["items"])
    other = changed.replace("清溪惠民".encode(), "清溪便民".encode()).replace("2024〕7号".encode(), "2024〕8号".encode())
    assert loaded.put(document["url"], files={"files": ("notice.txt", other)}).status_code == 409
    assert loaded.put(document["url"], files={"files": ("notice.txt", NOTICE.read_bytes())}).status_code == 200
    assert digest(loaded) == before
    assert loaded.delete(document["url"]).json()["documents"][0]["outcome"] == "removed"
    assert loaded.get(document["url"]).status_code == 404
    assert loaded.get("/tasks?count=true").json()["total"] == 0
    upload(loaded, NOTICE.read_bytes())
    assert digest(loaded) == before


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda client: client.post("/documents", files={"files": ("a.txt", b"")}), 422),
        (lambda client: client.post("/documents", files={"files": ("a.txt", b"no plan at all")}), 422),
        (lambda client: client.post("/documents", content=b"x", headers={"Content-Type": "text/plain"}), 415),
        (lambda client: client.post("/documents", files={"other": ("a.txt", b"x")}), 400),
        (lambda client: client.post("/documents", headers={"Authorization": "Bearer zt_wrong"}), 401),
        (lambda client: client.delete("/documents/0123456789abcdef"), 404),
        (lambda client: client.put("/documents/0123456789abcdef", files={"files": ("a.txt", b"x")}), 404),
        (lambda client: client.get("/jobs/none"), 404),
        (lambda client: client.delete("/corrections/none"), 404),
        (lambda client: client.post("/corrections", json={"action": "replace", "reason": "x"}), 400),
        (lambda client: client.post("/corrections", json={"action": "merge", "reason": "x", "entity": "agency"}), 422),
        (lambda client: client.post("/corrections", json={"action": "retract", "reason": "x", "subject": "/tasks/none"}), 404),
        (lambda client: client.post("/corrections", json={"action": "retract", "reason": "x", "subject": "a b"}), 422),
    ],
)
def test_what_is_refused_changes_nothing(loaded, send, status):
    before = digest(loaded)
    answer = send(loaded)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert digest(loaded) == before


def test_twenty_corrections_survive_a_changed_document_and_undoing_restores_the_digest(loaded):
    plain = digest(loaded)
    made = [post(loaded, asked) for asked in twenty(loaded)]
    assert len(made) == 20
    assert [one["correction"]["entry"] for one in made if one["correction"]["state"] != "applied"] == []
    corrected = digest(loaded)
    assert corrected != plain

    changed = NOTICE.read_text("utf-8").replace("分段疏浚", "分三段疏浚").encode()
    upload(loaded, changed)
    kept = loaded.get("/corrections?state=applied&limit=1000").json()["items"]
    assert len(kept) == 20
    shown = loaded.get("/questions/corrected?limit=100").json()["items"]
    told = {name for item in shown for name in item["corrections"]}
    replaced = {f"correction:{one['id']}" for one in kept if one["entry"]["action"] != "retract"}
    assert replaced <= told
    upload(loaded, NOTICE.read_bytes())
    assert digest(loaded) == corrected

    for one in made:
        assert loaded.delete(one["correction"]["url"]).status_code == 200
    assert digest(loaded) == plain
    assert len(loaded.get("/corrections?state=undone&limit=1000").json()["items"]) == 20


def test_a_correction_without_its_place_is_on_the_review_list(loaded):
    task = loaded.get("/tasks?q=疏浚").json()["items"][0]
    made = post(loaded, {"action": "replace", "reason": "核对", "subject": task["url"], "changes": {"kind": "safeguard"}})
    upload(loaded, NOTICE.read_text("utf-8").replace("1.疏浚城区河道。", "1.整治全部水面。").encode())
    unanchored = loaded.get("/corrections?state=unanchored").json()["items"]
    assert [one["id"] for one in unanchored] == [made["correction"]["id"]]
    upload(loaded, NOTICE.read_bytes())
    loaded.delete(made["correction"]["url"])


def test_what_was_declared_different_is_not_merged(loaded):
    apart = {"action": "distinct", "entity": "agency", "names": ["市水利局", "市财政局"], "reason": "两个机构"}
    made = post(loaded, apart)
    merge = {"action": "merge", "entity": "agency", "names": ["市财政局"], "into": "市水利局", "reason": "合并"}
    assert loaded.post("/corrections", json=merge).status_code == 409
    loaded.delete(made["correction"]["url"])


def post(service, asked):
    answer = service.post("/corrections", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.json()


def twenty(service):
    """Twenty corrections of every kind, no two of the same statement."""
    tasks = service.get("/tasks?limit=100").json()["items"]
    targets = service.get("/targets?limit=100").json()["items"]
    plan, document = service.get("/plans").json()["items"][0], service.get("/documents").json()["items"][0]
    reason = {"reason": "与原件核对"}
    for task in tasks[:5]:
        yield reason | {
            "action": "replace",
            "subject": task["url"],
            "changes": {"kind": "safeguard" if task["kind"] == "task" else "task"},
        }
    for task in tasks[:4]:
        yield reason | {
            "action": "add",
            "subject": task["id"],
            "fact": "responsibility",
            "changes": {"name": "市教育局", "role": "support"},
        }
    for target in targets[:5]:
        yield reason | {"action": "replace", "subject": target["id"], "changes": {"value": target["value"] + 1}}
    yield reason | {"action": "retract", "subject": targets[5]["id"]}
    led = next(task for task in tasks[4:] if task["leads"])
    part = service.get(led["url"]).json()["responsibilities"][0]
    yield reason | {"action": "retract", "subject": part["id"]}
    yield reason | {"action": "add", "subject": tasks[0]["id"], "fact": "region", "changes": {"name": "白石县"}}
    yield reason | {"action": "replace", "subject": document["url"], "changes": {"published": "2024-03-06"}}
    yield reason | {"action": "replace", "subject": plan["url"], "changes": {"owner": "云澜市人民政府"}}
    printed = next(task["supports"][0]["name_as_printed"] for task in tasks if task["supports"])
    yield reason | {"action": "merge", "entity": "agency", "names": [printed], "into": "市教育局"}
