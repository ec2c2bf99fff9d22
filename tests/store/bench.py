"""`make bench-store`: what a query, a write and a restart of a reader cost, and the service beside `oxigraph serve`.

Both servers hold the same quads; runs alternate and ratios are of medians. Arguments: how many quads (default a million).
"""

import asyncio
import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from app.settings import Settings
from app.store import DatasetLoaded, Lane, Query, SparqlUpdate
from app.store.embedded import EmbeddedStore
from loaders.synthesis.quads import synthesise

ZT = "https://w3id.org/zhengtu/ont#"
LED_BY = (
    f"PREFIX zt: <{ZT}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?task ?label ?title {{ ?task zt:ledBy <{}> ; rdfs:label ?label ; zt:inPlan ?plan . ?plan rdfs:label ?title }}"
)
CURATED = "https://w3id.org/zhengtu/id/graph/curated/bench"
CONNECTIONS, SECONDS, ROUNDS = 16, 4.0, 3


def report(name: str, value: str) -> None:
    """One line of the table."""
    print(f"| {name} | {value} |", flush=True)


async def milliseconds(work: Callable[[int], object], times: int) -> str:
    """Median and p99 of awaiting work(n)."""
    took = []
    for n in range(times):
        started = time.perf_counter()
        await work(n)  # type: ignore[misc]
        took.append((time.perf_counter() - started) * 1000)
    return f"p50 {statistics.median(took):.2f} ms, p99 {statistics.quantiles(took, n=100)[98]:.2f} ms"


async def inside(data: Path, file: Path) -> list[str]:
    """Bench the store without HTTP; returns agencies that lead some tasks."""
    store = await EmbeddedStore.open(Settings(data=data, readers=4, query_timeout=60, update_timeout=1800))
    started = time.perf_counter()
    receipt = await store.publish(DatasetLoaded(str(file)))
    report("bulk load, compacted, digested", f"{receipt.added} quads in {time.perf_counter() - started:.1f} s")
    rows = await store.rows(f"SELECT ?a (COUNT(*) AS ?n) {{ ?t <{ZT}ledBy> ?a }} GROUP BY ?a ORDER BY DESC(?n)")
    counts = [int(row["n"].value) for row in rows[:100]]
    report(
        "agencies asked for: the busiest hundred", f"{counts[0]} to {counts[-1]} tasks, median {statistics.median(counts):.0f}"
    )
    agencies = [row["a"].value for row in rows[:100]]

    async def ask(text: str, lane: Lane = Lane.SERVICE) -> bytes:
        answer = await store.answer(Query(text, lane=lane))
        return b"".join([chunk async for chunk in answer.chunks])

    report("round trip to a reader, ASK {}", await milliseconds(lambda n: ask(f"ASK {{}} # {n}"), 3000))
    report("the same from the cache", await milliseconds(lambda _: ask("ASK {}"), 3000))
    led_by = await milliseconds(lambda n: ask(LED_BY.format(agencies[n % len(agencies)]) + f"# {n}"), 1000)
    report("tasks led by an agency, uncached", led_by)

    async def write(n: int) -> None:
        insert = f"INSERT DATA {{ GRAPH <{CURATED}> {{ <urn:s{n}> <urn:p> {n} }} }}"
        await store.publish(SparqlUpdate(insert, graphs=(CURATED,)))

    await store.start_writer()
    await write(-1)
    report("a small update, published", await milliseconds(write, 100))

    async def kill(n: int) -> None:
        waiting = asyncio.create_task(ask(f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f }} # {n}", Lane.AD_HOC))
        await asyncio.sleep(0.1)
        store.stop(store.queries()[0].query_id)
        with contextlib.suppress(Exception):
            await waiting

    took = []
    for n in range(10):
        await kill(n)
        started = time.perf_counter()
        while sum((await store.health()).readers.values()) < 4:
            await asyncio.sleep(0.002)
        took.append((time.perf_counter() - started) * 1000)
    report("a killed reader is replaced", f"median {statistics.median(took):.0f} ms")
    await store.close()
    return agencies


async def throughput(port: int, path: str, query: Callable[[int], str]) -> float:
    """Answers a second over keep-alive connections."""
    until = time.perf_counter() + SECONDS
    count = 0

    async def client(number: int) -> None:
        nonlocal count
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        n = number
        while time.perf_counter() < until:
            target = f"{path}?query={quote(query(n))}"
            writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: application/sparql-results+json\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n")[0], head
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            if length:
                await reader.readexactly(int(length[0].split(b":")[1]))
            else:
                while size := int(await reader.readline(), 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            count += 1
            n += CONNECTIONS
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(CONNECTIONS)))
    return count / (time.perf_counter() - started)


@contextlib.contextmanager
def running(command: list[str], port: int, **environment: str):  # type: ignore[no-untyped-def]
    """A server process that answers on the port."""
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield
        finally:
            server.terminate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def over_http(data: Path, file: Path, agencies: list[str], peer_data: Path) -> None:
    """Both servers side by side, one question after the other, by turns."""
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert oxigraph, "oxigraph is not installed"
    subprocess.run([oxigraph, "load", "--location", peer_data, "--file", file], check=True, capture_output=True)
    ours, peer = free_port(), free_port()
    serve = [sys.executable, "-m", "app.cli", "serve", "--data", str(data), "--port", str(ours)]
    other = [oxigraph, "serve-read-only", "--location", str(peer_data), "--bind", f"127.0.0.1:{peer}", "--union-default-graph"]
    questions: dict[str, Callable[[int], str]] = {
        "ASK, uncached": lambda n: f"ASK {{}} # {n}",
        "tasks led by an agency, uncached": lambda n: LED_BY.format(agencies[n % len(agencies)]) + f"# {n} {time.time()}",
        "tasks led by an agency, repeated": lambda n: LED_BY.format(agencies[n % 20]),
        "ASK, repeated": lambda _: "ASK {}",
    }
    with running(serve, ours), running(other, peer):
        time.sleep(5)
        for name, question in questions.items():
            pairs = []
            for _ in range(ROUNDS):
                pairs.append(
                    (asyncio.run(throughput(ours, "/sparql", question)), asyncio.run(throughput(peer, "/query", question)))
                )
            mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
            report(f"{name}, {CONNECTIONS} connections", f"{mine:.0f} / {theirs:.0f} a second = {mine / theirs:.2f}")


def main() -> None:
    quads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.nq"
        with file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(synthesise(quads, Settings().base))
        print("| what | measured |\n|---|---|")
        agencies = asyncio.run(inside(Path(folder) / "data", file))
        over_http(Path(folder) / "data", file, agencies, Path(folder) / "peer")


if __name__ == "__main__":
    main()
