"""Server time of every page at a million quads. Each page is asked once of a new service, so that no answer is kept from before;
of up to six services the quickest counts, since other processes may have had the processor."""

import statistics
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.server import create_app
from app.settings import Settings
from app.store.changes import DatasetLoaded
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.synthesis.quads import synthesise
from tests.pages import two_cities

QUADS = 1_000_000
SERVICES = 6
SAMPLE = 24
MOST = "SELECT ?thing (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?thing ORDER BY DESC(?n) LIMIT 5"
ZT = f"PREFIX zt: <{two_cities.ZT}> "


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    folder = tmp_path_factory.mktemp("million")
    with (folder / "graph.nq").open("w", encoding="utf-8") as file:
        file.writelines(synthesise(QUADS, two_cities.BASE))
    ensure_release(DataFolder(folder / "data"), two_cities.BASE)
    publish(DataFolder(folder / "data"), DatasetLoaded(str(folder / "graph.nq")), keep=20)
    return folder / "data"


def things(client: TestClient, query: str) -> list[str]:
    rows = client.portal.call(client.app.state.store.rows, ZT + query)
    step = max(1, len(rows) // SAMPLE)
    return [row["thing"].value.removeprefix(two_cities.BASE) for row in rows[::step]][:SAMPLE]


@pytest.mark.long
def test_every_page_is_made_within_100_ms_and_weighs_less_than_300_kb(million):
    with TestClient(create_app(Settings(data=million))) as client:
        pages = {kind: things(client, f"SELECT ?thing {{ ?thing a zt:{kind} }} LIMIT 2000") for kind in KINDS}
        pages["busiest agencies"] = things(client, MOST.format(pattern="?r zt:agency ?thing"))
        pages["commonest indicators"] = things(client, MOST.format(pattern="?t zt:indicator ?thing"))
    pages["lists"] = LISTS
    pages["others"] = OTHERS
    rounds = [asked_once(million, pages)]
    while len(rounds) < SERVICES and max(quickest(rounds).values()) >= 100:
        rounds.append(asked_once(million, pages))
    best = quickest(rounds)
    for name, paths in pages.items():
        times, weight = [best[path] for path in paths], max(rounds[0][path][1] for path in paths)
        print(f"{name:22} median {statistics.median(times):6.1f} ms, worst {max(times):6.1f} ms, at most {weight:7} bytes")
        assert weight < 300_000
    print(f"of {len(rounds)} services")
    assert {path: time for path, time in best.items() if time >= 100} == {}


def quickest(rounds: list[dict[str, tuple[float, int]]]) -> dict[str, float]:
    return {path: min(one[path][0] for one in rounds) for path in rounds[0]}


def asked_once(data: Path, pages: dict[str, list[str]]) -> dict[str, tuple[float, int]]:
    """Path → milliseconds and bytes, asked of a service that has just started."""
    with TestClient(create_app(Settings(data=data))) as client:
        return {path: timed(client, path) for paths in pages.values() for path in paths}


KINDS = ("Plan", "Task", "Agency", "Region", "Indicator", "Document")
LISTS = ["plan", "agency", "region", "indicator", "document"]
OTHERS = ["", "review", "release", "release/2", "corrections", "api", "sparql", "explorer"]
OTHERS += ["search?q=服务", "search?q=卫生", "search?q=方案"]


def timed(client: TestClient, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    answer = client.get(f"/zh/{path}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return (time.perf_counter() - start) * 1000, int(answer.headers["Content-Length"])
