"""The server as a process: cut answers look cut to every client, HTTP/1.0 gets whole ones, stopping lets requests finish."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from app.settings import Settings
from app.store.publishing import publish_graphs
from app.store.releases import DataFolder
from tests.store.conftest import E, triples

ROOT = Path(__file__).parents[2]
EVERYTHING = "/sparql?query=" + quote("SELECT * { ?s ?p ?o }")
SLOW = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")


@contextmanager
def served(data: Path, **settings: str):
    """A server of its own; yields (process, port)."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"ZHENGTU_DATA": str(data), "ZHENGTU_READERS": "2"} | settings
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D").read()
                    break
                except OSError:
                    assert server.poll() is None, server.stderr and server.stderr.read()
                    time.sleep(0.1)
            yield server, port
        finally:
            server.kill()


def readers(server: subprocess.Popen[str]) -> list[int]:
    """Pids of the server's reader processes."""
    found = []
    for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        if b"app.store.reader" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found.append(int(pid))
    return found


def raw(port: int, path: str, version: str) -> bytes:
    """What a socket sees of an answer, to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/{version}\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serving") / "data"
    publish_graphs(DataFolder(folder), {f"{E}g": triples(60_000)})
    return Settings(data=folder).data


def test_an_old_client_gets_the_whole_answer_with_its_length(data):
    with served(data) as (_, port):
        for path in (EVERYTHING, "/export?format=ntriples"):
            head, _, body = raw(port, path, "1.0").partition(b"\r\n\r\n")
            assert b" 200 " in head.splitlines()[0], head
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            assert len(lengths) == 1, head
            assert int(lengths[0].split(b":")[1]) == len(body) > 1_000_000


def test_a_reader_killed_in_the_middle_breaks_the_transfer(data):
    # Without a spool the reader waits for the client, so that it can be caught in the middle.
    with served(data, ZHENGTU_SPOOL="0") as (server, port):
        with httpx.stream("GET", f"http://127.0.0.1:{port}{EVERYTHING}") as answer:
            assert answer.status_code == 200
            chunks = answer.iter_raw(4096)
            next(chunks)
            for pid in readers(server):
                os.kill(pid, signal.SIGKILL)
            with pytest.raises(httpx.RemoteProtocolError):
                list(chunks)
        deadline = time.monotonic() + 10
        while len(readers(server)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert httpx.get(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D").json() == {"head": {}, "boolean": True}


def test_stopping_lets_a_running_request_finish(data):
    with served(data, ZHENGTU_QUERY_TIMEOUT="2") as (server, port):
        answers = []
        asking = threading.Thread(target=lambda: answers.append(httpx.get(f"http://127.0.0.1:{port}{SLOW}", timeout=30)))
        asking.start()
        time.sleep(0.7)
        server.send_signal(signal.SIGTERM)
        asking.join()
        assert answers[0].status_code == 504
        assert answers[0].headers["content-type"] == "application/problem+json"
        server.wait(20)
