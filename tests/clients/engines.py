"""The engines that the contract runs on: embedded, `oxigraph serve`, Apache Jena Fuseki. Each as settings for a service."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
FUSEKI = "5.5.0"
JAR = ROOT / "build" / f"jena-fuseki-server-{FUSEKI}.jar"
ENGINES = ("embedded", "oxigraph", "fuseki")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def engine(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """Run an engine; the settings that name it. Skips, with a word, where it cannot be had."""
    if name == "embedded":
        yield {}
        return
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    command, settings = (_oxigraph if name == "oxigraph" else _fuseki)(folder, port, origin)
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait(settings["store"])
            yield settings
        finally:
            running.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("the engine did not start")


def _oxigraph(folder: Path, port: int, origin: str) -> tuple[list[str], dict[str, str]]:
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("oxigraph (PyPI) is not installed")
    command = [
        str(program),
        "serve",
        "--location",
        str(folder / "engine"),
        "--bind",
        f"127.0.0.1:{port}",
        "--union-default-graph",
    ]
    return command, {"store": f"{origin}/query", "store_update": f"{origin}/update", "store_graphs": f"{origin}/store"}


def _fuseki(folder: Path, port: int, origin: str) -> tuple[list[str], dict[str, str]]:
    if not shutil.which("java"):
        pytest.skip("no Java for Fuseki")
    if not JAR.exists():
        _fetch()
    location = folder / "tdb2"
    location.mkdir()
    command = ["java", "-Xmx600m", "-jar", str(JAR), "--localhost", f"--port={port}", "--tdb2", f"--loc={location}", "--update"]
    command += ["--set", "tdb2:unionDefaultGraph=true", "/ds"]
    dataset = f"{origin}/ds"
    return command, {"store": f"{dataset}/query", "store_update": f"{dataset}/update", "store_graphs": f"{dataset}/data"}


def _fetch() -> None:
    if not shutil.which("mvn"):
        pytest.skip("Fuseki is not here and Maven is not installed")
    artifact = f"-Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI}"
    fetching = ["mvn", "-q", "-B", "dependency:copy", artifact, f"-DoutputDirectory={JAR.parent}"]
    try:
        done = subprocess.run(fetching, cwd=ROOT.parent, capture_output=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("Fuseki could not be fetched in time")
    if done.returncode or not JAR.exists():
        pytest.skip("Fuseki could not be fetched from Maven")
