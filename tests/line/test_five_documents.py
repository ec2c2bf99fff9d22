"""The whole line on the five real documents: bytes in, questions answered with evidence. Runs where ../shared is there."""

import json
import shutil
import time
from pathlib import Path

import httpx
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from app.store.releases import DataFolder
from tests.line.command import ROOT, SHARED, zhengtu
from tests.server_process import ServerProcess, served

CORPUS = sorted((SHARED / "corpus").glob("*.txt")) if SHARED.is_dir() else []
pytestmark = pytest.mark.skipif(len(CORPUS) != 5, reason="the five documents of ../shared are not here")
NAMES = ("市卫生健康委", "市卫健委", "嘉兴市卫生健康委员会")
PREFIXES = "PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
LED_BY = (
    PREFIXES
    + 'SELECT DISTINCT ?task WHERE { ?task a zt:Task ; zt:ledBy ?agency . ?agency skos:altLabel "市卫生健康委"@zh ; '
    + "zt:jurisdiction <https://w3id.org/zhengtu/id/region/330400> }"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("five") / "data"
    started = time.monotonic()
    loaded = zhengtu(folder, "load", *CORPUS)
    assert loaded.returncode == 0, loaded.stderr
    assert time.monotonic() - started < 60
    return folder


@pytest.fixture(scope="module")
def with_table(data, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("table") / "data"
    shutil.copytree(data, folder)
    loaded = zhengtu(folder, "load", ROOT / "samples" / "jiaxing-2023-breakdown.csv")
    assert loaded.returncode == 0, loaded.stderr
    return folder


@pytest.fixture(scope="module")
def server(data):
    with served(data) as running:
        yield running


@pytest.fixture(scope="module")
def server_with_table(with_table):
    with served(with_table) as running:
        yield running


def select(server: ServerProcess, text: str) -> list[dict[str, str]]:
    """The rows of a query, through SPARQLWrapper."""
    client = SPARQLWrapper(f"{server.origin}/sparql")
    client.setReturnFormat(JSON)
    client.setQuery(PREFIXES + text)
    rows = client.queryAndConvert()["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in rows]


def digest(folder: Path) -> str:
    return DataFolder(folder).current().digest


def plan_graphs(folder: Path) -> dict[str, str]:
    """The digest of every plan's graph."""
    manifest = DataFolder(folder).manifest(DataFolder(folder).current().number)
    return {graph: value for graph, (value, _) in manifest.graphs.items() if "/graph/plan/" in graph}


def test_nine_plans_and_307_tasks(server):
    count = "SELECT (COUNT(DISTINCT ?p) AS ?plans) (COUNT(DISTINCT ?t) AS ?tasks) { ?t a zt:Task ; zt:inPlan ?p }"
    [row] = select(server, count)
    assert (row["plans"], row["tasks"]) == ("9", "307")


def test_another_order_gives_the_same_release(data, tmp_path):
    other = tmp_path / "data"
    for document in reversed(CORPUS):
        assert zhengtu(other, "load", document).returncode == 0
    assert digest(other) == digest(data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("running", ["server", "server_with_table"])
def test_nine_tasks_by_any_name_with_and_without_the_table(request, running, name):
    origin = request.getfixturevalue(running).origin
    items = httpx.get(f"{origin}/tasks", params={"lead": name}, timeout=30).raise_for_status().json()["items"]
    assert len(items) == 9
    for item in items:
        assert item["plan"]["title"].startswith("嘉兴市公共服务")
        assert item["path"].startswith("二、重点任务")
        assert item["due"] is None, "no task of this plan names a due of its own; those of its targets are asked below"
        [lead] = [lead for lead in item["leads"] if lead["name"] == "嘉兴市卫生健康委员会"]
        assert any("市卫生健康委" in quote["text"] for quote in lead["quotes"])
    asked = {"agency": name, "limit": 100}
    targets = httpx.get(f"{origin}/targets", params=asked, timeout=30).raise_for_status().json()["items"]
    assert {target["task"]["id"] for target in targets} <= {item["id"] for item in items}
    assert {target["due"]["latest"] for target in targets} == {"2027-12-31T23:59:59+08:00"}


def test_the_command_line_and_sparqlwrapper_give_the_same_tasks(data, server):
    over_http = {item["id"] for item in httpx.get(f"{server.origin}/tasks", params={"lead": NAMES[0]}).json()["items"]}
    asked = zhengtu(data, "query", "tasks", "--param", f"lead={NAMES[0]}")
    assert asked.returncode == 0, asked.stderr
    assert {json.loads(line)["id"] for line in asked.stdout.splitlines()} == over_http
    assert {row["task"] for row in select(server, LED_BY.removeprefix(PREFIXES))} == over_http


def test_every_fact_shows_its_quote(data, server_with_table, with_table):
    del data
    for kind in ("Task", "Target", "Responsibility"):
        bare = f"SELECT ?fact {{ ?fact a zt:{kind} FILTER NOT EXISTS {{ ?fact zt:hasEvidence ?e }} }}"
        assert select(server_with_table, bare) == [], kind
    rows = select(
        server_with_table,
        "SELECT ?exact ?start ?end ?rawStart ?rawEnd ?digest { ?e a zt:Evidence ; <http://www.w3.org/ns/oa#exact> ?exact ; "
        "<http://www.w3.org/ns/oa#start> ?start ; <http://www.w3.org/ns/oa#end> ?end ; "
        "zt:rawStart ?rawStart ; zt:rawEnd ?rawEnd ; "
        "<http://www.w3.org/ns/oa#hasSource> ?document . ?document zt:sourceDigest ?digest }",
    )
    assert len(rows) > 1000
    texts: dict[str, tuple[str, str]] = {}
    for row in rows:
        kept = DataFolder(with_table).sources / row["digest"]
        if row["digest"] not in texts:
            texts[row["digest"]] = tuple((kept / name).read_bytes().decode() for name in ("text.txt", "raw.txt"))
        text, raw = texts[row["digest"]]
        assert text[int(row["start"]) : int(row["end"])] == row["exact"]
        assert 0 <= int(row["rawStart"]) < int(row["rawEnd"]) <= len(raw)


def test_loading_again_publishes_nothing(data, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    before = DataFolder(folder).current()
    assert zhengtu(folder, "load", *CORPUS).returncode == 0
    assert DataFolder(folder).current() == before


def changed(document: Path, folder: Path, old: str, new: str) -> Path:
    """A copy of a document in which one word stands once more or less; asserts that it really differs."""
    text = document.read_text(encoding="utf-8")
    assert old in text
    file = folder / document.name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def tasks(folder: Path) -> set[str]:
    asked = zhengtu(folder, "query", "tasks")
    assert asked.returncode == 0, asked.stderr
    return {json.loads(line)["id"] for line in asked.stdout.splitlines()}


def test_a_changed_sentence_changes_its_plan_and_no_other(data, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    before = plan_graphs(folder)
    # A figure within the 2023 plan.
    assert zhengtu(folder, "load", changed(CORPUS[-2], tmp_path, "110万人以上", "111万人以上")).returncode == 0
    after = plan_graphs(folder)
    assert before.keys() == after.keys()
    assert len([graph for graph in before if before[graph] != after[graph]]) == 1


def test_renumbering_a_heading_moves_no_task(data, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    before = tasks(folder)
    renumbered = changed(CORPUS[-2], tmp_path, "(四)推进“病有良医”", "(九)推进“病有良医”")
    assert zhengtu(folder, "load", renumbered).returncode == 0
    assert tasks(folder) == before
