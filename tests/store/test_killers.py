"""Killer queries stop at their deadline and under their memory cap, and who asks something small beside them is answered."""

import asyncio
import statistics
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from app.problems import DeadlineExceeded, OutOfMemory
from app.settings import Settings
from app.store import DatasetLoaded, Lane, Query, SparqlUpdate
from app.store.embedded import EmbeddedStore
from app.store.publishing import publish_graphs
from loaders.synthesis.quads import synthesise
from tests.store.conftest import E, children, run, triples
from tests.store.killers import KILLER_UPDATE, KILLERS

SMALL = "SELECT ?s ?o { ?s <http://example.org/p> ?o } LIMIT 20"
LED_BY = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?task ?label ?plan { ?task zt:ledBy <%s> ; rdfs:label ?label ; zt:inPlan ?p . ?p rdfs:label ?plan } LIMIT 20"""
CURATED = "https://w3id.org/zhengtu/id/graph/curated/killer"


def ticks() -> int:
    """CPU time of our child processes so far, in clock ticks."""
    total = 0
    for pid in children():
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total


async def stopped_in_time(work, timeout: float) -> None:
    """Assert that a killer ends as 504 within half a second of its deadline, or as 503 before it."""
    started = time.monotonic()
    with pytest.raises((DeadlineExceeded, OutOfMemory)):
        await work
    assert time.monotonic() - started < timeout + 0.5


async def ask_beside(store: EmbeddedStore, small: str, until: asyncio.Event) -> list[float]:
    """Latencies in seconds of a small query, uncached, asked again and again until the event."""
    took: list[float] = []
    while not until.is_set():
        started = time.monotonic()
        answer = await store.answer(Query(f"{small} # {len(took)}", lane=Lane.SERVICE))
        assert b"".join([chunk async for chunk in answer.chunks])
        took.append(time.monotonic() - started)
        await asyncio.sleep(0.005)
    return took


async def survive(store: EmbeddedStore, timeout: float, small: str) -> list[float]:
    """All killers one after another, small queries beside them; their latencies."""
    done = asyncio.Event()
    beside = asyncio.create_task(ask_beside(store, small, done))
    for killer in KILLERS.values():
        await stopped_in_time(store.answer(Query(killer, timeout=timeout)), timeout)
    await stopped_in_time(store.publish(SparqlUpdate(KILLER_UPDATE, graphs=(CURATED,)), timeout=timeout), timeout)
    done.set()
    took = await beside
    await asyncio.sleep(1)
    before = ticks()
    await asyncio.sleep(0.5)
    assert ticks() - before <= 5, "something still runs"
    return took


def test_killers_on_a_small_graph(tmp_path):
    settings = Settings(data=tmp_path / "data", readers=2, query_memory=768)

    async def work(store):
        # Words for products and sorting, and a long chain for the path.
        chain = [Triple(NamedNode(f"{E}{n}"), NamedNode(f"{E}next"), NamedNode(f"{E}{n + 1}")) for n in range(20_000)]
        publish_graphs(store.folder, {f"{E}g": triples(20_000) + chain})
        await store.start_writer()
        took = await survive(store, 0.6, SMALL)
        assert len(took) > 50

    run(settings, work)


@pytest.mark.long
def test_killers_on_a_million_quads(tmp_path, capsys):
    settings = Settings(data=tmp_path / "data", readers=4, query_memory=1024)
    file = tmp_path / "bench.nq"
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(synthesise(1_000_000, settings.base))

    async def work(store):
        await store.publish(DatasetLoaded(str(file)))
        leads = "SELECT ?a (COUNT(*) AS ?n) { ?t <https://w3id.org/zhengtu/ont#ledBy> ?a } GROUP BY ?a ORDER BY ?n"
        agency = NamedNode((await store.rows(leads))[0]["a"].value)
        took = await survive(store, 3.0, LED_BY % agency.value)
        p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
        with capsys.disabled():
            print(f"\n{len(took)} small queries beside the killers: p50 {p50 * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms")
        assert p99 < 0.05

    run(settings.model_copy(update={"update_timeout": 600.0, "query_timeout": 60.0}), work)
