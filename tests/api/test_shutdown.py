"""Told to stop, the server finishes what runs, whether a terminal or a service manager signals all of its processes."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest

from tests.store.bench import free_port

HUNDRED = " ".join(map(str, range(100)))
EACH = " ".join(f"VALUES ?{name} {{ {HUNDRED} }}" for name in "abc")
SLOW = f"SELECT (SUM(?a * ?b + ?c - ?d) AS ?n) {{ {EACH} VALUES ?d {{ 1 2 3 4 }} }}"


def connected(port: int) -> socket.socket:
    until = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=120)
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_running_request_finishes(data, told):
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            with connected(port) as client:
                client.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                answered, _, _ = select.select([client], [], [], 0.5)
                assert not answered, "it runs still"
                os.killpg(server.pid, told)
                received = b"".join(iter(lambda: client.recv(65536), b""))
            assert received.startswith(b"HTTP/1.1 200 ")
            body = received.partition(b"\r\n\r\n")[2]
            assert (
                json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])["results"]["bindings"][0]["n"]["value"] == "9989000000"
            )
            assert server.wait(60) in (0, -told)
            with pytest.raises(OSError, match="refused"):
                socket.create_connection(("127.0.0.1", port))
        finally:
            server.kill()
