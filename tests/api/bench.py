"""`make bench-api`: the web API beside `oxigraph serve` answering the same question as SPARQL, on the same quads, by turns.

Arguments: how many quads (default a million), a folder to keep the data in (default a temporary one). Prints a Markdown table.
"""

import asyncio
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import Store

from app.questions import load_catalogue
from app.questions.arguments import bind
from app.questions.asking import Asking
from app.settings import Settings
from app.store import DatasetLoaded
from app.store.embedded import EmbeddedStore
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.synthesis.quads import synthesise
from tests.store.bench import free_port, report, running

CONNECTIONS, SECONDS, ROUNDS, LIMIT = 16, 3.0, 3, 20
PAGES = (LIMIT, 100)
"""Things a page: as many as a client gets that does not say how many, and five times that."""
PREFIXES = """PREFIX zt: <https://w3id.org/zhengtu/ont#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> """
CATALOGUE = load_catalogue()


def as_sparql(name: str, given: dict[str, str], limit: int | None = None) -> str:
    """The question as one SPARQL request for the same answer; a page chooses its things in every branch of the UNION."""
    question = CATALOGUE[name]
    arguments = bind(question, list(given.items()), Settings().base)
    if limit is None:
        return question.template.one(arguments.terms, arguments.facts)
    chosen_things = question.template.ids(arguments.terms, arguments.facts)
    chosen_things = chosen_things[chosen_things.index("SELECT ?id") :] + f" ORDER BY ?sort_plan1 ?sort_plan2 LIMIT {limit}"
    page = question.template.page(["<urn:here>"], arguments.terms, arguments.facts)
    return page.replace("VALUES ?id { <urn:here> }", f"{{ {chosen_things} }}")


def prepare(quads: int, folder: Path) -> Path:
    """The data folder and the N-Quads, made unless they are there."""
    file, data = folder / "bench.nq", folder / "data"
    if not file.exists():
        with file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(synthesise(quads, Settings().base))
    if not data.exists():
        ensure_release(DataFolder(data))
        started = time.perf_counter()
        receipt = publish(DataFolder(data), DatasetLoaded(str(file)), keep=2)
        report("bulk load with text index", f"{receipt.added} quads in {time.perf_counter() - started:.0f} s")
    return file


def chosen(data: Path) -> dict[str, list[str]]:
    """Agencies that lead some tasks, tasks, plans, regions of the data."""
    folder = DataFolder(data)
    store = Store.read_only(str(folder.folder(folder.current().number) / "store"))

    def values(query: str) -> list[str]:
        return [row["x"].value for row in store.query(PREFIXES + query, use_default_graph_as_union=True)]

    return {
        "agency": values("SELECT ?x (COUNT(*) AS ?n) { ?t zt:ledBy ?x } GROUP BY ?x ORDER BY DESC(?n) LIMIT 400"),
        "task": values("SELECT ?x { ?x a zt:Task } LIMIT 5000"),
        "plan": values("SELECT ?x { ?x a zt:Plan } LIMIT 300"),
        "indicator": values("SELECT ?x { ?x a zt:Indicator } LIMIT 50"),
        "name": values("SELECT ?x { ?p zt:region ?r . ?r rdfs:label ?x } LIMIT 5"),
    }


async def throughput(port: int, target: Callable[[int], str], accept: str) -> float:
    """Answers a second over keep-alive connections."""
    until = time.perf_counter() + SECONDS
    count = 0

    async def client(number: int) -> None:
        nonlocal count
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
        n = number
        while time.perf_counter() < until:
            writer.write(f"GET {target(n)} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n")[0], head
            length = re.search(rb"content-length: *(\d+)", head.lower())
            if length:
                await reader.readexactly(int(length[1]))
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


