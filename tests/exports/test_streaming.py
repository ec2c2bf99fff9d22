"""A large export streams with flat memory, and is whole or visibly broken."""

import contextlib
import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from app.store.changes import DatasetLoaded
from app.store.publishing import ensure_release, publish
from app.store.releases import DataFolder
from loaders.synthesis.quads import synthesise
from tests.exports.small_graph import BASE
from tests.server_process import ServerProcess, served


def data_folder(folder: Path, quads: int) -> tuple[Path, list[str]]:
    """A data folder that holds about so many quads of the real shape, and these quads sorted."""
    lines = [line.rstrip("\n") for text in synthesise(quads, BASE) for line in text.splitlines() if line]
    file = folder / "graph.nq"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    data = DataFolder(folder / "data")
    ensure_release(data)
    publish(data, DatasetLoaded(str(file)), keep=2)
    return data.path, sorted(lines)


PLAIN = {"Accept-Encoding": "identity"}


def download(server: ServerProcess, format_name: str) -> tuple[bytes, int]:
    """The whole file, and by how many KiB the server's memory grew at the most meanwhile."""
    before, most, body = server.memory(), 0, []
    with httpx.stream("GET", f"{server.origin}/export", params={"format": format_name}, headers=PLAIN, timeout=120) as answer:
        answer.raise_for_status()
        for piece in answer.iter_raw():
            body.append(piece)
            most = max(most, server.memory())
    return b"".join(body), most - before


def check_flat(folder: Path, quads: int, formats: tuple[str, ...]) -> None:
    data, wanted = data_folder(folder, quads)
    with served(data) as server:
        download(server, "cytoscape")
        for name in formats:
            body, grown = download(server, name)
            assert grown < 64 * 1024, (name, grown)
            if name == "nquads":
                assert sorted(body.decode().splitlines()) == wanted


def test_memory_stays_flat(tmp_path):
    check_flat(tmp_path, 60_000, ("nquads", "gexf"))


@pytest.mark.long
def test_memory_stays_flat_at_a_million_quads(tmp_path):
    check_flat(tmp_path, 1_000_000, ("nquads", "turtle", "jsonld", "gexf", "graphml", "csv"))


def test_a_killed_reader_breaks_the_transfer_visibly(tmp_path):
    data, wanted = data_folder(tmp_path, 60_000)
    broken = 0
    with served(data) as server:
        for attempt in range(6):
            body = []
            try:
                with httpx.stream("GET", f"{server.origin}/export", params={"format": "nquads"}, timeout=60) as answer:
                    answer.raise_for_status()
                    for piece in answer.iter_raw():
                        body.append(piece)
                        for child in server.children():
                            with contextlib.suppress(ProcessLookupError):
                                os.kill(child, signal.SIGKILL)
                assert sorted(b"".join(body).decode().splitlines()) == wanted, "cut short, yet it looks whole"
            except (httpx.RemoteProtocolError, httpx.HTTPStatusError, httpx.ReadError):
                broken += 1
            time.sleep(0.3 + attempt / 10)
        assert broken, "no kill ever met a query under way"
        body, _ = download(server, "nquads")
        assert sorted(body.decode().splitlines()) == wanted
