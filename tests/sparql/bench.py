"""`make bench-sparql`: `/sparql` beside `oxigraph serve` on the same quads in one run; writes docs/performance-sparql.md.

Arguments: how many quads (default a million).
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from app.settings import Settings
from app.store import DatasetLoaded, Query
from app.store.embedded import EmbeddedStore, terms
from loaders.synthesis.quads import synthesise
from tests.store import bench

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance-sparql.md"
HEAD = """# `/sparql` beside `oxigraph serve`

Written by `make bench-sparql` on {when}: {quads} synthetic quads of the real shape, two processor cores (load {load:.1f} before
the run), {connections} keep-alive connections, runs that alternate, medians of {rounds}. Answers a second: ours / theirs.
Processor time: of the server and all its processes, milliseconds an answer; its ratio (theirs / ours) is what the throughput
tends to when nothing else runs.

| what | answers a second | ratio | ms of processor | ratio |
|---|---|---|---|---|
"""
FOOT = """
Where the time goes: an uncached answer costs the API process some four tenths of a millisecond (the HTTP server, ids, logs and
metrics, the judgement of the query, the hand-over through a queue and two pipes) and a reader what the engine needs and its
wake-up. The engine itself is quicker in a reader than in `oxigraph serve` (a compacted release, more free memory at hand). That
makes up for a part, and for the more of it the more a question has to do: a trivial `ASK` compares little but an HTTP server in
Python with one in Rust. A repeated question is sent from memory as it went out before, and pays for the HTTP server, ids, logs
and metrics alone.
"""
ROUNDS = 3
Question = Callable[[int], str]


async def prepare(data: Path, file: Path) -> list[str]:
    """Load the file; the hundred agencies that lead most tasks."""
    store = await EmbeddedStore.open(Settings(data=data, query_timeout=60, update_timeout=1800))
    try:
        await store.publish(DatasetLoaded(str(file)))
        busiest = f"SELECT ?a (COUNT(*) AS ?n) {{ ?t <{bench.ZT}ledBy> ?a }} GROUP BY ?a ORDER BY DESC(?n) LIMIT 100"
        answer = await store.answer(Query(busiest, timeout=60))
        return [row["a"].value for row in terms(b"".join([chunk async for chunk in answer.chunks]))]
    finally:
        await store.close()


def processor_time(pid: int) -> float:
    """Seconds of processor that a process and its children have used, those that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(fields[index]) for index in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(processor_time(int(child)) for child in children)


def measured(pid: int, port: int, path: str, question: Question) -> tuple[float, float]:
    """(answers a second, milliseconds of processor an answer)."""
    before, started = processor_time(pid), time.perf_counter()
    rate = asyncio.run(bench.throughput(port, path, question))
    return rate, (processor_time(pid) - before) / (rate * (time.perf_counter() - started)) * 1000


@contextmanager
def started(command: list[str], port: int) -> Iterator[int]:
    """A server; its process id once it answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


def compare(data: Path, file: Path, peer_data: Path, agencies: list[str]) -> Iterator[str]:
    """The lines of the table."""
    oxigraph = str(Path(sys.executable).parent / "oxigraph")
    subprocess.run([oxigraph, "load", "--location", peer_data, "--file", file], check=True, capture_output=True)
    ours, theirs = bench.free_port(), bench.free_port()
    serve = [sys.executable, "-m", "app.cli", "serve", "--data", str(data), "--port", str(ours)]
    peer = [oxigraph, "serve-read-only", "--location", str(peer_data), "--bind", f"127.0.0.1:{theirs}", "--union-default-graph"]
    questions: dict[str, Question] = {
        "tasks led by an agency, uncached": lambda n: bench.LED_BY.format(agencies[n % 100]) + f"# {n} {time.time()}",
        "tasks led by an agency, repeated": lambda n: bench.LED_BY.format(agencies[n % 20]),
        "ASK, uncached": lambda n: f"ASK {{}} # {n} {time.time()}",
        "ASK, repeated": lambda _: "ASK {}",
    }
    with started(serve, ours) as our_pid, started(peer, theirs) as their_pid:
        time.sleep(4)
        for name, question in questions.items():
            runs = [
                (measured(our_pid, ours, "/sparql", question), measured(their_pid, theirs, "/query", question))
                for _ in range(ROUNDS)
            ]
            rate, their_rate, cost, their_cost = (
                statistics.median(run[side][what] for run in runs) for what in (0, 1) for side in (0, 1)
            )
            rates = f"{rate:.0f} / {their_rate:.0f} | {rate / their_rate:.2f}"
            yield f"| {name} | {rates} | {cost:.2f} / {their_cost:.2f} | {their_cost / cost:.2f} |"


def main() -> None:
    """Run and write the report."""
    quads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    load = os.getloadavg()[0]
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.nq"
        with file.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(synthesise(quads, Settings().base))
        agencies = asyncio.run(prepare(Path(folder) / "data", file))
        for line in compare(Path(folder) / "data", file, Path(folder) / "peer", agencies):
            print(line, flush=True)
            lines.append(line)
    when = datetime.now(UTC).date().isoformat()
    head = HEAD.format(when=when, quads=f"{quads:,}", connections=bench.CONNECTIONS, rounds=ROUNDS, load=load)
    REPORT.write_text(head + "\n".join(lines) + "\n" + FOOT, "utf-8")


if __name__ == "__main__":
    main()