def over_http(folder: Path, file: Path, known: dict[str, list[str]]) -> None:
    """Both servers side by side, by turns; ratios of medians."""
    oxigraph = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert oxigraph, "oxigraph is not installed"
    peer_data = folder / "peer"
    if not peer_data.exists():
        subprocess.run([oxigraph, "load", "--location", peer_data, "--file", file], check=True, capture_output=True)
    ours, peer = free_port(), free_port()
    serve = [sys.executable, "-m", "app.cli", "serve", "--data", str(folder / "data"), "--port", str(ours)]
    other = [oxigraph, "serve-read-only", "--location", str(peer_data), "--bind", f"127.0.0.1:{peer}", "--union-default-graph"]
    agencies, tasks = known["agency"], known["task"]
    run = iter(range(10**9))

    def led(n: int, fresh: bool) -> str:
        agency = agencies[n % len(agencies) if fresh else n % 20]
        # A date after all of them makes requests differ that ask for equal work.
        extra = {"due_before": str(9999 - next(run) % 5000)} if fresh else {}
        return "/tasks?" + urlencode({"lead": agency, "limit": LIMIT} | extra)

    def led_peer(n: int, fresh: bool) -> str:
        agency = agencies[n % len(agencies) if fresh else n % 20]
        given = {"lead": agency} | ({"due_before": str(9999 - next(run) % 5000)} if fresh else {})
        return "/query?" + urlencode({"query": as_sparql("tasks", given, LIMIT)})

    def key(n: int) -> str:
        return tasks[n % len(tasks)]

    questions = {
        f"{LIMIT} tasks led by an agency, uncached": (lambda n: led(n, True), lambda n: led_peer(n, True)),
        f"{LIMIT} tasks led by an agency, repeated": (lambda n: led(n, False), lambda n: led_peer(n, False)),
        "one task in full, uncached": (
            lambda n: f"/tasks/{key(next(run)).rpartition('/')[2]}",
            lambda _: "/query?" + urlencode({"query": as_sparql("task", {"id": key(next(run))})}),
        ),
        "one task in full, repeated": (
            lambda n: f"/tasks/{key(n % 20).rpartition('/')[2]}",
            lambda n: "/query?" + urlencode({"query": as_sparql("task", {"id": key(n % 20)})}),
        ),
    }
    with running(serve, ours), running(other, peer):
        time.sleep(5)
        for name, (mine, theirs) in questions.items():
            pairs = []
            for _ in range(ROUNDS):
                one = asyncio.run(throughput(ours, mine, "application/json"))
                pairs.append((one, asyncio.run(throughput(peer, theirs, "application/sparql-results+json"))))
            a, b = (statistics.median(side) for side in zip(*pairs, strict=True))
            report(f"{name}, {CONNECTIONS} connections", f"{a:.0f} / {b:.0f} a second = {a / b:.2f}")


def processor(store: EmbeddedStore) -> float:
    """Seconds of processor time that this process and the store's readers have taken: what load on the machine distorts least."""
    readers = [reader.pid for lane in store._lanes.values() for reader in lane._live]
    return time.process_time() + sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in readers) / 1e9


async def lists(data: Path, known: dict[str, list[str]]) -> None:
    """For every list: making the id list, with and without filters, and the p50 of its pages once it exists; in brackets the
    processor time.
    """
    store = await EmbeddedStore.open(Settings(data=data, query_timeout=120))
    asking = Asking(store, store.folder.base)
    release = await asking.release()
    filters = {
        "lead": known["agency"][0], "agency": known["agency"][0], "plan": known["plan"][0], "region": known["name"][0],
        "indicator": known["indicator"][0], "due_before": "2015", "q": "服务", "unit": "%", "year": "2020", "kind": "task",
        "theme": "教育", "measure": "level", "value_min": "50",
    }  # fmt: skip
    for question in CATALOGUE.values():
        if question.kind != "list":
            continue
        required = [(p.name, filters[p.name]) for p in question.parameters.values() if p.required]
        given = [[]] + [[(p.name, filters[p.name])] for p in question.parameters.values() if not p.required and p.name in filters]
        for filter_ in given:
            arguments = bind(question, [*required, *filter_], asking.base)
            started, before = time.perf_counter(), processor(store)
            ids = await asking.ids(question, arguments, release)
            made, worked = time.perf_counter() - started, processor(store) - before
            named = ", ".join(name for name, _ in [*required, *filter_]) or "all"
            listed = [f"{len(ids)} ids in {made:.2f} s ({worked:.2f})"]
            for size in PAGES:
                took = []
                before = processor(store)
                for n in range(min(15, len(ids) // size + 1)):
                    started = time.perf_counter()
                    await asking._things(question, arguments, release, ids.slice(n * size, size))
                    took.append((time.perf_counter() - started) * 1000)
                each = (processor(store) - before) * 1000 / len(took)
                listed.append(f"p50 of a page of {size} {statistics.median(took):.1f} ms ({each:.1f})")
            report(f"{question.name} ({named})", ", ".join(listed))
    await store.close()


def main() -> None:
    quads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"| at {quads} quads, load {os.getloadavg()[0]:.1f} | measured |\n|---|---|")
        file = prepare(quads, folder)
        known = chosen(folder / "data")
        over_http(folder, file, known)
        asyncio.run(lists(folder / "data", known))


if __name__ == "__main__":
    main()
