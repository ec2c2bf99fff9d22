"""Server time of every page at a million quads: each page asked once, so that no answer is kept from before."""

import statistics
import time

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
    with TestClient(create_app(Settings(data=folder / "data"))) as client:
        yield client


def things(client: TestClient, query: str) -> list[str]:
    rows = client.portal.call(client.app.state.store.rows, ZT + query)
    step = max(1, len(rows) // SAMPLE)
    return [row["thing"].value.removeprefix(two_cities.BASE) for row in rows[::step]][:SAMPLE]


@pytest.mark.long
def test_every_page_is_made_within_100_ms_and_weighs_less_than_300_kb(million):
    pages = {kind: things(million, f"SELECT ?thing {{ ?thing a zt:{kind} }} LIMIT 2000") for kind in KINDS}
    pages["busiest agencies"] = things(million, MOST.format(pattern="?r zt:agency ?thing"))
    pages["commonest indicators"] = things(million, MOST.format(pattern="?t zt:indicator ?thing"))
    pages["lists"] = ["plan", "agency", "region", "indicator", "document"]
    pages["others"] = [
        "",
        "review",
        "release",
        "release/2",
        "sparql",
        "explorer",
        "search?q=服务",
        "search?q=卫生",
        "search?q=方案",
    ]
    for warm in ("api", "plan/0000000000000000"):
        million.get(f"/zh/{warm}")
    slow = {}
    for name, paths in pages.items():
        times, weights = zip(*(timed(million, path) for path in paths), strict=True)
        print(f"{name:22} median {statistics.median(times):6.1f} ms, worst {max(times):6.1f} ms, at most {max(weights):7} bytes")
        assert max(weights) < 300_000
        if statistics.median(times) >= 100:
            slow[name] = times
    assert slow == {}


KINDS = ("Plan", "Task", "Agency", "Region", "Indicator", "Document")


def timed(client: TestClient, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    answer = client.get(f"/zh/{path}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return (time.perf_counter() - start) * 1000, int(answer.headers["Content-Length"])
